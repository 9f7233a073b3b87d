import { Button } from '@mantine/core';
import { type FormEvent, useEffect, useId, useState } from 'react';
import { type DataNoun, type DataValues, desk, type Problem, problemOf } from '../../api';
import { Dialog } from '../../ui/dialog';
import { Failed } from '../../ui/states';
import { useWords } from '../../words';
import { deedCalled } from '../../words/called';
import { useWay } from '../way';
import { useShared } from './data.state';
import { FieldInput } from './field-input';

interface Props {
  kind: string;
  id: string;
  deed: DataNoun['deeds'][number];
  onClose: () => void;
  onDone: () => void;
}

/** The inputs of a deed. */
export function DeedDialog({ kind, id, deed, onClose, onDone }: Props) {
  const w = useWords();
  const way = useWay();
  const form = useId();
  const { leave, report } = useShared();
  const [mark] = useState(() => Symbol('deed'));
  const [values, setValues] = useState<DataValues>({});
  const [problem, setProblem] = useState<Problem>();
  const [busy, setBusy] = useState(false);
  const isDirty = Object.values(values).some(Boolean);
  const isBeside = deed.fields.some((f) => f.key === problem?.field);
  const called = deedCalled(w, deed.key);
  useEffect(() => {
    report(mark, isDirty);
    return () => report(mark, false);
  }, [report, mark, isDirty]);

  const run = async (event: FormEvent) => {
    event.preventDefault();
    setBusy(true);
    setProblem(undefined);
    try {
      way.announce(await desk.DoData(kind, id, deed.key, values));
      onDone();
    } catch (cause) {
      setProblem(problemOf(cause));
      setBusy(false);
    }
  };
  const close = () => leave(onClose, mark);
  return (
    <Dialog
      opened
      onClose={close}
      title={called}
      closeLabel={w.common.close}
      testId={`deed-dialog-${deed.key}`}
      footer={
        <>
          <Button variant="default" onClick={close}>
            {w.common.cancel}
          </Button>
          <Button type="submit" form={form} loading={busy} data-testid="deed-go">
            {called}
          </Button>
        </>
      }
    >
      <form id={form} className="form" noValidate onSubmit={run}>
        {problem && !isBeside && <Failed text={problem.text} />}
        {deed.fields.map((f, i) => (
          <FieldInput
            key={f.key}
            field={f}
            value={values[f.key] ?? ''}
            names={{}}
            autoFocus={i === 0}
            {...(problem?.field === f.key ? { error: problem.text } : {})}
            onChange={(value) => {
              setValues((now) => ({ ...now, [f.key]: value }));
              if (problem?.field === f.key) setProblem(undefined);
            }}
          />
        ))}
      </form>
    </Dialog>
  );
}
