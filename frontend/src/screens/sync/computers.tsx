import { Button } from '@mantine/core';
import { useState } from 'react';
import { type ComputerView, desk, problemOf } from '../../api';
import { useAnswer } from '../../api/ask';
import { Dialog } from '../../ui/dialog';
import { Pill } from '../../ui/facts';
import { Failed } from '../../ui/states';
import { useWords } from '../../words';
import { moment } from '../../words/format';
import { useWay } from '../way';

/** The computers that are connected with the portal; administrators shut one out (B12). */
export function Computers({ mayRevoke }: { mayRevoke: boolean }) {
  const w = useWords();
  const list = useAnswer('computers', () => desk.Computers(), ['computer', 'history']);
  const [out, setOut] = useState<ComputerView | null>(null);
  if (list.problem) return <Failed text={list.problem.text} />;
  if (!list.value?.length) return null;
  return (
    <section className="card" aria-labelledby="computers">
      <h2 id="computers">{w.computers.title}</h2>
      <ul className="computers">
        {list.value.map((c) => (
          <li key={c.id}>
            <div>
              <strong>{c.name}</strong> {c.here && <Pill tone="info">{w.computers.here}</Pill>}
              {c.revoked && <Pill tone="bad">{w.computers.revoked}</Pill>}
              <p className="muted small">
                {w.computers.of(c.who, moment(c.paired))}
                {' · '}
                {c.heard ? w.computers.heard(moment(c.heard)) : w.computers.never}
              </p>
            </div>
            {mayRevoke && !c.here && !c.revoked && (
              <Button
                size="compact-sm"
                variant="default"
                aria-label={`${w.computers.revoke}: ${c.name}`}
                onClick={() => setOut(c)}
                data-testid="computer-revoke"
              >
                {w.computers.revoke}
              </Button>
            )}
          </li>
        ))}
      </ul>
      {out && <Revoke computer={out} onClose={() => setOut(null)} />}
    </section>
  );
}

function Revoke({ computer, onClose }: { computer: ComputerView; onClose: () => void }) {
  const w = useWords();
  const way = useWay();
  const [busy, setBusy] = useState(false);
  const run = async () => {
    setBusy(true);
    try {
      way.announce(await desk.RevokeComputer(computer.id, ''));
      onClose();
    } catch (cause) {
      way.complain(problemOf(cause));
      setBusy(false);
    }
  };
  return (
    <Dialog
      opened
      onClose={onClose}
      title={w.computers.ask(computer.name)}
      closeLabel={w.common.dismiss}
      footer={
        <>
          <Button variant="default" onClick={onClose}>
            {w.undo.leave}
          </Button>
          <Button color="red" loading={busy} onClick={run} data-testid="computer-revoke-run">
            {w.computers.revoke}
          </Button>
        </>
      }
    >
      <p>{w.computers.askText(computer.who)}</p>
    </Dialog>
  );
}
