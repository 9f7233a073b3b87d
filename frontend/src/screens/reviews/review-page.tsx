import { Button, SegmentedControl } from '@mantine/core';
import { IconArrowLeft, IconChecks, IconCircleCheck, IconSearchOff } from '@tabler/icons-react';
import { useMemo, useState } from 'react';
import { desk, problemOf, type ReviewList, type ReviewRecord, type ReviewRow } from '../../api';
import { useAnswer } from '../../api/ask';
import { DataGrid } from '../../ui/data-grid';
import { SearchField } from '../../ui/search-field';
import { Empty, Failed, Waiting } from '../../ui/states';
import { useWords } from '../../words';
import { day } from '../../words/format';
import { useWay } from '../way';
import { AdviceDialog } from './advice-dialog';
import { reviewColumns } from './columns';
import { EndDialog } from './end-dialog';
import { coverOf, KINDS, outlookOf, useReviewRows } from './reviews.state';

interface Props {
  id: string;
  onClose: () => void;
}

/** The page on which a review is answered: what waits, and what was answered by whom. */
export function ReviewPage({ id, onClose }: Props) {
  const w = useWords();
  const { value, problem, again } = useAnswer(id, () => desk.Review(id), KINDS);
  return (
    <div className="list-side">
      <section className="list-main" aria-labelledby="review-title">
        <div className="bar">
          <Button
            variant="subtle"
            size="compact-sm"
            leftSection={<IconArrowLeft size={16} aria-hidden />}
            data-testid="review-back"
            onClick={onClose}
          >
            {w.reviews.back}
          </Button>
          <h1 id="review-title" className="review-title">
            {value?.name ?? w.reviews.title}
          </h1>
        </div>
        {problem && (
          <div className="record-part">
            <Failed text={problem.text} again={again} againLabel={w.common.again} />
          </div>
        )}
        {!value && !problem && <Waiting label={w.common.loading} />}
        {value && <Round review={value} />}
      </section>
    </div>
  );
}

const LISTS: readonly ReviewList[] = ['open', 'confirmed', 'ended'];

