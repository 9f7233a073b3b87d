import { Button } from '@mantine/core';
import { useState } from 'react';
import { desk, problemOf, type Saved } from '../../api';
import { useAnswer } from '../../api/ask';
import { Dialog } from '../../ui/dialog';
import { PeopleChange } from '../../ui/people-change';
import { Failed, Waiting } from '../../ui/states';
import { useWords } from '../../words';
import { changing } from '../../words/changing';

interface Props {
  review: string;
  onClose: () => void;
  onDone: (saved: Saved) => void;
}

/** All recommendations at once: how many stay and end, who loses what, and only then does it. */
export function AdviceDialog({ review, onClose, onDone }: Props) {
  const w = useWords();
  const advice = useAnswer(review, () => desk.ReviewAdvice(review));
  const [failure, setFailure] = useState('');
  const [busy, setBusy] = useState(false);
  const { value, problem } = advice;
  const change = changing(w, { ...advice, value: value?.change });
  const run = async () => {
    if (!value) return;
    setBusy(true);
    setFailure('');
    try {
      onDone(await desk.AcceptAdvice(review, value.keep, value.end));
    } catch (cause) {
      setFailure(problemOf(cause).text);
      setBusy(false);
      advice.again();
    }
  };
  return (
    <Dialog
      opened
      onClose={onClose}
      closeLabel={w.common.close}
      testId="advice-dialog"
      title={w.reviews.acceptTitle}
      footer={
        <>
          <Button variant="default" onClick={onClose}>
            {w.common.cancel}
          </Button>
          <Button
            color={value?.end ? 'red.9' : undefined}
            loading={busy}
            disabled={!value || value.keep + value.end === 0}
            onClick={run}
            data-testid="advice-go"
          >
            {w.reviews.acceptGo}
          </Button>
        </>
      }
    >
      <div className="form">
        {(failure || problem) && <Failed text={failure || (problem?.text ?? '')} />}
        {!value && !problem && <Waiting label={w.common.loading} />}
        {value && (
          <ul className="review-advised" data-testid="advice-count">
            <li>{w.reviews.acceptKeep(value.keep)}</li>
            <li className={value.end > 0 ? 'review-ends' : ''}>{w.reviews.acceptEnd(value.end)}</li>
          </ul>
        )}
        {value && value.end > 0 && change && (
          <section aria-label={w.reviews.effect}>
            <h3>{w.reviews.effect}</h3>
            <PeopleChange {...change} testId="advice-change" />
          </section>
        )}
        <p className="muted">{w.reviews.endHint}</p>
      </div>
    </Dialog>
  );
}
