const count = (n: number) => n.toLocaleString('en');
const of = (n: number, one: string, many: string) => `${count(n)} ${n === 1 ? one : many}`;

/** English: the words of security profiles, exceptions from them, and comparisons. */
export const profilesEn = {
  compare: {
    go: 'Compare',
    title: 'Two people side by side',
    all: 'Show what both may do alike, too',
  },

  exceptions: {
    title: 'Exceptions from the profile',
    short: 'Exceptions',
    lead: (profile: string) =>
      `What this person may do otherwise than “${profile}” says. The exceptions stay when another profile is given.`,
    add: 'Add an exception',
    profile: (reach: string) => `The profile: ${reach}`,
    none: 'No exceptions: the profile holds as it is.',
    drop: (permission: string) => `Take the exception back: ${permission}`,
    readOnly: 'Only an administrator changes exceptions.',
  },

  profiles: {
    title: 'Profiles',
    lead: 'A Security Profile is a named set of things that its holders may do in the portal.',
    holders: (n: number) => of(n, 'holder', 'holders'),
    system: 'System',
    custom: 'Your own',
    allows: 'What it allows',
    allowsNothing: 'This profile allows nothing beyond the minimum level.',
    preview: 'Preview as this profile',
    account: 'At which account',
    accountHint: 'The preview shows this customer’s records.',
    accountNone: 'No account matches.',
    pick: 'Choose a profile to see what it allows.',
    empty: 'There are no profiles yet.',
    open: 'Show permissions',
    change: 'Change',
    copy: 'Make a copy',
    remove: 'Delete',
    who: 'Who has it',
    back: 'All profiles',
    newTitle: (base: string) => `New profile, copied from ${base}`,
    systemFixed:
      'The permissions of a system profile are fixed. Make a copy of it, and change that.',
    readOnly: 'Only an administrator changes profiles.',
    facts: 'Name and use',
    name: 'Name',
    description: 'Description',
    descriptionHint: 'Whoever gives the profile reads this.',
    assignable: 'Managers of a customer may give it to their own people',
    assignableHint: 'They never give more than they hold themselves.',
    matrix: 'Permissions',
    matrixHint:
      'How far each one reaches. A wider reach includes everything that a narrower one shows.',
    permission: 'Permission',
    reach: 'Reach',
    given: 'allowed',
    notGiven: 'not allowed',
    find: 'Find a permission',
    findNone: 'No permission matches.',
    compare: 'Compare with',
    onlyDifferences: 'Only differences',
    same: 'Both allow the same.',
    changed: 'changed',
    holds: (permission: string) => `Who holds “${permission}”`,
    see: 'See the portal with it',
    save: 'Save profile',
    discard: 'Discard',
    historyEmpty: 'Nothing was changed yet.',
  },
};
