import { Button, Group } from '@mantine/core';
import { useState } from 'react';
import { desk, problemOf, type State } from '../../api';
import { takeState } from '../../api/state';
import { Mark } from '../../ui/mark';
import { useWords } from '../../words';
import { ShownCode } from './code';

/**
 * Nothing is shown, because this computer has had no contact with the portal for too long. Contact
 * opens it again, and so does whoever signs in at the portal.
 */
export function Closed({ state }: { state: State }) {
  const w = useWords();
  const [problem, setProblem] = useState('');
  const [busy, setBusy] = useState(false);
  if (state.pairing) return <ShownCode pairing={state.pairing} />;
  const ask = async (what: () => Promise<State>) => {
    setBusy(true);
    setProblem('');
    try {
      takeState(await what());
    } catch (error) {
      setProblem(problemOf(error).text);
    }
    setBusy(false);
  };
  return (
    <>
      <Mark size={44} />
      <h1>{w.need.closed}</h1>
      <p className="connect-lead">{w.need.sign_in}</p>
      <Group gap="sm">
        <Button loading={busy} onClick={() => void ask(desk.SyncNow)}>
          {w.need.again}
        </Button>
        <Button
          variant="default"
          loading={busy}
          onClick={() => void ask(() => desk.BeginPairing(''))}
          data-testid="closed-sign-in"
        >
          {w.need.signIn}
        </Button>
      </Group>
      {problem && (
        <p className="connect-trouble" role="alert">
          {problem}
        </p>
      )}
    </>
  );
}
