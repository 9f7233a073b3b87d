import { act, fireEvent, type RenderResult, screen, waitFor, within } from '@testing-library/react';
import { expect, test, vi } from 'vitest';
import type { Desk } from '../../api';
import { fakeDoor } from '../../api/fake';
import { show } from '../kit.test-kit';
import { Data } from './data';

// The test window has no sizes of its own, and a list without a height draws no rows.
Object.defineProperties(HTMLElement.prototype, {
  clientHeight: { configurable: true, get: () => 600 },
  clientWidth: { configurable: true, get: () => 900 },
});

const type = (element: HTMLElement, value: string) =>
  fireEvent.change(element, { target: { value } });
const textIn = (element: HTMLElement) => (element as HTMLInputElement).value;
const opened = (view: string, id?: string, changed: Partial<Desk> = {}) =>
  show(<Data arrival={id === undefined ? { view } : { view, id }} />, changed);

/** The sample desk, with the deeds of `names` watched. */
function watched<K extends keyof Desk>(...names: K[]) {
  const { desk } = fakeDoor([], 0);
  for (const name of names) vi.spyOn(desk, name);
  return desk;
}

/** Lets what is on its way arrive, and what waits for a moment pass. */
const later = (ms: number) => act(() => new Promise((done) => setTimeout(done, ms)));

test('kinds stand by their groups, and the search narrows the rows', async () => {
  const view = await opened('invoice');
  expect((await view.findByTestId('kind-invoice')).parentElement?.textContent).toMatch(/^Sales/);
  expect(view.queryByTestId('kind-payment')).toBeNull();
  await waitFor(() => expect(view.getAllByTestId('data-row').length).toBeGreaterThan(10));
  expect(view.getByText('24 records')).toBeTruthy();
  expect(view.getByText('€1,250.50')).toBeTruthy();
  type(view.getByTestId('data-search'), 'inv-2003');
  await waitFor(() => expect(view.getAllByTestId('data-row')).toHaveLength(1));
});

test('another kind opens by its button, and arrows walk through the kinds', async () => {
  const view = await opened('invoice');
  const here = await view.findByTestId('kind-invoice');
  act(() => here.focus());
  fireEvent.keyDown(here, { key: 'ArrowDown' });
  expect(document.activeElement).toBe(view.getByTestId('kind-signature'));
  fireEvent.click(view.getByTestId('kind-signature'));
  expect(await view.findByText('Nothing here yet')).toBeTruthy();
  expect(view.queryByTestId('data-new')).toBeNull();
});

test('j and Enter open a record, / leads to the search', async () => {
  const view = await opened('file type');
  await view.findAllByTestId('data-row');
  fireEvent.keyDown(document.body, { key: 'j' });
  fireEvent.keyDown(document.body, { key: 'j' });
  fireEvent.keyDown(document.body, { key: 'Enter' });
  expect((await view.findByTestId('data-record-title')).textContent).toBe('Delivery note');
  fireEvent.keyDown(document.body, { key: '/' });
});

test('a list that cannot be loaded says so', async () => {
  const refused = '{"kind":"damaged","text":"The file is broken."}';
  const view = await opened('invoice', undefined, { DataRows: () => Promise.reject(refused) });
  expect(await view.findByText('The file is broken.')).toBeTruthy();
});

test('a refused new record stays with the sentence at its field, then it is made', async () => {
  const desk = watched('SaveData');
  const view = await opened('queue', undefined, desk);
  fireEvent.click(await view.findByTestId('data-new'));
  fireEvent.click(await view.findByTestId('data-save'));
  expect(await view.findByText('Fill this in.')).toBeTruthy();
  type(view.getByTestId('data-field-Name'), 'Returns');
  expect(view.queryByText('Fill this in.')).toBeNull();
  fireEvent.click(view.getByTestId('data-save'));
  await waitFor(() => expect(view.getByTestId('data-record-title').textContent).toBe('Returns'));
  expect(desk.SaveData).toHaveBeenLastCalledWith(
    'queue',
    '',
    expect.objectContaining({ Name: 'Returns', Priority: 'low', Public: 'false' }),
  );
  expect(view.way.announce).toHaveBeenCalledWith(expect.objectContaining({ canUndo: true }));
});

