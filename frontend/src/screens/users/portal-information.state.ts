import { useState } from 'react';
import { desk, type Problem, problemOf, type Saved, type UserRecord } from '../../api';

type Form = Pick<UserRecord, 'portalUser' | 'supportStart' | 'supportEnd' | 'username' | 'email'>;

function formOf(record: UserRecord): Form {
  const { portalUser, supportStart, supportEnd, username, email } = record;
  return { portalUser, supportStart, supportEnd, username, email };
}

/** The fields of Customer Portal Information; what was typed survives a reload of the record. */
export function useInformation(record: UserRecord, onSaved: (saved: Saved) => void) {
  const [edits, setEdits] = useState<Partial<Form>>({});
  const [problem, setProblem] = useState<Problem>();
  const [busy, setBusy] = useState(false);
  const base = formOf(record);
  const form: Form = { ...base, ...edits };
  const isDirty = (Object.keys(edits) as (keyof Form)[]).some((key) => edits[key] !== base[key]);

  const change = (part: Partial<Form>) => {
    setEdits((e) => ({ ...e, ...part }));
    if (problem && (!problem.field || problem.field in part)) setProblem(undefined);
  };
  const save = async () => {
    setBusy(true);
    setProblem(undefined);
    try {
      const { email, ...rest } = form;
      const changed = email.trim() === record.email ? null : email.trim();
      onSaved(await desk.SavePortalInformation({ user: record.id, ...rest, email: changed }));
      setEdits({});
    } catch (cause) {
      setProblem(problemOf(cause));
    } finally {
      setBusy(false);
    }
  };
  const errorOf = (field: keyof Form) => (problem?.field === field ? problem.text : undefined);
  const elsewhere = problem && !(problem.field && problem.field in form) ? problem : undefined;
  const reset = () => {
    setEdits({});
    setProblem(undefined);
  };
  return { form, change, save, busy, isDirty, errorOf, elsewhere, reset };
}
