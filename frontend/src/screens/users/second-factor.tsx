import { Button } from '@mantine/core';
import { IconShieldOff } from '@tabler/icons-react';
import { useState } from 'react';
import { desk, problemOf, type UserRecord } from '../../api';
import { useWords } from '../../words';
import { useWay } from '../way';

/** Says whether somebody signs in with a second factor, and takes it off when the phone is lost. */
export function SecondFactor({ record, onRemoved }: { record: UserRecord; onRemoved: () => void }) {
  const w = useWords();
  const way = useWay();
  const [busy, setBusy] = useState(false);
  const has = record.secondFactor || record.passkeys > 0;

  const remove = async () => {
    setBusy(true);
    try {
      way.announce(await desk.TakeOffSecondFactor(record.id));
      onRemoved();
    } catch (cause) {
      way.complain(problemOf(cause));
    } finally {
      setBusy(false);
    }
  };

  return (
    <div data-testid="second-factor">
      <p>
        {w.info.factor}: <strong>{record.secondFactor ? w.info.factorOn : w.info.factorOff}</strong>
        {record.passkeys > 0 && ` · ${w.info.passkeys}: ${record.passkeys}`}
      </p>
      {has && (
        <>
          <Button
            variant="default"
            loading={busy}
            leftSection={<IconShieldOff size={18} />}
            data-testid="second-factor-off"
            onClick={remove}
          >
            {w.info.factorRemove}
          </Button>
          <p className="form-hint">{w.info.factorHint}</p>
        </>
      )}
    </div>
  );
}
