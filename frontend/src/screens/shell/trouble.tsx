import { Button } from '@mantine/core';
import { useState } from 'react';
import { desk, problemOf, type State } from '../../api';
import { takeState } from '../../api/state';
import { useWords } from '../../words';
import { number } from '../../words/format';
import { useWay } from '../way';

/** What the user has to know of the exchange with the portal, and what to do about it. */
export function Trouble({ state }: { state: State }) {
  const w = useWords();
  const way = useWay();
  const [failed, setFailed] = useState('');
  const agree = async () => {
    try {
      setFailed('');
      takeState(await desk.AgreeToLoss());
    } catch (error) {
      setFailed(problemOf(error).text);
    }
  };
  const text = sentence(w, state);
  if (!text) return null;
  return (
    <div className="trouble" role="status">
      <p>{text}</p>
      {state.need === 'consent' && (
        <Button size="xs" variant="default" onClick={() => void agree()}>
          {w.need.agree}
        </Button>
      )}
      {state.need === 'join' && (
        <Button size="xs" variant="default" onClick={() => way.go('sync')} data-testid="decide">
          {w.need.decide}
        </Button>
      )}
      {failed && <p>{failed}</p>}
    </div>
  );
}

/** The sentence about what is needed; what has no words of its own comes from the exchange. */
export function sentence(w: ReturnType<typeof useWords>, state: State): string {
  if (state.need === 'consent') return w.need.consent(number(state.gone), number(state.of));
  return state.need ? w.need[state.need] : state.trouble;
}
