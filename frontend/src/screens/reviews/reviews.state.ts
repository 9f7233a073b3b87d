import { useDebouncedValue } from '@mantine/hooks';
import { useState } from 'react';
import {
  desk,
  type Problem,
  problemOf,
  type ReviewForm,
  type ReviewList,
  type ReviewRecord,
  type ReviewRow,
  type ReviewView,
  type Saved,
} from '../../api';
import { useAnswer, useChanged } from '../../api/ask';
import type { Tone } from '../../ui/facts';
import { useWindowedRows } from '../../ui/windowed-rows';
import type { Words } from '../../words';
import { day } from '../../words/format';

/** What makes reviews other than they were. */
export const KINDS = ['review', 'user', 'profile', 'account'];

export const TONES: Record<ReviewView['state'], Tone> = {
  runs: 'warn',
  waits: 'info',
  done: 'plain',
};

/** Whom a review covers, in words. */
export function coverOf(w: Words, { form, profileName, accountName }: ReviewView): string {
  const whom = form.profile
    ? w.reviews.withProfile(profileName || w.reviews.gone)
    : w.reviews.everybody;
  return form.account ? `${whom} ${w.reviews.at(accountName || w.reviews.gone)}` : whom;
}

/** How many of a round's accesses are answered, of how many; new ones need no answer. */
export function progressOf({ open, confirmed, ended }: ReviewView) {
  return { done: confirmed + ended, all: open + confirmed + ended };
}

/** What happens when nobody answers, and when. */
export function outlookOf(w: Words, r: ReviewView): string {
  if (r.state === 'waits') return w.reviews.begins(day(r.form.next));
  if (r.state === 'done') return w.reviews.onceMore;
  if (r.daysLeft < 0) return w.reviews.overdue;
  if (r.open === 0) return w.reviews.allDone;
  return r.ends > 0 ? w.reviews.ends(r.ends, day(r.due)) : w.reviews.stays(r.open);
}

/** What one page of a review shows: a list, what was looked for, and what is ticked. */
export function useReviewRows(review: string) {
  const [list, setList] = useState<ReviewList>('open');
  const [typed, setTyped] = useState('');
  const [ticks, setTicks] = useState<ReadonlyMap<string, ReviewRow>>(new Map());
  const [text] = useDebouncedValue(list === 'ended' ? '' : typed, 120);
  const rows = useWindowedRows<ReviewRow>(`${review}|${list}|${text}`, (from, size) =>
    desk.ReviewRows({ review, list, text, from, size }),
  );
  useChanged(KINDS, () => rows.refresh());
  const tick = (row: ReviewRow) => {
    const next = new Map(ticks);
    if (!next.delete(row.id)) next.set(row.id, row);
    setTicks(next);
  };
  const untick = () => setTicks(new Map());
  const show = (next: ReviewList) => {
    untick();
    setList(next);
  };
  return { list, show, typed, setTyped, rows, ticks, tick, untick };
}

/** The form of a review: its fields, what it would cover, and saving it. */
export function useReviewForm(record: ReviewRecord, onSaved: (saved: Saved) => void) {
  const [form, setForm] = useState(record.form);
  const [problem, setProblem] = useState<Problem>();
  const [busy, setBusy] = useState(false);
  const covers = useAnswer(`${form.profile}|${form.account}`, () => desk.ReviewCovers(form));
  const change = (part: Partial<ReviewForm>) => {
    setForm((now) => ({ ...now, ...part }));
    if (problem && (!problem.field || problem.field in part)) setProblem(undefined);
  };
  const save = async () => {
    setBusy(true);
    setProblem(undefined);
    try {
      onSaved(await desk.SaveReview(record.was, form));
    } catch (cause) {
      setProblem(problemOf(cause));
      setBusy(false);
    }
  };
  const errorOf = (field: keyof ReviewForm) =>
    problem?.field === field ? problem.text : undefined;
  const elsewhere = problem && !(problem.field && problem.field in form) ? problem : undefined;
  return { form, change, save, busy, errorOf, elsewhere, covers };
}
