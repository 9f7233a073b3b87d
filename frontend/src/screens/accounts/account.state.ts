import { useDebouncedValue } from '@mantine/hooks';
import { useEffect, useRef, useState } from 'react';
import {
  type AccountForm,
  type AccountRecord,
  type AccountRow,
  desk,
  type Problem,
  problemOf,
  type Saved,
} from '../../api';
import { useAnswer, useChanged } from '../../api/ask';
import { useWindowedRows } from '../../ui/windowed-rows';

/** An account to look at or change; an empty id begins one. */
export interface Opened {
  id: string;
  isConsolidated: boolean;
}

/** What was looked for, kept while another screen is open. */
let kept = '';

/** What the list of accounts asks for, and the rows that answer it. */
export function useAccounts() {
  const [asked, setAsked] = useState(kept);
  const [text] = useDebouncedValue(asked.trim(), 120);
  const rows = useWindowedRows<AccountRow>(text, (from, size) =>
    desk.AccountRows(text, from, size),
  );
  useChanged(['account', 'user'], () => rows.refresh());
  const search = (to: string) => {
    kept = to;
    setAsked(to);
  };
  return { text: asked, search, rows };
}

const isSame = (a: unknown, b: unknown) => JSON.stringify(a) === JSON.stringify(b);

/** An account with what was chosen over it; that stays until it is saved or discarded. */
export function useAccount({ id, isConsolidated }: Opened, onSaved: (saved: Saved) => void) {
  const [record, setRecord] = useState<AccountRecord>();
  const [newer, setNewer] = useState<AccountRecord>();
  const [failure, setFailure] = useState<Problem>();
  const [edits, setEdits] = useState<Partial<AccountForm>>({});
  const [problem, setProblem] = useState<Problem>();
  const [busy, setBusy] = useState(false);
  const form = record && { ...record.form, ...edits };
  const isDirty = record !== undefined && !isSame(form, record.form);
  const latest = useRef({ record, isDirty });
  latest.current = { record, isDirty };

  const take = (got: AccountRecord) => {
    setRecord(got);
    setNewer(undefined);
    setFailure(undefined);
  };
  const ask = async (then: (got: AccountRecord) => void) => {
    try {
      then(await (id ? desk.Account(id) : desk.NewAccount(isConsolidated)));
    } catch (cause) {
      setFailure(problemOf(cause));
    }
  };
  const again = () => ask(take);
  // biome-ignore lint/correctness/useExhaustiveDependencies: asked once; changes are heard of
  useEffect(() => void again(), []);
  useChanged(id ? ['account', 'user'] : [], () =>
    ask((got) => {
      const now = latest.current;
      // What others changed never moves the ground under choices that are not saved.
      if (now.isDirty && got.was !== now.record?.was) setNewer(got);
      else take(got);
    }),
  );

  const change = (part: Partial<AccountForm>) => {
    setEdits((now) => ({ ...now, ...part }));
    if (problem && (!problem.field || problem.field in part)) setProblem(undefined);
  };
  const discard = () => {
    setEdits({});
    setProblem(undefined);
    if (newer) take(newer);
  };
  const save = async () => {
    if (!record || !form || busy) return;
    setBusy(true);
    setProblem(undefined);
    try {
      const saved = await desk.SaveAccount(record.was, form);
      await again();
      setEdits({});
      onSaved(saved);
    } catch (cause) {
      setProblem(problemOf(cause));
    } finally {
      setBusy(false);
    }
  };
  const errorOf = (field: keyof AccountForm) =>
    problem?.field === field ? problem.text : undefined;
  const elsewhere = problem && !(problem.field && problem.field in EVERY) ? problem : undefined;
  return {
    record,
    form,
    failure,
    elsewhere,
    problem,
    isDirty,
    isOld: newer !== undefined,
    busy,
    again,
    change,
    discard,
    save,
    errorOf,
  };
}

export type OpenAccount = ReturnType<typeof useAccount>;

/** The inputs that show what is wrong with them. */
const EVERY = { name: 1, parent: 1, street: 1, city: 1, region: 1, zip: 1, country: 1, phone: 1 };

/** What of an account decides about access. */
function weight(f: AccountForm): string {
  return JSON.stringify([f.parent, f.active, f.portal, f.closed, f.requests, f.members]);
}

/** Who gains and who loses by the form, as Go says; nothing is asked where nobody can. */
export function useAccountChange(record: AccountRecord, form: AccountForm) {
  const isAny = form.id !== '' && weight(form) !== weight(record.form);
  const [key] = useDebouncedValue(isAny ? weight(form) : '', 200);
  return useAnswer(key, () => desk.AccountChange(record.was, form), ['user', 'profile']);
}
