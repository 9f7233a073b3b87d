import { useEffect, useState } from 'react';
import { desk, onEvent, type Problem, type Progress, problemOf, type Saved } from '../../api';
import { takeState } from '../../api/state';

/** How far a long exchange with the portal is; nothing while none is under way. */
export function useMoving(): Progress | undefined {
  const [moving, setMoving] = useState<Progress>();
  useEffect(
    () =>
      onEvent('progress', (p) => {
        const isMine = p.label === 'download' || p.label === 'upload';
        setMoving(isMine && p.total > 0 ? p : undefined);
      }),
    [],
  );
  return moving;
}

/** Exchanging with the portal by hand, and deciding conflicts. */
export function useSync(onSaved: (saved: Saved) => void) {
  const [busy, setBusy] = useState('');
  const [problem, setProblem] = useState<Problem>();

  const attempt = async (name: string, deed: () => Promise<void>) => {
    setBusy(name);
    setProblem(undefined);
    try {
      await deed();
    } catch (cause) {
      setProblem(problemOf(cause));
    } finally {
      setBusy('');
    }
  };
  return {
    busy,
    problem,
    now: () => attempt('now', async () => takeState(await desk.SyncNow())),
    repeat: (id: string) => attempt(id, async () => onSaved(await desk.RepeatConflict(id))),
    leave: (id: string) => attempt(id, async () => onSaved(await desk.DismissConflict(id))),
  };
}
