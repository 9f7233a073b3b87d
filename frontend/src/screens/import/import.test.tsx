import { fireEvent, waitFor } from '@testing-library/react';
import { expect, test, vi } from 'vitest';
import { toBase64 } from '../../api/base64';
import { fakeDoor } from '../../api/fake';
import { show } from '../kit.test-kit';
import { Import } from './import';
import { chosenTwice, next } from './import.state';

const FILE = new File(['name,mail,company\nAda,ada@example.org,Alder\nBen,,Alder\n'], 'people.csv');

async function withFile() {
  const view = await show(<Import />);
  fireEvent.change(view.getByTestId('import-file'), { target: { files: files(FILE) } });
  await view.findByTestId('import-plan');
  return view;
}
const files = (file: File) => ({ 0: file, length: 1, item: () => file });
const textOf = (element: HTMLElement) => (element as HTMLInputElement).value;

test('an error keeps the file and every chosen column', async () => {
  const view = await withFile();
  expect(textOf(view.getByTestId('import-target-0'))).toBe('Full name');
  fireEvent.click(view.getByTestId('import-plan'));
  expect(await view.findByText('No column becomes the e-mail address.')).toBeTruthy();
  expect(view.getByText(/people\.csv/)).toBeTruthy();
  expect(textOf(view.getByTestId('import-target-0'))).toBe('Full name');
  expect(textOf(view.getByTestId('import-target-2'))).toBe('Company');
});

test('a file goes through the dry run into the desk and back', async () => {
  const view = await withFile();
  fireEvent.click(view.getByTestId('import-target-1'));
  const options = await view.findAllByRole('option', { name: 'E-mail', hidden: true });
  fireEvent.click(options.at(options.length > 1 ? 1 : 0) as HTMLElement);
  fireEvent.click(view.getByTestId('import-plan'));
  fireEvent.click(await view.findByTestId('import-run'));
  await waitFor(() => view.getByTestId('import-done'), { timeout: 3000 });
  expect(view.getByText('1 row was not imported.')).toBeTruthy();
  fireEvent.click(view.getByTestId('import-undo'));
  await waitFor(() => expect(view.way.announce).toHaveBeenCalled());
});

test('of a workbook with several sheets another one can be read (B10)', async () => {
  const table = await fakeDoor([], 0).desk.ReadImport('p.xlsx', btoa('name,mail\nAda,a@x.org\n'));
  const sheets = ['People', 'Leads'];
  const read = vi.fn(async (_: string, sheet: string) => ({ ...table, sheet, sheets, rows: 7 }));
  const view = await show(<Import />, {
    ReadImport: async () => ({ ...table, sheet: 'People', sheets }),
    ReadImportSheet: read,
  });
  fireEvent.change(view.getByTestId('import-file'), { target: { files: files(FILE) } });
  fireEvent.click(await view.findByTestId('import-sheet'));
  fireEvent.click(await view.findByRole('option', { name: 'Leads', hidden: true }));
  await view.findByText(/7 rows/);
  expect(read).toHaveBeenCalledWith('import', 'Leads');
});

test('a failed step changes nothing but the message', () => {
  const before = next(
    { step: 'columns', targets: ['email'], busy: 'planning', error: '' },
    {
      is: 'failed',
      error: 'No.',
    },
  );
  expect(before).toEqual({ step: 'columns', targets: ['email'], busy: '', error: 'No.' });
});

test('a target chosen twice is found; left-out columns do not count', () => {
  expect(chosenTwice(['', 'email', '', 'email'])).toBe('email');
  expect(chosenTwice(['', 'email', ''])).toBe('');
});

test('large files become base64 piece by piece without a seam', () => {
  const bytes = Uint8Array.from({ length: 100_001 }, (_, i) => i % 251);
  expect(toBase64(bytes)).toBe(Buffer.from(bytes).toString('base64'));
});
