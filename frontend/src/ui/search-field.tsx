import { CloseButton, TextInput } from '@mantine/core';
import { IconSearch } from '@tabler/icons-react';
import { useRef } from 'react';
import { useKeys } from './keys';

interface Props {
  label: string;
  value: string;
  clearLabel: string;
  onChange: (text: string) => void;
  testId?: string;
}

/** The search of a list. The key `/` leads here from anywhere; Escape empties it, then leaves. */
export function SearchField({ label, value, clearLabel, onChange, testId }: Props) {
  const field = useRef<HTMLInputElement>(null);
  useKeys({ '/': () => field.current?.select() });
  return (
    <TextInput
      ref={field}
      type="search"
      className="search"
      aria-label={label}
      placeholder={label}
      data-testid={testId}
      value={value}
      leftSection={<IconSearch size={16} aria-hidden />}
      rightSection={
        value && <CloseButton size="sm" aria-label={clearLabel} onClick={() => onChange('')} />
      }
      onChange={(event) => onChange(event.currentTarget.value)}
      onKeyDown={(event) => {
        if (event.key !== 'Escape') return;
        if (value) onChange('');
        else field.current?.blur();
      }}
    />
  );
}
