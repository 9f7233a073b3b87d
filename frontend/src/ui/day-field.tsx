import { TextInput } from '@mantine/core';

interface Props {
  label: string;
  value: string;
  onChange: (iso: string) => void;
  hint?: string;
  error?: string;
  min?: string;
  testId?: string;
}

/** A day, in the way that people of this computer write it; '' when left open. */
export function DayField({ label, value, onChange, hint, error, min, testId }: Props) {
  return (
    <TextInput
      type="date"
      label={label}
      value={value}
      min={min}
      max="9999-12-31"
      description={hint}
      error={error}
      data-testid={testId}
      data-empty={value === '' || undefined}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  );
}
