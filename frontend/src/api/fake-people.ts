import type { ProfileView, UserRecord } from './types';

/** Sample people, profiles and tickets for a plain browser. Nobody here exists. */
const FIRST =
  'Ada Ben Clara David Elena Farid Grace Hugo Ines Jonas Karin Leo Maya Nils Olga'.split(' ');
const LAST = (
  'Abbott Brandt Castillo Duarte Eriksen Fischer Grant Haddad Ivanov Jensen Keller Lindqvist ' +
  'Mensah Novak Okafor Petersen Quintero Rossi Schneider Tanaka'
).split(' ');
const COMPANY = (
  'Alder Logistics,Birchwood Dental,Cobalt Analytics,Dune & Partners,Evergreen Foods,' +
  'Falkenberg Maschinenbau,Granite Legal,Harbor Shipping,Ironwood Steel,Juniper Clinics'
).split(',');

export const COMPONENTS = [
  ['help_guide', 'Help Guide'],
  ['blog', 'Blog'],
  ['live_chat', 'Live Chat'],
  ['tickets', 'Tickets'],
  ['payments', 'Payments'],
  ['invoices', 'Invoices'],
  ['quotations', 'Quotations'],
  ['sales_orders', 'Sales Orders'],
  ['orders', 'Orders'],
  ['projects', 'Projects'],
  ['documents', 'Documents'],
  ['documentation', 'Documentation'],
  ['knowledgebase', 'Knowledgebase'],
  ['forums', 'Forums'],
  ['software_modules', 'Software Modules'],
  ['reports', 'Reports'],
  ['my_details', 'My Details'],
  ['administration', 'Administration'],
].map(([key, label]) => ({ key: key ?? '', label: label ?? '' }));

/** What each profile allows, as component: lines. A later profile has all of the earlier one. */
const MINIMUM: Record<string, string[]> = {
  help_guide: ['Read the Help Guide'],
  blog: ['Read the blog'],
  live_chat: ['Chat with staff'],
};
const BASIC: Record<string, string[]> = {
  ...MINIMUM,
  tickets: ['See their own tickets', 'Write new tickets and answer'],
  projects: ['See projects on which they are a team member'],
  quotations: ['See their own quotations'],
  sales_orders: ['See their own sales orders'],
  documents: ['See their own documents', 'Upload documents'],
  knowledgebase: ['Read articles published to them'],
  my_details: ['See and change their own details'],
};
const ADVANCED: Record<string, string[]> = {
  ...BASIC,
  tickets: ['See all tickets of the organisation', 'Write new tickets and answer'],
  projects: ['See all projects of the organisation'],
  orders: ['See the orders of the organisation'],
};
const MANAGER: Record<string, string[]> = {
  ...ADVANCED,
  payments: ['See payments', 'Make payments'],
  invoices: ['See the invoices of the organisation'],
  documentation: ['See the documentation on file', 'Reveal its passwords'],
  software_modules: ['Add or remove modules'],
  reports: ['See block hours, retainers and invoices'],
  administration: ['Create and manage portal logins', 'Manage queues and request types'],
};
export const ALLOWS: Record<string, Record<string, string[]>> = {
  minimum: MINIMUM,
  basic: BASIC,
  advanced: ADVANCED,
  manager: MANAGER,
};

const profile = (id: string, name: string, description: string): ProfileView => ({
  id,
  name,
  description,
  system: true,
  allows: COMPONENTS.filter((c) => ALLOWS[id]?.[c.key]).map((c) => ({
    component: c.key,
    label: c.label,
    lines: ALLOWS[id]?.[c.key] ?? [],
  })),
  holders: 0,
  canGive: id !== 'minimum',
  canChange: true,
});

export const PROFILES: ProfileView[] = [
  profile('minimum', 'Minimum', 'What everyone has: Help Guide, Blog and Live Chat.'),
  profile('basic', 'Basic', 'Their own tickets, projects and documents.'),
  profile('advanced', 'Advanced', 'All tickets and projects of their organisation.'),
  profile('manager', 'Manager', 'Everything of their organisation, and its portal logins.'),
];

/** A day some days from today, as YYYY-MM-DD. */
export function daysAhead(days: number): string {
  return new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);
}

export function samplePeople(count: number): UserRecord[] {
  return Array.from({ length: count }, (_, i) => samplePerson(i));
}

function samplePerson(i: number): UserRecord {
  const first = FIRST[i % FIRST.length] ?? '';
  const last = LAST[Math.floor(i / FIRST.length) % LAST.length] ?? '';
  const company = COMPANY[(i * 7) % COMPANY.length] ?? '';
  const draw = (i * 11 + Math.floor(i / FIRST.length)) % 6;
  const given = ['basic', 'advanced', 'manager'][draw] ?? '';
  const email = i % 41 === 7 ? '' : `${first}.${last}${i}@example.org`.toLowerCase();
  const profileOf = PROFILES.find((p) => p.id === given);
  return {
    id: `u${i}`,
    person: `p${i}`,
    name: `${first} ${last}`,
    email,
    phone: `+1 555 01${String(i).padStart(2, '0')}`,
    account: `a${(i * 7) % COMPANY.length}`,
    company,
    kind: i % 17 === 5 ? 'lead' : 'contact',
    username: `${first}.${last}${i}`.toLowerCase(),
    portalUser: i % 29 !== 11,
    supportStart: '',
    supportEnd: '',
    hasPassword: i % 4 === 0,
    pin: '',
    secondFactor: false,
    passkeys: 0,
    access: profileOf
      ? {
          profile: profileOf.id,
          profileName: profileOf.name,
          exceptions: [],
          start: i % 5 === 0 ? daysAhead(-200) : '',
          end: i % 7 === 0 ? daysAhead(12) : '',
          closed: i % 9 === 0 ? ['documents'] : [],
          canSign: i % 6 === 0,
          pinReset: false,
          grantedBy: 'Robin Hale',
          reason: 'Support contract',
        }
      : null,
    state: 'minimum',
    standing: '',
    canAdd: false,
    canUpdate: false,
    canRemove: false,
    defaultProfile: i % 10 === 0 ? 'manager' : 'basic',
    badge: '',
    history: [],
  };
}

export const ACCOUNTS = COMPANY.map((name, i) => ({ id: `a${i}`, name }));
