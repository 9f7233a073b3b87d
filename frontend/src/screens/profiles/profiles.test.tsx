import { fireEvent, waitFor, within } from '@testing-library/react';
import { expect, test, vi } from 'vitest';
import { fakeDoor } from '../../api/fake';
import { show } from '../kit.test-kit';
import { Profiles } from './profiles';

async function opened(name: string, deed: string) {
  const view = await show(<Profiles />);
  fireEvent.click((await view.findAllByText(name))[0] as HTMLElement);
  fireEvent.click(await view.findByTestId(deed));
  return view;
}

test('a copy is named, narrowed and saved, and is in the list then (A33)', async () => {
  const view = await opened('Basic', 'profile-copy');
  expect(await view.findByText('New profile, copied from Basic')).toBeTruthy();
  fireEvent.click(view.getByTestId('profile-save'));
  expect(await view.findByText('A profile needs a name.')).toBeTruthy();
  fireEvent.change(view.getByTestId('profile-name'), { target: { value: 'Field team' } });
  fireEvent.click(await view.findByTestId('scope-blog.view'));
  fireEvent.click(view.getByTestId('profile-save'));
  expect(await view.findAllByText('Field team')).toBeTruthy();
  expect(view.way.announce).toHaveBeenCalledWith(
    expect.objectContaining({ text: 'Profile Field team was made.' }),
  );
  await waitFor(() => expect(view.getByTestId('profile-open').textContent).toContain('Change'));
});

test('a system profile is looked at; only who may give it can change (A32)', async () => {
  const view = await opened('Advanced', 'profile-open');
  expect(await view.findByText(/permissions of a system profile are fixed/)).toBeTruthy();
  expect(view.queryByTestId('scope-tickets.view')).toBeNull();
  expect(view.queryByTestId('profile-name')).toBeNull();
  expect(view.queryByTestId('profile-save')).toBeNull();
  fireEvent.click(view.getByTestId('profile-assignable'));
  expect(view.getByTestId('profile-save')).toBeTruthy();
});

test('two profiles stand side by side, and only what differs when that is wanted (B8)', async () => {
  const view = await opened('Basic', 'profile-open');
  fireEvent.click(await view.findByTestId('matrix-compare'));
  fireEvent.click(await view.findByRole('option', { name: 'Manager', hidden: true }));
  fireEvent.click(await view.findByTestId('matrix-only'));
  const rows = view.getAllByRole('row').map((row) => row.textContent);
  expect(rows.some((row) => row?.includes('See Invoices'))).toBe(true);
  expect(rows.some((row) => row?.includes('See Documents'))).toBe(false);
});

test('before it is saved, a profile shows who loses what, and can be looked at (B1, B7)', async () => {
  const door = fakeDoor([], 0).desk;
  const basic = await door.Profile('basic');
  const Profile = async () => ({ ...basic, system: false });
  const view = await show(<Profiles />, { Profile });
  fireEvent.click((await view.findAllByText('Basic'))[0] as HTMLElement);
  fireEvent.click(await view.findByTestId('profile-open'));
  fireEvent.click(await view.findByTestId('scope-blog.view'));
  const change = await view.findByTestId('profile-change');
  expect(change.textContent).toMatch(/people lose something/);
  await waitFor(() => expect(view.getByTestId('profile-account')).toBeTruthy());
  fireEvent.click(view.getByTestId('profile-preview'));
  const form = vi.mocked(view.way.preview).mock.calls[0]?.[0].form;
  expect(Object.keys(form?.scopes ?? {})).toContain('tickets.view');
  expect(Object.keys(form?.scopes ?? {})).not.toContain('blog.view');
});

test('who holds a permission is one click away (O15)', async () => {
  const view = await opened('Manager', 'profile-open');
  fireEvent.click(await view.findByLabelText('Who holds “See Tickets”'));
  const dialog = await view.findByTestId('people-dialog');
  await waitFor(() => expect(within(dialog).getAllByRole('listitem').length).toBeGreaterThan(1));
  fireEvent.click(within(dialog).getAllByRole('button')[1] as HTMLElement);
  expect(view.way.go).toHaveBeenCalledWith('users', expect.objectContaining({}));
});
