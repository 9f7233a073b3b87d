import { IconChevronDown, IconChevronUp } from '@tabler/icons-react';
import type { Column } from './grid-row';

export interface Sort {
  key: string;
  desc: boolean;
}

interface Props<T> {
  columns: readonly Column<T>[];
  template: string;
  ticks?: ReadonlySet<string>;
  sort?: Sort;
  onSort?: (sort: Sort) => void;
  sortLabel?: (header: string) => string;
}

/** The names of the columns; one press sorts, the next turns the order round. */
export function GridHead<T>({ columns, template, ticks, sort, onSort, sortLabel }: Props<T>) {
  return (
    <div role="rowgroup" className="grid-head">
      <div
        role="row"
        aria-rowindex={1}
        className="grid-row"
        style={{ gridTemplateColumns: template, height: 34 }}
      >
        {ticks && (
          <div role="columnheader" className="grid-cell">
            <span className="sr">✓</span>
          </div>
        )}
        {columns.map((column) => {
          const on = sort?.key === column.key;
          const Arrow = sort?.desc ? IconChevronDown : IconChevronUp;
          const order = on ? (sort.desc ? 'descending' : 'ascending') : 'none';
          if (!column.sortable || !onSort) {
            return (
              <div
                key={column.key}
                role="columnheader"
                className="grid-cell"
                data-end={column.end || undefined}
                title={column.header}
              >
                {column.header}
              </div>
            );
          }
          return (
            <div key={column.key} role="columnheader" aria-sort={order} className="grid-cell">
              <button
                type="button"
                className="grid-sort"
                title={sortLabel?.(column.header)}
                onClick={() => onSort({ key: column.key, desc: on && !sort.desc })}
              >
                <span>{column.header}</span>
                {on && <Arrow size={14} stroke={2.4} aria-hidden />}
              </button>
            </div>
          );
        })}
      </div>
    </div>
  );
}
