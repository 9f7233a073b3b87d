import { Button } from '@mantine/core';
import { IconCheck, IconCopy, IconPassword } from '@tabler/icons-react';
import { useState } from 'react';
import { copyText, desk, type NewPassword, problemOf, type UserRecord } from '../../api';
import { useWords } from '../../words';
import { useWay } from '../way';

/** Makes an initial password (C6) and shows it once; it is forgotten here when it is hidden. */
export function InitialPassword({ record }: { record: UserRecord }) {
  const w = useWords();
  const way = useWay();
  const [made, setMade] = useState<NewPassword>();
  const [isAsking, setAsking] = useState(false);
  const [isCopied, setCopied] = useState(false);
  const [busy, setBusy] = useState(false);

  const make = async () => {
    setAsking(false);
    setBusy(true);
    try {
      setMade(await desk.NewPassword(record.id));
      setCopied(false);
    } catch (cause) {
      way.complain(problemOf(cause));
    } finally {
      setBusy(false);
    }
  };
  const copy = async (password: string) => {
    try {
      await copyText(password);
      setCopied(true);
    } catch (cause) {
      way.complain(problemOf(cause));
    }
  };

  if (made) {
    return (
      <div className="password" role="status">
        <p className="small">{w.info.passwordLabel}</p>
        <code data-testid="password-shown">{made.password}</code>
        <p className="muted small">{made.text}</p>
        <div className="form-end">
          <Button
            size="xs"
            variant="default"
            leftSection={isCopied ? <IconCheck size={16} /> : <IconCopy size={16} />}
            onClick={() => copy(made.password)}
          >
            {isCopied ? w.common.copied : w.common.copy}
          </Button>
          <Button size="xs" variant="default" onClick={() => setMade(undefined)}>
            {w.info.passwordDone}
          </Button>
        </div>
      </div>
    );
  }
  if (isAsking) {
    return (
      <div className="password" role="alertdialog" aria-label={w.info.password}>
        <p>{w.info.passwordReplace}</p>
        <div className="form-end">
          <Button size="xs" color="red.9" onClick={make} data-testid="new-password-confirm">
            {w.info.passwordReplaceGo}
          </Button>
          <Button size="xs" variant="default" onClick={() => setAsking(false)}>
            {w.common.cancel}
          </Button>
        </div>
      </div>
    );
  }
  return (
    <div>
      <Button
        variant="default"
        loading={busy}
        leftSection={<IconPassword size={18} />}
        data-testid="new-password"
        // Replacing a password cannot be undone, so only then it is asked first.
        onClick={() => (record.hasPassword ? setAsking(true) : make())}
      >
        {w.info.password}
      </Button>
      <p className="form-hint">{w.info.passwordHint}</p>
    </div>
  );
}