test('only what was changed is saved, and was goes back untouched', async () => {
  const desk = watched('SaveData');
  const { was } = await desk.DataRecord('queue', 'queue-0', '');
  const view = await opened('queue', 'queue-0', desk);
  type(await view.findByTestId('data-field-Name'), 'Front line');
  type(view.getByTestId('data-field-Description'), 'x');
  type(view.getByTestId('data-field-Description'), '');
  fireEvent.click(view.getByTestId('data-field-Public'));
  fireEvent.click(view.getByTestId('data-save'));
  await waitFor(() => expect(view.getByTestId('data-record-title').textContent).toBe('Front line'));
  expect(desk.SaveData).toHaveBeenCalledWith('queue', was, {
    Name: 'Front line',
    Public: 'false',
  });
  expect((view.getByTestId('data-save') as HTMLButtonElement).disabled).toBe(true);
});

test('what a refused save said is kept, with its sentence above the form', async () => {
  const refused = '{"kind":"conflict","text":"Somebody else was faster."}';
  const view = await opened('forum', 'forum-0', { SaveData: () => Promise.reject(refused) });
  type(await view.findByTestId('data-field-Name'), 'Mine');
  fireEvent.click(view.getByTestId('data-save'));
  expect(await view.findByText('Somebody else was faster.')).toBeTruthy();
  expect(textIn(view.getByTestId('data-field-Name'))).toBe('Mine');
});

test('records show their names and are searched for while typing', async () => {
  const desk = watched('FindData');
  const view = await opened('queue', 'queue-1', desk);
  const vendor = await view.findByTestId('data-field-Vendor');
  expect(textIn(vendor)).toBe('Cobalt Analytics');
  expect(view.getByText('Kim Larsen')).toBeTruthy();
  act(() => vendor.focus());
  fireEvent.click(vendor);
  type(vendor, 'granite');
  await waitFor(() => expect(desk.FindData).toHaveBeenLastCalledWith('account', 'granite'));
  fireEvent.click(await screen.findByText('Granite Legal'));
  expect(textIn(vendor)).toBe('Granite Legal');
});

test('lines are added, written, moved by keys and removed', async () => {
  const desk = watched('SaveData');
  const view = await opened('invoice', 'invoice-0', desk);
  fireEvent.click(await view.findByTestId('line-add'));
  const cell = (name: string, n: number) => view.getByLabelText(`${name}, line ${n}`);
  expect(document.activeElement).toBe(cell('Text', 3));
  type(cell('Text', 3), 'Travel');
  fireEvent.keyDown(cell('Text', 3), { key: 'ArrowUp', altKey: true });
  expect(textIn(cell('Text', 2))).toBe('Travel');
  expect(document.activeElement).toBe(cell('Text', 2));
  fireEvent.click(view.getByLabelText('Remove line 1'));
  fireEvent.keyDown(cell('Text', 1), { key: 'Enter' });
  expect(textIn(cell('Text', 2))).toBe('');
  fireEvent.click(view.getByLabelText('Remove line 2'));
  fireEvent.click(view.getByTestId('data-save'));
  await waitFor(() => expect(desk.SaveData).toHaveBeenCalled());
  expect(vi.mocked(desk.SaveData).mock.calls[0]?.[2]).toEqual({
    Lines: JSON.stringify([
      ['Travel', '', '', ''],
      ['Licence for the warehouse module', '1', '890.50 EUR', 'year'],
    ]),
  });
});

test('a deed with inputs asks for them and stays until they are right', async () => {
  const desk = watched('DoData');
  const view = await opened('invoice', 'invoice-1', desk);
  expect(await view.findByTestId('deed-pay')).toBeTruthy();
  expect(view.queryByTestId('deed-send')).toBeNull();
  fireEvent.click(view.getByTestId('deed-pay'));
  const dialog = within(await view.findByTestId('deed-dialog-pay'));
  fireEvent.click(dialog.getByTestId('deed-go'));
  expect(await dialog.findByText('Fill this in.')).toBeTruthy();
  type(dialog.getByTestId('data-field-Amount'), '12 EUR');
  fireEvent.click(dialog.getByTestId('deed-go'));
  await waitFor(() => expect(view.queryByTestId('deed-pay')).toBeNull());
  expect(desk.DoData).toHaveBeenLastCalledWith('invoice', 'invoice-1', 'pay', {
    Amount: '12 EUR',
  });
});

