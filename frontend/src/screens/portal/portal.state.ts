import { useDebouncedValue } from '@mantine/hooks';
import { useEffect, useState } from 'react';
import { desk, type PortalForm, type PortalSettings, type Problem, problemOf } from '../../api';
import { useAnswer, useChanged } from '../../api/ask';
import { useWay } from '../way';

const isSame = (a: unknown, b: unknown) => JSON.stringify(a) === JSON.stringify(b);

/** The settings with what was chosen over them; that stays until it is saved or discarded. */
export function usePortal() {
  const way = useWay();
  const [settings, setSettings] = useState<PortalSettings>();
  const [newer, setNewer] = useState<PortalSettings>();
  const [failure, setFailure] = useState<Problem>();
  const [edits, setEdits] = useState<Partial<PortalForm>>({});
  const [problem, setProblem] = useState<Problem>();
  const [busy, setBusy] = useState(false);
  const form = settings && { ...settings.form, ...edits };
  const isDirty = !isSame(form, settings?.form);

  const take = (got: PortalSettings) => {
    setSettings(got);
    setNewer(undefined);
    setFailure(undefined);
  };
  const ask = async (then: (got: PortalSettings) => void) => {
    try {
      then(await desk.Portal());
    } catch (cause) {
      setFailure(problemOf(cause));
    }
  };
  const again = () => ask(take);
  // biome-ignore lint/correctness/useExhaustiveDependencies: asked once; changes are heard of
  useEffect(() => void again(), []);
  useChanged(['data'], () =>
    ask((got) => {
      // What others changed never moves the ground under choices that are not saved.
      if (isDirty && got.was !== settings?.was) setNewer(got);
      else take(got);
    }),
  );

  const change = (part: Partial<PortalForm>) => {
    setEdits((now) => ({ ...now, ...part }));
    if (problem && (!problem.field || problem.field in part)) setProblem(undefined);
  };
  const discard = () => {
    setEdits({});
    setProblem(undefined);
    if (newer) take(newer);
  };
  const save = async () => {
    if (!settings || !form || busy) return;
    setBusy(true);
    setProblem(undefined);
    try {
      way.announce(await desk.SavePortal(settings.was, form));
      await again();
      // What was chosen on while saving is not saved yet.
      setEdits((now) => (now === edits ? {} : now));
    } catch (cause) {
      setProblem(problemOf(cause));
    } finally {
      setBusy(false);
    }
  };
  const errorOf = (field: keyof PortalForm) =>
    problem?.field === field ? problem.text : undefined;
  const elsewhere =
    problem && !(form && problem.field && problem.field in form) ? problem : undefined;
  return {
    settings,
    form,
    failure,
    isDirty,
    isOld: newer !== undefined,
    busy,
    problem,
    elsewhere,
    errorOf,
    change,
    discard,
    save,
    again,
  };
}

/** Who gains and who loses by the form, as Go says; nothing is asked where nobody can. */
export function usePeopleChange(settings: PortalSettings, form: PortalForm) {
  const part = (f: PortalForm) =>
    JSON.stringify([f.registeredOnly, f.accountTickets, f.cutOff, f.closed, f.zone]);
  const [key] = useDebouncedValue(part(form) === part(settings.form) ? '' : part(form), 200);
  return useAnswer(key, () => desk.PortalChange(settings.was, form), ['user', 'data']);
}

/** How the form's settings receive people, as Go says. */
export function useDoors(form: PortalForm) {
  const { registeredOnly, signInToSubmit, widget, tab } = form;
  const key = [registeredOnly, signInToSubmit, widget, tab].join(' ');
  return useAnswer(key, () => desk.PortalDoors(form)).value ?? [];
}

/** Time zones that this computer knows, to choose from while typing. */
export function zones(): string[] {
  const known = Intl as { supportedValuesOf?: (what: 'timeZone') => string[] };
  return known.supportedValuesOf?.('timeZone') ?? [];
}
