import { Button, Progress } from '@mantine/core';
import type { ImportPlan, ImportPlanRow } from '../../api';
import { Pill, type Tone } from '../../ui/facts';
import { useWords } from '../../words';
import { number } from '../../words/format';
import type { useImport } from './import.state';

const TONES: Record<ImportPlanRow['outcome'], Tone> = {
  new: 'good',
  duplicate: 'plain',
  refused: 'bad',
};

interface Props {
  wizard: ReturnType<typeof useImport>;
  plan: ImportPlan;
}

/** The dry run: what would happen to each row, and why. */
export function Check({ wizard, plan }: Props) {
  const w = useWords();
  const { busy, progress } = wizard.wizard;
  const isRunning = busy === 'running' || busy === 'stopping';
  const figures = [
    [w.import.people, plan.people],
    [w.import.accounts, plan.accounts],
    [w.import.duplicates, plan.duplicates],
    [w.import.refused, plan.refused],
  ] as const;
  return (
    <>
      <p>{plan.people > 0 ? w.import.planLead : w.import.nothingNew}</p>
      <dl className="counts">
        {figures.map(([label, count]) => (
          <div key={label}>
            <dt>{label}</dt>
            <dd>{number(count)}</dd>
          </div>
        ))}
      </dl>
      {isRunning ? (
        <section className="card import-running" aria-label={w.import.running}>
          <p role="status">
            {busy === 'stopping' ? w.import.cancelling : progress?.label || w.import.running}{' '}
            {progress && progress.total > 0 && w.import.progress(progress.done, progress.total)}
          </p>
          <Progress
            value={progress?.total ? (100 * progress.done) / progress.total : 0}
            size="lg"
            aria-label={w.import.running}
          />
          <div>
            <Button
              variant="default"
              disabled={busy === 'stopping'}
              onClick={wizard.stop}
              data-testid="import-stop"
            >
              {w.import.cancel}
            </Button>
          </div>
        </section>
      ) : (
        <div className="import-end">
          <Button variant="default" onClick={() => wizard.step('columns')}>
            {w.common.back}
          </Button>
          <Button disabled={plan.people === 0} onClick={wizard.run} data-testid="import-run">
            {w.import.run(plan.people)}
          </Button>
        </div>
      )}
      <PlanRows rows={plan.rows} />
    </>
  );
}

function PlanRows({ rows }: { rows: readonly ImportPlanRow[] }) {
  const w = useWords();
  if (rows.length === 0) return null;
  return (
    <div>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, so keys must reach it */}
      <section className="import-table import-rows" tabIndex={0} aria-label={w.import.steps.check}>
        <table>
          <thead>
            <tr>
              <th scope="col">{w.import.line}</th>
              <th scope="col">{w.import.outcome}</th>
              <th scope="col">{w.import.why}</th>
              <th scope="col">{w.import.name}</th>
              <th scope="col">{w.import.email}</th>
              <th scope="col">{w.import.company}</th>
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <tr key={row.line}>
                <td>{row.line}</td>
                <td>
                  <Pill tone={TONES[row.outcome]}>{w.import.outcomes[row.outcome]}</Pill>
                </td>
                <td title={row.why}>{row.why}</td>
                <td title={row.name}>{row.name}</td>
                <td title={row.email}>{row.email}</td>
                <td title={row.company}>{row.company}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </section>
      <p className="form-hint">{w.import.firstRows(rows.length)}</p>
    </div>
  );
}
