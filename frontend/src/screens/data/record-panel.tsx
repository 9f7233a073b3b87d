import { CloseButton } from '@mantine/core';
import { useState } from 'react';
import { useWords } from '../../words';
import { oneCalled } from '../../words/called';
import type { WaysOut, Whose } from './record.state';
import { RecordBody } from './record-body';

interface Props extends WaysOut {
  whose: Whose;
  onClose: () => void;
}

/** The open record beside the list. */
export function RecordPanel({ whose, onClose, ...out }: Props) {
  const w = useWords();
  const one = oneCalled(w, whose.noun.kind);
  const [mark] = useState(() => Symbol('panel'));
  const hasLines = whose.noun.fields.some((f) => f.input === 'lines');
  return (
    <aside className="record data-record" data-wide={hasLines || undefined} aria-label={one}>
      <div className="record-head">
        <span className="record-kicker">{one}</span>
        <CloseButton aria-label={w.data.close} onClick={onClose} data-testid="data-close" />
      </div>
      <RecordBody whose={whose} mark={mark} {...out} />
    </aside>
  );
}
