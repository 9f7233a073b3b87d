import { Button } from '@mantine/core';
import { IconMail } from '@tabler/icons-react';
import { useState } from 'react';
import { desk, problemOf, type UserRecord } from '../../api';
import { useWords } from '../../words';
import { useWay } from '../way';

/** Sends a one-time link with which a person chooses a password: the first one, or a new one. */
export function LinkMail({ record, onSent }: { record: UserRecord; onSent: () => void }) {
  const w = useWords();
  const way = useWay();
  const [busy, setBusy] = useState(false);

  const send = async () => {
    setBusy(true);
    try {
      way.announce(await (record.hasPassword ? desk.StartReset : desk.Invite)(record.id));
      onSent();
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
        leftSection={<IconMail size={18} />}
        data-testid="link-mail"
        onClick={send}
      >
        {record.hasPassword ? w.info.newPasswordLink : w.info.invite}
      </Button>
      <p className="form-hint">{w.info.linkHint}</p>
    </div>
  );
}
