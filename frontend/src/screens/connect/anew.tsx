import { Button } from '@mantine/core';
import { useState } from 'react';
import { desk, problemOf, type State } from '../../api';
import { takeState } from '../../api/state';
import { useWords } from '../../words';
import { ShownCode } from './code';

/** What a computer that was shut out is told, with the way back: what waits here goes on. */
export function Anew({ state }: { state: State }) {
  const w = useWords();
  const [busy, setBusy] = useState(false);
  const [failed, setFailed] = useState('');
  if (state.pairing) return <ShownCode pairing={state.pairing} />;
  const begin = () => {
    setBusy(true);
    setFailed('');
    desk
      .BeginPairing('')
      .then(takeState, (cause) => setFailed(problemOf(cause).text))
      .finally(() => setBusy(false));
  };
  return (
    <div className="trouble" role="status">
      <span>{failed || state.trouble}</span> {w.connect.anewText}{' '}
      <Button size="compact-sm" loading={busy} onClick={begin} data-testid="pairing-anew">
        {w.connect.anew}
      </Button>
    </div>
  );
}
