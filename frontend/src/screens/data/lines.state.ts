import type { DataField } from '../../api';

/** The lines of a value: a JSON array of arrays of texts. */
export function linesOf(value: string): string[][] {
  try {
    const lines: unknown = JSON.parse(value || '[]');
    return Array.isArray(lines) ? lines.filter(Array.isArray) : [];
  } catch {
    return [];
  }
}

/** A new line, with what its inputs begin with. */
export function freshLine(columns: readonly DataField[]): string[] {
  return columns.map((f) => {
    if (f.input === 'flag') return 'false';
    return f.input === 'choice' && f.required ? (f.options?.[0] ?? '') : '';
  });
}

/** The lines with one added after a place. */
export function addedAfter(lines: string[][], at: number, line: string[]): string[][] {
  return [...lines.slice(0, at + 1), line, ...lines.slice(at + 1)];
}

/** The lines with the one at a place moved up or down; undefined where it cannot move. */
export function moved(lines: string[][], from: number, by: -1 | 1): string[][] | undefined {
  const [here, there] = [lines[from], lines[from + by]];
  if (!here || !there) return undefined;
  const next = [...lines];
  [next[from], next[from + by]] = [there, here];
  return next;
}

export function withCell(lines: string[][], row: number, column: number, text: string) {
  return lines.map((line, i) => {
    if (i !== row) return line;
    const next = [...line];
    next[column] = text;
    return next;
  });
}
