import { Button, Textarea } from '@mantine/core';
import { useState } from 'react';
import { desk, problemOf, type ReviewRow, type Saved } from '../../api';
import { useAnswer } from '../../api/ask';
import { Dialog } from '../../ui/dialog';
import { PeopleChange } from '../../ui/people-change';
import { Failed } from '../../ui/states';
import { useWords } from '../../words';
import { changing } from '../../words/changing';

interface Props {
  review: string;
  rows: readonly ReviewRow[];
  onClose: () => void;
  onDone: (saved: Saved) => void;
}

/** Ends accesses: says first who loses what, and asks why. */
export function EndDialog({ review, rows, onClose, onDone }: Props) {
  const w = useWords();
  const [reason, setReason] = useState('');
  const [failure, setFailure] = useState('');
  const [busy, setBusy] = useState(false);
  const ids = rows.map((row) => row.id);
  const change = changing(
    w,
    useAnswer(ids.join(' '), () => desk.EndChange(ids)),
  );
  const one = rows.length === 1 ? rows[0] : undefined;
  const run = async () => {
    setBusy(true);
    setFailure('');
    try {
      onDone(await desk.EndAccesses(review, ids, reason.trim()));
    } catch (cause) {
      setFailure(problemOf(cause).text);
      setBusy(false);
    }
  };
  return (
    <Dialog
      opened
      onClose={onClose}
      closeLabel={w.common.close}
      testId="end-dialog"
      title={
        <>
          {w.reviews.endTitle(rows.length)}
          {one && <span className="dialog-whom">{w.access.forWhom(one.name, one.company)}</span>}
        </>
      }
      footer={
        <>
          <Button variant="default" onClick={onClose}>
            {w.common.cancel}
          </Button>
          <Button color="red.9" loading={busy} onClick={run} data-testid="end-go">
            {w.reviews.end}
          </Button>
        </>
      }
    >
      <div className="form">
        {failure && <Failed text={failure} />}
        {one?.why && <p>{one.why}</p>}
        {change && (
          <section aria-label={w.reviews.effect}>
            <h3>{w.reviews.effect}</h3>
            <PeopleChange {...change} testId="end-change" />
          </section>
        )}
        <p className="muted">{w.reviews.endHint}</p>
        <Textarea
          label={w.reviews.reason}
          value={reason}
          autosize
          minRows={1}
          data-autofocus
          data-testid="end-reason"
          onChange={(event) => setReason(event.currentTarget.value)}
        />
      </div>
    </Dialog>
  );
}
