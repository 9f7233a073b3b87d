import { ActionIcon, Button } from '@mantine/core';
import { IconArrowDown, IconArrowUp, IconPlus, IconX } from '@tabler/icons-react';
import { type KeyboardEvent, useEffect, useId, useRef } from 'react';
import { useWords } from '../../words';
import { fieldCalled } from '../../words/called';
import { FieldInput, type InputProps } from './field-input';
import { addedAfter, freshLine, linesOf, moved, withCell } from './lines.state';

/** A table of lines: Enter adds one below, Alt with an arrow moves one, each has its Remove. */
export function LinesInput({ field, value, onChange, names, error }: InputProps) {
  const w = useWords();
  const title = useId();
  const box = useRef<HTMLTableElement>(null);
  const wanted = useRef<[row: number, column: number] | null>(null);
  const columns = field.columns ?? [];
  const lines = linesOf(value);
  const put = (next: string[][] | undefined, row: number, column: number) => {
    if (!next) return;
    wanted.current = [row, column];
    onChange(JSON.stringify(next));
  };
  const add = (at: number) => put(addedAfter(lines, at, freshLine(columns)), at + 1, 0);
  const move = (from: number, by: -1 | 1, column: number) =>
    put(moved(lines, from, by), from + by, column);

  // The focus goes along with a line that was moved, and into one that was added.
  useEffect(() => {
    if (!wanted.current) return;
    const [row, column] = wanted.current;
    wanted.current = null;
    const cell = box.current?.querySelectorAll('tbody > tr')[row]?.children[column];
    cell?.querySelector<HTMLElement>('input, textarea, button:not(:disabled)')?.focus();
  });

  const onKeyDown = (event: KeyboardEvent, row: number, column: number) => {
    const by = { ArrowUp: -1, ArrowDown: 1 }[event.key] as -1 | 1 | undefined;
    if (event.altKey && by) {
      event.preventDefault();
      event.stopPropagation();
      move(row, by, column);
    }
    const isPlain = event.target instanceof HTMLInputElement && event.target.type !== 'checkbox';
    const isList = (event.target as Element).getAttribute('aria-haspopup') !== null;
    if (event.key !== 'Enter' || event.defaultPrevented || !isPlain) return;
    // Enter never saves the whole form from within a table.
    event.preventDefault();
    if (!isList) add(row);
  };
  return (
    <div className="lines" role="group" aria-labelledby={title}>
      <span id={title} className="lines-title">
        {fieldCalled(w, field.key)}
        {field.required && <span aria-hidden> *</span>}
      </span>
      {lines.length > 0 && (
        <table ref={box} data-testid={`data-field-${field.key}`}>
          <thead>
            <tr>
              {columns.map((c) => (
                <th key={c.key} scope="col" data-input={c.input}>
                  {fieldCalled(w, c.key)}
                </th>
              ))}
              <td />
            </tr>
          </thead>
          <tbody>
            {lines.map((line, row) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: a line is known by its place only
              <tr key={row}>
                {columns.map((c, column) => (
                  <td
                    key={c.key}
                    data-input={c.input}
                    data-name={fieldCalled(w, c.key)}
                    onKeyDownCapture={(event) => onKeyDown(event, row, column)}
                  >
                    <FieldInput
                      field={c}
                      value={line[column] ?? ''}
                      names={names}
                      told={w.data.lineCell(fieldCalled(w, c.key), row + 1)}
                      onChange={(text) =>
                        onChange(JSON.stringify(withCell(lines, row, column, text)))
                      }
                    />
                  </td>
                ))}
                <td className="lines-deeds">
                  <Deed
                    label={w.data.lineUp(row + 1)}
                    isOff={row === 0}
                    onClick={() => move(row, -1, columns.length)}
                  >
                    <IconArrowUp size={14} />
                  </Deed>
                  <Deed
                    label={w.data.lineDown(row + 1)}
                    isOff={row === lines.length - 1}
                    onClick={() => move(row, 1, columns.length)}
                  >
                    <IconArrowDown size={14} />
                  </Deed>
                  <Deed
                    label={w.data.lineRemove(row + 1)}
                    onClick={() =>
                      put(
                        lines.filter((_, i) => i !== row),
                        Math.max(row - 1, 0),
                        0,
                      )
                    }
                  >
                    <IconX size={14} />
                  </Deed>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {lines.length === 0 && <p className="muted small">{w.data.lineNone}</p>}
      {error && (
        <p className="bad small" role="alert">
          {error}
        </p>
      )}
      <div className="lines-end">
        <Button
          size="xs"
          variant="default"
          leftSection={<IconPlus size={14} aria-hidden />}
          data-testid="line-add"
          onClick={() => add(lines.length - 1)}
        >
          {w.data.lineAdd}
        </Button>
        {lines.length > 0 && <span className="form-hint">{w.data.lineHint}</span>}
      </div>
    </div>
  );
}

interface DeedProps {
  label: string;
  isOff?: boolean;
  onClick: () => void;
  children: React.ReactNode;
}

function Deed({ label, isOff, onClick, children }: DeedProps) {
  return (
    <ActionIcon
      variant="subtle"
      color="gray"
      size="sm"
      aria-label={label}
      disabled={isOff}
      onClick={onClick}
    >
      {children}
    </ActionIcon>
  );
}
