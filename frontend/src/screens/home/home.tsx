import { Button, UnstyledButton } from '@mantine/core';
import {
  IconArrowRight,
  IconCircleCheck,
  IconExternalLink,
  IconFileImport,
} from '@tabler/icons-react';
import { desk, type HomeView, type State } from '../../api';
import { useAnswer } from '../../api/ask';
import { useDeskState } from '../../api/state';
import { BigButton } from '../../ui/big-button';
import { Empty, Failed, Waiting } from '../../ui/states';
import { useWords } from '../../words';
import { moment, number } from '../../words/format';
import { useWay } from '../way';
import { attentionOf, figuresOf } from './home.state';
import './home.css';

const KINDS = ['user', 'ticket', 'account', 'conflict', 'profile', 'data', 'review'];

/** What needs attention, first of all. */
export function Home() {
  const w = useWords();
  const way = useWay();
  const { state } = useDeskState();
  const home = useAnswer('home', () => desk.Home(), KINDS);
  const firstName = state?.staff.split(' ')[0];

  return (
    <div className="page">
      <div className="page-narrow home">
        <h1>{firstName ? w.home.greeting(firstName) : w.home.title}</h1>
        {home.problem && (
          <Failed text={home.problem.text} again={home.again} againLabel={w.common.again} />
        )}
        {!home.value && !home.problem && <Waiting label={w.common.loading} />}
        {home.value && home.value.people > 0 && <Figures home={home.value} />}
        <div className="home-columns">
          {home.value?.people === 0 && (
            <section className="card">
              <Empty
                icon={<IconFileImport size={40} stroke={1.4} />}
                title={w.home.emptyTitle}
                hint={w.home.emptyLead}
              >
                <Button size="md" onClick={() => way.go('import')} data-testid="home-import">
                  {w.home.emptyGo}
                </Button>
              </Empty>
            </section>
          )}
          {home.value && home.value.people > 0 && <Attention home={home.value} />}
          <div className="home-side">
            <section className="card home-portal">
              <BigButton
                red
                label={w.shell.clientPortal}
                icon={<IconExternalLink size={24} />}
                testId="home-client-portal"
                onClick={way.openPortal}
              />
              <p className="muted small">{w.home.portalLead}</p>
            </section>
            {state && <SyncCard state={state} />}
          </div>
        </div>
      </div>
    </div>
  );
}

function Figures({ home }: { home: HomeView }) {
  const w = useWords();
  const way = useWay();
  return (
    <ul className="figures" aria-label={w.home.atAGlance}>
      {figuresOf(home, w).map(({ label, count, place, view }) => (
        <li key={label}>
          <UnstyledButton
            className="figure"
            onClick={() => way.go(place, view === undefined ? {} : { view })}
          >
            <span className="figure-count">{number(count)}</span>
            <span className="figure-label">{label}</span>
          </UnstyledButton>
        </li>
      ))}
    </ul>
  );
}

function Attention({ home }: { home: HomeView }) {
  const w = useWords();
  const way = useWay();
  const lines = attentionOf(home, w);
  return (
    <section className="card" aria-labelledby="attention">
      <h2 id="attention">{w.home.attention}</h2>
      {lines.length === 0 && (
        <p className="home-calm">
          <IconCircleCheck size={20} aria-hidden />
          {w.home.calm}
        </p>
      )}
      <ul className="attention">
        {lines.map(({ text, place, ...arrival }) => (
          <li key={text}>
            <span>{text}</span>
            <Button
              size="compact-sm"
              variant="default"
              rightSection={<IconArrowRight size={14} />}
              aria-label={`${w.home.showAll}: ${text}`}
              onClick={() => way.go(place, arrival)}
            >
              {w.home.showAll}
            </Button>
          </li>
        ))}
      </ul>
    </section>
  );
}

function SyncCard({ state }: { state: State }) {
  const w = useWords();
  const last = state.lastSync ? w.home.lastSync(moment(state.lastSync)) : w.home.neverSynced;
  return (
    <section className="card" aria-labelledby="home-sync">
      <h2 id="home-sync">{w.home.syncTitle}</h2>
      <p className="muted">{state.server ? last : w.home.aloneText}</p>
    </section>
  );
}
