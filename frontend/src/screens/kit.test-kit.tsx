import { MantineProvider } from '@mantine/core';
import { render } from '@testing-library/react';
import type { ReactNode } from 'react';
import { vi } from 'vitest';
import { type Desk, type Door, openDoor } from '../api';
import { fakeDoor } from '../api/fake';
import { chooseLanguage } from '../words';
import { type Way, WayContext } from './way';

/** Shows a screen in a window whose every way out is watched, with sample data behind it. */
export async function show(screen: ReactNode, changed: Partial<Desk> = {}) {
  chooseLanguage('en');
  const door: Door = fakeDoor([], 0);
  await openDoor({ ...door, desk: { ...door.desk, ...changed } });
  const way: Way = {
    go: vi.fn(),
    hold: vi.fn(),
    preview: vi.fn(),
    openPortal: vi.fn(),
    announce: vi.fn(),
    undo: vi.fn(),
    complain: vi.fn(),
    touch: false,
  };
  const view = render(
    <MantineProvider env="test">
      <WayContext.Provider value={way}>{screen}</WayContext.Provider>
    </MantineProvider>,
  );
  return { ...view, way, desk: door.desk };
}
