import { Button } from '@mantine/core';
import { IconArrowBackUp } from '@tabler/icons-react';
import { useState } from 'react';
import { desk, problemOf } from '../../api';
import { useAnswer } from '../../api/ask';
import { ChangeList } from '../../ui/change-list';
import { Dialog } from '../../ui/dialog';
import { Failed, Waiting } from '../../ui/states';
import { useWords } from '../../words';
import type { UndoRequest } from '../way';
import { useWay } from '../way';
import './undo.css';

interface Props {
  request: UndoRequest;
  onClose: () => void;
}

/** What an undo takes back and what not, before it is done (B11). */
export function Undo({ request, onClose }: Props) {
  const w = useWords();
  const way = useWay();
  const { uid, group } = request;
  const plan = useAnswer(`${uid}|${group}`, () => desk.PreviewUndo(uid, group));
  const [busy, setBusy] = useState(false);

  const run = async () => {
    setBusy(true);
    try {
      way.announce(await (group ? desk.UndoGroup(group) : desk.Undo(uid)));
      onClose();
    } catch (cause) {
      way.complain(problemOf(cause));
      setBusy(false);
    }
  };
  const view = plan.value;
  return (
    <Dialog
      opened
      onClose={onClose}
      title={w.undo.title}
      closeLabel={w.common.dismiss}
      size="lg"
      testId="undo-dialog"
      footer={
        <>
          <Button variant="default" onClick={onClose}>
            {w.undo.leave}
          </Button>
          <Button
            leftSection={<IconArrowBackUp size={16} aria-hidden />}
            disabled={!view || view.undone === 0}
            loading={busy}
            onClick={run}
            data-testid="undo-run"
          >
            {w.undo.run}
          </Button>
        </>
      }
    >
      <div className="undo">
        <p className="undo-what">{request.text}</p>
        {plan.problem && <Failed text={plan.problem.text} />}
        {!view && !plan.problem && <Waiting label={w.common.loading} />}
        {view && view.undone === 0 && <p>{w.undo.nothing}</p>}
        {view && view.undone > 0 && (
          <section>
            <h3>{view.of > 1 ? w.undo.backOf(view.undone, view.of) : w.undo.back}</h3>
            <ChangeList changes={view.back} made={w.history.made} removed={w.history.removed} />
          </section>
        )}
        {view && view.stays.length > 0 && (
          <section>
            <h3>{w.undo.stays}</h3>
            <ul className="undo-stays">
              {view.stays.map((text) => (
                <li key={text}>{text}</li>
              ))}
            </ul>
          </section>
        )}
        {view?.removes && <p className="muted small">{w.undo.removes}</p>}
      </div>
    </Dialog>
  );
}
