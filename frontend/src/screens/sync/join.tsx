import { Button, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { desk, type Problem, problemOf } from '../../api';
import { takeState } from '../../api/state';
import { useWords } from '../../words';

/** Connects a desk that began alone: confirmed in the browser, or by a one-time code (B12). */
export function Join() {
  const w = useWords();
  const [address, setAddress] = useState('');
  const [code, setCode] = useState('');
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem>();
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setBusy(true);
    setProblem(undefined);
    try {
      const at = address.trim();
      takeState(await (code.trim() ? desk.Connect(at, code.trim()) : desk.BeginPairing(at)));
    } catch (cause) {
      setProblem(problemOf(cause));
    } finally {
      setBusy(false);
    }
  };
  return (
    <form className="join" onSubmit={submit} noValidate>
      <h3>{w.connect.pair}</h3>
      <p className="muted">{w.sync.joinText}</p>
      <TextInput
        label={w.connect.address}
        description={w.connect.addressHint}
        value={address}
        error={problem && problem.field !== 'code' ? problem.text : undefined}
        autoComplete="off"
        spellCheck={false}
        data-testid="join-address"
        onChange={(event) => setAddress(event.currentTarget.value)}
      />
      <TextInput
        label={w.connect.code}
        description={w.connect.codeHint}
        value={code}
        error={problem?.field === 'code' ? problem.text : undefined}
        autoComplete="off"
        spellCheck={false}
        data-testid="join-code"
        onChange={(event) => setCode(event.currentTarget.value)}
      />
      <div>
        <Button type="submit" loading={busy} disabled={!address.trim()} data-testid="join-go">
          {w.connect.go}
        </Button>
      </div>
    </form>
  );
}
