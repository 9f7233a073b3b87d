import { Button, Kbd } from '@mantine/core';
import { spotlight } from '@mantine/spotlight';
import { IconCommand } from '@tabler/icons-react';
import type { State } from '../../api';
import { Mark } from '../../ui/mark';
import { useWords } from '../../words';
import { useWay } from '../way';
import { Launcher } from './launcher';
import { SettingsMenu } from './settings-menu';
import { badgeOf, type Settings } from './shell.state';

interface Props {
  state: State;
  settings: Settings;
  onShortcuts: () => void;
}

/** The upper edge: product, office, how the desk stands with the portal, settings, Commands. */
export function Header({ state, settings, onShortcuts }: Props) {
  const w = useWords();
  const way = useWay();
  const badge = badgeOf(state, w);
  return (
    <header className="head">
      {settings.layout === 'touch' && <Launcher />}
      <Mark />
      <strong className="head-product">{w.product}</strong>
      <span className="head-office">{state.office}</span>
      <div className="head-end">
        <button
          type="button"
          className={`badge badge-${badge.tone}`}
          title={w.badge.open}
          data-testid="sync-badge"
          onClick={() => way.go('sync')}
        >
          <span className="badge-dot" aria-hidden />
          <span role="status">{badge.text}</span>
        </button>
        <Button
          variant="default"
          size={way.touch ? 'md' : 'sm'}
          leftSection={<IconCommand size={16} />}
          rightSection={<Kbd size="xs">{isMac() ? '⌘ K' : 'Ctrl K'}</Kbd>}
          onClick={spotlight.open}
          data-testid="commands"
        >
          {w.shell.commands}
        </Button>
        <SettingsMenu settings={settings} onShortcuts={onShortcuts} />
      </div>
    </header>
  );
}

function isMac(): boolean {
  return /mac/i.test(navigator.userAgent);
}
