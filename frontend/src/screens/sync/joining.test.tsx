import { fireEvent, waitFor } from '@testing-library/react';
import { expect, test, vi } from 'vitest';
import type { Joining, State } from '../../api';
import { fakeDoor } from '../../api/fake';
import { sampleDryRun, sampleJoining } from '../../api/fake-joining';
import { followState } from '../../api/state';
import { show } from '../kit.test-kit';
import { Sync } from './sync';

const alone = await fakeDoor(['joining'], 0).desk.State();

/** The screen of a desk whose question stands so. */
async function ask(joining: Partial<Joining>, state: Partial<State> = {}, changed = {}) {
  const now = { ...alone, ...state, joining: { ...sampleJoining, ...joining } };
  const view = await show(<Sync />, { State: async () => now, ...changed });
  await followState();
  await view.findByText('Join the portal of Northgate Office?');
  return view;
}

test('nothing is handed in before a dry run; it can be left at that', async () => {
  const BeginDryRun = vi.fn(async () => alone);
  const StayAlone = vi.fn(async () => ({ uid: '', text: 'It stays alone.', canUndo: false }));
  const view = await ask({}, {}, { BeginDryRun, StayAlone });
  expect(view.queryByTestId('joining-join')).toBeNull();
  fireEvent.click(view.getByTestId('joining-try'));
  await waitFor(() => expect(BeginDryRun).toHaveBeenCalledTimes(1));
  fireEvent.click(await view.findByTestId('joining-alone'));
  await waitFor(() => expect(view.way.announce).toHaveBeenCalledTimes(1));
  expect(StayAlone).toHaveBeenCalledTimes(1);
});

test('a dry run shows how far it is, and can be cancelled', async () => {
  const CancelDryRun = vi.fn(async () => alone);
  const view = await ask({ busy: true }, {}, { CancelDryRun });
  expect(view.getByTestId('joining-moving').textContent).toBe('Asking the portal…');
  expect(view.queryByTestId('joining-join')).toBeNull();
  fireEvent.click(view.getByTestId('joining-cancel'));
  await waitFor(() => expect(CancelDryRun).toHaveBeenCalledTimes(1));
});

test('its result says what would become of all that waits, and then one joins', async () => {
  const Join = vi.fn(async () => alone);
  const view = await ask({ dryRun: sampleDryRun }, { pending: 1004 }, { Join });
  const text = view.getByTestId('dry-run').textContent;
  for (const part of ['1,250 users of 310 accounts', '20,480', '1,004', '963', '41', '37']) {
    expect(text).toContain(part);
  }
  const groups = view.getAllByTestId('dry-run-group').map((group) => group.textContent);
  expect(groups).toHaveLength(3);
  expect(groups[0]).toContain('Lena Ebert and more');
  expect(groups[1]).toMatch(/^3 refused.*Ines Castro$/);
  const button = view.getByTestId('joining-join');
  expect(button.textContent).toBe('Join: hand in 1,004 edits');
  fireEvent.click(button);
  await waitFor(() => expect(Join).toHaveBeenCalledTimes(1));
});

test('a portal that takes everything, and nobody twice, is said so', async () => {
  const dryRun = { ...sampleDryRun, known: 0, taken: 1004, groups: [] };
  const view = await ask({ dryRun }, { pending: 1004 });
  expect(view.getByText('The portal would take everything as it is here.')).toBeTruthy();
  expect(view.queryAllByTestId('dry-run-group')).toHaveLength(0);
});

test('after something was changed the dry run is to be done again', async () => {
  const view = await ask({ dryRun: sampleDryRun }, { pending: 1005 });
  expect(view.getByText(/Something was changed here since/)).toBeTruthy();
  expect(view.queryByTestId('joining-join')).toBeNull();
  expect(view.getByTestId('joining-try')).toBeTruthy();
});

test('why it came to nothing is said, and what cannot be done', async () => {
  const BeginDryRun = async () => {
    throw { kind: 'unavailable', text: 'Still no answer.' };
  };
  const view = await ask({ fault: 'The server does not answer.' }, {}, { BeginDryRun });
  expect(view.getByText('The server does not answer.')).toBeTruthy();
  fireEvent.click(view.getByTestId('joining-try'));
  expect(await view.findByText('Still no answer.')).toBeTruthy();
});

test('a desk that works alone is connected in the browser, or by a code', async () => {
  const Connect = vi.fn(async () => alone);
  const BeginPairing = vi.fn(async () => alone);
  const state = { ...alone, joining: null, need: '' as const };
  const view = await show(<Sync />, { State: async () => state, Connect, BeginPairing });
  await followState();
  const address = await view.findByTestId('join-address');
  fireEvent.change(address, { target: { value: ' portal.example ' } });
  fireEvent.click(view.getByTestId('join-go'));
  await waitFor(() => expect(BeginPairing).toHaveBeenCalledWith('portal.example'));
});
