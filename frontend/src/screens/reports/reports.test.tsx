import { fireEvent, waitFor } from '@testing-library/react';
import { expect, test, vi } from 'vitest';
import type { ReportView } from '../../api';
import { show } from '../kit.test-kit';
import { Reports } from './reports';
import { endingBars } from './reports.state';

const REPORT: ReportView = {
  people: 12_345,
  withAccess: 345,
  levels: [
    { profile: '', people: 12_000 },
    { profile: 'Basic', people: 345 },
  ],
  months: [{ month: '2026-11', people: 0 }],
  signIns: { never: 5, month: 300, quarter: 30, halfYear: 6, longer: 4 },
};

test('the report counts who has which level, what ends and who signs in', async () => {
  const view = await show(<Reports />, { Report: async () => REPORT });
  await view.findByText('345 of 12,345 people have portal access.');
  const row = view.getByRole('row', { name: /No access: Minimum/ });
  expect(row.textContent).toContain('12,000');
  expect(view.getByText('For nobody does access end in the next twelve months.')).toBeTruthy();
  fireEvent.click(view.getByText('Show who never signed in'));
  expect(view.way.go).toHaveBeenCalledWith('users', { view: 'never' });
});

test('it is saved to print, and where that does not work it says so', async () => {
  const SaveReport = vi.fn(async () => '/tmp/report.pdf');
  const view = await show(<Reports />, { Report: async () => REPORT, SaveReport });
  fireEvent.click(await view.findByTestId('report-print'));
  await waitFor(() =>
    expect(view.way.announce).toHaveBeenCalledWith({ text: 'Saved as /tmp/report.pdf' }),
  );
  SaveReport.mockRejectedValueOnce('{"kind":"unavailable","text":"The disk is full."}');
  fireEvent.click(view.getByTestId('report-print'));
  await waitFor(() => expect(view.way.complain).toHaveBeenCalled());
});

test('an office without people has nothing to count', async () => {
  const nobody = { ...REPORT, people: 0 };
  const view = await show(<Reports />, { Report: async () => nobody });
  await view.findByText(/nothing to count/);
  expect(view.queryByTestId('report-print')).toBeNull();
  expect(endingBars(nobody)).toEqual([]);
});
