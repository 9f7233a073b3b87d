import { MantineProvider } from '@mantine/core';
import { fireEvent, render } from '@testing-library/react';
import dayjs from 'dayjs';
import { expect, test, vi } from 'vitest';
import { MomentField } from './moment-field';

const labels = {
  own: 'Start',
  shape: 'YYYY-MM-DD hh:mm',
  hours: 'Hours',
  minutes: 'Minutes',
  done: 'Done',
  clear: 'Clear',
  nextMonth: 'Next',
  previousMonth: 'Previous',
};

test('a moment is shown in the time of this computer and kept in UTC', () => {
  const onChange = vi.fn();
  const at = '2026-05-04T10:30:00Z';
  const view = render(
    <MantineProvider env="test">
      <MomentField labels={labels} value={at} onChange={onChange} />
    </MantineProvider>,
  );
  const field = view.getByLabelText('Start');
  expect(field.textContent).toBe(dayjs(at).format('YYYY-MM-DD HH:mm'));
  fireEvent.click(field);
  fireEvent.click(view.getByLabelText('19 May 2026'));
  const chosen = dayjs(at).date(19);
  expect(onChange).toHaveBeenCalledWith(`${chosen.toISOString().slice(0, 19)}Z`);
});
