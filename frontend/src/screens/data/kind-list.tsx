import { TextInput } from '@mantine/core';
import { IconSearch } from '@tabler/icons-react';
import { type KeyboardEvent, useRef, useState } from 'react';
import type { DataNoun } from '../../api';
import { useWords, type Words } from '../../words';
import { groupCalled, manyCalled } from '../../words/called';

interface Props {
  nouns: readonly DataNoun[];
  kind: string;
  onPick: (kind: string) => void;
}

/** From this many kinds on, the list can be searched. */
const MANY = 10;

/** The kinds of records by their groups. Arrows move within, Enter opens. */
export function KindList({ nouns, kind, onPick }: Props) {
  const w = useWords();
  const [text, setText] = useState('');
  const box = useRef<HTMLElement>(null);
  const groups = groupsOf(w, nouns, text);
  const first = groups[0]?.nouns[0]?.kind;
  // One place of the list is reached by Tab: the open kind, or else the first.
  const reached = groups.some((g) => g.nouns.some((n) => n.kind === kind)) ? kind : first;

  const onKeyDown = (event: KeyboardEvent) => {
    const items = [...(box.current?.querySelectorAll<HTMLElement>('.kind') ?? [])];
    const at = items.indexOf(document.activeElement as HTMLElement);
    const to = {
      ArrowDown: at + 1,
      ArrowUp: Math.max(at - 1, 0),
      Home: at < 0 ? undefined : 0,
      End: at < 0 ? undefined : items.length - 1,
    }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    items[Math.min(to, items.length - 1)]?.focus();
  };
  return (
    <nav ref={box} className="kinds" aria-label={w.data.kindsLabel} onKeyDown={onKeyDown}>
      {nouns.filter((n) => !n.inside).length >= MANY && (
        <TextInput
          size="xs"
          type="search"
          className="search kinds-search"
          aria-label={w.data.findKind}
          placeholder={w.data.findKind}
          leftSection={<IconSearch size={14} aria-hidden />}
          value={text}
          data-testid="kind-search"
          onChange={(event) => setText(event.currentTarget.value)}
          onKeyDown={(event) => {
            if (event.key === 'Enter' && first) onPick(first);
            if (event.key === 'Escape') setText('');
          }}
        />
      )}
      {groups.length === 0 && <p className="muted small kinds-none">{w.data.noKind}</p>}
      {groups.map((group) => (
        <section key={group.key} aria-label={group.label}>
          <h2 className="kinds-group">{group.label}</h2>
          {group.nouns.map((n) => (
            <button
              key={n.kind}
              type="button"
              className="kind"
              tabIndex={n.kind === reached ? 0 : -1}
              aria-current={n.kind === kind ? 'true' : undefined}
              data-testid={`kind-${n.kind}`}
              onClick={() => onPick(n.kind)}
            >
              {manyCalled(w, n.kind)}
            </button>
          ))}
        </section>
      ))}
    </nav>
  );
}

/** The kinds that have a list of their own and fit what was typed, by their groups. */
export function groupsOf(w: Words, nouns: readonly DataNoun[], text = '') {
  const wanted = text.trim().toLowerCase();
  const fitting = nouns.filter(
    (n) => !n.inside && `${manyCalled(w, n.kind)} ${n.kind}`.toLowerCase().includes(wanted),
  );
  return [...new Set(fitting.map((n) => n.group))].map((key) => ({
    key,
    label: groupCalled(w, key),
    nouns: fitting.filter((n) => n.group === key),
  }));
}
