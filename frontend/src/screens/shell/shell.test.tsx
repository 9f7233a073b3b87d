import { fireEvent } from '@testing-library/react';
import { expect, test } from 'vitest';
import { fakeDoor } from '../../api/fake';
import { show } from '../kit.test-kit';
import { Launcher } from './launcher';
import { MenuBar } from './menu-bar';
import { Shell } from './shell';

const state = await fakeDoor([], 0).desk.State();
const layout = (kind: 'classic' | 'touch') => (
  <Shell place="home" state={state} settings={{ layout: kind, setLayout: () => {} }}>
    <p>Here</p>
  </Shell>
);

test('O12: the classic menu Home has the entry Client Portal', async () => {
  const view = await show(<MenuBar />);
  fireEvent.click(view.getByTestId('menu-home'));
  fireEvent.click(await view.findByTestId('menu-client-portal'));
  expect(view.way.openPortal).toHaveBeenCalledTimes(1);
});

test('O13: the launcher has the same red button, with the same outcome', async () => {
  const view = await show(<Launcher />);
  fireEvent.click(view.getByTestId('launcher'));
  const button = await view.findByTestId('launcher-client-portal');
  expect(button.className).toContain('tile-red');
  fireEvent.click(button);
  expect(view.way.openPortal).toHaveBeenCalledTimes(1);
});

test('O12, O13: each layout has its own way there', async () => {
  const classic = await show(layout('classic'));
  expect(classic.getByTestId('menu-home')).toBeTruthy();
  classic.unmount();
  const touch = await show(layout('touch'));
  expect(touch.getByTestId('launcher')).toBeTruthy();
});
