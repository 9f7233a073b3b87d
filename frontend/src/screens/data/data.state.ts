import { useDebouncedValue } from '@mantine/hooks';
import { createContext, useContext, useEffect, useMemo, useRef, useState } from 'react';
import { type DataNoun, type DataRow, desk } from '../../api';
import { useChanged } from '../../api/ask';
import { useWindowedRows } from '../../ui/windowed-rows';
import { type Arrival, useWay } from '../way';

/** The kind that was open last, kept while another screen is open. */
let lastKind = '';

/** Which kind is listed, and which of its records is open: an id, '' for a new one, or null. */
export function useOpened(nouns: readonly DataNoun[], arrival: Arrival) {
  const [at, setAt] = useState(() => {
    lastKind = arrival.view ?? lastKind;
    return { kind: lastKind, id: arrival.id ?? null };
  });
  const noun = nouns.find((n) => n.kind === at.kind) ?? nouns.find((n) => !n.inside) ?? nouns[0];
  const open = (kind: string, id: string | null) => {
    lastKind = kind;
    setAt({ kind, id });
  };
  return { noun, id: noun?.kind === at.kind ? at.id : null, open };
}

/** What the list of a kind asks for, and the rows that answer it. */
export function useKindRows(kind: string) {
  const [typed, setText] = useState('');
  const [text] = useDebouncedValue(typed, 120);
  const rows = useWindowedRows<DataRow>(`${kind}|${text}`, (from, size) =>
    desk.DataRows(kind, text, from, size),
  );
  useChanged(['data'], () => rows.refresh());
  return { text: typed, setText, rows };
}

/** What the parts of this screen share: the kinds, and the way out of unsaved forms. */
interface Shared {
  nouns: readonly DataNoun[];
  /** Says whether the form of this mark has input that is not saved. */
  report: (mark: symbol, isDirty: boolean) => void;
  /** Does `deed` at once, or asks first where something (of this mark) is not saved. */
  leave: (deed: () => void, mark?: symbol) => void;
}

export const SharedContext = createContext<Shared | null>(null);

export function useShared(): Shared {
  const shared = useContext(SharedContext);
  if (!shared) throw new Error('a form stands outside Portal data');
  return shared;
}

/** Keeps account of unsaved forms, and of the question whether to leave them. */
export function useLeaving(nouns: readonly DataNoun[]) {
  const way = useWay();
  const dirty = useRef(new Set<symbol>());
  const [waiting, setWaiting] = useState<{ deed: () => void } | null>(null);
  const shared = useMemo<Shared>(() => {
    const leave: Shared['leave'] = (deed, mark) => {
      const isAsked = mark ? dirty.current.has(mark) : dirty.current.size > 0;
      if (isAsked) setWaiting({ deed });
      else deed();
    };
    const report: Shared['report'] = (mark, isDirty) => {
      if (isDirty) dirty.current.add(mark);
      else dirty.current.delete(mark);
      way.hold(dirty.current.size > 0 ? leave : null);
    };
    return { nouns, leave, report };
  }, [nouns, way]);
  useEffect(() => () => way.hold(null), [way]);
  const answer = (isLeft: boolean) => {
    if (isLeft) waiting?.deed();
    setWaiting(null);
  };
  return { shared, isAsking: waiting !== null, answer };
}
