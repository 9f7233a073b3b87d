import { fireEvent, waitFor } from '@testing-library/react';
import { expect, test, vi } from 'vitest';
import type { UserRecord } from '../../api';
import { fakeDoor } from '../../api/fake';
import { show } from '../kit.test-kit';
import { BulkBar } from './bulk-bar';
import { BulkDialog } from './bulk-dialog';
import { Record } from './record';
import { Users } from './users';

const door = fakeDoor([], 0).desk;
const withRights = async (rights: Partial<UserRecord>) => ({
  User: async () => ({ ...(await door.User('u1')), ...rights }),
});
const everybody = { text: '', sort: 'name', desc: false, from: 0, size: 100 } as const;
const isOff = (element: HTMLElement) => (element as HTMLButtonElement).disabled;

test.each([
  { canAdd: true, canUpdate: false, canRemove: false },
  { canAdd: false, canUpdate: true, canRemove: true },
  { canAdd: false, canUpdate: false, canRemove: false },
])('the big buttons follow what Go allows: %o', async (rights) => {
  const view = await show(<Record id="u1" onClose={() => {}} />, await withRights(rights));
  expect(isOff(await view.findByTestId('big-add'))).toBe(!rights.canAdd);
  expect(isOff(view.getByTestId('big-update'))).toBe(!rights.canUpdate);
  expect(isOff(view.getByTestId('big-remove'))).toBe(!rights.canRemove);
  expect(isOff(view.getByTestId('big-preview'))).toBe(false);
});

test('adding access closes the record and offers Undo', async () => {
  const page = await door.Users({
    text: '',
    view: 'without',
    sort: 'name',
    desc: false,
    from: 0,
    size: 1,
  });
  const user = page.rows[0];
  const onClose = vi.fn();
  const view = await show(<Record id={user?.id ?? ''} onClose={onClose} />);
  fireEvent.click(await view.findByTestId('big-add'));
  const save = await view.findByTestId('access-save');
  await waitFor(() => expect(isOff(save)).toBe(false));
  fireEvent.click(save);
  await waitFor(() => expect(onClose).toHaveBeenCalled());
  expect(view.way.announce).toHaveBeenCalledWith(
    expect.objectContaining({ text: `Access given to ${user?.name}`, canUndo: true }),
  );
});

test('a refused access stays in its dialog with the sentence at its field', async () => {
  const refused = JSON.stringify({ kind: 'invalid', text: 'This day is too late.', field: 'end' });
  const view = await show(<Record id="u1" onClose={() => {}} />, {
    ...(await withRights({ canAdd: true, access: null })),
    AddAccess: () => Promise.reject(refused),
  });
  fireEvent.click(await view.findByTestId('big-add'));
  fireEvent.click(await view.findByTestId('access-save'));
  expect(await view.findByText('This day is too late.')).toBeTruthy();
  expect(view.getByTestId('access-dialog')).toBeTruthy();
});

test('without an e-mail address the panel warns before saving', async () => {
  const view = await show(
    <Record id="u1" onClose={() => {}} />,
    await withRights({ email: 'a@b' }),
  );
  fireEvent.click(await view.findByTestId('portal-information'));
  expect(view.queryByTestId('no-email-warning')).toBeNull();
  fireEvent.change(view.getByTestId('info-email'), { target: { value: ' ' } });
  expect(view.getByTestId('no-email-warning')).toBeTruthy();
});

test('an initial password is shown once and hidden for good', async () => {
  const view = await show(
    <Record id="u1" onClose={() => {}} />,
    await withRights({ hasPassword: false }),
  );
  fireEvent.click(await view.findByTestId('portal-information'));
  fireEvent.click(view.getByTestId('new-password'));
  expect((await view.findByTestId('password-shown')).textContent).toMatch(/\w+-\w+/);
  fireEvent.click(view.getByText('Done, hide it'));
  expect(view.queryByTestId('password-shown')).toBeNull();
});

test('replacing a password is asked first', async () => {
  const NewPassword = vi.fn(door.NewPassword);
  const view = await show(<Record id="u1" onClose={() => {}} />, {
    ...(await withRights({ hasPassword: true })),
    NewPassword,
  });
  fireEvent.click(await view.findByTestId('portal-information'));
  fireEvent.click(view.getByTestId('new-password'));
  expect(NewPassword).not.toHaveBeenCalled();
  fireEvent.click(view.getByTestId('new-password-confirm'));
  expect(await view.findByTestId('password-shown')).toBeTruthy();
});

test.each([
  { hasPassword: false, deed: 'Invite', label: 'Send an invitation' },
  { hasPassword: true, deed: 'StartReset', label: 'Send a link for a new password' },
] as const)(
  'a link goes out by mail and cannot be undone: %o',
  async ({ deed, label, hasPassword }) => {
    const rights = { hasPassword, email: 'a@b.example', portalUser: true };
    const sent = vi.fn(door[deed]);
    const view = await show(<Record id="u1" onClose={() => {}} />, {
      ...(await withRights(rights)),
      [deed]: sent,
    });
    fireEvent.click(await view.findByTestId('portal-information'));
    const button = view.getByTestId('link-mail');
    expect(button.textContent).toBe(label);
    fireEvent.click(button);
    await waitFor(() => expect(view.way.announce).toHaveBeenCalled());
    expect(sent).toHaveBeenCalledWith('u1');
    expect(view.way.announce).toHaveBeenCalledWith(expect.objectContaining({ canUndo: false }));
  },
);

