import { ActionIcon, Tooltip } from '@mantine/core';
import { IconArrowBackUp } from '@tabler/icons-react';
import { useState } from 'react';
import { Pill, type Tone } from './facts';
import './history-list.css';

export interface Happening {
  id: string;
  text: string;
  note?: string;
  /** When, who and where. */
  foot: string;
  mark?: { tone: Tone; text: string };
  /** What its Undo is called; without it there is none. */
  undo?: string;
}

interface Props {
  lines: readonly Happening[];
  empty: string;
  undoTip: string;
  onUndo: (id: string) => Promise<unknown>;
}

/** What happened, newest first, each line with its Undo where there is one. */
export function HistoryList({ lines, empty, undoTip, onUndo }: Props) {
  const [busy, setBusy] = useState('');
  if (lines.length === 0) return <p className="muted">{empty}</p>;

  const undo = async (id: string) => {
    setBusy(id);
    await onUndo(id).finally(() => setBusy(''));
  };
  return (
    <ol className="history">
      {lines.map((line) => (
        <li key={line.id}>
          <div>
            <p>{line.text}</p>
            {line.note && <p className="muted">{line.note}</p>}
            <p className="muted small">{line.foot}</p>
            {line.mark && <Pill tone={line.mark.tone}>{line.mark.text}</Pill>}
          </div>
          {line.undo && (
            <Tooltip label={undoTip}>
              <ActionIcon
                variant="default"
                aria-label={line.undo}
                loading={busy === line.id}
                onClick={() => undo(line.id)}
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
