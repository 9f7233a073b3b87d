import { Button } from '@mantine/core';
import type { ReviewList, ReviewRow } from '../../api';
import type { Column } from '../../ui/data-grid';
import { Pill } from '../../ui/facts';
import type { Words } from '../../words';
import { day } from '../../words/format';

export interface Answers {
  keep: (row: ReviewRow) => void;
  end: (row: ReviewRow) => void;
}

/** The columns of what a review lists; without answers there is nothing to answer. */
export function reviewColumns(
  w: Words,
  list: ReviewList,
  answers: Answers | undefined,
): Column<ReviewRow>[] {
  const r = w.reviews;
  const name = (row: ReviewRow) => row.name || w.common.unnamed;
  const text = (value: string) => <span title={value}>{value}</span>;
  const who: Column<ReviewRow> = {
    key: 'name',
    header: r.name,
    width: 140,
    grow: 1.2,
    cell: (row) => (
      <>
        <span title={row.email}>{name(row)}</span>
        {row.badge === 'here' && (
          <span
            className="users-here"
            role="img"
            title={w.common.here}
            aria-label={w.common.here}
          />
        )}
      </>
    ),
  };
  const by: Column<ReviewRow>[] = [
    { key: 'by', header: r.by, width: 130, grow: 0.8, cell: (row) => text(row.by) },
    { key: 'when', header: r.when, width: 110, grow: 0.3, cell: (row) => day(row.when) },
  ];
  if (list === 'ended') {
    return [
      who,
      ...by,
      { key: 'why', header: r.why, width: 200, grow: 2, drop: 1, cell: (row) => text(row.why) },
    ];
  }
  const columns: Column<ReviewRow>[] = [
    who,
    {
      key: 'company',
      header: r.company,
      width: 120,
      grow: 1.1,
      drop: 2,
      cell: (row) => text(row.company),
    },
    {
      key: 'profile',
      header: r.profile,
      width: 120,
      grow: 0.8,
      drop: 1,
      cell: (row) => text(row.profile),
    },
  ];
  if (list === 'confirmed') return [...columns, ...by];
  columns.push(
    {
      key: 'lastSeen',
      header: r.lastSeen,
      width: 124,
      grow: 0.4,
      drop: 3,
      cell: (row) => (row.lastSeen ? day(row.lastSeen) : <span className="muted">{r.never}</span>),
    },
    {
      key: 'advice',
      header: r.advice,
      width: 276,
      grow: 2,
      cell: (row) => (
        <span className="review-advice" title={row.why}>
          {row.advice && (
            <Pill tone={row.advice === 'end' ? 'warn' : 'good'}>{r.advices[row.advice]}</Pill>
          )}{' '}
          {row.why}
        </span>
      ),
    },
  );
  if (answers) {
    columns.push({
      key: 'answer',
      header: r.answer,
      width: 178,
      grow: 0,
      cell: (row) => (
        <span className="review-answer">
          <Button
            size="compact-xs"
            variant={row.advice === 'keep' ? 'light' : 'default'}
            aria-label={r.keepOne(name(row))}
            data-testid="review-keep"
            onClick={(event) => {
              event.stopPropagation();
              answers.keep(row);
            }}
          >
            {r.keep}
          </Button>
          <Button
            size="compact-xs"
            variant="default"
            className={row.advice === 'end' ? 'review-answer-end' : ''}
            aria-label={r.endOne(name(row))}
            data-testid="review-end"
            onClick={(event) => {
              event.stopPropagation();
              answers.end(row);
            }}
          >
            {r.end}
          </Button>
        </span>
      ),
    });
  }
  return columns;
}