test('a PIN for signing is reset, and its button is there only where there is one', async () => {
  const reset = vi.fn(door.ResetPIN);
  const view = await show(<Record id="u1" onClose={() => {}} />, {
    ...(await withRights({ pin: 'locked' })),
    ResetPIN: reset,
  });
  fireEvent.click(await view.findByTestId('portal-information'));
  fireEvent.click(view.getByTestId('reset-pin'));
  await waitFor(() => expect(view.way.announce).toHaveBeenCalled());
  expect(reset).toHaveBeenCalledWith('u1');
});

test('a second factor is shown, and taken off for somebody who lost the phone (B19)', async () => {
  const off = vi.fn(door.TakeOffSecondFactor);
  const view = await show(<Record id="u1" onClose={() => {}} />, {
    ...(await withRights({ secondFactor: true, passkeys: 2 })),
    TakeOffSecondFactor: off,
  });
  fireEvent.click(await view.findByTestId('portal-information'));
  expect(view.getByTestId('second-factor').textContent).toContain('Passkeys: 2');
  fireEvent.click(view.getByTestId('second-factor-off'));
  await waitFor(() => expect(view.way.announce).toHaveBeenCalled());
  expect(off).toHaveBeenCalledWith('u1');
});

test('an invitation that is refused says why', async () => {
  const refused = JSON.stringify({ kind: 'invalid', text: 'Mia may not sign in.' });
  const view = await show(<Record id="u1" onClose={() => {}} />, {
    ...(await withRights({ hasPassword: false })),
    Invite: () => Promise.reject(refused),
  });
  fireEvent.click(await view.findByTestId('portal-information'));
  fireEvent.click(view.getByTestId('link-mail'));
  await waitFor(() =>
    expect(view.way.complain).toHaveBeenCalledWith(
      expect.objectContaining({ text: 'Mia may not sign in.' }),
    ),
  );
});

test('an empty list says whether nobody is there or nobody fits', async () => {
  const none = { Users: async () => ({ total: 0, rows: [] }) };
  const fresh = await show(<Users arrival={{ view: 'all' }} />, none);
  expect(await fresh.findByText('No users yet')).toBeTruthy();
  fresh.unmount();
  const narrowed = await show(<Users arrival={{ view: 'ending' }} />, none);
  expect(await narrowed.findByText('No user matches this search.')).toBeTruthy();
});

test('N1: a new login is asked for its name first, and what is wrong is said at its input', async () => {
  const view = await show(<Users arrival={{ view: 'all' }} />);
  fireEvent.click(view.getByTestId('user-new'));
  fireEvent.change(await view.findByTestId('login-username'), { target: { value: 'nora' } });
  expect(view.getByText(/Without an e-mail address/)).toBeTruthy();
  fireEvent.change(view.getByTestId('login-email'), { target: { value: 'nora@a.example' } });
  fireEvent.click(view.getByTestId('login-save'));
  expect(await view.findByText('Choose an account.')).toBeTruthy();
});

test('N2: new like this one copies the access, and the record of the new one opens', async () => {
  const NewLogin = vi.fn(async () => ({ uid: 'e', text: 'Made', canUndo: true, id: 'u9' }));
  const onMade = vi.fn();
  const view = await show(<Record id="u1" onClose={() => {}} onMade={onMade} />, { NewLogin });
  const record = await door.User('u1');
  fireEvent.click(await view.findByTestId('record-like'));
  fireEvent.change(await view.findByTestId('login-email'), { target: { value: 'n@a.example' } });
  fireEvent.click(view.getByTestId('login-save'));
  await waitFor(() => expect(onMade).toHaveBeenCalledWith(expect.objectContaining({ id: 'u9' })));
  const want = { like: 'u1', account: record.account, email: 'n@a.example', first: '', phone: '' };
  expect(NewLogin).toHaveBeenCalledWith(expect.objectContaining(want));
});

test('C2, C13: the panel folds, and a lead has the same one as a contact', async () => {
  for (const kind of ['contact', 'lead'] as const) {
    const view = await show(<Record id="u1" onClose={() => {}} />, await withRights({ kind }));
    const head = await view.findByTestId('portal-information');
    expect(head.getAttribute('aria-expanded')).toBe('false');
    fireEvent.click(head);
    expect(head.getAttribute('aria-expanded')).toBe('true');
    for (const label of ['Portal User', 'Support start', 'Support end', 'Username', 'E-mail']) {
      expect(view.getAllByLabelText(label).length, `${kind} ${label}`).toBeGreaterThan(0);
    }
    view.unmount();
  }
});

