import { Button } from '@mantine/core';
import { IconExternalLink, IconPlugConnectedX } from '@tabler/icons-react';
import { useState } from 'react';
import { desk, type Pairing, problemOf } from '../../api';
import { takeState } from '../../api/state';
import { Failed } from '../../ui/states';
import { useWords } from '../../words';
import './connect.css';

/** The code that staff confirm at the server, or why it is no longer good. */
export function ShownCode({ pairing }: { pairing: Pairing }) {
  const w = useWords();
  const [failed, setFailed] = useState('');
  const ask = (what: Promise<unknown>) => what.catch((cause) => setFailed(problemOf(cause).text));
  const begin = () => ask(desk.BeginPairing(pairing.server).then(takeState));
  const cancel = () => ask(desk.CancelPairing().then(takeState));

  if (!pairing.code) {
    return (
      <section className="connect-way connect-single" aria-label={w.connect.pair}>
        <h2>
          <IconPlugConnectedX size={22} stroke={1.7} aria-hidden />
          {w.connect.codeOver}
        </h2>
        <Failed text={failed || pairing.fault} />
        <Button onClick={begin} data-testid="pairing-again">
          {w.connect.codeAgain}
        </Button>
        <Button variant="default" onClick={cancel} data-testid="pairing-cancel">
          {w.common.cancel}
        </Button>
      </section>
    );
  }
  return (
    <section className="connect-way connect-single" aria-label={w.connect.pair}>
      <h2>{w.connect.codeTitle}</h2>
      <output className="connect-code" data-testid="pairing-code">
        {pairing.code}
      </output>
      <ol className="connect-steps">
        <li>{w.connect.codeStep1}</li>
        <li>{w.connect.codeStep2}</li>
        <li>{w.connect.codeStep3}</li>
      </ol>
      <p className="muted small">
        {w.connect.codeAt} <span className="connect-at">{pairing.server}/staff/</span>
      </p>
      {failed && <Failed text={failed} />}
      <p role="status" className={pairing.away ? 'connect-away' : 'muted small'}>
        {pairing.away ? w.connect.codeAway : w.connect.codeWaits}
      </p>
      <Button
        leftSection={<IconExternalLink size={18} aria-hidden />}
        onClick={() => ask(desk.OpenPairing())}
        data-testid="pairing-open"
      >
        {w.connect.codeOpen}
      </Button>
      <Button variant="default" onClick={cancel} data-testid="pairing-cancel">
        {w.common.cancel}
      </Button>
    </section>
  );
}
