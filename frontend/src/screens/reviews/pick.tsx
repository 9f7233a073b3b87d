import { Select } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useRef, useState } from 'react';
import { useAnswer } from '../../api/ask';
import { useWords } from '../../words';

interface Choice {
  id: string;
  label: string;
  /** What tells it from its namesakes. */
  hint?: string;
}

interface Props {
  label: string;
  /** What no choice means. */
  none: string;
  value: string;
  /** What the value is called. */
  name: string;
  what: string;
  find: (text: string) => Promise<readonly Choice[]>;
  testId: string;
  onChange: (id: string) => void;
}

/** Chooses one of many by a search that Go does, or none. */
export function Pick(p: Props) {
  const w = useWords();
  const [typed, setTyped] = useState(p.name);
  const known = useRef(new Map([[p.value, p.name || w.accounts.gone]]));
  const isName = p.value !== '' && known.current.get(p.value) === typed;
  const [text] = useDebouncedValue(isName ? '' : typed.trim(), 120);
  const found = useAnswer(`${p.what} ${text}`, () => p.find(text));
  const list = found.value ?? [];
  for (const { id, label } of list) known.current.set(id, label);
  const data = list.map(({ id, label }) => ({ value: id, label }));
  if (p.value && !data.some(({ value }) => value === p.value)) {
    data.push({ value: p.value, label: known.current.get(p.value) ?? '' });
  }
  return (
    <Select
      label={p.label}
      placeholder={p.none}
      data={data}
      value={p.value || null}
      searchable
      clearable
      clearButtonProps={{ 'aria-label': w.common.clear }}
      // Go has already searched; only its answer is shown.
      filter={({ options }) => options}
      renderOption={({ option }) => (
        <span>
          {option.label}{' '}
          <span className="muted small">{list.find(({ id }) => id === option.value)?.hint}</span>
        </span>
      )}
      searchValue={typed}
      onSearchChange={setTyped}
      nothingFoundMessage={found.problem?.text ?? w.accounts.findNone}
      maxDropdownHeight={260}
      data-testid={p.testId}
      onFocus={(event) => event.currentTarget.select()}
      onChange={(id) => p.onChange(id ?? '')}
    />
  );
}
