import type { Desk, Events } from './desk';
import { NOUNS, STAFF, sampleRecords } from './fake-nouns';
import { ACCOUNTS } from './fake-people';
import type { DataField, DataNoun, DataRow, DataValues, HistoryLine, Saved } from './types';

type Tell = <K extends keyof Events>(name: K, value: Events[K]) => void;
type DataDeeds = Pick<
  Desk,
  | 'Nouns'
  | 'DataRows'
  | 'DataRecord'
  | 'SaveData'
  | 'DropData'
  | 'DoData'
  | 'FindData'
  | 'AttachFile'
  | 'SaveFile'
  | 'ShowPassword'
>;

interface Kept {
  id: string;
  values: DataValues;
  history: HistoryLine[];
}

interface Given {
  isEmpty: boolean;
  isBroken: boolean;
  many: boolean;
  tell: Tell;
  undos: Map<string, () => void>;
  people: readonly { id: string; name: string }[];
}

/** Portal data in memory: any kind of NOUNS, saved, changed, taken away and undone. */
export function fakeData({ isEmpty, isBroken, many, tell, undos, people }: Given): DataDeeds {
  const kept = new Map<string, Kept[]>();
  for (const [kind, list] of Object.entries(sampleRecords(many ? 1000 : 24))) {
    const records = list.map((values, i) => ({ id: `${kind}-${i}`, values, history: [] }));
    kept.set(kind, isEmpty ? [] : records);
  }
  let next = 1;
  const all = (kind: string) => kept.get(kind) ?? [];
  const nounOf = (kind: string) =>
    NOUNS.find((n) => n.kind === kind) ?? refuse('There is no such kind of record.');
  const find = (kind: string, id: string) =>
    all(kind).find((r) => r.id === id) ?? refuse('This record does not exist.');

  const choices = (kind: string) => {
    if (kind === 'account') return ACCOUNTS.map(({ id, name }) => ({ id, label: name }));
    if (kind === 'person') return people.map(({ id, name }) => ({ id, label: name }));
    if (kind === 'staff') return STAFF;
    return all(kind).map((r) => ({ id: r.id, label: titleOf(r.values) }));
  };
  const nameOf = (kind: string, id: string) => choices(kind).find((c) => c.id === id)?.label ?? '';
  const shown = (f: DataField, values: DataValues) => {
    const text = values[f.key] ?? '';
    if (!f.of) return text;
    const names = text.split(',').map((id) => nameOf(f.of, id));
    return names.filter(Boolean).join(', ');
  };
  const rowOf = (noun: DataNoun, r: Kept): DataRow => ({
    id: r.id,
    cells: noun.columns.map((f) => shown(f, r.values)),
    badge: '',
  });

  /** Keeps what a deed did, with its line of history and its undo. */
  const done = (r: Kept | undefined, text: string, undo: () => void): Saved => {
    const uid = `d${next++}`;
    const when = new Date().toISOString();
    const line = { uid, when, who: 'Robin Hale', machine: 'Front desk', text, reason: '' };
    r?.history.unshift({ ...line, state: 'confirmed', canUndo: true });
    undos.set(uid, undo);
    tell('changed', { kinds: ['data'] });
    return { uid, text, canUndo: true };
  };
  const change = (r: Kept, values: DataValues, text: string) => {
    const before = r.values;
    r.values = { ...r.values, ...values };
    return done(r, text, () => {
      r.values = before;
    });
  };
  const remove = (kind: string, r: Kept) =>
    kept.set(
      kind,
      all(kind).filter((other) => other !== r),
    );

  return {
    Nouns: async () => structuredClone(NOUNS),
    DataRows: async (kind, text, from, size) => {
      if (isBroken) refuse('The file of this office cannot be read just now.');
      const noun = nounOf(kind);
      const wanted = text.toLowerCase();
      const rows = all(kind)
        .map((r) => rowOf(noun, r))
        .filter((row) => row.cells.join(' ').toLowerCase().includes(wanted));
      return { total: rows.length, rows: rows.slice(from, from + size) };
    },
    DataRecord: async (kind, id, parent) => {
      const noun = nounOf(kind);
      const r = id ? find(kind, id) : fresh(noun, parent);
      const names = noun.fields
        .filter((f) => f.of)
        .flatMap((f) => (r.values[f.key] ?? '').split(',').map((v) => [v, nameOf(f.of, v)]))
        .filter(([v]) => v);
      return structuredClone({
        kind,
        id,
        title: id ? titleOf(r.values) : '',
        values: r.values,
        names: Object.fromEntries(names),
        was: id ? JSON.stringify({ id, values: r.values }) : '',
        parts: id ? noun.parts.map((part) => ({ kind: part, rows: partsOf(kind, id, part) })) : [],
        deeds: id ? noun.deeds.map((d) => d.key).filter((d) => can(r.values, d)) : [],
        badge: '' as const,
        ask: kind === 'invoice' && id ? `invoice.view:${id}` : '',
        history: r.history,
      });
    },
    SaveData: async (kind, was, values) => {
      const noun = nounOf(kind);
      for (const f of noun.fields) check(f, values[f.key]);
      if (was) return change(find(kind, JSON.parse(was).id), values, 'Saved.');
      const r = { ...fresh(noun, ''), id: `${kind}-n${next++}` };
      r.values = { ...r.values, ...values };
      kept.set(kind, [r, ...all(kind)]);
      return { ...done(r, 'Saved.', () => remove(kind, r)), id: r.id };
    },
    DropData: async (kind, id) => {
      const r = find(kind, id);
      remove(kind, r);
      return done(undefined, 'Taken away.', () => kept.set(kind, [r, ...all(kind)]));
    },
    DoData: async (kind, id, deed, values) => {
      const deedOf = nounOf(kind).deeds.find((d) => d.key === deed);
      for (const f of deedOf?.fields ?? []) check(f, values[f.key] ?? '');
      const status = { send: 'sent', pay: 'paid', hide: 'hidden' }[deed] ?? deed;
      return change(find(kind, id), { Status: status }, 'Done.');
    },
    AttachFile: async () => ({ uid: 'file', text: 'File attached.', canUndo: true, id: '' }),
    SaveFile: async () => '/home/anna/Downloads/plan.pdf',
    ShowPassword: async () => ({ text: 'quay-lantern' }),
    FindData: async (kind, text) =>
      choices(kind)
        .filter((c) => c.label.toLowerCase().includes(text.toLowerCase()))
        .slice(0, 20),
  };

  function partsOf(kind: string, id: string, part: string) {
    const noun = nounOf(part);
    const inside = noun.fields.find((f) => f.of === kind)?.key ?? '';
    return all(part)
      .filter((r) => r.values[inside] === id)
      .map((r) => rowOf(noun, r));
  }
}

