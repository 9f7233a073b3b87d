import { Button, Progress, UnstyledButton } from '@mantine/core';
import { IconClipboardCheck, IconPlus } from '@tabler/icons-react';
import { useState } from 'react';
import { desk, type ReviewView, type Saved } from '../../api';
import { useAnswer } from '../../api/ask';
import { Pill } from '../../ui/facts';
import { Empty, Failed, Waiting } from '../../ui/states';
import { useWords } from '../../words';
import { day } from '../../words/format';
import { type Arrival, useWay } from '../way';
import { ReviewDialog } from './review-dialog';
import { ReviewPage } from './review-page';
import { ReviewPanel } from './review-panel';
import { coverOf, KINDS, outlookOf, progressOf, TONES } from './reviews.state';
import './reviews.css';

/** The review whose accesses were looked at, kept while another screen is open. */
let kept = '';

/** Access reviews (B15): the list of them, and the page on which one is answered. */
export function Reviews({ arrival }: { arrival: Arrival }) {
  const [openId, setOpenId] = useState(arrival.id ?? kept);
  const open = (id: string) => {
    kept = id;
    setOpenId(id);
  };
  return openId ? (
    <ReviewPage key={openId} id={openId} onClose={() => open('')} />
  ) : (
    <ReviewsList onOpen={open} />
  );
}

function ReviewsList({ onOpen }: { onOpen: (id: string) => void }) {
  const w = useWords();
  const way = useWay();
  const [pickedId, setPickedId] = useState('');
  const [formOf, setFormOf] = useState<string | null>(null);
  const { value, problem, again } = useAnswer('reviews', () => desk.Reviews(), KINDS);
  const list = value?.reviews ?? [];
  const picked = list.find((r) => r.id === pickedId) ?? list[0];
  const saved = (answer: Saved) => {
    way.announce(answer);
    setFormOf(null);
    setPickedId(answer.id ?? '');
    again();
  };
  const create = (
    <Button
      leftSection={<IconPlus size={16} aria-hidden />}
      data-testid="review-new"
      onClick={() => setFormOf('')}
    >
      {w.reviews.create}
    </Button>
  );
  return (
    <div className="list-side">
      <section className="list-main" aria-labelledby="reviews-title">
        <div className="page reviews">
          <div className="reviews-head">
            <h1 id="reviews-title">{w.reviews.title}</h1>
            {value?.canChange && list.length > 0 && create}
          </div>
          <p className="muted">{w.reviews.lead}</p>
          {value && !value.canChange && <p className="warning">{w.reviews.readOnly}</p>}
          {problem && <Failed text={problem.text} again={again} againLabel={w.common.again} />}
          {!value && !problem && <Waiting label={w.common.loading} />}
          {value && list.length === 0 && (
            <Empty
              icon={<IconClipboardCheck size={36} stroke={1.4} />}
              title={w.reviews.createFirst}
              hint={w.reviews.createHint}
            >
              {value.canChange && create}
            </Empty>
          )}
          <ul className="reviews-list">
            {list.map((review) => (
              <li key={review.id}>
                <UnstyledButton
                  className="review"
                  aria-pressed={review === picked}
                  data-testid="review-item"
                  onClick={() => setPickedId(review.id)}
                  onDoubleClick={() => onOpen(review.id)}
                >
                  <Summary review={review} />
                </UnstyledButton>
              </li>
            ))}
          </ul>
        </div>
      </section>
      <aside className="record" aria-label={picked?.name ?? w.reviews.pick}>
        {picked ? (
          <ReviewPanel
            key={picked.id}
            review={picked}
            onOpen={() => onOpen(picked.id)}
            onChange={() => setFormOf(picked.id)}
          />
        ) : (
          <Empty title={w.reviews.pick} />
        )}
      </aside>
      {formOf !== null && (
        <ReviewDialog id={formOf} onClose={() => setFormOf(null)} onSaved={saved} />
      )}
    </div>
  );
}

/** A review in the list: whom it covers, how far it is, and what comes next. */
function Summary({ review }: { review: ReviewView }) {
  const w = useWords();
  const { done, all } = progressOf(review);
  return (
    <>
      <span className="review-name">
        {review.name}
        <Pill tone={TONES[review.state]}>{w.reviews.states[review.state]}</Pill>
      </span>
      <span className="muted">{coverOf(w, review)}</span>
      {review.state === 'runs' && (
        <>
          <Progress
            value={all ? (100 * done) / all : 100}
            aria-label={w.reviews.progress(done, all)}
          />
          <span className="review-line">
            <span>{w.reviews.progress(done, all)}</span>
            <span>{w.reviews.due(day(review.due), review.daysLeft)}</span>
          </span>
        </>
      )}
      <span className={review.ends > 0 ? 'review-ends' : 'muted'}>{outlookOf(w, review)}</span>
    </>
  );
}
