import { Checkbox, MultiSelect, PasswordInput, Select, Textarea, TextInput } from '@mantine/core';
import type { DataField } from '../../api';
import { DayField } from '../../ui/day-field';
import { MomentField } from '../../ui/moment-field';
import { useWords } from '../../words';
import { fieldCalled, optionCalled } from '../../words/called';
import { LinesInput } from './lines-input';
import { RecordInput, RecordsInput } from './record-input';

export interface InputProps {
  field: DataField;
  value: string;
  onChange: (value: string) => void;
  /** Names of the records that the value names, by id. */
  names: Record<string, string>;
  error?: string;
  /** In a table the column says what it is; then this is what is read out. */
  told?: string;
  autoFocus?: boolean;
}

const MODES = { number: 'numeric', decimal: 'decimal' } as Record<string, 'numeric' | 'decimal'>;

/** The input of one field, by what kind of thing it holds. */
export function FieldInput(p: InputProps) {
  const { field, value, onChange } = p;
  const w = useWords();
  const label = p.told ?? fieldCalled(w, field.key);
  const common = {
    ...(p.told ? { 'aria-label': label } : { label }),
    required: field.required,
    error: p.error,
    'data-testid': `data-field-${field.key}`,
    'data-autofocus': p.autoFocus || undefined,
  };
  const ofDay = {
    value,
    onChange,
    required: field.required,
    hideLabel: Boolean(p.told),
    testId: `data-field-${field.key}`,
    ...(p.error ? { error: p.error } : {}),
  };

  switch (field.input) {
    case 'area':
      return (
        <Textarea
          {...common}
          value={value}
          autosize
          minRows={p.told ? 1 : 3}
          maxRows={14}
          onChange={(event) => onChange(event.currentTarget.value)}
        />
      );
    case 'day':
      return (
        <DayField {...ofDay} label={label} clearLabel={w.common.clear} shape={w.common.dayShape} />
      );
    case 'moment':
      return (
        <MomentField
          {...ofDay}
          labels={{
            own: label,
            shape: w.common.momentShape,
            hours: w.data.hours,
            minutes: w.data.minutes,
            done: w.data.momentDone,
            clear: w.common.clear,
            nextMonth: w.data.nextMonth,
            previousMonth: w.data.previousMonth,
          }}
        />
      );
    case 'flag':
      return (
        <Checkbox
          className="data-flag"
          {...(p.told ? { 'aria-label': label } : { label })}
          checked={value === 'true'}
          error={p.error}
          data-testid={`data-field-${field.key}`}
          onChange={(event) => onChange(String(event.currentTarget.checked))}
        />
      );
    case 'choice': {
      const options = [...new Set([...(field.options ?? []), value])].filter(Boolean);
      return (
        <Select
          {...common}
          data={options.map((option) => ({ value: option, label: optionCalled(w, option) }))}
          value={value || null}
          allowDeselect={false}
          clearable={!field.required && !p.told}
          searchable={options.length > 8}
          onChange={(option) => onChange(option ?? '')}
        />
      );
    }
    case 'choices':
      return (
        <MultiSelect
          {...common}
          data={(field.options ?? []).map((one) => ({ value: one, label: optionCalled(w, one) }))}
          value={value.split(',').filter(Boolean)}
          clearable
          clearButtonProps={{ 'aria-label': w.common.clear }}
          onChange={(chosen) => onChange(chosen.join(','))}
        />
      );
    case 'secret':
      return (
        <PasswordInput
          {...common}
          value={value}
          description={w.data.secretHint}
          autoComplete="new-password"
          visibilityToggleButtonProps={{ 'aria-label': w.data.secretSee }}
          onChange={(event) => onChange(event.currentTarget.value)}
        />
      );
    case 'record':
      return <RecordInput {...p} common={common} />;
    case 'records':
      return <RecordsInput {...p} common={common} />;
    case 'lines':
      return <LinesInput {...p} />;
    case 'number':
    case 'decimal':
    case 'money':
      return (
        <TextInput
          {...common}
          className="data-figure"
          value={value}
          inputMode={MODES[field.input] ?? 'text'}
          placeholder={field.input === 'money' ? w.data.moneyHint : undefined}
          autoComplete="off"
          onChange={(event) => onChange(event.currentTarget.value)}
        />
      );
    default:
      return (
        <TextInput
          {...common}
          value={value}
          autoComplete="off"
          onChange={(event) => onChange(event.currentTarget.value)}
        />
      );
  }
}
