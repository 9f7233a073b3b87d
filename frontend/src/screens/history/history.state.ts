import { useDebouncedValue } from '@mantine/hooks';
import { useState } from 'react';
import { desk, type LogLine, type VerdictView } from '../../api';
import { useChanged } from '../../api/ask';
import { useWindowedRows } from '../../ui/windowed-rows';
import type { Words } from '../../words';
import { number } from '../../words/format';

export interface Filter {
  who: string;
  machine: string;
  edit: string;
  group: string;
  subject: string;
}

export const EVERYTHING: Filter = { who: '', machine: '', edit: '', group: '', subject: '' };

/** The lines that the filter lets through. */
export function useLog() {
  const [filter, setFilter] = useState(EVERYTHING);
  const [asked] = useDebouncedValue(filter, 150);
  const rows = useWindowedRows<LogLine>(JSON.stringify(asked), (from, size) =>
    desk.Log({ ...asked, from, size }),
  );
  useChanged(['history'], () => rows.refresh());
  return { filter, rows, set: (part: Partial<Filter>) => setFilter((f) => ({ ...f, ...part })) };
}

/** The verdict about the history, said plainly. */
export function verdictText(w: Words, v: VerdictView): string {
  if (v.broken > 0) return w.history.broken(number(v.broken), v.why);
  return w.history.whole(number(v.lines));
}
