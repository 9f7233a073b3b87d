import { Button } from '@mantine/core';
import { IconCircleCheck, IconRefresh } from '@tabler/icons-react';
import { desk, type State } from '../../api';
import { useAnswer } from '../../api/ask';
import { useDeskState } from '../../api/state';
import { Facts, Pill } from '../../ui/facts';
import { Failed } from '../../ui/states';
import { useWords } from '../../words';
import { moment, number } from '../../words/format';
import { useWay } from '../way';
import { Computers } from './computers';
import { Join } from './join';
import { Joining } from './joining';
import { type Fold, foldsOf, useMoving, useSync } from './sync.state';
import './sync.css';

/** How this desk stands with the hosted portal, and what the two sides disagree about. */
export function Sync() {
  const w = useWords();
  const way = useWay();
  const { state } = useDeskState();
  const conflicts = useAnswer('conflicts', () => desk.Conflicts(), ['conflict']);
  const sync = useSync((saved) => {
    way.announce(saved);
    conflicts.again();
  });
  if (!state) return null;

  return (
    <div className="page">
      <div className="page-narrow sync">
        <h1>{w.sync.title}</h1>
        {sync.problem && <Failed text={sync.problem.text} />}
        <Standing state={state} sync={sync} />
        <section className="sync-conflicts" aria-labelledby="conflicts">
          <h2 id="conflicts">{w.sync.conflicts}</h2>
          {conflicts.problem && (
            <Failed
              text={conflicts.problem.text}
              again={conflicts.again}
              againLabel={w.common.again}
            />
          )}
          {conflicts.value?.length === 0 && (
            <p className="sync-calm">
              <IconCircleCheck size={20} aria-hidden />
              {w.sync.noConflicts}
            </p>
          )}
          {foldsOf(conflicts.value ?? []).map((fold) => (
            <Conflict key={fold.id} fold={fold} sync={sync} />
          ))}
        </section>
        <Computers mayRevoke={state.role === 'Administrator' || state.role === 'administrator'} />
      </div>
    </div>
  );
}

interface StandingProps {
  state: State;
  sync: ReturnType<typeof useSync>;
}

function Standing({ state, sync }: StandingProps) {
  const w = useWords();
  const moving = useMoving();
  if (state.joining) return <Joining joining={state.joining} state={state} />;
  if (!state.server) {
    return (
      <section className="card">
        <h2>{w.sync.alone}</h2>
        <p className="muted">{w.sync.aloneText}</p>
        {!state.pairing && <Join />}
      </section>
    );
  }
  return (
    <section className="card sync-state" aria-label={w.sync.state}>
      <Facts
        items={[
          [w.sync.portal, state.server],
          [
            w.sync.state,
            <Pill key="state" tone={state.online ? 'good' : 'plain'}>
              {state.online ? w.sync.online : w.sync.offline}
            </Pill>,
          ],
          [w.sync.waiting, number(state.pending)],
          [w.sync.removals, state.pendingRemovals > 0 ? number(state.pendingRemovals) : ''],
          [w.sync.last, state.lastSync ? moment(state.lastSync) : w.sync.never],
        ]}
      />
      <p className="muted">{state.online ? w.sync.onlineText : w.sync.offlineText}</p>
      {moving && (
        <p role="status" data-testid="sync-moving">
          {(moving.label === 'upload' ? w.sync.sent : w.sync.received)(moving.done, moving.total)}
        </p>
      )}
      <div>
        <Button
          leftSection={<IconRefresh size={18} />}
          loading={sync.busy === 'now' || state.syncing}
          onClick={sync.now}
          data-testid="sync-now"
        >
          {w.sync.now}
        </Button>
      </div>
    </section>
  );
}

interface ConflictProps {
  fold: Fold;
  sync: ReturnType<typeof useSync>;
}

/** Both sides of one disagreement, and the two ways out of it. */
function Conflict({ fold, sync }: ConflictProps) {
  const w = useWords();
  const conflict = fold.first;
  const isBusy = sync.busy === fold.id;
  return (
    <article className="card conflict" data-testid="conflict">
      <header>
        <h3>{conflict.subject}</h3>
        <span className="muted small">{moment(conflict.when)}</span>
      </header>
      <p>{conflict.text}</p>
      {fold.ids.length > 1 && (
        <details data-testid="conflict-fold">
          <summary>{w.sync.folded(fold.ids.length)}</summary>
          <ul>
            {fold.subjects.map((subject, n) => (
              <li key={fold.ids[n]}>{subject}</li>
            ))}
          </ul>
        </details>
      )}
      <div className="conflict-sides">
        <div>
          <h4>{conflict.task ? w.sync.asked : w.sync.mine}</h4>
          <p>{conflict.mine}</p>
        </div>
        <div>
          <h4>{conflict.by ? w.sync.theirsOf(conflict.by) : w.sync.theirs}</h4>
          <p>{conflict.theirs}</p>
          {conflict.byWhen && (
            <p className="muted small">{w.sync.at(moment(conflict.byWhen), conflict.from)}</p>
          )}
        </div>
      </div>
      <div className="conflict-ways">
        <Button
          disabled={!conflict.canRepeat}
          loading={isBusy}
          onClick={() => sync.repeat(fold)}
          data-testid="conflict-repeat"
        >
          {conflict.task ? w.sync.takeOver : w.sync.useMine}
        </Button>
        <Button
          variant="default"
          disabled={isBusy}
          onClick={() => sync.leave(fold)}
          data-testid="conflict-leave"
        >
          {conflict.task ? w.sync.leave : w.sync.keepTheirs}
        </Button>
        {!conflict.canRepeat && (
          <span className="muted small">{conflict.why || w.sync.cannotRepeat}</span>
        )}
      </div>
    </article>
  );
}
