import { useDebouncedValue } from '@mantine/hooks';
import { useState } from 'react';
import { desk, type UserQuery, type UserRow } from '../../api';
import { useChanged } from '../../api/ask';
import type { Sort } from '../../ui/data-grid';
import { useWindowedRows } from '../../ui/windowed-rows';

export const VIEWS = ['all', 'with', 'without', 'wide', 'ending', 'never', 'here'] as const;
export type View = (typeof VIEWS)[number];

/** What was looked for, kept while another screen is open. */
let kept = { text: '', view: 'all' as View, sort: { key: 'name', desc: false } as Sort };

/** What the list of users asks for, and the rows that answer it. */
export function useUsers(arrivingView: string | undefined) {
  const [asked, setAsked] = useState(() =>
    isView(arrivingView) ? { ...kept, text: '', view: arrivingView } : kept,
  );
  const [ticks, setTicks] = useState<ReadonlyMap<string, UserRow>>(new Map());
  const [text] = useDebouncedValue(asked.text, 120);
  const { view, sort } = asked;

  const change = (part: Partial<typeof kept>) => {
    kept = { ...asked, ...part };
    setAsked(kept);
  };
  const by = sort.key as UserQuery['sort'];
  const query: UserQuery = { text, view, sort: by, desc: sort.desc, from: 0, size: 0 };
  const rows = useWindowedRows<UserRow>(`${view}|${sort.key}|${sort.desc}|${text}`, (from, size) =>
    desk.Users({ ...query, from, size }),
  );
  useChanged(['user', 'profile', 'account'], () => rows.refresh());

  const tick = (row: UserRow) => {
    const next = new Map(ticks);
    if (!next.delete(row.id)) next.set(row.id, row);
    setTicks(next);
  };
  const isNarrowed = asked.text !== '' || view !== 'all';
  return {
    ...asked,
    query,
    change,
    rows,
    ticks,
    tick,
    untick: () => setTicks(new Map()),
    isNarrowed,
  };
}

function isView(value: string | undefined): value is View {
  return VIEWS.some((view) => view === value);
}
