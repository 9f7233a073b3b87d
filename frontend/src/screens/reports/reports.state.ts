import type { ReportView } from '../../api';
import type { Bar } from '../../ui/bars';
import type { Words } from '../../words';
import { month, number } from '../../words/format';

/** Who has which level, as Go counted it. */
export function levelBars({ levels }: ReportView, w: Words): Bar[] {
  return levels.map(({ profile, people }) => ({
    key: profile,
    label: profile || w.reports.minimum,
    count: people,
    text: number(people),
    faint: profile === '',
  }));
}

/** In which month access ends; nothing where it ends for nobody. */
export function endingBars({ months }: ReportView): Bar[] {
  if (months.every((m) => m.people === 0)) return [];
  return months.map((m) => ({
    key: m.month,
    label: month(m.month),
    count: m.people,
    text: number(m.people),
  }));
}

/** How long ago people have signed in. */
export function signInBars({ signIns }: ReportView, w: Words): Bar[] {
  const spans = ['month', 'quarter', 'halfYear', 'longer', 'never'] as const;
  return spans.map((key) => ({
    key,
    label: w.reports.spans[key],
    count: signIns[key],
    text: number(signIns[key]),
    faint: key === 'never',
  }));
}
