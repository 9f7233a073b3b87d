import { Button } from '@mantine/core';
import { IconFileTypePdf } from '@tabler/icons-react';
import { useState } from 'react';
import { desk, problemOf, type ReportView } from '../../api';
import { useAnswer } from '../../api/ask';
import { Bars } from '../../ui/bars';
import { Empty, Failed, Waiting } from '../../ui/states';
import { useWords } from '../../words';
import { number } from '../../words/format';
import { useWay } from '../way';
import { endingBars, levelBars, signInBars } from './reports.state';
import './reports.css';

/** Who may use the portal, counted; and the same to print. */
export function Reports() {
  const w = useWords();
  const report = useAnswer('report', () => desk.Report(), ['user', 'profile']);
  return (
    <div className="page">
      <div className="page-narrow reports">
        <h1>{w.reports.title}</h1>
        {report.problem && (
          <Failed text={report.problem.text} again={report.again} againLabel={w.common.again} />
        )}
        {!report.value && !report.problem && <Waiting label={w.common.loading} />}
        {report.value?.people === 0 && <Empty title={w.reports.empty} />}
        {report.value && report.value.people > 0 && <Counted report={report.value} />}
      </div>
    </div>
  );
}

function Counted({ report }: { report: ReportView }) {
  const w = useWords();
  const way = useWay();
  const columns = [w.reports.what, w.reports.people] as const;
  const endings = endingBars(report);
  return (
    <>
      <p className="lead" data-testid="report-lead">
        {w.reports.lead(number(report.people), number(report.withAccess))}
      </p>
      <div className="reports-print">
        <Print />
        <p className="muted small">{w.reports.printHint}</p>
      </div>
      <section className="card">
        <h2>{w.reports.levels}</h2>
        <Bars label={w.reports.levels} columns={columns} bars={levelBars(report, w)} />
      </section>
      <section className="card">
        <h2>{w.reports.endings}</h2>
        <p className="muted small">{w.reports.endingsHint}</p>
        {endings.length === 0 ? (
          <p>{w.reports.endingsNone}</p>
        ) : (
          <Bars label={w.reports.endings} columns={columns} bars={endings} />
        )}
        <Button
          variant="subtle"
          size="compact-sm"
          onClick={() => way.go('users', { view: 'ending' })}
        >
          {w.reports.showEnding}
        </Button>
      </section>
      <section className="card">
        <h2>{w.reports.signIns}</h2>
        <Bars label={w.reports.signIns} columns={columns} bars={signInBars(report, w)} />
        <Button
          variant="subtle"
          size="compact-sm"
          onClick={() => way.go('users', { view: 'never' })}
        >
          {w.reports.showNever}
        </Button>
      </section>
    </>
  );
}

/** Saves the report as a PDF. */
function Print() {
  const w = useWords();
  const way = useWay();
  const [busy, setBusy] = useState(false);
  const save = async () => {
    setBusy(true);
    try {
      const path = await desk.SaveReport();
      if (path) way.announce({ text: w.exporting.saved(path) });
    } catch (cause) {
      way.complain(problemOf(cause));
    } finally {
      setBusy(false);
    }
  };
  return (
    <Button
      variant="default"
      leftSection={<IconFileTypePdf size={16} aria-hidden />}
      loading={busy}
      data-testid="report-print"
      onClick={save}
    >
      {w.reports.print}
    </Button>
  );
}
