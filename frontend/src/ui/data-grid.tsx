import { useElementSize } from '@mantine/hooks';
import { useVirtualizer } from '@tanstack/react-virtual';
import { type ReactNode, useEffect, useRef } from 'react';
import { useFitting, useGridKeys, useSteady } from './data-grid.state';
import { GridHead, type Sort } from './grid-head';
import { type Column, GridRow } from './grid-row';
import type { WindowedRows } from './windowed-rows';
import './data-grid.css';

export type { Sort } from './grid-head';
export type { Column } from './grid-row';

interface Props<T> {
  label: string;
  columns: readonly Column<T>[];
  rows: WindowedRows<T>;
  idOf: (row: T) => string;
  openId: string | null;
  onOpen: (row: T) => void;
  sort?: Sort;
  onSort?: (sort: Sort) => void;
  /** Ids of the ticked rows; without it rows cannot be ticked. */
  ticks?: ReadonlySet<string>;
  onTick?: (row: T) => void;
  tickLabel?: (row: T | undefined) => string;
  sortLabel?: (header: string) => string;
  rowHeight?: number;
  /** Stands in place of the rows when there are none. */
  empty: ReactNode;
  testId?: string;
  rowTestId?: string;
}

/** Browsers clamp a list that is taller, and its end cannot be reached. */
const TALLEST = 33_000_000;
const HEAD = 34;

/** A list of any length, of which only the rows on view exist. */
export function DataGrid<T>(p: Props<T>) {
  const { rows, columns, idOf } = p;
  const scroller = useRef<HTMLDivElement>(null);
  const { ref: sized, width } = useElementSize();
  const total = Math.max(rows.total, 0);
  const height = total * (p.rowHeight ?? 32) > TALLEST ? 32 : (p.rowHeight ?? 32);
  const list = useVirtualizer({
    count: total,
    getScrollElement: () => scroller.current,
    estimateSize: () => height,
    initialRect: { width: 900, height: 600 },
    overscan: 6,
    scrollPaddingEnd: HEAD,
  });
  const items = list.getVirtualItems();
  const [first, last] = [items[0]?.index ?? 0, items.at(-1)?.index ?? 0];
  const keys = useGridKeys(rows, list, { open: p.onOpen, tick: p.onTick });

  useEffect(() => void rows.want(first, last));
  // biome-ignore lint/correctness/useExhaustiveDependencies: another question begins at its top
  useEffect(() => void list.scrollToOffset(0), [rows.key]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the list learns of its row height
  useEffect(() => void list.measure(), [height]);

  const open = useSteady((row: T, index: number) => {
    keys.setCursor(index);
    p.onOpen(row);
  });
  const tick = useSteady((row: T, index: number) => {
    keys.setCursor(index);
    p.onTick?.(row);
  });
  const shown = useFitting(columns, width, Boolean(p.ticks));
  const widths = shown.map((c) => `minmax(${c.width}px, ${c.grow}fr)`).join(' ');
  const template = p.ticks ? `36px ${widths}` : widths;
  const rowId = (index: number) => `row-${index}`;
  const hasCursor = keys.cursor >= first && keys.cursor <= last && total > 0;

  return (
    <div className="grid-frame" ref={sized}>
      <div
        ref={scroller}
        className="grid-scroller"
        role="grid"
        aria-label={p.label}
        aria-rowcount={total + 1}
        aria-activedescendant={hasCursor ? rowId(keys.cursor) : undefined}
        tabIndex={0}
        onKeyDown={keys.onKeyDown}
        data-testid={p.testId ?? 'grid'}
      >
        <GridHead {...p} columns={shown} template={template} />
        <div role="rowgroup" className="grid-rows" style={{ height: list.getTotalSize() }}>
          {items.map(({ index, start }) => {
            const row = rows.row(index);
            const id = row ? idOf(row) : '';
            return (
              <GridRow
                key={index}
                row={row}
                id={rowId(index)}
                index={index}
                top={start}
                height={height}
                template={template}
                columns={shown}
                tickLabel={p.ticks && (p.tickLabel?.(row) ?? '')}
                ticked={p.ticks?.has(id) ?? false}
                cursor={index === keys.cursor}
                open={row !== undefined && id === p.openId}
                testId={p.rowTestId ?? 'grid-row'}
                onOpen={open}
                onTick={tick}
              />
            );
          })}
        </div>
      </div>
      {rows.total === 0 && <div className="grid-empty">{p.empty}</div>}
    </div>
  );
}
