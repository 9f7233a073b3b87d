import { Button, Select } from '@mantine/core';
import { IconHistory, IconShieldCheck } from '@tabler/icons-react';
import { useState } from 'react';
import { desk, type LogLine, type Problem, problemOf, type VerdictView } from '../../api';
import { useAnswer } from '../../api/ask';
import { DataGrid } from '../../ui/data-grid';
import { SearchField } from '../../ui/search-field';
import { Empty, Failed, Waiting } from '../../ui/states';
import { useWords } from '../../words';
import { number } from '../../words/format';
import { useWay } from '../way';
import { logColumns } from './columns';
import { EVERYTHING, useLog, verdictText } from './history.state';
import { Line } from './line';
import './history.css';

/** Everything that was ever done, by whom, where and why (B14). */
export function History() {
  const w = useWords();
  const { touch } = useWay();
  const { filter, rows, set } = useLog();
  const [open, setOpen] = useState<LogLine | null>(null);
  return (
    <div className="list-side log">
      <section className="list-main" aria-labelledby="log-title">
        <div className="bar">
          <h1 id="log-title">{w.history.title}</h1>
          <SearchField
            label={w.history.subject}
            value={filter.subject}
            clearLabel={w.common.clear}
            testId="log-search"
            onChange={(subject) => set({ subject })}
          />
          <Filters filter={filter} set={set} />
          <Verify />
        </div>
        {rows.failure !== undefined && (
          <Failed
            title={w.problem.list}
            text={problemOf(rows.failure).text}
            again={() => rows.refresh()}
            againLabel={w.common.again}
          />
        )}
        {rows.total < 0 && rows.failure === undefined && <Waiting label={w.common.loading} />}
        <DataGrid<LogLine>
          label={w.history.title}
          columns={logColumns(w)}
          rows={rows}
          idOf={(row) => row.uid}
          openId={open?.uid ?? null}
          onOpen={setOpen}
          rowHeight={touch ? 44 : 32}
          testId="log-grid"
          rowTestId="log-row"
          empty={
            <Empty icon={<IconHistory size={36} stroke={1.4} />} title={w.history.empty}>
              <Button variant="default" onClick={() => set(EVERYTHING)}>
                {w.history.all}
              </Button>
            </Empty>
          }
        />
        <div className="list-foot" role="status">
          {rows.total >= 0 && w.history.total(rows.total)}
        </div>
        {open && (
          <Line
            line={open}
            onClose={() => setOpen(null)}
            onGroup={(group) => {
              setOpen(null);
              set({ ...EVERYTHING, group });
            }}
          />
        )}
      </section>
    </div>
  );
}

function Filters({ filter, set }: Pick<ReturnType<typeof useLog>, 'filter' | 'set'>) {
  const w = useWords();
  const names = useAnswer('names', () => desk.LogNames(), ['history']).value;
  const common = {
    size: 'sm',
    clearable: true,
    searchable: true,
    className: 'log-filter',
  } as const;
  return (
    <>
      <Select
        {...common}
        placeholder={w.history.who}
        aria-label={w.history.who}
        data={names?.who ?? []}
        value={filter.who || null}
        onChange={(who) => set({ who: who ?? '' })}
      />
      <Select
        {...common}
        placeholder={w.history.machine}
        aria-label={w.history.machine}
        data={names?.machines ?? []}
        value={filter.machine || null}
        onChange={(machine) => set({ machine: machine ?? '' })}
      />
      <Select
        {...common}
        placeholder={w.history.what}
        aria-label={w.history.what}
        data={(names?.edits ?? []).map((e) => ({ value: e.edit, label: e.text || e.edit }))}
        value={filter.edit || null}
        onChange={(edit) => set({ edit: edit ?? '' })}
      />
      {filter.group && (
        <Button size="compact-sm" variant="light" onClick={() => set({ group: '' })}>
          {w.history.oneGroup}
        </Button>
      )}
    </>
  );
}

function Verify() {
  const w = useWords();
  const [busy, setBusy] = useState(false);
  const [verdict, setVerdict] = useState<VerdictView>();
  const [problem, setProblem] = useState<Problem>();
  const run = async () => {
    setBusy(true);
    setProblem(undefined);
    try {
      setVerdict(await desk.VerifyHistory());
    } catch (cause) {
      setProblem(problemOf(cause));
    } finally {
      setBusy(false);
    }
  };
  return (
    <div className="log-verify">
      <Button
        variant="default"
        size="sm"
        leftSection={<IconShieldCheck size={16} aria-hidden />}
        loading={busy}
        onClick={run}
        data-testid="log-verify"
      >
        {w.history.verify}
      </Button>
      <p role="status" className={verdict?.broken ? 'log-broken' : 'log-whole'}>
        {problem?.text ?? (verdict && verdictText(w, verdict))}
        {verdict && verdict.signed > 0 && ` ${w.history.signed(number(verdict.signed))}`}
      </p>
    </div>
  );
}
