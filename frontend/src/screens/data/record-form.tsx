import { Button } from '@mantine/core';
import { type FormEvent, useEffect, useRef } from 'react';
import type { DataField } from '../../api';
import { Facts } from '../../ui/facts';
import { Failed } from '../../ui/states';
import { useWords, type Words } from '../../words';
import { fieldCalled } from '../../words/called';
import { FieldInput } from './field-input';
import { FixedLines } from './fixed-lines';
import type { OpenRecord, Whose } from './record.state';
import { shown } from './shown';

interface Props {
  whose: Whose;
  open: OpenRecord;
}

/** The inputs of a record, with what is fixed as facts above, and Save below. */
export function RecordForm({ whose, open }: Props) {
  const w = useWords();
  const form = useRef<HTMLFormElement>(null);
  const { noun, parent } = whose;
  const { values, problem, record } = open;
  const names = record?.names ?? {};
  const isParent = (f: DataField) =>
    parent !== undefined && f.of === parent.kind && values[f.key] === parent.id;
  const facts = noun.fields.filter((f) => f.fixed || isParent(f));
  const inputs = noun.fields.filter((f) => !facts.includes(f));
  const isBeside = inputs.some((f) => f.key === problem?.field);

  useEffect(() => {
    const first = form.current?.querySelector<HTMLElement>('input, textarea');
    if (open.isNew) first?.focus();
  }, [open.isNew]);
  useEffect(() => {
    if (!problem) return;
    const wrong = form.current?.querySelector<HTMLElement>('[aria-invalid="true"]');
    (wrong ?? form.current?.querySelector('[role="alert"]'))?.scrollIntoView?.({
      block: 'nearest',
    });
    wrong?.focus();
  }, [problem]);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    void open.save();
  };
  return (
    <>
      {facts.length > 0 && (
        <div className="record-part">
          <Facts
            items={facts.map((f) => [
              fieldCalled(w, f.key),
              fact(w, f, values[f.key] ?? '', names),
            ])}
          />
        </div>
      )}
      <form ref={form} className="record-part data-form" noValidate onSubmit={submit}>
        {problem && !isBeside && <Failed text={problem.text} />}
        {inputs.map((f) => (
          <FieldInput
            key={f.key}
            field={f}
            value={values[f.key] ?? ''}
            names={names}
            {...(problem?.field === f.key ? { error: problem.text } : {})}
            onChange={(value) => open.change(f.key, value)}
          />
        ))}
        {inputs.length > 0 && (
          <div className="form-end data-end" data-dirty={open.isDirty || open.isNew || undefined}>
            <Button
              type="submit"
              disabled={!open.isDirty && !open.isNew}
              loading={open.busy === 'save'}
              data-testid="data-save"
            >
              {open.isNew ? w.data.add : w.data.save}
            </Button>
            {open.isDirty && (
              <Button variant="default" onClick={open.discard} data-testid="data-discard">
                {w.data.discard}
              </Button>
            )}
          </div>
        )}
      </form>
    </>
  );
}

function fact(w: Words, f: DataField, text: string, names: Record<string, string>) {
  if (text === '') return '';
  if (f.input === 'lines') return <FixedLines field={f} text={text} />;
  return <span className="data-fact">{shown(w, f, text, names)}</span>;
}
