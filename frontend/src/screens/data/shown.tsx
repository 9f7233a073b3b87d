import type { DataField, DataNoun, DataRow } from '../../api';
import type { Column } from '../../ui/data-grid';
import type { Words } from '../../words';
import { fieldCalled, optionCalled } from '../../words/called';
import { day, moment, money } from '../../words/format';

/** The name of a record; wide audiences have words of their own. */
export function nameShown(w: Words, f: DataField, name: string): string {
  const isWide = f.of === 'audience' && ['everyone', 'registered'].includes(name);
  return isWide ? optionCalled(w, name) : name;
}

/** A value as people read it; the ids of records by their names. */
export function shown(w: Words, f: DataField, text: string, names: Record<string, string> = {}) {
  switch (f.input) {
    case 'day':
      return day(text);
    case 'moment':
      return moment(text);
    case 'money':
      return money(text);
    case 'flag':
      return text === 'true' ? w.data.yes : w.data.no;
    case 'choice':
      return text && optionCalled(w, text);
    case 'choices':
      return text
        .split(',')
        .map((one) => one && optionCalled(w, one))
        .join(', ');
    case 'record':
    case 'records':
      return text
        .split(',')
        .map((id) => nameShown(w, f, names[id] ?? id))
        .join(', ');
    default:
      return text;
  }
}

/** A cell of a row as people read it: there, records come by their names already. */
export function shownCell(w: Words, f: DataField, text: string): string {
  if (!f.of) return shown(w, f, text);
  return text
    .split(', ')
    .map((name) => nameShown(w, f, name))
    .join(', ');
}

/** Of how many rows the widths of the columns are made. */
export const SEEN = 40;

type Width = [least: number, grow: number];
const WIDTHS: Partial<Record<DataField['input'], Width>> = {
  day: [112, 0.5],
  moment: [172, 0.6],
  number: [84, 0.4],
  decimal: [96, 0.4],
  money: [116, 0.6],
  flag: [120, 0.6],
  choice: [112, 0.5],
};

/** A text's column is as wide as what most of its rows say, within bounds. */
function widthOf(texts: readonly string[]): Width {
  const lengths = texts.map((text) => text.length).sort((a, b) => a - b);
  const most = lengths[Math.floor(lengths.length * 0.8)] ?? 16;
  return [Math.min(220, Math.max(84, most * 7 + 30)), Math.min(3, Math.max(0.2, most / 16))];
}

/** The columns of a kind's list, as wide as `rows` need them; the later ones give way first. */
export function dataColumns(
  w: Words,
  noun: DataNoun,
  rows: readonly DataRow[] = [],
): Column<DataRow>[] {
  return noun.columns.map((f, i) => {
    const said = () => rows.map((row) => shownCell(w, f, row.cells[i] ?? ''));
    const [width, grow] = WIDTHS[f.input] ?? widthOf([fieldCalled(w, f.key), ...said()]);
    return {
      key: f.key,
      header: fieldCalled(w, f.key),
      width,
      grow,
      drop: i,
      end: ['number', 'decimal', 'money'].includes(f.input),
      cell: (row) => (
        <>
          {shownCell(w, f, row.cells[i] ?? '') || (i === 0 && w.data.untitled)}
          {i === 0 && row.badge === 'here' && (
            <span
              className="data-here"
              role="img"
              title={w.common.here}
              aria-label={w.common.here}
            />
          )}
        </>
      ),
    };
  });
}
