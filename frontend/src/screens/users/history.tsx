import { ActionIcon, Tooltip } from '@mantine/core';
import { IconArrowBackUp } from '@tabler/icons-react';
import { useState } from 'react';
import { desk, type HistoryLine, problemOf } from '../../api';
import { Pill } from '../../ui/facts';
import { useWords } from '../../words';
import { moment } from '../../words/format';
import { useWay } from '../way';

/** What was done to this person, newest first, each line with its Undo where there is one. */
export function History({ lines }: { lines: readonly HistoryLine[] }) {
  const w = useWords();
  const way = useWay();
  const [busy, setBusy] = useState('');
  if (lines.length === 0) return <p className="muted">{w.record.historyEmpty}</p>;

  const undo = async (uid: string) => {
    setBusy(uid);
    try {
      way.announce(await desk.Undo(uid));
    } catch (cause) {
      way.complain(problemOf(cause));
    } finally {
      setBusy('');
    }
  };
  return (
    <ol className="history">
      {lines.map((line) => (
        <li key={line.uid}>
          <div>
            <p>{line.text}</p>
            {line.reason && <p className="muted">{line.reason}</p>}
            <p className="muted small">{w.record.at(moment(line.when), line.who, line.machine)}</p>
            {line.state === 'here' && <Pill tone="warn">{w.record.stateHere}</Pill>}
            {line.state === 'refused' && <Pill tone="bad">{w.record.stateRefused}</Pill>}
          </div>
          {line.canUndo && (
            <Tooltip label={w.common.undo}>
              <ActionIcon
                variant="default"
                aria-label={w.record.undoLine(line.text)}
                loading={busy === line.uid}
                onClick={() => undo(line.uid)}
              >
                <IconArrowBackUp size={16} />
              </ActionIcon>
            </Tooltip>
          )}
        </li>
      ))}
    </ol>
  );
}
