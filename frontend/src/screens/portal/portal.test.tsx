import { fireEvent, waitFor } from '@testing-library/react';
import { expect, test, vi } from 'vitest';
import type { PortalForm } from '../../api';
import { fakeDoor } from '../../api/fake';
import { show } from '../kit.test-kit';
import { Portal } from './portal';

const door = fakeDoor([], 0).desk;
const isOff = (element: HTMLElement) => (element as HTMLInputElement).disabled;

test('a switch is saved with everything that was not touched, and closed components too', async () => {
  const SavePortal = vi.fn(async (_: string, form: PortalForm) => {
    saved = form;
    return { uid: 'e1', text: 'Portal settings saved.', canUndo: true };
  });
  let saved: PortalForm | undefined;
  const view = await show(<Portal />, { SavePortal });
  const before = (await door.Portal()).form;
  fireEvent.click(await view.findByTestId('portal-accountTickets'));
  fireEvent.click(await view.findByTestId('portal-open-forums'));
  fireEvent.click(view.getByTestId('portal-save'));
  await waitFor(() => expect(SavePortal).toHaveBeenCalled());
  expect(saved).toEqual({ ...before, accountTickets: true, closed: ['forums'] });
  expect(view.way.announce).toHaveBeenCalledWith(
    expect.objectContaining({ text: 'Portal settings saved.' }),
  );
});

test('the picture shows what a visitor meets before anything is saved', async () => {
  const view = await show(<Portal />);
  const picture = await view.findByTestId('door');
  await waitFor(() => expect(picture.textContent).toContain('only to follow a request'));
  fireEvent.click(view.getByTestId('portal-registered'));
  await waitFor(() => expect(picture.textContent).toContain('on arrival'));
  expect(isOff(view.getByTestId('portal-signInToSubmit'))).toBe(true);
});

test('what is wrong is said at its input, and what was typed stays', async () => {
  const view = await show(<Portal />);
  const name = (await view.findByTestId('portal-name')) as HTMLInputElement;
  fireEvent.change(name, { target: { value: ' ' } });
  fireEvent.click(view.getByTestId('portal-save'));
  expect(await view.findByText('The office needs a name.')).toBeTruthy();
  expect(name.value).toBe(' ');
  fireEvent.click(view.getByTestId('portal-discard'));
  expect(name.value).toBe('Northgate Office');
  expect(view.queryByTestId('portal-save')).toBeNull();
});

test('who is no administrator reads the settings only', async () => {
  const settings = { ...(await door.Portal()), canChange: false };
  const view = await show(<Portal />, { Portal: async () => settings });
  expect(isOff(await view.findByTestId('portal-widget'))).toBe(true);
  expect(isOff(view.getByTestId('portal-paymentLink'))).toBe(true);
  expect(view.getByText('Only an administrator changes these settings.')).toBeTruthy();
});

test('before it is saved, a change shows who loses what (B7)', async () => {
  const view = await show(<Portal />);
  fireEvent.click(await view.findByTestId('portal-widget'));
  expect(view.queryByTestId('portal-change')).toBeNull();
  fireEvent.click(await view.findByTestId('portal-open-forums'));
  const change = await view.findByTestId('portal-change');
  expect(change.textContent).toContain('3 people lose something');
  expect(change.textContent).toContain('Ada King, Ben Ode, Cy Poe');
  expect(change.textContent).toContain('See forums');
});
