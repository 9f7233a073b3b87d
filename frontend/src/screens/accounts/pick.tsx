import { Select } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { type ReactNode, useRef, useState } from 'react';
import { useAnswer } from '../../api/ask';
import { useWords } from '../../words';

export interface Choice {
  id: string;
  name: string;
  /** What tells it from its namesakes. */
  hint?: string;
}

interface Props {
  label: string;
  hint?: string;
  /** The id that is chosen; empty = none. */
  value: string;
  /** What that is called. */
  name: string;
  /** What is looked for, so that two pickers never share an answer. */
  what: string;
  find: (text: string) => Promise<readonly Choice[]>;
  isFixed: boolean;
  error?: ReactNode;
  testId: string;
  onChange: (id: string, name: string) => void;
}

/** Chooses one of many by a search that Go does. */
export function Pick(p: Props) {
  const w = useWords();
  const [isOpen, setOpen] = useState(false);
  const [typed, setTyped] = useState('');
  const known = useRef(new Map<string, string>());
  if (p.value && p.name) known.current.set(p.value, p.name);
  const nameOf = (id: string) => known.current.get(id) ?? w.accounts.gone;

  // The name of what is chosen stands in the field; it is not a search.
  const isName = p.value !== '' && nameOf(p.value) === typed;
  const [text] = useDebouncedValue(isName ? '' : typed.trim(), 120);
  const found = useAnswer(isOpen ? `${p.what}|${text}` : '', () => p.find(text));
  const list = (isOpen && found.value) || [];
  for (const { id, name } of list) known.current.set(id, name);
  const data = list.map(({ id, name }) => ({ value: id, label: name }));
  const isThere = data.some(({ value }) => value === p.value);
  return (
    <Select
      label={p.label}
      description={p.hint}
      placeholder={w.accounts.find}
      data={p.value && !isThere ? [...data, { value: p.value, label: nameOf(p.value) }] : data}
      value={p.value || null}
      disabled={p.isFixed}
      searchable
      // Go has already searched; only its answer is shown.
      filter={({ options }) => options}
      renderOption={({ option }) => (
        <span className="account-choice">
          {option.label}
          <span className="muted small">{list.find((one) => one.id === option.value)?.hint}</span>
        </span>
      )}
      searchValue={typed}
      onSearchChange={setTyped}
      allowDeselect={false}
      clearable
      clearButtonProps={{ 'aria-label': w.common.clear }}
      nothingFoundMessage={found.problem?.text ?? (found.loading ? undefined : w.accounts.findNone)}
      maxDropdownHeight={280}
      error={p.error}
      data-testid={p.testId}
      onDropdownOpen={() => setOpen(true)}
      onDropdownClose={() => setOpen(false)}
      // What is typed next takes the place of the name that stands there.
      onFocus={(event) => event.currentTarget.select()}
      onChange={(id) => p.onChange(id ?? '', id ? nameOf(id) : '')}
    />
  );
}
