import { Button } from '@mantine/core';
import { useState } from 'react';
import { desk, problemOf } from '../../api';
import { takeState } from '../../api/state';
import { Mark } from '../../ui/mark';
import { useWords } from '../../words';

/** Nothing is shown, because this computer has had no contact with the portal for too long. */
export function Closed() {
  const w = useWords();
  const [problem, setProblem] = useState('');
  const [busy, setBusy] = useState(false);
  const again = async () => {
    setBusy(true);
    setProblem('');
    try {
      takeState(await desk.SyncNow());
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
      <Button loading={busy} onClick={() => void again()}>
        {w.need.again}
      </Button>
      {problem && (
        <p className="connect-trouble" role="alert">
          {problem}
        </p>
      )}
    </>
  );
}
