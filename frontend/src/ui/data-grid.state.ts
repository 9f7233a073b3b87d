import type { Virtualizer } from '@tanstack/react-virtual';
import { type KeyboardEvent, useCallback, useMemo, useRef, useState } from 'react';
import type { Column } from './grid-row';
import { useKeys } from './keys';
import type { WindowedRows } from './windowed-rows';

interface Deeds<T> {
  open: (row: T) => void;
  tick: ((row: T) => void) | undefined;
}
type List = Virtualizer<HTMLDivElement, Element>;

/** The place in the list that the keys act on, and the keys: j, k, arrows, Enter, x. */
export function useGridKeys<T>(rows: WindowedRows<T>, list: List, deeds: Deeds<T>) {
  const [cursor, setCursor] = useState(-1);
  const last = Math.max(rows.total, 0) - 1;
  const place = Math.min(cursor, last);

  const go = (to: number) => {
    if (last < 0) return;
    const next = Math.max(0, Math.min(to, last));
    setCursor(next);
    list.scrollToIndex(next);
  };
  const at = (deed: ((row: T) => void) | undefined) => {
    const row = rows.row(place);
    if (row !== undefined) deed?.(row);
  };
  const page = 15;
  const steps: Record<string, () => void> = {
    ArrowDown: () => go(place + 1),
    ArrowUp: () => go(place - 1),
    PageDown: () => go(place + page),
    PageUp: () => go(place - page),
    Home: () => go(0),
    End: () => go(last),
    ' ': () => at(deeds.tick),
  };
  useKeys({
    j: () => go(place + 1),
    k: () => go(place - 1),
    x: () => at(deeds.tick),
    Enter: () => at(deeds.open),
  });
  const onKeyDown = (event: KeyboardEvent) => {
    const step = event.target === event.currentTarget && steps[event.key];
    if (!step || event.ctrlKey || event.altKey || event.metaKey) return;
    event.preventDefault();
    step();
  };
  return { cursor: place, setCursor, onKeyDown };
}

/** The columns for which there is room; those with the highest `drop` go first. */
export function useFitting<T>(columns: readonly Column<T>[], width: number, ticks: boolean) {
  return useMemo(() => fitting(columns, width, ticks), [columns, width, ticks]);
}

function fitting<T>(columns: readonly Column<T>[], width: number, ticks: boolean) {
  let shown = [...columns];
  const needed = () => shown.reduce((sum, c) => sum + c.width, ticks ? 36 : 0);
  while (width > 0 && needed() > width) {
    const drop = Math.max(...shown.map((c) => c.drop ?? 0));
    if (drop <= 0) break;
    shown = shown.filter((c) => c.drop !== drop);
  }
  return shown;
}

/** A function that stays the same while what it does keeps up with the last drawing. */
export function useSteady<A extends unknown[]>(deed: (...args: A) => void) {
  const latest = useRef(deed);
  latest.current = deed;
  return useCallback((...args: A) => latest.current(...args), []);
}
