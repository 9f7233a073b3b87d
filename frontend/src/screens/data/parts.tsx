import { Button } from '@mantine/core';
import { IconChevronRight, IconPlus } from '@tabler/icons-react';
import { useState } from 'react';
import type { DataNoun, DataRecord, DataRow } from '../../api';
import { useWords, type Words } from '../../words';
import { fieldCalled, manyCalled, oneCalled } from '../../words/called';
import { useShared } from './data.state';
import { FileParts } from './file-parts';
import { PartDialog } from './part-dialog';
import type { Whose } from './record.state';
import { shownCell } from './shown';

interface Props {
  whose: Whose;
  parts: DataRecord['parts'];
  onChanged: () => void;
}

/** What belongs to a record, kind by kind; each opens over it. */
export function Parts({ whose, parts, onChanged }: Props) {
  const w = useWords();
  const { nouns } = useShared();
  const [opened, setOpened] = useState<{ noun: DataNoun; id: string } | null>(null);
  const parent = { kind: whose.noun.kind, id: whose.id };
  return (
    <>
      {parts.map(({ kind, rows }) => {
        const noun = nouns.find((n) => n.kind === kind);
        if (!noun) return null;
        if (kind === 'file')
          return (
            <div key={kind} className="record-part">
              <h3>{manyCalled(w, kind)}</h3>
              <FileParts
                kind={parent.kind}
                record={parent.id}
                files={rows.map((row) => ({
                  id: row.id,
                  cells: cellsOf(w, noun, row, parent.kind),
                }))}
                onChanged={onChanged}
              />
            </div>
          );
        const one = oneCalled(w, kind);
        return (
          <div key={kind} className="record-part">
            <div className="data-parts-head">
              <h3>{manyCalled(w, kind)}</h3>
              {noun.canMake && (
                <Button
                  size="compact-sm"
                  variant="default"
                  leftSection={<IconPlus size={14} aria-hidden />}
                  aria-label={w.data.addPart(one)}
                  data-testid={`part-add-${kind}`}
                  onClick={() => setOpened({ noun, id: '' })}
                >
                  {w.data.add}
                </Button>
              )}
            </div>
            {rows.length === 0 && <p className="muted">{w.data.partNone}</p>}
            {rows.map((row) => {
              const [first = '', ...rest] = cellsOf(w, noun, row, parent.kind);
              return (
                <button
                  key={row.id}
                  type="button"
                  className="data-part-row"
                  data-testid={`part-${kind}`}
                  onClick={() => setOpened({ noun, id: row.id })}
                >
                  <span>
                    <strong>{first || w.data.untitled}</strong>{' '}
                    <span className="muted small">{rest.filter(Boolean).join(' · ')}</span>
                  </span>
                  <IconChevronRight size={16} aria-hidden />
                </button>
              );
            })}
          </div>
        );
      })}
      {opened && (
        <PartDialog
          whose={{ ...opened, parent }}
          onClose={() => setOpened(null)}
          onGone={() => {
            setOpened(null);
            onChanged();
          }}
        />
      )}
    </>
  );
}

/**
 * The cells of a row, without the one that names the record it is shown in. What is marked is said
 * by its name: a bare yes or no would say nothing.
 */
function cellsOf(w: Words, noun: DataNoun, row: DataRow, parent: string): string[] {
  return noun.columns.flatMap((f, i) => {
    const text = row.cells[i] ?? '';
    if (f.of === parent) return [];
    if (f.input === 'flag') return text === 'true' ? [fieldCalled(w, f.key)] : [''];
    return [shownCell(w, f, text)];
  });
}
