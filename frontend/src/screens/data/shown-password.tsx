import { Button, Code, CopyButton } from '@mantine/core';
import { useEffect, useState } from 'react';
import { desk, type Problem, problemOf } from '../../api';
import { Dialog } from '../../ui/dialog';
import { Failed } from '../../ui/states';
import { useWords } from '../../words';

/** For how long a password is shown before it hides by itself. */
const GLANCE = 30_000;

/** Asks before it shows a password of the documentation, since every look is noted. */
export function ShownPassword({ item }: { item: string }) {
  const w = useWords();
  const [isAsking, setAsking] = useState(false);
  const [busy, setBusy] = useState(false);
  const [text, setText] = useState<string>();
  const [problem, setProblem] = useState<Problem>();

  useEffect(() => {
    if (text === undefined) return;
    const timer = setTimeout(() => setText(undefined), GLANCE);
    return () => clearTimeout(timer);
  }, [text]);
  const close = () => {
    setAsking(false);
    setText(undefined);
    setProblem(undefined);
  };
  const show = async () => {
    setBusy(true);
    setProblem(undefined);
    try {
      setText((await desk.ShowPassword(item)).text);
    } catch (cause) {
      setProblem(problemOf(cause));
    } finally {
      setBusy(false);
    }
  };
  return (
    <>
      <Button
        size="xs"
        variant="default"
        data-testid="password-ask"
        onClick={() => setAsking(true)}
      >
        {w.data.showPassword}
      </Button>
      <Dialog
        opened={isAsking}
        onClose={close}
        title={w.data.showPassword}
        closeLabel={w.common.close}
        size="sm"
        testId="password-dialog"
        footer={
          text === undefined ? (
            <Button loading={busy} data-testid="password-show" onClick={show} data-autofocus>
              {w.data.showPasswordGo}
            </Button>
          ) : (
            <CopyButton value={text}>
              {({ copied, copy }) => (
                <Button variant="default" onClick={copy}>
                  {copied ? w.common.copied : w.common.copy}
                </Button>
              )}
            </CopyButton>
          )
        }
      >
        <div className="data-password">
          <p>{w.data.showPasswordText}</p>
          {problem && <Failed text={problem.text} />}
          {text !== undefined && (
            <Code block data-testid="password-text">
              {text}
            </Code>
          )}
        </div>
      </Dialog>
    </>
  );
}
