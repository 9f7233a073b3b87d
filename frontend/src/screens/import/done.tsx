import { Button } from '@mantine/core';
import { IconArrowBackUp, IconCircleCheck } from '@tabler/icons-react';
import { useState } from 'react';
import { desk, type ImportResult, problemOf } from '../../api';
import { useWords } from '../../words';
import { useWay } from '../way';
import type { useImport } from './import.state';

interface Props {
  wizard: ReturnType<typeof useImport>;
  result: ImportResult;
}

/** What came of the import, where the left-out rows are, and the way back. */
export function Done({ wizard, result }: Props) {
  const w = useWords();
  const way = useWay();
  const [busy, setBusy] = useState(false);
  const [isUndone, setUndone] = useState(false);

  const undo = async () => {
    setBusy(true);
    try {
      way.announce(await desk.UndoGroup(result.group));
      setUndone(true);
    } catch (cause) {
      way.complain(problemOf(cause));
    } finally {
      setBusy(false);
    }
  };
  return (
    <section className="card import-done" data-testid="import-done">
      <h2>
        <IconCircleCheck size={24} className="good" aria-hidden />
        {isUndone ? w.import.undone : w.import.doneTitle}
      </h2>
      {!isUndone && <p>{w.import.imported(result.people, result.accounts)}</p>}
      {result.skipped > 0 && <p>{w.import.skipped(result.skipped)}</p>}
      {result.rejectedFile && (
        <p>
          {w.import.rejected}
          <br />
          <code>{result.rejectedFile}</code>
        </p>
      )}
      <div className="form-end">
        <Button onClick={() => way.go('users')}>{w.import.toUsers}</Button>
        <Button variant="default" onClick={wizard.restart}>
          {w.import.another}
        </Button>
        {!isUndone && result.group && (
          <Button
            variant="default"
            loading={busy}
            leftSection={<IconArrowBackUp size={18} />}
            onClick={undo}
            data-testid="import-undo"
          >
            {w.import.undoAll}
          </Button>
        )}
      </div>
    </section>
  );
}
