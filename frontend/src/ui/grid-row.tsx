import { memo, type ReactNode } from 'react';

export interface Column<T> {
  key: string;
  header: string;
  /** Least width in pixels; below it the column with the highest `drop` is left out first. */
  width: number;
  /** Share of the width that is left over. */
  grow: number;
  drop?: number;
  sortable?: boolean;
  /** Numbers stand at the end of their column. */
  end?: boolean;
  cell: (row: T) => ReactNode;
}

interface Props<T> {
  row: T | undefined;
  id: string;
  index: number;
  top: number;
  height: number;
  template: string;
  columns: readonly Column<T>[];
  tickLabel: string | undefined;
  ticked: boolean;
  cursor: boolean;
  open: boolean;
  testId: string;
  onOpen: (row: T, index: number) => void;
  onTick: (row: T, index: number) => void;
}

function Row<T>(p: Props<T>) {
  const { row } = p;
  return (
    // The grid itself has the focus and hears the keys; a row only hears the pointer.
    // biome-ignore lint/a11y/useKeyWithClickEvents: see above
    <div
      id={p.id}
      role="row"
      tabIndex={-1}
      aria-rowindex={p.index + 2}
      aria-selected={p.open}
      className="grid-row"
      data-cursor={p.cursor || undefined}
      data-ticked={p.ticked || undefined}
      data-testid={row && p.testId}
      style={{
        gridTemplateColumns: p.template,
        height: p.height,
        transform: `translateY(${p.top}px)`,
      }}
      onClick={() => row && p.onOpen(row, p.index)}
    >
      {p.tickLabel !== undefined && (
        <div role="gridcell" className="grid-cell grid-tick">
          <input
            type="checkbox"
            tabIndex={-1}
            checked={p.ticked}
            disabled={!row}
            aria-label={p.tickLabel}
            onClick={(event) => event.stopPropagation()}
            onChange={() => row && p.onTick(row, p.index)}
          />
        </div>
      )}
      {p.columns.map((column) => (
        <div
          key={column.key}
          role="gridcell"
          className="grid-cell"
          data-end={column.end || undefined}
        >
          {row ? column.cell(row) : <span className="grid-hole" />}
        </div>
      ))}
    </div>
  );
}

/** One row of the grid; drawn again only when something about it changed. */
export const GridRow = memo(Row) as <T>(p: Props<T>) => ReactNode;
