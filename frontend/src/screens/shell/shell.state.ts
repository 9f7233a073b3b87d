import { useLocalStorage } from '@mantine/hooks';
import type { State } from '../../api';
import type { Tone } from '../../ui/facts';
import type { Words } from '../../words';

export type Layout = 'classic' | 'touch';

/** What the user chose for this window, kept on this computer. */
export interface Settings {
  layout: Layout;
  setLayout: (layout: Layout) => void;
}

export function useSettings(): Settings {
  const [layout, setLayout] = useLocalStorage<Layout>({
    key: 'gatehouse.layout',
    defaultValue: 'classic',
    getInitialValueInEffect: false,
  });
  return { layout: layout === 'touch' ? 'touch' : 'classic', setLayout };
}

/** The sync badge: the most urgent thing first, and only that. */
export function badgeOf(s: State, w: Words): { text: string; tone: Tone } {
  if (s.joining) return { text: w.badge.joining, tone: 'warn' };
  if (s.pendingRemovals > 0) return { text: w.badge.removals(s.pendingRemovals), tone: 'warn' };
  if (s.conflicts > 0) return { text: w.badge.conflicts(s.conflicts), tone: 'warn' };
  if (!s.server) return { text: w.badge.alone, tone: 'plain' };
  if (s.syncing) return { text: w.badge.syncing, tone: 'info' };
  if (s.online && s.pending > 0) return { text: w.badge.onlineWaiting(s.pending), tone: 'info' };
  if (s.online) return { text: w.badge.saved, tone: 'good' };
  if (s.pending > 0) return { text: w.badge.offlineWaiting(s.pending), tone: 'plain' };
  return { text: w.badge.offline, tone: 'plain' };
}
