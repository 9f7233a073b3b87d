import { Button, PasswordInput, TextInput } from '@mantine/core';
import { IconDeviceDesktop, IconWorld } from '@tabler/icons-react';
import { type FormEvent, useState } from 'react';
import { desk } from '../../api';
import { useWords } from '../../words';
import { useEntry } from './connect.state';

/** Connects this computer to a hosted portal: confirmed in the browser, or by a one-time code. */
export function Pair() {
  const w = useWords();
  const [address, setAddress] = useState('');
  const [code, setCode] = useState('');
  const entry = useEntry(() =>
    code.trim() ? desk.Connect(address.trim(), code.trim()) : desk.BeginPairing(address.trim()),
  );

  const submit = (event: FormEvent) => {
    event.preventDefault();
    const missing = { field: 'address', text: w.connect.needAddress };
    return entry.submit(address.trim() ? undefined : missing);
  };
  return (
    <form className="connect-way" onSubmit={submit} noValidate>
      <h2>
        <IconWorld size={22} stroke={1.7} aria-hidden />
        {w.connect.pair}
      </h2>
      <p className="muted">{w.connect.pairLead}</p>
      <TextInput
        label={w.connect.address}
        description={w.connect.addressHint}
        value={address}
        error={entry.errorOf('address', ['code'])}
        autoComplete="off"
        spellCheck={false}
        data-testid="connect-address"
        onChange={(event) => setAddress(event.currentTarget.value)}
      />
      <TextInput
        label={w.connect.code}
        description={w.connect.codeHint}
        value={code}
        error={entry.errorOf('code')}
        autoComplete="off"
        spellCheck={false}
        data-testid="connect-code"
        onChange={(event) => setCode(event.currentTarget.value)}
      />
      <Button type="submit" loading={entry.busy} data-testid="connect-go">
        {w.connect.go}
      </Button>
    </form>
  );
}

/** Starts without a server. */
export function Alone() {
  const w = useWords();
  const [office, setOffice] = useState('');
  const entry = useEntry(() => desk.WorkAlone(office.trim()));

  const submit = (event: FormEvent) => {
    event.preventDefault();
    const missing = { field: 'office', text: w.connect.needOffice };
    return entry.submit(office.trim() ? undefined : missing);
  };
  return (
    <form className="connect-way" onSubmit={submit} noValidate>
      <h2>
        <IconDeviceDesktop size={22} stroke={1.7} aria-hidden />
        {w.connect.alone}
      </h2>
      <p className="muted">{w.connect.aloneLead}</p>
      <TextInput
        label={w.connect.office}
        value={office}
        error={entry.errorOf('office', ['-'])}
        data-testid="alone-office"
        onChange={(event) => setOffice(event.currentTarget.value)}
      />
      <Button
        type="submit"
        variant="default"
        className="connect-last"
        loading={entry.busy}
        data-testid="alone-go"
      >
        {w.connect.aloneGo}
      </Button>
    </form>
  );
}

/** Without a keyring: a passphrase keeps the machine's key, or it is held for this session. */
export function Passphrase() {
  const w = useWords();
  const [passphrase, setPassphrase] = useState('');
  const entry = useEntry(() => desk.Unlock(passphrase));
  const session = useEntry(() => desk.Unlock(''));

  const submit = (event: FormEvent) => {
    event.preventDefault();
    const missing = { field: 'passphrase', text: w.connect.needPass };
    return entry.submit(passphrase ? undefined : missing);
  };
  return (
    <form className="connect-way connect-single" onSubmit={submit} noValidate>
      <h1>{w.connect.passTitle}</h1>
      <p className="muted">{w.connect.passLead}</p>
      <PasswordInput
        label={w.connect.passphrase}
        value={passphrase}
        error={entry.errorOf('passphrase', ['-']) ?? session.errorOf('passphrase', ['-'])}
        autoComplete="off"
        data-testid="passphrase"
        onChange={(event) => setPassphrase(event.currentTarget.value)}
      />
      <Button type="submit" loading={entry.busy} data-testid="passphrase-go">
        {w.connect.passGo}
      </Button>
      <Button
        variant="default"
        loading={session.busy}
        onClick={() => session.submit()}
        data-testid="passphrase-session"
      >
        {w.connect.passSession}
      </Button>
      <p className="muted small">{w.connect.passSessionLead}</p>
    </form>
  );
}
