import type { DataField } from '../../api';
import { useWords } from '../../words';
import { fieldCalled } from '../../words/called';
import { linesOf } from './lines.state';
import { shown } from './shown';

/** Lines that are only read. */
export function FixedLines({ field, text }: { field: DataField; text: string }) {
  const w = useWords();
  const columns = field.columns ?? [];
  return (
    <table className="fixed-lines">
      <thead>
        <tr>
          {columns.map((c) => (
            <th key={c.key} scope="col" data-input={c.input}>
              {fieldCalled(w, c.key)}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {linesOf(text).map((line, row) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a line is known by its place only
          <tr key={row}>
            {columns.map((c, column) => (
              <td key={c.key} data-input={c.input}>
                {shown(w, c, line[column] ?? '')}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
