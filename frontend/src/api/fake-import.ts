import type { Desk, Events } from './desk';
import { ACCOUNTS, samplePeople } from './fake-people';
import type { ImportPlanRow, UserRecord } from './types';

type Tell = <K extends keyof Events>(name: K, value: Events[K]) => void;
type ImportDeeds = Pick<
  Desk,
  'ReadImport' | 'ReadImportSheet' | 'PlanImport' | 'RunImport' | 'CancelImport'
>;

const TARGETS = [
  ['first_name', 'First name'],
  ['last_name', 'Last name'],
  ['name', 'Full name'],
  ['company', 'Company'],
  ['email', 'E-mail'],
  ['phone', 'Phone'],
  ['username', 'Username'],
].map(([key, label]) => ({ key: key ?? '', label: label ?? '' }));

/** Import in memory: reads simple CSV, maps, plans and adds people. */
export function fakeImport(
  people: UserRecord[],
  settle: (p: UserRecord) => void,
  tell: Tell,
): ImportDeeds {
  let table: string[][] = [];
  let rows: ImportPlanRow[] = [];
  let stopped = false;

  return {
    ReadImport: async (file, base64) => {
      const bytes = Uint8Array.from(atob(base64), (c) => c.charCodeAt(0));
      table = new TextDecoder()
        .decode(bytes)
        .split(/\r?\n/)
        .filter(Boolean)
        .map((line) =>
          [...line.matchAll(/("([^"]*)"|[^,]*)(,|$)/g)].map((m) => m[2] ?? m[1] ?? ''),
        );
      const head = table[0] ?? [];
      if (table.length < 2) throw '{"kind":"invalid","text":"This file has no rows."}';
      return {
        id: 'import',
        file,
        encoding: 'UTF-8',
        delimiter: 'comma',
        sheet: '',
        sheets: [],
        rows: table.length - 1,
        columns: head.filter(Boolean).map((header, i) => ({
          header,
          samples: table.slice(1, 4).map((row) => row[i] ?? ''),
          target: guess(header),
        })),
        targets: TARGETS,
      };
    },

    ReadImportSheet: async () => {
      throw '{"kind":"not found","text":"This import is no longer open. Choose the file again."}';
    },

    PlanImport: async (id, targets) => {
      if (!targets.includes('email')) {
        throw '{"kind":"invalid","text":"No column becomes the e-mail address."}';
      }
      const at = (row: string[], key: string) => row[targets.indexOf(key)] ?? '';
      rows = table.slice(1).map((row, i) => {
        const email = at(row, 'email');
        const known = people.some((p) => p.email === email && email);
        const outcome = !email.includes('@') ? 'refused' : known ? 'duplicate' : 'new';
        return {
          line: i + 2,
          name: at(row, 'name') || `${at(row, 'first_name')} ${at(row, 'last_name')}`.trim(),
          email,
          company: at(row, 'company'),
          outcome,
          why: {
            new: '',
            refused: 'The e-mail address is missing.',
            duplicate: 'Same e-mail address.',
          }[outcome],
        };
      });
      const count = (outcome: string) => rows.filter((r) => r.outcome === outcome).length;
      return {
        id,
        people: count('new'),
        accounts: new Set(rows.map((r) => r.company)).size,
        duplicates: count('duplicate'),
        refused: count('refused'),
        rows: [...rows].sort((a, b) => b.why.localeCompare(a.why)).slice(0, 500),
      };
    },

    RunImport: async () => {
      stopped = false;
      const fresh = rows.filter((r) => r.outcome === 'new');
      for (let done = 0; done < 10; done++) {
        tell('progress', {
          label: 'Importing',
          done: (fresh.length * done) / 10,
          total: fresh.length,
        });
        await new Promise((next) => setTimeout(next, 80));
        if (stopped) {
          tell('progress', { label: '', done: 0, total: 0 });
          throw '{"kind":"invalid","text":"The import was stopped. Nothing was imported."}';
        }
      }
      const model = samplePeople(1)[0] as UserRecord;
      fresh.forEach((row, i) => {
        const { name, email, company } = row;
        const person = { ...model, id: `i${i}`, name, email, company, access: null, history: [] };
        settle(Object.assign(person, { account: ACCOUNTS[0]?.id, username: email }));
        people.push(person);
      });
      tell('progress', { label: '', done: 0, total: 0 });
      tell('changed', { kinds: ['user', 'account'] });
      const skipped = rows.length - fresh.length;
      return {
        group: 'g1',
        people: fresh.length,
        accounts: new Set(fresh.map((r) => r.company)).size,
        skipped,
        rejectedFile: skipped ? '/home/office/Gatehouse/not-imported.csv' : '',
        text: `${fresh.length} people imported.`,
      };
    },
    CancelImport: async () => {
      stopped = true;
    },
  };
}

function guess(header: string): string {
  const plain = header.toLowerCase().replace(/[^a-z]/g, '');
  const found = TARGETS.find((t) => plain.startsWith(t.key.replace('_', '')));
  return found?.key ?? '';
}
