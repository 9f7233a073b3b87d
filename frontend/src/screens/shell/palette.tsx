import { useMantineColorScheme } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { Spotlight, type SpotlightActionGroupData } from '@mantine/spotlight';
import { IconSearch } from '@tabler/icons-react';
import { useState } from 'react';
import { desk, problemOf } from '../../api';
import { useAnswer } from '../../api/ask';
import { takeState } from '../../api/state';
import { useWords } from '../../words';
import { useWay } from '../way';
import { paletteGroups } from './palette.state';
import type { Settings } from './shell.state';

interface Props {
  settings: Settings;
  onShortcuts: () => void;
}

/** Commands: every place, deed, setting and user behind one field. */
export function Palette({ settings, onShortcuts }: Props) {
  const w = useWords();
  const way = useWay();
  const { setColorScheme } = useMantineColorScheme();
  const [query, setQuery] = useState('');
  const [text] = useDebouncedValue(query.trim(), 120);
  const found = useAnswer(text.length > 1 ? text : '', () =>
    desk.Users({ text, view: 'all', sort: 'name', desc: false, from: 0, size: 6 }),
  );
  const nouns = useAnswer('nouns', () => desk.Nouns()).value ?? [];
  const syncNow = async () => {
    try {
      takeState(await desk.SyncNow());
    } catch (cause) {
      way.complain(problemOf(cause));
    }
  };
  const groups = paletteGroups(w, { way, settings, setColorScheme, onShortcuts, syncNow, nouns });
  const people: SpotlightActionGroupData = {
    group: w.palette.people,
    actions: (found.value?.rows ?? []).map((row) => ({
      id: `user-${row.id}`,
      label: row.name || w.common.unnamed,
      description: [row.company, row.email].filter(Boolean).join(' · '),
      // Go has already searched; the palette's own filter must let these through.
      keywords: [text],
      onClick: () => way.go('users', { id: row.id }),
    })),
  };
  return (
    <Spotlight
      actions={people.actions.length ? [...groups, people] : groups}
      query={query}
      onQueryChange={setQuery}
      shortcut={['mod + K']}
      tagsToIgnore={[]}
      highlightQuery
      scrollable
      maxHeight={440}
      limit={24}
      nothingFound={w.palette.nothing}
      attributes={{ content: { 'aria-label': w.palette.label } }}
      overlayProps={{ blur: 0, backgroundOpacity: 0.45 }}
      searchProps={{
        leftSection: <IconSearch size={18} aria-hidden />,
        placeholder: w.palette.placeholder,
        'aria-label': w.palette.placeholder,
      }}
    />
  );
}
