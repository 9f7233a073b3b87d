import { expect, test, vi } from 'vitest';
import type { DataNoun } from '../../api';
import { en } from '../../words/en';
import type { Way } from '../way';
import { paletteGroups } from './palette.state';

const noun = (kind: string): DataNoun => ({
  kind,
  group: 'work',
  columns: [],
  fields: [],
  parts: [],
  deeds: [],
  canMake: true,
  canDrop: true,
  inside: false,
});

test.each([
  ['Setup > Channels > Customer Portal > Access Settings', ['portal']],
  ['Administrator > Web Administrator > Logins', ['users']],
  ['Administrator > Tables > File tables > File types', ['data', { view: 'file type' }]],
  ['Administrator > Tables > Flags', ['data', { view: 'flag' }]],
  ['Accounts > Dashboard > Orders', ['data', { view: 'order' }]],
])('Z8: “%s” leads to its place here', (path, to) => {
  const go = vi.fn();
  const groups = paletteGroups(en, {
    way: { go } as unknown as Way,
    settings: { layout: 'classic', setLayout: () => {} },
    setColorScheme: () => {},
    onShortcuts: () => {},
    syncNow: () => {},
    nouns: ['file type', 'flag', 'order'].map(noun),
  });
  const found = groups
    .flatMap((group) => group.actions)
    .find((action) => action.keywords?.includes(path));
  expect(found?.description).toBe(path);
  found?.onClick?.({} as never);
  expect(go.mock.calls[0]?.filter((arg) => arg !== undefined)).toEqual(to);
});
