import { DateInput } from '@mantine/dates';

interface Props {
  label: string;
  value: string;
  onChange: (iso: string) => void;
  hint?: string;
  error?: string;
  min?: string;
  required?: boolean;
  hideLabel?: boolean;
  clearLabel: string;
  /** How a day is typed, such as YYYY-MM-DD. */
  shape: string;
  testId?: string;
}

/**
 * A day, typed or picked; '' when left open. The same in every engine: WebKitGTK has no date field
 * of its own.
 */
export function DayField(p: Props) {
  const { label, value, onChange, hint, error, min, required, hideLabel, testId } = p;
  return (
    <DateInput
      {...(hideLabel ? { 'aria-label': label } : { label })}
      required={required}
      value={value || null}
      valueFormat="YYYY-MM-DD"
      placeholder={p.shape}
      minDate={min}
      maxDate="9999-12-31"
      description={hint}
      error={error}
      clearable={!required}
      clearButtonProps={{ 'aria-label': p.clearLabel }}
      hideOutsideDates
      firstDayOfWeek={1}
      data-testid={testId}
      onChange={(day) => onChange(day ?? '')}
    />
  );
}
