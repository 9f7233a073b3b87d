import type { Desk, Events } from './desk';
import { ACCOUNTS } from './fake-people';
import type { AccountForm, AccountRecord, AccountRow, Problem, UserRecord } from './types';

type Tell = <K extends keyof Events>(name: K, value: Events[K]) => void;
type AccountDeeds = Pick<
  Desk,
  | 'Accounts'
  | 'AccountRows'
  | 'Account'
  | 'NewAccount'
  | 'SaveAccount'
  | 'AccountChange'
  | 'AccountPeople'
>;

const EMPTY: AccountForm = {
  id: '',
  consolidated: false,
  name: '',
  parent: '',
  street: '',
  city: '',
  region: '',
  zip: '',
  country: '',
  phone: '',
  web: '',
  primary: '',
  billing: '',
  manager: '',
  active: true,
  portal: true,
  closed: [],
  requests: 'as_above',
  members: [],
};

/** The accounts in memory; the last of the samples is a subsidiary of the first. */
export function fakeAccounts(
  people: UserRecord[],
  tell: Tell,
  undos: Map<string, () => void>,
  isEmpty: boolean,
): AccountDeeds {
  const last = ACCOUNTS.at(-1)?.id;
  const forms = new Map<string, AccountForm>(
    (isEmpty ? [] : ACCOUNTS).map(({ id, name }) => {
      const parent = id === last ? (ACCOUNTS[0]?.id ?? '') : '';
      return [id, { ...EMPTY, id, name, parent, portal: id !== 'a3' }];
    }),
  );
  const nameOf = (id: string) => forms.get(id)?.name ?? '';
  const find = (id: string) => forms.get(id) ?? refuse('not_found', 'This record does not exist.');
  const at = (id: string) => people.filter((p) => p.account === id);
  const above = (id: string): AccountForm[] => {
    const up = forms.get(forms.get(id)?.parent ?? '');
    return up ? [up, ...above(up.id)] : [];
  };
  const below = (id: string): AccountForm[] =>
    [...forms.values()].filter((f) => above(f.id).some((up) => up.id === id));
  const byName = (list: AccountForm[]) => list.sort((a, b) => a.name.localeCompare(b.name));
  const row = (f: AccountForm, depth: number): AccountRow => {
    const { id, name, active, portal, consolidated } = f;
    const parent = nameOf(f.parent);
    const count = at(id).length;
    return { id, name, active, portal, consolidated, parent, depth, people: count, badge: '' };
  };
  const tree = (parent: string, depth: number): AccountRow[] =>
    byName([...forms.values()].filter((f) => f.parent === parent)).flatMap((f) => [
      row(f, depth),
      ...tree(f.id, depth + 1),
    ]);
  const found = (text: string) =>
    byName(
      [...forms.values()].filter((f) => f.name.toLowerCase().includes(text.trim().toLowerCase())),
    ).map((f) => row(f, 0));
  const record = (form: AccountForm): AccountRecord => {
    const up = above(form.id);
    const closers = up.flatMap((one) => one.closed.map((key) => [key, one.name]));
    return {
      form: structuredClone(form),
      was: JSON.stringify(form),
      name: form.name,
      parentName: nameOf(form.parent),
      primaryName: people.find((p) => p.person === form.primary)?.name ?? '',
      billingName: people.find((p) => p.person === form.billing)?.name ?? '',
      managerName: form.manager ? 'Robin Hale' : '',
      above: up.map(({ id, name }) => ({ id, name })),
      offAbove: up.find((one) => !one.portal || !one.active)?.name ?? '',
      closedAbove: Object.fromEntries(closers),
      closedAll: [],
      subsidiaries: form.id ? below(form.id).length : 0,
      members: form.members.map((id) => ({ id, name: nameOf(id) })),
      over: [...forms.values()].filter((f) => f.members.includes(form.id)),
      canChange: true,
      history: [],
    };
  };
  const check = (form: AccountForm) => {
    if (!form.name.trim()) refuse('invalid', 'An account needs a name.', 'name');
    if (form.id && [form.id, ...below(form.id).map((f) => f.id)].includes(form.parent))
      refuse('invalid', 'This account would be above itself.', 'parent');
  };
  return {
    Accounts: async (text) => found(text),
    AccountRows: async (text, from, size) => {
      const all = text.trim() ? found(text) : tree('', 0);
      return { total: all.length, rows: all.slice(from, from + size) };
    },
    Account: async (id) => record(find(id)),
    NewAccount: async (consolidated) => record({ ...EMPTY, consolidated }),
    SaveAccount: async (_, wanted) => {
      check(wanted);
      const id = wanted.id || `a${forms.size}`;
      const before = forms.get(id);
      const uid = `account-${id}-${undos.size}`;
      forms.set(id, { ...structuredClone(wanted), id });
      undos.set(uid, () => {
        if (before) forms.set(id, before);
        else forms.delete(id);
        tell('changed', { kinds: ['account'] });
      });
      tell('changed', { kinds: ['account'] });
      const text = `Account ${wanted.name} was ${before ? 'changed' : 'made'}.`;
      return { uid, text, canUndo: true, id };
    },
    AccountChange: async (_, wanted) => {
      check(wanted);
      const before = find(wanted.id);
      const held = at(wanted.id).filter((p) => p.access);
      const isOn = (f: AccountForm) => f.active && f.portal;
      const see = (keys: string[]) => keys.map((key) => `See ${key}`);
      const opened = before.closed.filter((key) => !wanted.closed.includes(key));
      const shut = wanted.closed.filter((key) => !before.closed.includes(key));
      const change = {
        gains: [...(isOn(wanted) && !isOn(before) ? ['Sign in'] : []), ...see(opened)],
        loses: [...(isOn(before) && !isOn(wanted) ? ['Sign in'] : []), ...see(shut)],
      };
      const names = held.slice(0, 5).map((p) => p.name);
      const isAny = held.length > 0 && change.gains.length + change.loses.length > 0;
      return {
        people: held.length,
        gain: change.gains.length ? held.length : 0,
        lose: change.loses.length ? held.length : 0,
        groups: isAny ? [{ people: held.length, names, change }] : [],
      };
    },
    AccountPeople: async (account, text) => {
      const all = at(account).filter((p) =>
        `${p.name} ${p.email}`.toLowerCase().includes(text.trim().toLowerCase()),
      );
      const rows = all.map(({ person, id, name, email }) => ({
        id: person,
        user: id,
        name,
        email,
      }));
      return { total: all.length, rows: rows.slice(0, 50) };
    },
  };
}

function refuse(kind: Problem['kind'], text: string, field = ''): never {
  throw { kind, text, ...(field && { field }) } satisfies Problem;
}
