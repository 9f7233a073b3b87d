import { IconFileSpreadsheet } from '@tabler/icons-react';
import { useLayoutEffect, useRef } from 'react';
import type { ImportTable } from '../../api';
import { Failed } from '../../ui/states';
import { useWords, type Words } from '../../words';
import { Check } from './check';
import { ChooseFile } from './choose-file';
import { Columns } from './columns';
import { Done } from './done';
import { type Step, useImport } from './import.state';
import './import.css';

const STEPS: readonly Step[] = ['file', 'columns', 'check', 'done'];

/** Brings people in from a file (B10), step by step; nothing is written before the last one. */
export function Import() {
  const w = useWords();
  const wizard = useImport();
  const { step, table, plan, result, error } = wizard.wizard;
  const at = STEPS.indexOf(step);
  const page = useRef<HTMLDivElement>(null);
  // Void: newer engines answer a promise, which is no way to clean up.
  // biome-ignore lint/correctness/useExhaustiveDependencies: each step begins at its top
  useLayoutEffect(() => void page.current?.scrollTo(0, 0), [step]);
  return (
    <div className="page" ref={page}>
      <div className="page-narrow import">
        <h1>{w.import.title}</h1>
        <ol className="steps">
          {STEPS.map((name, i) => (
            <li
              key={name}
              aria-current={name === step ? 'step' : undefined}
              data-past={i < at || undefined}
            >
              <span aria-hidden>{i + 1}</span>
              {w.import.steps[name]}
            </li>
          ))}
        </ol>
        {table && step !== 'file' && (
          <p className="import-file">
            <IconFileSpreadsheet size={18} aria-hidden />
            {w.import.fileFacts(table.rows, table.file)}
            <span className="small">{readAs(table, w)}</span>
          </p>
        )}
        {error && <Failed text={error} />}
        {step === 'file' && <ChooseFile wizard={wizard} />}
        {step === 'columns' && table && <Columns wizard={wizard} table={table} />}
        {step === 'check' && plan && <Check wizard={wizard} plan={plan} />}
        {step === 'done' && result && <Done wizard={wizard} result={result} />}
      </div>
    </div>
  );
}

/** How the file was understood: its sheet, or its characters and what separates its columns. */
function readAs({ encoding, delimiter, sheet }: ImportTable, w: Words): string {
  const names: Record<string, string> = w.import.delimiters;
  return [
    sheet && `${w.import.sheet}: ${sheet}`,
    encoding && `${w.import.encoding}: ${encoding}`,
    delimiter && `${w.import.delimiter}: ${names[delimiter] ?? delimiter}`,
  ]
    .filter(Boolean)
    .join(' · ');
}
