import { Button } from '@mantine/core';
import { IconArrowBackUp } from '@tabler/icons-react';
import type { LogLine } from '../../api';
import { ChangeList } from '../../ui/change-list';
import { Dialog } from '../../ui/dialog';
import { Facts } from '../../ui/facts';
import { useWords } from '../../words';
import { moment, number } from '../../words/format';
import { useWay } from '../way';

interface Props {
  line: LogLine;
  onClose: () => void;
  onGroup: (group: string) => void;
}

/** One line of the history with all that is known of it, and its Undo. */
export function Line({ line, onClose, onGroup }: Props) {
  const w = useWords();
  const way = useWay();
  const undo = (group: string) => {
    onClose();
    way.undo({
      uid: line.uid,
      group,
      text: line.subject ? `${line.subject}: ${line.text}` : line.text,
    });
  };
  return (
    <Dialog
      opened
      onClose={onClose}
      title={line.text}
      closeLabel={w.common.dismiss}
      size="lg"
      testId="log-line"
      footer={
        <>
          {(line.user || line.account) && (
            <Button
              variant="default"
              onClick={() =>
                line.user
                  ? way.go('users', { id: line.user })
                  : way.go('accounts', { id: line.account })
              }
            >
              {w.history.openRecord}
            </Button>
          )}
          {line.group && (
            <Button variant="default" onClick={() => undo(line.group)} data-testid="log-undo-group">
              {w.history.undoGroup}
            </Button>
          )}
          {line.canUndo && (
            <Button
              leftSection={<IconArrowBackUp size={16} aria-hidden />}
              onClick={() => undo('')}
              data-testid="log-undo"
            >
              {w.common.undo}
            </Button>
          )}
        </>
      }
    >
      <Facts
        items={[
          [w.history.about, line.subject],
          [w.history.who, line.who],
          [w.history.machine, line.machine],
          [w.history.there, moment(line.when)],
          [w.history.received, line.received ? moment(line.received) : w.history.notYet],
          [w.history.why, line.reason],
          [w.history.number, line.n ? number(line.n) : ''],
        ]}
      />
      {line.group && (
        <p>
          <Button size="compact-sm" variant="subtle" onClick={() => onGroup(line.group)}>
            {w.history.showGroup}
          </Button>
        </p>
      )}
      {line.changes.length > 0 && (
        <section className="log-changes">
          <h3>{w.history.changes}</h3>
          <ChangeList changes={line.changes} made={w.history.made} removed={w.history.removed} />
        </section>
      )}
    </Dialog>
  );
}