test('B9: a bulk update counts who really changes, and changes only them', async () => {
  const { rows } = await door.Users({ ...everybody, view: 'with' });
  const records = await Promise.all(rows.slice(0, 12).map((row) => door.User(row.id)));
  const others = records.filter((r) => r.access?.profile !== 'manager');
  const UpdateAccess = vi.fn(door.UpdateAccess);
  const onDone = vi.fn();
  const view = await show(
    <BulkDialog rows={rows.slice(0, 12)} verb="update" onClose={() => {}} onDone={onDone} />,
    { UpdateAccess },
  );
  expect((await view.findByTestId('bulk-count')).textContent).toBe('0 users change.');
  expect(isOff(view.getByTestId('bulk-go'))).toBe(true);
  fireEvent.click(view.getByTestId('bulk-profile'));
  fireEvent.click(await view.findByText('Manager'));
  const said = `${others.length} users change.`;
  await waitFor(() => expect(view.getByTestId('bulk-count').textContent).toBe(said));
  fireEvent.click(view.getByTestId('bulk-go'));
  await waitFor(() => expect(onDone).toHaveBeenCalled());
  expect(UpdateAccess.mock.calls.map(([form]) => form.user)).toEqual(others.map((r) => r.id));
  const first = others[0]?.access;
  expect(UpdateAccess.mock.calls[0]?.[0]).toMatchObject({ profile: 'manager', end: first?.end });
});

test('B18: the list has its saved views', async () => {
  for (const saved of ['wide', 'ending', 'never', 'here']) {
    const asked = vi.fn(door.Users);
    const view = await show(<Users arrival={{ view: saved }} />, { Users: asked });
    await waitFor(() => expect(asked).toHaveBeenCalled());
    expect(asked.mock.calls[0]?.[0].view).toBe(saved);
    view.unmount();
  }
});

test('B10: the list is saved as it is asked for, and whole', async () => {
  const ExportUsers = vi.fn(async () => '/tmp/Users.xlsx');
  const view = await show(<Users arrival={{ view: 'with' }} />, { ExportUsers });
  fireEvent.click(await view.findByTestId('user-export'));
  fireEvent.click(await view.findByTestId('user-export-xlsx'));
  await waitFor(() =>
    expect(view.way.announce).toHaveBeenCalledWith({ text: 'Saved as /tmp/Users.xlsx' }),
  );
  expect(ExportUsers).toHaveBeenCalledWith(expect.objectContaining({ view: 'with' }), 'xlsx');
});

test('B8: two ticked people stand side by side', async () => {
  const { rows } = await fakeDoor([], 0).desk.Users({
    ...{ text: '', view: 'all', sort: 'name', desc: false },
    ...{ from: 0, size: 3 },
  });
  const more = await show(<BulkBar rows={rows} onDone={() => {}} />);
  expect(more.queryByTestId('bulk-compare')).toBeNull();
  more.unmount();
  const view = await show(<BulkBar rows={rows.slice(0, 2)} onDone={() => {}} />);
  fireEvent.click(view.getByTestId('bulk-compare'));
  const dialog = await view.findByTestId('compare-dialog');
  await waitFor(() => expect(dialog.textContent).toContain('See tickets'));
  expect(dialog.textContent).not.toContain('Chat with the office');
  fireEvent.click(view.getByTestId('compare-all'));
  expect(dialog.textContent).toContain('Chat with the office');
});

test('an exception from the profile shows what it takes before it is saved (B7)', async () => {
  const { desk } = fakeDoor([], 0);
  const query = { text: '', view: 'with', sort: 'name', desc: false, from: 0, size: 1 } as const;
  const user = (await desk.Users(query)).rows[0]?.id ?? '';
  const SaveExceptions = vi.fn(async () => ({ uid: 'e', text: 'Saved.', canUndo: true }));
  const view = await show(<Record id={user} onClose={() => {}} />, { SaveExceptions });
  fireEvent.click(await view.findByTestId('record-exceptions'));
  expect(isOff(await view.findByTestId('exceptions-save'))).toBe(true);
  fireEvent.click(view.getByTestId('exceptions-add'));
  fireEvent.click(await view.findByRole('option', { name: 'See Tickets', hidden: true }));
  const dialog = view.getByTestId('exceptions-dialog');
  await waitFor(() => expect(dialog.textContent).toContain('tickets.view'));
  expect(dialog.textContent).toContain('The profile: their own');
  fireEvent.click(view.getByTestId('exceptions-save'));
  await waitFor(() =>
    expect(SaveExceptions).toHaveBeenCalledWith(user, '{}', { 'tickets.view': 'none' }, ''),
  );
});

test('the account of a user is a step away (A36)', async () => {
  const view = await show(<Record id="u1" onClose={() => {}} />);
  fireEvent.click(await view.findByTestId('record-account'));
  expect(view.way.go).toHaveBeenCalledWith('accounts', { id: (await door.User('u1')).account });
});