test('a deed without inputs is done at once', async () => {
  const view = await opened('invoice', 'invoice-0');
  fireEvent.click(await view.findByTestId('deed-send'));
  expect(await view.findByTestId('deed-pay')).toBeTruthy();
});

test('a part opens over its record, and a new one begins inside it', async () => {
  const desk = watched('DataRecord', 'SaveData');
  const view = await opened('forum', 'forum-0', desk);
  expect((await view.findByTestId('part-topic')).textContent).toContain('Dark reports');
  fireEvent.click(view.getByTestId('part-add-topic'));
  const dialog = within(await view.findByTestId('data-part-topic'));
  type(await dialog.findByTestId('data-field-Title'), 'Faster search');
  expect(desk.DataRecord).toHaveBeenCalledWith('topic', '', 'forum-0');
  expect(dialog.queryByTestId('data-field-Forum')).toBeNull();
  fireEvent.click(dialog.getByTestId('data-save'));
  await waitFor(() => expect(view.getAllByTestId('part-topic')).toHaveLength(2));
  expect(desk.SaveData).toHaveBeenLastCalledWith(
    'topic',
    '',
    expect.objectContaining({ Title: 'Faster search', Forum: 'forum-0' }),
  );
});

test('a record is taken away at once, with Undo', async () => {
  const view = await opened('file type', 'file type-0');
  fireEvent.click(await view.findByTestId('data-drop'));
  await waitFor(() => expect(view.queryByTestId('data-record-title')).toBeNull());
  expect(view.way.announce).toHaveBeenCalledWith(
    expect.objectContaining({ text: 'Taken away.', canUndo: true }),
  );
});

async function typedOver(view: RenderResult) {
  type(await view.findByTestId('data-field-Name'), 'Not saved');
  await later(0);
}

test('leaving unsaved input is asked once', async () => {
  const view = await opened('file type', 'file type-0');
  await typedOver(view);
  expect(view.way.hold).toHaveBeenLastCalledWith(expect.any(Function));
  fireEvent.click(view.getByTestId('data-close'));
  fireEvent.click(await view.findByTestId('data-leave-stay'));
  expect(textIn(view.getByTestId('data-field-Name'))).toBe('Not saved');
  fireEvent.click(view.getByTestId('kind-forum'));
  fireEvent.click(await view.findByTestId('data-leave-go'));
  expect(await view.findByText('Ideas')).toBeTruthy();
  expect(view.way.hold).toHaveBeenLastCalledWith(null);
});

test('a record that is changed elsewhere loads by itself while nothing was typed', async () => {
  const view = await opened('file type', 'file type-0');
  await view.findByTestId('data-field-Name');
  const { was } = await view.desk.DataRecord('file type', 'file type-0', '');
  await view.desk.SaveData('file type', was, { Name: 'Theirs' });
  await later(300);
  expect(textIn(view.getByTestId('data-field-Name'))).toBe('Theirs');
});

test('with unsaved input it says so, and loading it keeps the input', async () => {
  const view = await opened('file type', 'file type-0');
  await typedOver(view);
  const { was } = await view.desk.DataRecord('file type', 'file type-0', '');
  await view.desk.SaveData('file type', was, { Customer: 'false' });
  await later(300);
  const flag = () => view.getByTestId('data-field-Customer') as HTMLInputElement;
  expect(flag().checked).toBe(true);
  fireEvent.click(view.getByTestId('data-load'));
  expect(flag().checked).toBe(false);
  expect(textIn(view.getByTestId('data-field-Name'))).toBe('Not saved');
  expect(view.queryByTestId('data-load')).toBeNull();
});

test('who can see a record is said with the reasons, and leads to the person (B6)', async () => {
  const view = await opened('invoice', 'invoice-0');
  fireEvent.click(await view.findByTestId('data-who'));
  const dialog = await view.findByTestId('people-dialog');
  const people = await within(dialog).findAllByRole('listitem');
  expect(people[0]?.textContent).toContain('The security profile Manager includes');
  fireEvent.click(within(people[0] as HTMLElement).getByRole('button'));
  expect(view.way.go).toHaveBeenCalledWith('users', expect.objectContaining({ id: 'u0' }));
});
