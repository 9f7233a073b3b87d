import { useEffect, useState } from 'react';
import {
  type ConflictView,
  desk,
  onEvent,
  type Problem,
  type Progress,
  problemOf,
  type Saved,
} from '../../api';
import { takeState } from '../../api/state';

/** Lines of the inbox that say the same of several people or things, shown and decided as one. */
export interface Fold {
  id: string;
  ids: string[];
  subjects: string[];
  first: ConflictView;
}

export function foldsOf(list: readonly ConflictView[]): Fold[] {
  const folds = new Map<string, Fold>();
  for (const line of list) {
    const fold = folds.get(line.fold);
    if (fold) {
      fold.ids.push(line.id);
      fold.subjects.push(line.subject);
    } else {
      folds.set(line.fold, {
        id: line.fold,
        ids: [line.id],
        subjects: [line.subject],
        first: line,
      });
    }
  }
  return [...folds.values()];
}

/** How far a long exchange with the portal is; nothing while none is under way. */
export function useMoving(): Progress | undefined {
  const [moving, setMoving] = useState<Progress>();
  useEffect(
    () =>
      onEvent('progress', (p) => {
        const isMine = ['download', 'upload', 'trial'].includes(p.label);
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
    attempt,
    now: () => attempt('now', async () => takeState(await desk.SyncNow())),
    repeat: (fold: Fold) =>
      attempt(fold.id, async () => onSaved(await desk.RepeatConflict(fold.ids))),
    leave: (fold: Fold) =>
      attempt(fold.id, async () => onSaved(await desk.DismissConflict(fold.ids))),
  };
}
