import { MultiSelect, Select } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useRef, useState } from 'react';
import { desk } from '../../api';
import { useAnswer } from '../../api/ask';
import { useWords } from '../../words';
import type { InputProps } from './field-input';
import { nameShown } from './shown';

type Props = InputProps & { common: object };

/** The records that fit what is typed, and the names of those that are chosen. */
function useFound({ field, names }: InputProps, chosen: readonly string[]) {
  const w = useWords();
  const [isOpen, setOpen] = useState(false);
  const [typed, setTyped] = useState('');
  const known = useRef(new Map<string, string>());
  for (const [id, name] of Object.entries(names)) if (name) known.current.set(id, name);
  const nameOf = (id: string) => nameShown(w, field, known.current.get(id) ?? id);

  // The name of what is chosen stands in the field; it is not a search.
  const isName = chosen.some((id) => nameOf(id) === typed);
  const [text] = useDebouncedValue(isName ? '' : typed.trim(), 120);
  const found = useAnswer(isOpen ? `${field.of}|${text}` : '', () => desk.FindData(field.of, text));
  const list = (isOpen && found.value) || [];
  for (const { id, label } of list) known.current.set(id, label);
  const rest = chosen.filter((id) => !list.some((one) => one.id === id));
  return {
    data: [
      ...list.map(({ id }) => ({ value: id, label: nameOf(id) || id })),
      ...rest.map((id) => ({ value: id, label: nameOf(id) })),
    ],
    nothing: found.loading ? undefined : found.problem?.text,
    typed,
    setTyped,
    opening: { onDropdownOpen: () => setOpen(true), onDropdownClose: () => setOpen(false) },
  };
}

/** Go has searched already, so every option that came is shown. */
const all = <T,>({ options }: { options: T[] }) => options;

/** Chooses one record by its name. */
export function RecordInput(p: Props) {
  const w = useWords();
  const { field, value, onChange } = p;
  const { data, nothing, typed, setTyped, opening } = useFound(p, value ? [value] : []);
  return (
    <Select
      {...p.common}
      {...opening}
      data={data}
      value={value || null}
      searchable
      filter={all}
      searchValue={typed}
      onSearchChange={setTyped}
      allowDeselect={false}
      clearable={!field.required}
      clearButtonProps={{ 'aria-label': w.common.clear }}
      nothingFoundMessage={nothing ?? w.data.findNone}
      placeholder={w.data.find}
      maxDropdownHeight={280}
      // What is typed next takes the place of the name that stands there.
      onFocus={(event) => event.currentTarget.select()}
      onChange={(id) => onChange(id ?? '')}
    />
  );
}

/** Chooses any number of records by their names. */
export function RecordsInput(p: Props) {
  const w = useWords();
  const chosen = p.value.split(',').filter(Boolean);
  const { data, nothing, typed, setTyped, opening } = useFound(p, chosen);
  return (
    <MultiSelect
      {...p.common}
      {...opening}
      data={data}
      value={chosen}
      searchable
      filter={all}
      searchValue={typed}
      onSearchChange={setTyped}
      openOnFocus={false}
      hidePickedOptions
      nothingFoundMessage={nothing ?? w.data.findNone}
      placeholder={chosen.length ? undefined : w.data.find}
      maxDropdownHeight={280}
      onChange={(ids) => p.onChange(ids.join(','))}
    />
  );
}
