import { Button, Progress } from '@mantine/core';
import { desk, type Joining as Question, type State } from '../../api';
import { takeState } from '../../api/state';
import { Failed } from '../../ui/states';
import { useWords } from '../../words';
import { number } from '../../words/format';
import { useWay } from '../way';
import { DryRunResult } from './dry-run';
import { useMoving, useSync } from './sync.state';

interface Props {
  joining: Question;
  state: State;
}

/** A desk that began alone asks before it hands in what it has: join, or stay alone (B12). */
export function Joining({ joining, state }: Props) {
  const w = useWords();
  const way = useWay();
  const { busy, problem, attempt } = useSync(way.announce);
  const tried = joining.dryRun;
  const isStale = tried !== null && tried.edits !== state.pending;
  const begin = () => attempt('try', async () => takeState(await desk.BeginDryRun()));

  return (
    <section className="card joining" aria-labelledby="joining">
      <h2 id="joining">{w.joining.title(joining.office)}</h2>
      <p className="muted joining-at">{joining.server}</p>
      <p>{w.joining.lead}</p>
      <p>{w.joining.as(joining.staff, w.shell.roles[joining.role] ?? joining.role)}</p>
      {problem && <Failed text={problem.text} />}
      {joining.fault && <Failed text={joining.fault} title={w.joining.failed} />}
      {joining.busy && <Moving onCancel={() => attempt('stop', cancel)} />}
      {tried && <DryRunResult tried={tried} />}
      {isStale && (
        <p role="status" className="joining-stale">
          {w.joining.stale}
        </p>
      )}
      {!joining.busy && (
        <div className="joining-ways">
          {tried && !isStale ? (
            <Button
              loading={busy === 'join'}
              onClick={() => attempt('join', async () => takeState(await desk.Join()))}
              data-testid="joining-join"
            >
              {w.joining.join(tried.edits)}
            </Button>
          ) : (
            <Button loading={busy === 'try'} onClick={begin} data-testid="joining-try">
              {joining.fault ? w.common.again : w.joining.begin}
            </Button>
          )}
          <StayAlone busy={busy} attempt={attempt} />
          {tried && !isStale && (
            <Button
              variant="subtle"
              loading={busy === 'try'}
              onClick={begin}
              data-testid="joining-again"
            >
              {w.joining.again}
            </Button>
          )}
        </div>
      )}
      <p className="muted small">{w.joining.aloneText}</p>
    </section>
  );
}

const cancel = async () => takeState(await desk.CancelDryRun());

interface StayProps {
  busy: string;
  attempt: ReturnType<typeof useSync>['attempt'];
}

function StayAlone({ busy, attempt }: StayProps) {
  const w = useWords();
  const way = useWay();
  return (
    <Button
      variant="default"
      loading={busy === 'alone'}
      onClick={() => attempt('alone', async () => way.announce(await desk.StayAlone()))}
      data-testid="joining-alone"
    >
      {w.joining.alone}
    </Button>
  );
}

/** How far the dry run is. */
function Moving({ onCancel }: { onCancel: () => void }) {
  const w = useWords();
  const moving = useMoving();
  const said = moving?.label === 'trial' ? w.joining.trying : w.joining.bringing;
  return (
    <div className="joining-moving">
      <p role="status" data-testid="joining-moving">
        {moving ? said(number(moving.done), number(moving.total)) : w.joining.asking}
      </p>
      <Progress
        aria-label={w.joining.running}
        value={moving ? (100 * moving.done) / moving.total : 0}
        animated
      />
      <Button variant="default" onClick={onCancel} data-testid="joining-cancel">
        {w.common.cancel}
      </Button>
    </div>
  );
}