function Round({ review }: { review: ReviewRecord }) {
  const w = useWords();
  const way = useWay();
  const shown = useReviewRows(review.id);
  const { rows, list, ticks } = shown;
  const [ending, setEnding] = useState<readonly ReviewRow[]>([]);
  const [isAccepting, setAccepting] = useState(false);
  const canAnswer = review.canChange && review.state === 'runs' && review.daysLeft >= 0;
  const keep = async (ids: string[]) => {
    try {
      way.announce(await desk.ConfirmAccesses(review.id, ids));
      shown.untick();
    } catch (cause) {
      way.complain(problemOf(cause));
    }
  };
  // biome-ignore lint/correctness/useExhaustiveDependencies: the answers are of this review
  const columns = useMemo(
    () =>
      reviewColumns(
        w,
        list,
        canAnswer
          ? { keep: (row) => void keep([row.id]), end: (row) => setEnding([row]) }
          : undefined,
      ),
    [w, list, canAnswer, review.id],
  );
  const count = { open: review.open, confirmed: review.confirmed, ended: review.ended };
  return (
    <>
      <div className="bar review-bar">
        <SegmentedControl
          size="xs"
          aria-label={w.reviews.listLabel}
          data={LISTS.map((value) => ({
            value,
            label: `${w.reviews.lists[value]} (${count[value]})`,
          }))}
          value={list}
          data-testid="review-lists"
          onChange={(value) => shown.show(value as ReviewList)}
        />
        {list !== 'ended' && (
          <SearchField
            label={w.reviews.search}
            value={shown.typed}
            clearLabel={w.common.clear}
            testId="review-search"
            onChange={shown.setTyped}
          />
        )}
        {canAnswer && review.open > 0 && (
          <Button
            className="users-new"
            leftSection={<IconChecks size={16} aria-hidden />}
            data-testid="review-accept"
            onClick={() => setAccepting(true)}
          >
            {w.reviews.acceptAll}
          </Button>
        )}
      </div>
      <p className="review-outlook" role="status" data-testid="review-outlook">
        <span>{coverOf(w, review)}.</span>{' '}
        {review.state === 'runs' && review.daysLeft >= 0 && (
          <span>{w.reviews.due(day(review.due), review.daysLeft)}.</span>
        )}{' '}
        <strong className={review.ends > 0 ? 'review-ends' : ''}>{outlookOf(w, review)}</strong>
      </p>
      {rows.failure !== undefined && (
        <div className="record-part">
          <Failed
            title={w.problem.list}
            text={problemOf(rows.failure).text}
            again={() => rows.refresh()}
            againLabel={w.common.again}
          />
        </div>
      )}
      {rows.total < 0 && rows.failure === undefined && <Waiting label={w.common.loading} />}
      <DataGrid<ReviewRow>
        label={`${review.name}: ${w.reviews.lists[list]}`}
        columns={columns}
        rows={rows}
        idOf={(row) => row.id}
        openId={null}
        onOpen={(row) => row.user && way.go('users', { id: row.user })}
        {...(list === 'open' &&
          canAnswer && {
            ticks: new Set(ticks.keys()),
            onTick: shown.tick,
            tickLabel: (row: ReviewRow | undefined) => w.reviews.select(row?.name ?? ''),
          })}
        rowHeight={way.touch ? 44 : 34}
        empty={<Nothing review={review} list={list} isNarrowed={shown.typed.trim() !== ''} />}
        testId="review-grid"
        rowTestId="review-row"
      />
      {ticks.size > 0 && (
        <section className="bulk" aria-label={w.reviews.bulk}>
          <strong>{w.reviews.selected(ticks.size)}</strong>
          <Button
            size="xs"
            data-testid="review-keep-all"
            onClick={() => void keep([...ticks.keys()])}
          >
            {w.reviews.keep}
          </Button>
          <Button
            size="xs"
            variant="default"
            data-testid="review-end-all"
            onClick={() => setEnding([...ticks.values()])}
          >
            {w.reviews.end}
          </Button>
          <Button size="xs" variant="subtle" color="gray" onClick={shown.untick}>
            {w.common.clear}
          </Button>
        </section>
      )}
      <div className="list-foot" role="status">
        <span>{rows.total >= 0 && w.reviews.total(rows.total)}</span>
      </div>
      {ending.length > 0 && (
        <EndDialog
          review={review.id}
          rows={ending}
          onClose={() => setEnding([])}
          onDone={(saved) => {
            setEnding([]);
            shown.untick();
            way.announce(saved);
          }}
        />
      )}
      {isAccepting && (
        <AdviceDialog
          review={review.id}
          onClose={() => setAccepting(false)}
          onDone={(saved) => {
            setAccepting(false);
            shown.untick();
            way.announce(saved);
          }}
        />
      )}
    </>
  );
}

interface NothingProps {
  review: ReviewRecord;
  list: ReviewList;
  isNarrowed: boolean;
}

/** Why there is no row. */
function Nothing({ review, list, isNarrowed }: NothingProps) {
  const w = useWords();
  if (isNarrowed && list !== 'ended') {
    return <Empty icon={<IconSearchOff size={36} stroke={1.4} />} title={w.reviews.nothing} />;
  }
  const icon = <IconCircleCheck size={36} stroke={1.4} />;
  if (list === 'confirmed') return <Empty icon={icon} title={w.reviews.noneConfirmed} />;
  if (list === 'ended') return <Empty icon={icon} title={w.reviews.noneEnded} />;
  if (review.state !== 'runs') {
    return <Empty icon={icon} title={w.reviews.notRunning} hint={outlookOf(w, review)} />;
  }
  return <Empty icon={icon} title={w.reviews.allDone} hint={w.reviews.allDoneHint} />;
}