function fresh(noun: DataNoun, parent: string): Kept {
  const values: DataValues = {};
  for (const f of noun.fields) {
    const isParent = parent.startsWith(`${f.of}-`);
    const plain: Partial<Record<string, string>> = { flag: 'false', number: '0', lines: '[]' };
    values[f.key] = isParent ? parent : (plain[f.input] ?? '');
    if (f.input === 'choice' && f.required) values[f.key] = f.options?.[0] ?? '';
  }
  return { id: '', values, history: [] };
}

function can(values: DataValues, deed: string): boolean {
  if (deed === 'send') return values.Status === 'draft';
  return deed !== 'pay' || values.Status === 'sent';
}

function check(f: DataField, value: string | undefined) {
  if (value === undefined || f.fixed) return;
  if (f.required && !value.trim()) refuse('Fill this in.', f.key);
  if (f.input === 'number' && !/^-?\d*$/.test(value)) {
    refuse(`“${value}” is not a whole number.`, f.key);
  }
  if (f.input === 'money' && value && !/^\d+([.,]\d+)? [A-Za-z]{3}$/.test(value)) {
    refuse('Write an amount with its currency, such as 1234.50 EUR.', f.key);
  }
}

function titleOf(values: DataValues): string {
  return values.Name || values.Title || values.Number || values.Text || '';
}

function refuse(text: string, field?: string): never {
  throw JSON.stringify({ kind: 'invalid', text, field });
}
