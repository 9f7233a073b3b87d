import type { Desk } from './desk';
import type { ChangeView, ComputerView, LogLine } from './types';

interface Wishes {
  many: boolean;
  isEmpty: boolean;
  tell: (kinds: string[]) => void;
}

const WHO = ['Robin Hale', 'Anna Westermann-Grünwald', 'Cleo Park'];
const MACHINES = ['front-desk', 'robins-laptop'];
const EDITS = [
  { edit: 'AddAccess', text: 'Portal access given' },
  { edit: 'RemoveAccess', text: 'Portal access removed' },
  { edit: 'UpdateDetails', text: 'Details changed' },
  { edit: 'SetPortal', text: 'Portal settings changed' },
];
const NAMES = [
  'David Abbott',
  'Grace Brandt',
  'Maximiliane-Alexandra von Hohenstaufen-Oberländer zu Lichtenberg',
  'Northgate Office',
];

const pick = <T>(list: readonly T[], n: number) => list[n % list.length] as T;

function changesOf(n: number): ChangeView[] {
  const record = pick(NAMES, n);
  if (n % 4 < 2) return [{ record, field: '', from: '', to: n % 4 ? 'taken away' : 'made' }];
  return [
    { record, field: 'phone', from: '', to: '+49 40 555 0100' },
    { record, field: 'job title', from: 'Buyer', to: 'Head of purchasing' },
  ];
}

function lineOf(n: number, total: number): LogLine {
  const at = new Date(Date.now() - n * 1_700_000).toISOString();
  return {
    uid: `h${n}`,
    n: n < 2 ? 0 : total - n,
    when: at,
    received: n < 2 ? '' : at,
    who: pick(WHO, n),
    machine: pick(MACHINES, n),
    edit: pick(EDITS, n).edit,
    text: pick(EDITS, n).text,
    reason: n % 5 === 0 ? 'Asked for by telephone' : '',
    state: n < 2 ? 'here' : n % 11 === 0 ? 'refused' : 'confirmed',
    canUndo: n % 11 !== 0,
    subject: pick(NAMES, n),
    user: n % 4 === 3 ? '' : 'u3',
    account: n % 4 === 3 ? 'a0' : '',
    group: n % 7 === 0 ? 'import-1' : '',
    changes: changesOf(n),
  };
}

/** The history, undo and the computers of the sample office. */
export function fakeLog(wishes: Wishes) {
  const total = wishes.isEmpty ? 0 : wishes.many ? 1_000_000 : 1000;
  let computers: ComputerView[] = [
    ['m1', 'front-desk', 'Robin Hale', true],
    ['m2', 'robins-laptop', 'Robin Hale', false],
    ['m3', 'a-very-long-name-of-a-computer-that-somebody-typed.office.example', 'Cleo Park', false],
  ].map(([id, name, who, here], n) => ({
    id: String(id),
    name: String(name),
    who: String(who),
    here: Boolean(here),
    paired: new Date(Date.now() - (n + 1) * 9e9).toISOString(),
    heard: n === 2 ? '' : new Date(Date.now() - n * 4e8).toISOString(),
    revoked: false,
  }));
  return {
    Log: async (q) => {
      const all = Array.from({ length: Math.min(q.size, Math.max(0, total - q.from)) }, (_, i) =>
        lineOf(q.from + i, total),
      );
      const rows = all.filter(
        (l) =>
          (!q.who || l.who === q.who) &&
          (!q.machine || l.machine === q.machine) &&
          (!q.edit || l.edit === q.edit) &&
          (!q.subject || l.subject.startsWith(q.subject)),
      );
      return { total: rows.length < all.length ? rows.length : total, rows };
    },
    LogNames: async () => ({ who: WHO, machines: MACHINES, edits: EDITS }),
    PreviewUndo: async (_uid, group) => ({
      back: changesOf(2),
      undone: group ? 498 : 1,
      of: group ? 500 : 1,
      stays: group
        ? ['Grace Brandt: This was changed again meanwhile, so it cannot be undone.']
        : ['Undone, but for what was changed again meanwhile: mobile.'],
      removes: Boolean(group),
    }),
    VerifyHistory: async () => ({ lines: total, signed: 0, broken: 0, why: '' }),
    Computers: async () => computers,
    RevokeComputer: async (id) => {
      computers = computers.map((c) => (c.id === id ? { ...c, revoked: true } : c));
      wishes.tell(['computer']);
      return { uid: 'r1', text: 'The computer is shut out.', canUndo: false };
    },
  } satisfies Partial<Desk>;
}
