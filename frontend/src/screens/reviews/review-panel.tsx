import { Button } from '@mantine/core';
import { IconClipboardCheck, IconPencil, IconPlayerPlay, IconTrash } from '@tabler/icons-react';
import { useState } from 'react';
import { desk, problemOf, type ReviewView, type Saved } from '../../api';
import { useAnswer } from '../../api/ask';
import { Dialog } from '../../ui/dialog';
import { Facts } from '../../ui/facts';
import { HistoryList } from '../../ui/history-list';
import { Failed } from '../../ui/states';
import { useWords } from '../../words';
import { day, number } from '../../words/format';
import { happening } from '../../words/happening';
import { useWay } from '../way';
import { coverOf, KINDS, outlookOf } from './reviews.state';

interface Props {
  review: ReviewView;
  onOpen: () => void;
  onChange: () => void;
}

/** The chosen review beside the list: its terms, what can be done with it, and its history. */
export function ReviewPanel({ review, onOpen, onChange }: Props) {
  const w = useWords();
  const way = useWay();
  const { value, problem, again } = useAnswer(review.id, () => desk.Review(review.id), [
    ...KINDS,
    'history',
  ]);
  const form = review.form;
  const undo = (uid: string) =>
    desk.Undo(uid).then(way.announce, (cause) => way.complain(problemOf(cause)));
  return (
    <div className="review-panel">
      <h2>{review.name}</h2>
      <p className={review.ends > 0 ? 'review-ends' : 'muted'}>{outlookOf(w, review)}</p>
      <Deeds review={review} canChange={value?.canChange} onOpen={onOpen} onChange={onChange} />
      <Facts
        items={[
          [w.reviews.facts.who, coverOf(w, review)],
          [w.reviews.facts.every, w.reviews.every(form.months)],
          [w.reviews.facts.days, number(form.days)],
          [w.reviews.facts.silence, w.reviews.silences[form.silence]],
          [w.reviews.facts.staff, review.staffName || w.reviews.nobody],
          [w.reviews.facts.last, review.began && period(review)],
        ]}
      />
      <h3>{w.reviews.history}</h3>
      {problem && <Failed text={problem.text} again={again} againLabel={w.common.again} />}
      {value && (
        <HistoryList
          lines={value.history.map((line) => happening(w, line))}
          empty={w.reviews.historyEmpty}
          undoTip={w.common.undo}
          onUndo={undo}
        />
      )}
    </div>
  );
}

function period({ began, due }: ReviewView): string {
  return due ? `${day(began)} – ${day(due)}` : day(began);
}

interface DeedsProps extends Props {
  canChange: boolean | undefined;
}

function Deeds({ review, canChange, onOpen, onChange }: DeedsProps) {
  const w = useWords();
  const way = useWay();
  const [isRemoving, setRemoving] = useState(false);
  const say = (deed: Promise<Saved>) =>
    deed.then(way.announce, (cause) => way.complain(problemOf(cause)));
  const looks = { variant: 'default', size: 'sm' } as const;
  const isAnswered = canChange && review.state === 'runs';
  return (
    <div className="review-deeds">
      <Button
        size="sm"
        leftSection={<IconClipboardCheck size={16} aria-hidden />}
        data-testid="review-open"
        onClick={onOpen}
      >
        {isAnswered ? w.reviews.open : w.reviews.look}
      </Button>
      {canChange && (
        <>
          {review.state !== 'runs' && (
            <Button
              {...looks}
              leftSection={<IconPlayerPlay size={16} aria-hidden />}
              data-testid="review-begin"
              onClick={() => say(desk.BeginReview(review.id))}
            >
              {w.reviews.beginNow}
            </Button>
          )}
          <Button
            {...looks}
            leftSection={<IconPencil size={16} aria-hidden />}
            data-testid="review-change"
            onClick={onChange}
          >
            {w.reviews.change}
          </Button>
          <Button
            {...looks}
            leftSection={<IconTrash size={16} aria-hidden />}
            data-testid="review-remove"
            onClick={() => setRemoving(true)}
          >
            {w.reviews.remove}
          </Button>
        </>
      )}
      {isRemoving && (
        <Dialog
          opened
          onClose={() => setRemoving(false)}
          title={w.reviews.removeTitle(review.name)}
          closeLabel={w.common.close}
          footer={
            <>
              <Button variant="default" onClick={() => setRemoving(false)}>
                {w.common.cancel}
              </Button>
              <Button
                color="red.9"
                data-testid="review-remove-go"
                onClick={() => {
                  setRemoving(false);
                  void say(desk.RemoveReview(review.id));
                }}
              >
                {w.reviews.remove}
              </Button>
            </>
          }
        >
          <p>{w.reviews.removeText}</p>
        </Dialog>
      )}
    </div>
  );
}
