import { useState } from 'react';
import { type Problem, problemOf, type State } from '../../api';
import { takeState } from '../../api/state';

/** One form of the first minute: what is missing is said under its field, at once. */
export function useEntry(send: () => Promise<State>) {
  const [problem, setProblem] = useState<Problem>();
  const [busy, setBusy] = useState(false);

  const submit = async (missing?: { field: string; text: string }) => {
    if (missing) return setProblem({ kind: 'invalid', ...missing });
    setBusy(true);
    setProblem(undefined);
    try {
      takeState(await send());
    } catch (cause) {
      setProblem(problemOf(cause));
    } finally {
      setBusy(false);
    }
  };
  /** The error of a field; what belongs to no field of the form is shown at the first one. */
  const errorOf = (field: string, others: readonly string[] = []) => {
    const isMine = problem?.field === field;
    const isLost = problem && others.length > 0 && !others.includes(problem.field ?? '');
    return isMine || isLost ? problem?.text : undefined;
  };
  return { submit, busy, errorOf };
}
