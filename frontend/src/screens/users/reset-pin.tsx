import { Button } from '@mantine/core';
import { IconRotate } from '@tabler/icons-react';
import { useState } from 'react';
import { desk, problemOf, type UserRecord } from '../../api';
import { useWords } from '../../words';
import { useWay } from '../way';

/** Takes a PIN for signing away, so that its owner chooses another one in the portal. */
export function ResetPin({ record, onReset }: { record: UserRecord; onReset: () => void }) {
  const w = useWords();
  const way = useWay();
  const [busy, setBusy] = useState(false);
  if (!record.pin) return null;

  const reset = async () => {
    setBusy(true);
    try {
      way.announce(await desk.ResetPIN(record.id));
      onReset();
    } catch (cause) {
      way.complain(problemOf(cause));
    } finally {
      setBusy(false);
    }
  };

  return (
    <div>
      <Button
        variant="default"
        loading={busy}
        leftSection={<IconRotate size={18} />}
        data-testid="reset-pin"
        onClick={reset}
      >
        {w.info.resetPin}
      </Button>
      <p className="form-hint">{record.pin === 'locked' ? w.info.pinLocked : w.info.pinHint}</p>
    </div>
  );
}
