import { type ReactNode, useState } from 'react';
import type { State } from '../../api';
import { useKeys } from '../../ui/keys';
import { useWords } from '../../words';
import { PLACES, type Place, useWay } from '../way';
import { Header } from './header';
import { PLACE_ICONS } from './icons';
import { MenuBar } from './menu-bar';
import { Palette } from './palette';
import type { Settings } from './shell.state';
import { Shortcuts } from './shortcuts';
import { Trouble } from './trouble';
import './shell.css';

interface Props {
  place: Place;
  state: State;
  settings: Settings;
  /** What needs doing before anything else; it takes the place of the trouble. */
  notice?: ReactNode;
  children: ReactNode;
}

/** The window around every screen: header, menu or launcher, navigation, palette. */
export function Shell({ place, state, settings, notice, children }: Props) {
  const w = useWords();
  const [help, setHelp] = useState(false);
  const isShown = state.need === 'join' && place === 'sync'; // by the screen itself
  useKeys({ '?': () => setHelp(true) });
  return (
    <div className={`shell shell-${settings.layout}`}>
      <a className="skip" href="#content">
        {w.nav.skip}
      </a>
      <Header state={state} settings={settings} onShortcuts={() => setHelp(true)} />
      {settings.layout === 'classic' && <MenuBar />}
      <div className="shell-body">
        {settings.layout === 'classic' && <Navigation place={place} state={state} />}
        <main id="content" className="shell-main" tabIndex={-1}>
          {notice || (!isShown && <Trouble state={state} />)}
          <div className="shell-screen">{children}</div>
        </main>
      </div>
      <Palette settings={settings} onShortcuts={() => setHelp(true)} />
      <Shortcuts opened={help} onClose={() => setHelp(false)} />
    </div>
  );
}

function Navigation({ place, state }: { place: Place; state: State }) {
  const w = useWords();
  const way = useWay();
  return (
    <nav className="nav" aria-label={w.nav.label}>
      {PLACES.map((name) => {
        const Icon = PLACE_ICONS[name];
        const count = name === 'sync' ? state.conflicts : 0;
        return (
          <button
            key={name}
            type="button"
            className="nav-item"
            aria-current={name === place ? 'page' : undefined}
            data-testid={`nav-${name}`}
            onClick={() => way.go(name)}
          >
            <Icon size={19} stroke={1.7} aria-hidden />
            <span>{w.nav[name]}</span>
            {count > 0 && <span className="nav-count">{count}</span>}
          </button>
        );
      })}
      <p className="nav-foot">
        {w.shell.signedInAs(state.staff, w.shell.roles[state.role] ?? state.role)}
        <br />
        {w.shell.version(state.version)}
      </p>
    </nav>
  );
}
