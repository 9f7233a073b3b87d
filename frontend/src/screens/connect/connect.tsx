import { Button } from '@mantine/core';
import type { ReactNode } from 'react';
import type { Problem, State } from '../../api';
import { followState } from '../../api/state';
import { Mark } from '../../ui/mark';
import { Failed, Waiting } from '../../ui/states';
import { chooseLanguage, type Language, languages, useLanguage, useWords } from '../../words';
import { Closed } from './closed';
import { ShownCode } from './code';
import { Alone, Pair, Passphrase } from './connect-forms';
import './connect.css';

interface Props {
  state: State | undefined;
  problem: Problem | undefined;
}

/** The first minute: connect this computer to a portal, or start on this computer alone. */
export function Connect({ state, problem }: Props) {
  const w = useWords();
  if (problem && !state) {
    return (
      <Frame>
        <Failed
          title={w.problem.title}
          text={problem.text}
          again={() => void followState()}
          againLabel={w.common.again}
        />
      </Frame>
    );
  }
  if (!state) {
    return (
      <Frame>
        <Waiting label={w.connect.starting} />
      </Frame>
    );
  }
  return (
    <Frame>
      {state.trouble && state.phase !== 'closed' && (
        <p className="connect-trouble" role="status">
          {state.trouble}
        </p>
      )}
      {state.phase === 'closed' && <Closed state={state} />}
      {state.phase === 'passphrase' && <Passphrase />}
      {state.phase === 'connect' && state.pairing && (
        <>
          <h1 className="connect-title">{w.connect.pair}</h1>
          <ShownCode pairing={state.pairing} />
        </>
      )}
      {state.phase === 'connect' && !state.pairing && (
        <>
          <Mark size={44} />
          <h1>{w.connect.welcome}</h1>
          <p className="connect-lead">{w.connect.lead}</p>
          <div className="connect-ways">
            <Pair />
            <Alone />
          </div>
        </>
      )}
    </Frame>
  );
}

function Frame({ children }: { children: ReactNode }) {
  const language = useLanguage();
  return (
    <div className="connect">
      <main className="connect-main">{children}</main>
      <footer className="connect-foot">
        {(Object.keys(languages) as Language[]).map((key) => (
          <Button
            key={key}
            size="compact-sm"
            variant={key === language ? 'default' : 'subtle'}
            color="gray"
            lang={key}
            aria-pressed={key === language}
            onClick={() => chooseLanguage(key)}
          >
            {languages[key].languageName}
          </Button>
        ))}
      </footer>
    </div>
  );
}
