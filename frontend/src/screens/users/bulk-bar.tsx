import { Button, Progress } from '@mantine/core';
import { IconArrowsDiff, IconKey, IconRefresh, IconTrash } from '@tabler/icons-react';
import { useState } from 'react';
import type { UserRow } from '../../api';
import { useWords } from '../../words';
import { useWay } from '../way';
import type { Verb } from './bulk.state';
import { BulkDialog } from './bulk-dialog';
import { Compare } from './compare';

interface Props {
  rows: readonly UserRow[];
  onDone: () => void;
}

/** What can be done with all ticked users at once. */
export function BulkBar({ rows, onDone }: Props) {
  const w = useWords();
  const { announce } = useWay();
  const [deed, setDeed] = useState<Verb | null>(null);
  const [isComparing, setComparing] = useState(false);
  const [first, second] = rows;
  const isPair = rows.length === 2 && first && second;
  return (
    <section className="bulk" aria-label={w.bulk.label}>
      <strong>{w.users.selected(rows.length)}</strong>
      <Button size="xs" leftSection={<IconKey size={16} />} onClick={() => setDeed('add')}>
        {w.bulk.add}
      </Button>
      <Button
        size="xs"
        variant="default"
        leftSection={<IconRefresh size={16} />}
        data-testid="bulk-update"
        onClick={() => setDeed('update')}
      >
        {w.record.update}
      </Button>
      <Button
        size="xs"
        variant="default"
        leftSection={<IconTrash size={16} />}
        onClick={() => setDeed('remove')}
      >
        {w.bulk.remove}
      </Button>
      {isPair && (
        <Button
          size="xs"
          variant="default"
          leftSection={<IconArrowsDiff size={16} />}
          data-testid="bulk-compare"
          onClick={() => setComparing(true)}
        >
          {w.compare.go}
        </Button>
      )}
      <Button size="xs" variant="subtle" color="gray" onClick={onDone}>
        {w.common.clear}
      </Button>
      {isPair && isComparing && (
        <Compare first={first.id} second={second.id} onClose={() => setComparing(false)} />
      )}
      {deed && (
        <BulkDialog
          rows={rows}
          verb={deed}
          onClose={() => setDeed(null)}
          onDone={(text, undo) => {
            setDeed(null);
            onDone();
            announce({ text }, undo);
          }}
        />
      )}
    </section>
  );
}

/** How far long work has come, with a count. */
export function Counted({ done, all }: { done: number; all: number }) {
  const w = useWords();
  const text = w.bulk.working(done, all);
  return (
    <div>
      <Progress value={all ? (100 * done) / all : 0} aria-label={text} />
      <p className="form-hint">{text}</p>
    </div>
  );
}
