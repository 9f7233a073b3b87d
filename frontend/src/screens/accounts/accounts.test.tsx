import { fireEvent, waitFor, within } from '@testing-library/react';
import { expect, test, vi } from 'vitest';
import { fakeDoor } from '../../api/fake';
import { show } from '../kit.test-kit';
import { Accounts } from './accounts';

// The test window has no sizes of its own, and a list without a height draws no rows.
Object.defineProperties(HTMLElement.prototype, {
  clientHeight: { configurable: true, get: () => 600 },
  clientWidth: { configurable: true, get: () => 900 },
});

const screen = <Accounts arrival={{}} />;

async function opened(name: string) {
  const view = await show(screen);
  const rows = await view.findAllByTestId('account-row');
  fireEvent.click(rows.find((row) => row.textContent?.includes(name)) as HTMLElement);
  await waitFor(() => expect(view.getByTestId('account-title').textContent).toBe(name));
  return view;
}

test('subsidiaries stand under their parent, and beside it in a search (A37)', async () => {
  const view = await show(screen);
  const names = () => view.getAllByTestId('account-row').map((row) => row.textContent);
  await view.findAllByTestId('account-row');
  expect(names()[0]).toContain('Alder Logistics');
  expect(names()[1]).toContain('Juniper Clinics');
  expect(names().find((name) => name?.includes('Dune'))).toContain('Portal off');
  fireEvent.change(view.getByTestId('account-search'), { target: { value: 'juni' } });
  await waitFor(() => expect(names()).toHaveLength(1));
  expect(names()[0]).toContain('under Alder Logistics');
  fireEvent.change(view.getByTestId('account-search'), { target: { value: 'nobody' } });
  expect(await view.findByText('No account fits.')).toBeTruthy();
  fireEvent.click(view.getByText('Show all accounts'));
  await waitFor(() => expect(names()).toHaveLength(10));
});

test('before it is saved, an account shows who loses what (A36, B7)', async () => {
  const view = await opened('Alder Logistics');
  expect(view.queryByTestId('account-save')).toBeNull();
  fireEvent.click(await view.findByTestId('account-open-knowledgebase'));
  const change = await view.findByTestId('account-change');
  expect(change.textContent).toMatch(/people lose something/);
  fireEvent.click(view.getByTestId('account-open-knowledgebase'));
  await waitFor(() => expect(view.queryByTestId('account-save')).toBeNull());
  fireEvent.click(view.getByTestId('account-portal'));
  fireEvent.click(view.getByTestId('account-save'));
  await waitFor(() => expect(view.way.announce).toHaveBeenCalled());
  expect(vi.mocked(view.way.announce).mock.calls[0]?.[0]).toMatchObject({
    text: 'Account Alder Logistics was changed.',
    canUndo: true,
  });
  await waitFor(() => expect(view.queryByTestId('account-save')).toBeNull());
  expect(within(view.getByLabelText('Account')).getByText('Portal off')).toBeTruthy();
});

test('a subsidiary says that its parent switches the portal off (A36, A37)', async () => {
  const door = fakeDoor([], 0).desk;
  const record = { ...(await door.Account('a9')), offAbove: 'Alder Logistics' };
  const Account = async () => ({ ...record, closedAbove: { blog: 'Alder Logistics' } });
  const view = await show(<Accounts arrival={{ id: 'a9' }} />, { Account });
  expect(await view.findByText(/because Alder Logistics switches it off/)).toBeTruthy();
  expect(await view.findByText('closed by Alder Logistics')).toBeTruthy();
});

test('a parent that would make a circle is refused at its input (A37)', async () => {
  const view = await opened('Alder Logistics');
  fireEvent.click(await view.findByTestId('account-parent'));
  fireEvent.click(await view.findByRole('option', { name: /^Juniper Clinics/, hidden: true }));
  fireEvent.click(await view.findByTestId('account-save'));
  const input = view.getByTestId('account-parent');
  await waitFor(() => expect(input.getAttribute('aria-invalid')).toBe('true'));
  expect(view.getAllByText('This account would be above itself.')).toBeTruthy();
  expect(view.way.announce).not.toHaveBeenCalled();
});

test('a consolidated account is made with what it stands for (N4)', async () => {
  const view = await show(screen);
  await view.findAllByTestId('account-row');
  fireEvent.click(view.getByTestId('account-new-more'));
  fireEvent.click(await view.findByTestId('account-new-consolidated'));
  fireEvent.click(await view.findByTestId('account-add-member'));
  fireEvent.click(await view.findByRole('option', { name: /^Cobalt Analytics/, hidden: true }));
  fireEvent.click(view.getByTestId('account-save'));
  expect(await view.findByText('An account needs a name.')).toBeTruthy();
  fireEvent.change(view.getByTestId('account-name'), { target: { value: 'All of them' } });
  fireEvent.click(view.getByTestId('account-save'));
  await waitFor(() => expect(view.getByTestId('account-title').textContent).toBe('All of them'));
  const members = await view.findByTestId('account-members');
  expect(members.textContent).toContain('Cobalt Analytics');
  fireEvent.click(within(members).getByLabelText('Take Cobalt Analytics out'));
  expect(await view.findByText('It stands for no account yet.')).toBeTruthy();
});

test('its people are a step away, and choices are not given up unasked (A30)', async () => {
  const view = await opened('Birchwood Dental');
  const people = await view.findByTestId('account-people');
  await waitFor(() => expect(within(people).getAllByRole('button').length).toBeGreaterThan(8));
  fireEvent.click(within(people).getAllByRole('button')[0] as HTMLElement);
  expect(view.way.go).toHaveBeenCalledWith('users', { id: expect.stringMatching(/^u/) });
  fireEvent.click(view.getByTestId('account-primary'));
  const name = within(people).getAllByRole('button')[0]?.textContent ?? '';
  const options = await view.findAllByRole('option', { name: new RegExp(name), hidden: true });
  expect(options[0]?.textContent).toContain('@example.org');
  fireEvent.click(options[0] as HTMLElement);
  await view.findByTestId('account-save');
  const other = view.getAllByTestId('account-row')[0] as HTMLElement;
  fireEvent.click(other);
  fireEvent.click(await view.findByTestId('account-leave-stay'));
  expect(view.getByTestId('account-title').textContent).toBe('Birchwood Dental');
  fireEvent.click(other);
  fireEvent.click(await view.findByTestId('account-leave-go'));
  await waitFor(() =>
    expect(view.getByTestId('account-title').textContent).toBe('Alder Logistics'),
  );
});

test('whoever only reads sees everything and changes nothing', async () => {
  const door = fakeDoor([], 0).desk;
  const Account = async (id: string) => ({ ...(await door.Account(id)), canChange: false });
  const view = await show(<Accounts arrival={{ id: 'a0' }} />, { Account });
  expect(await view.findByText(/looks at accounts and does not change them/)).toBeTruthy();
  for (const of of ['name', 'parent', 'portal', 'primary', 'city'])
    expect(view.getByTestId(`account-${of}`).hasAttribute('disabled')).toBe(true);
  expect(view.queryByTestId('account-save')).toBeNull();
});
