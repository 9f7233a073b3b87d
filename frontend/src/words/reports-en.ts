/** English: reports, and lists that are taken along. */
export const reportsEn = {
  reports: {
    title: 'Reports',
    lead: (all: string, having: string) => `${having} of ${all} people have portal access.`,
    empty: 'This office has no people yet, so there is nothing to count.',
    levels: 'Who has which level',
    minimum: 'No access: Minimum',
    endings: 'Access that ends',
    endingsHint: 'The support period or the schedule of the access, whichever ends first.',
    endingsNone: 'For nobody does access end in the next twelve months.',
    signIns: 'Last sign-in of those with access',
    spans: {
      month: 'Within 30 days',
      quarter: '31 to 90 days ago',
      halfYear: '91 to 180 days ago',
      longer: 'Longer ago',
      never: 'Never',
    },
    what: 'What',
    people: 'People',
    print: 'Access report (PDF)',
    printHint: 'These figures, and everybody with access by company, to print or to file.',
    showNever: 'Show who never signed in',
    showEnding: 'Show what ends in 30 days',
  },
  exporting: {
    label: 'Save this list',
    csv: 'As CSV',
    xlsx: 'As Excel',
    hint: 'Everybody in this view and search, not only what is in sight.',
    saved: (path: string) => `Saved as ${path}`,
  },
};
