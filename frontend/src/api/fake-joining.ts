import type { Desk } from './desk';
import type { DryRun, Joining, State } from './types';

interface Given {
  state: () => State;
  become: (change: Partial<State>) => State;
  progress: (label: string, done: number, total: number) => void;
  pause: number;
}

/** A pairing that waits for a decision. */
export const sampleJoining: Joining = {
  server: 'https://portal.northgate.example',
  office: 'Northgate Office',
  staff: 'Robin Hale',
  role: 'administrator',
  busy: false,
  fault: '',
  dryRun: null,
};

export const sampleDryRun: DryRun = {
  records: 20480,
  accounts: 310,
  users: 1250,
  known: 37,
  edits: 1004,
  removals: 1,
  taken: 963,
  groups: [
    {
      outcome: 'withheld',
      why: 'Kept as a duplicate and without portal access: somebody else made … with the same e-mail address meanwhile.',
      count: 37,
      names: ['David Abbott', 'Grace Brandt', 'Ines Castro', 'Omar Diaz', 'Lena Ebert'],
    },
    {
      outcome: 'refused',
      why: 'The login was removed meanwhile. Your change is kept under Sync.',
      count: 3,
      names: ['David Abbott', 'Grace Brandt', 'Ines Castro'],
    },
    {
      outcome: 'overrode',
      why: 'Somebody else changed the same field meanwhile. Yours is in force; theirs is kept here.',
      count: 1,
      names: ['Portal settings'],
    },
  ],
};

type Part = Pick<Desk, 'BeginDryRun' | 'CancelDryRun' | 'Join' | 'StayAlone'>;

export function fakeJoining({ state, become, progress, pause }: Given): Part {
  const change = (part: Partial<Joining>) => {
    const joining = state().joining;
    return joining ? become({ joining: { ...joining, ...part } }) : state();
  };
  return {
    BeginDryRun: async () => {
      const begun = change({ busy: true, fault: '', dryRun: null });
      progress('download', 5000, sampleDryRun.records);
      setTimeout(() => {
        progress('', 0, 0);
        if (state().joining?.busy) change({ busy: false, dryRun: sampleDryRun });
      }, pause * 20);
      return begun;
    },
    CancelDryRun: async () => change({ busy: false }),
    Join: async () => {
      const server = state().joining?.server ?? '';
      return become({ server, online: true, need: '', joining: null, pending: 0 });
    },
    StayAlone: async () => {
      become({ need: '', joining: null });
      return { uid: '', text: 'This computer works on alone.', canUndo: false };
    },
  };
}
