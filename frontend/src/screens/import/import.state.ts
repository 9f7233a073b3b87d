import { useEffect, useReducer } from 'react';
import {
  desk,
  type ImportPlan,
  type ImportResult,
  type ImportTable,
  onEvent,
  type Progress,
  problemOf,
} from '../../api';
import { toBase64 } from '../../api/base64';
import { words } from '../../words';

export type Step = 'file' | 'columns' | 'check' | 'done';

/** Everything entered so far. Going on or failing never empties what is already here. */
export interface Wizard {
  step: Step;
  table?: ImportTable;
  /** One target for each column of the table; '' leaves the column out. */
  targets: string[];
  plan?: ImportPlan;
  result?: ImportResult;
  progress?: Progress;
  busy: '' | 'reading' | 'planning' | 'running' | 'stopping';
  /** What went wrong, in one sentence. */
  error: string;
}

type Event =
  | { is: 'begun'; busy: Wizard['busy'] }
  | { is: 'failed'; error: string }
  | { is: 'read'; table: ImportTable }
  | { is: 'mapped'; column: number; target: string }
  | { is: 'planned'; plan: ImportPlan }
  | { is: 'progressed'; progress: Progress }
  | { is: 'imported'; result: ImportResult }
  | { is: 'stepped'; step: Step }
  | { is: 'restarted' };

const START: Wizard = { step: 'file', targets: [], busy: '', error: '' };

/** How the wizard goes from one state to the next. */
export function next(state: Wizard, event: Event): Wizard {
  switch (event.is) {
    case 'begun':
      return { ...state, busy: event.busy, error: '' };
    case 'failed':
      return { ...state, busy: '', error: event.error };
    case 'read': {
      // Of two columns guessed to be the same thing, the first is taken.
      const guesses = event.table.columns.map((column) => column.target);
      const targets = guesses.map((target, i) => (guesses.indexOf(target) === i ? target : ''));
      return { ...START, step: 'columns', table: event.table, targets };
    }
    case 'mapped': {
      const targets = state.targets.map((old, i) => (i === event.column ? event.target : old));
      return { ...state, targets, error: '' };
    }
    case 'planned':
      return { ...state, step: 'check', plan: event.plan, busy: '' };
    case 'progressed':
      return state.busy ? { ...state, progress: event.progress } : state;
    case 'imported':
      return { ...state, step: 'done', result: event.result, busy: '' };
    case 'stepped':
      return { ...state, step: event.step, error: '' };
    case 'restarted':
      return START;
  }
}

const LARGEST = 64 * 1024 * 1024;

/** The import wizard: a file, its columns, a dry run, the import, and the way back. */
export function useImport() {
  const [wizard, tell] = useReducer(next, START);
  useEffect(
    () =>
      onEvent('progress', (progress) => {
        if (!['download', 'upload', 'trial'].includes(progress.label)) {
          tell({ is: 'progressed', progress });
        }
      }),
    [],
  );

  const attempt = async (busy: Wizard['busy'], deed: () => Promise<Event>) => {
    tell({ is: 'begun', busy });
    try {
      tell(await deed());
    } catch (cause) {
      tell({ is: 'failed', error: problemOf(cause).text });
    }
  };
  const read = (file: File) => {
    if (file.size > LARGEST) return tell({ is: 'failed', error: words().import.tooBig });
    return attempt('reading', async () => {
      const bytes = await file.arrayBuffer().catch(() => null);
      if (!bytes) return { is: 'failed', error: words().import.unreadable };
      const table = await desk.ReadImport(file.name, toBase64(new Uint8Array(bytes)));
      return { is: 'read', table };
    });
  };
  const readSheet = (sheet: string) =>
    attempt('reading', async () => ({
      is: 'read',
      table: await desk.ReadImportSheet(wizard.table?.id ?? '', sheet),
    }));
  const plan = () =>
    attempt('planning', async () => ({
      is: 'planned',
      plan: await desk.PlanImport(wizard.table?.id ?? '', wizard.targets),
    }));
  const run = () =>
    attempt('running', async () => ({
      is: 'imported',
      result: await desk.RunImport(wizard.table?.id ?? ''),
    }));
  const stop = async () => {
    tell({ is: 'begun', busy: 'stopping' });
    // The running import answers; whether stopping worked is said there.
    await desk.CancelImport(wizard.table?.id ?? '').catch(() => undefined);
  };
  return {
    wizard,
    read,
    readSheet,
    plan,
    run,
    stop,
    map: (column: number, target: string) => tell({ is: 'mapped', column, target }),
    step: (step: Step) => tell({ is: 'stepped', step }),
    restart: () => tell({ is: 'restarted' }),
  };
}

/** The target that is chosen for more than one column, or ''. */
export function chosenTwice(targets: readonly string[]): string {
  return targets.find((target, i) => target !== '' && targets.indexOf(target) !== i) ?? '';
}
