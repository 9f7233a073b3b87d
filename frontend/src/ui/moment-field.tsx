import { DateTimePicker } from '@mantine/dates';
import dayjs from 'dayjs';

interface Props {
  /** Names of the parts inside; `own` is the field's. */
  labels: Record<
    'own' | 'shape' | 'hours' | 'minutes' | 'done' | 'clear' | 'nextMonth' | 'previousMonth',
    string
  >;
  hideLabel?: boolean;
  value: string;
  onChange: (iso: string) => void;
  required?: boolean;
  error?: string;
  testId?: string;
}

/**
 * A day with a time, in the time of this computer; outside, RFC 3339 in UTC, '' when left open.
 * The same in every engine: WebKitGTK has no field of its own for it.
 */
export function MomentField(p: Props) {
  const { labels } = p;
  return (
    <DateTimePicker
      {...(p.hideLabel ? { 'aria-label': labels.own } : { label: labels.own })}
      value={p.value ? dayjs(p.value).format('YYYY-MM-DD HH:mm:ss') : null}
      valueFormat="YYYY-MM-DD HH:mm"
      placeholder={labels.shape}
      firstDayOfWeek={1}
      clearable={!p.required}
      clearButtonProps={{ 'aria-label': labels.clear }}
      required={p.required}
      error={p.error}
      data-testid={p.testId}
      timePickerProps={{
        hoursInputLabel: labels.hours,
        minutesInputLabel: labels.minutes,
      }}
      ariaLabels={{ nextMonth: labels.nextMonth, previousMonth: labels.previousMonth }}
      hideOutsideDates
      // Its roles would take the place of the label.
      popoverProps={{ withRoles: false }}
      submitButtonProps={{ 'aria-label': labels.done }}
      onChange={(local) => p.onChange(local ? toUtc(local) : '')}
    />
  );
}

function toUtc(local: string): string {
  return `${dayjs(local).toDate().toISOString().slice(0, 19)}Z`;
}
