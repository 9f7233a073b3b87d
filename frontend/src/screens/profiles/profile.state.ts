import { useDebouncedValue } from '@mantine/hooks';
import { useEffect, useState } from 'react';
import {
  desk,
  type Problem,
  type ProfileForm,
  type ProfileRecord,
  problemOf,
  type Saved,
} from '../../api';
import { useAnswer, useChanged } from '../../api/ask';

/** A profile to look at or change, or one to begin as a copy of another. */
export interface Opened {
  id: string;
  from: string;
}

const isSame = (a: unknown, b: unknown) => JSON.stringify(a) === JSON.stringify(b);

/** A profile with what was chosen over it; that stays until it is saved or discarded. */
export function useProfile({ id, from }: Opened, onSaved: (saved: Saved) => void) {
  const [record, setRecord] = useState<ProfileRecord>();
  const [failure, setFailure] = useState<Problem>();
  const [edits, setEdits] = useState<Partial<ProfileForm>>({});
  const [problem, setProblem] = useState<Problem>();
  const [busy, setBusy] = useState(false);
  const form = record && { ...record.form, ...edits };
  const isDirty = record !== undefined && !isSame(form, record.form);

  const again = async () => {
    try {
      setRecord(await (from ? desk.CopyProfile(from) : desk.Profile(id)));
      setFailure(undefined);
    } catch (cause) {
      setFailure(problemOf(cause));
    }
  };
  // biome-ignore lint/correctness/useExhaustiveDependencies: asked once; changes are heard of
  useEffect(() => void again(), []);
  // What others changed never moves the ground under choices that are not saved: those are
  // compared with what they were made on.
  useChanged(['profile', 'user'], () => {
    if (!isDirty) void again();
  });

  const change = (part: Partial<ProfileForm>) => {
    setEdits((now) => ({ ...now, ...part }));
    if (problem && (!problem.field || problem.field in part)) setProblem(undefined);
  };
  const setScope = (permission: string, scope: string) => {
    if (!form) return;
    const { [permission]: _, ...scopes } = form.scopes;
    change({ scopes: sorted(scope === 'none' ? scopes : { ...scopes, [permission]: scope }) });
  };
  const discard = () => {
    setEdits({});
    setProblem(undefined);
    void again();
  };
  const save = async () => {
    if (!record || !form || busy) return;
    setBusy(true);
    setProblem(undefined);
    try {
      onSaved(await desk.SaveProfile(record.was, form));
    } catch (cause) {
      setProblem(problemOf(cause));
      setBusy(false);
    }
  };
  return { record, form, failure, problem, isDirty, busy, again, change, setScope, discard, save };
}

/** With its names in order, so that what is set and taken back is as it was. */
const sorted = (scopes: Record<string, string>) =>
  Object.fromEntries(Object.entries(scopes).sort(([a], [b]) => (a < b ? -1 : 1)));

/** Who gains and who loses by the form, as Go says; nothing is asked where nobody can. */
export function useProfileChange(record: ProfileRecord, form: ProfileForm) {
  const scopes = JSON.stringify(form.scopes);
  const isAny = form.id !== '' && scopes !== JSON.stringify(record.form.scopes);
  const [key] = useDebouncedValue(isAny ? scopes : '', 200);
  return useAnswer(key, () => desk.ProfileChange(form), ['user', 'profile']);
}
