import { useDebouncedValue } from '@mantine/hooks';
import { useState } from 'react';
import type { Saved, UserRecord } from '../../api';
import { type AccessForm, desk, type Problem, type ProfileView, problemOf } from '../../api';
import { useAnswer } from '../../api/ask';

/** The profiles that can be given to somebody. */
export function givable(profiles: readonly ProfileView[] | undefined): ProfileView[] {
  return (profiles ?? []).filter((p) => p.canGive);
}

/** The form that a dialog starts with: the access as it is, or a new one. */
export function startingForm(record: UserRecord): AccessForm {
  const { access, id, defaultProfile } = record;
  return {
    user: id,
    profile: access?.profile ?? defaultProfile,
    start: access?.start ?? '',
    end: access?.end ?? '',
    closed: access?.closed ?? [],
    canSign: access?.canSign ?? false,
    pinReset: access?.pinReset ?? false,
    reason: '',
  };
}

/** The access dialog while it is open: its form, what the form would change, and saving it. */
export function useAccessForm(record: UserRecord, isNew: boolean, onSaved: (s: Saved) => void) {
  const [form, setForm] = useState(() => startingForm(record));
  const [problem, setProblem] = useState<Problem>();
  const [busy, setBusy] = useState(false);
  const profiles = useAnswer('profiles', () => desk.Profiles(), ['profile']);
  const components = useAnswer('components', () => desk.Components());

  const { reason: _, ...weighed } = form;
  const [key] = useDebouncedValue(form.profile ? JSON.stringify(weighed) : '', 250);
  const difference = useAnswer(key, () => desk.Difference(form));

  const change = (part: Partial<AccessForm>) => {
    setForm((f) => ({ ...f, ...part }));
    // What was wrong with a field is no longer known once the field changes.
    if (problem && (!problem.field || problem.field in part)) setProblem(undefined);
  };
  const setOpen = (component: string, open: boolean) => {
    const others = form.closed.filter((key) => key !== component);
    change({ closed: open ? others : [...others, component] });
  };
  const save = async () => {
    setBusy(true);
    setProblem(undefined);
    try {
      const tidy = { ...form, reason: form.reason.trim() };
      onSaved(await (isNew ? desk.AddAccess(tidy) : desk.UpdateAccess(tidy)));
    } catch (cause) {
      setProblem(problemOf(cause));
      setBusy(false);
    }
  };
  const errorOf = (field: keyof AccessForm) =>
    problem?.field === field ? problem.text : undefined;
  const elsewhere = problem && !(problem.field && problem.field in form) ? problem : undefined;
  return {
    form,
    change,
    setOpen,
    save,
    busy,
    errorOf,
    elsewhere,
    profiles,
    components,
    difference,
    isStale: difference.loading || key !== (form.profile ? JSON.stringify(weighed) : ''),
  };
}
