import { useEffect, useRef, useState } from 'react';
import {
  type DataField,
  type DataNoun,
  type DataRecord,
  type DataValues,
  desk,
  type Problem,
  problemOf,
  type Saved,
} from '../../api';
import { useChanged } from '../../api/ask';
import { useWay } from '../way';
import { useShared } from './data.state';

/** Which record a form is of: an empty id begins a new one, inside `parent` where there is one. */
export interface Whose {
  noun: DataNoun;
  id: string;
  parent?: { kind: string; id: string };
}

/** Where to go when the record was made, or is no longer there. */
export interface WaysOut {
  onMade: (id: string) => void;
  onGone: () => void;
}

/** One record with what was typed over it. What was typed stays until it is saved or discarded. */
export function useRecord({ noun, id, parent }: Whose, mark: symbol, out: WaysOut) {
  const { kind } = noun;
  const way = useWay();
  const { report } = useShared();
  const [record, setRecord] = useState<DataRecord>();
  const [newer, setNewer] = useState<DataRecord>();
  const [failure, setFailure] = useState<Problem>();
  const [edits, setEdits] = useState<DataValues>({});
  const [problem, setProblem] = useState<Problem>();
  const [busy, setBusy] = useState('');
  const turn = useRef(0);

  const values = { ...record?.values, ...edits };
  const changed = Object.fromEntries(
    Object.entries(edits).filter(([key, value]) => value !== (record?.values[key] ?? '')),
  );
  const isDirty = Object.keys(changed).length > 0;
  const latest = useRef({ record, isDirty });
  latest.current = { record, isDirty };

  useEffect(() => report(mark, isDirty), [report, mark, isDirty]);
  useEffect(() => () => report(mark, false), [report, mark]);

  const take = (got: DataRecord) => {
    setRecord(got);
    setNewer(undefined);
    setFailure(undefined);
  };
  const ask = async (then: (got: DataRecord) => void) => {
    const mine = ++turn.current;
    try {
      const got = await desk.DataRecord(kind, id, parent?.id ?? '');
      if (mine === turn.current) then(got);
    } catch (cause) {
      if (mine === turn.current) setFailure(problemOf(cause));
    }
  };
  const again = () => ask(take);
  // biome-ignore lint/correctness/useExhaustiveDependencies: a form is of one record all its life
  useEffect(() => {
    void again();
    return () => {
      turn.current++;
    };
  }, []);
  useChanged(id ? ['data'] : [], () =>
    ask((got) => {
      const now = latest.current;
      // What others changed never moves the ground under input that is not saved.
      if (now.isDirty && got.was !== now.record?.was) setNewer(got);
      else take(got);
    }),
  );

  /** Does something with the record; undefined where it was refused. */
  const attempt = async (name: string, deed: () => Promise<Saved>) => {
    setBusy(name);
    setProblem(undefined);
    try {
      const saved = await deed();
      way.announce(saved);
      return saved;
    } catch (cause) {
      setProblem(problemOf(cause));
      return undefined;
    } finally {
      setBusy('');
    }
  };
  const save = async () => {
    if (!record || busy) return;
    const sent = id ? changed : madeOf(noun.fields, values);
    const saved = await attempt('save', () => desk.SaveData(kind, record.was, sent));
    if (!saved) return;
    if (!id) return saved.id ? out.onMade(saved.id) : out.onGone();
    await again();
    // What was typed on while saving is not saved yet.
    setEdits((now) => Object.fromEntries(Object.entries(now).filter(([k, v]) => sent[k] !== v)));
  };
  const drop = async () => {
    if (await attempt('drop', () => desk.DropData(kind, id))) out.onGone();
  };
  const run = async (key: string) => {
    if (await attempt(key, () => desk.DoData(kind, id, key, {}))) await again();
  };
  const change = (key: string, value: string) => {
    setEdits((now) => ({ ...now, [key]: value }));
    if (problem && (!problem.field || problem.field === key)) setProblem(undefined);
  };
  const discard = () => {
    setEdits({});
    setProblem(undefined);
    if (newer) take(newer);
  };
  return {
    record,
    values,
    failure,
    problem,
    busy,
    isDirty,
    isNew: id === '',
    isOld: newer !== undefined,
    loadNewer: () => newer && take(newer),
    change,
    discard,
    save,
    drop,
    run,
    again,
  };
}

export type OpenRecord = ReturnType<typeof useRecord>;

/** What makes a new record: all its inputs, since what it began with is kept nowhere else. */
function madeOf(fields: readonly DataField[], values: DataValues): DataValues {
  const given = fields.filter((f) => !f.fixed);
  return Object.fromEntries(given.map((f) => [f.key, values[f.key] ?? '']));
}
