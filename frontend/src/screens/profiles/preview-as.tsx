import { Select } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { IconEye } from '@tabler/icons-react';
import { useState } from 'react';
import { desk, type ProfileForm } from '../../api';
import { useAnswer } from '../../api/ask';
import { BigButton } from '../../ui/big-button';
import { useWords } from '../../words';
import { useWay } from '../way';

interface Props {
  /** The id of a profile, */
  profile: string;
  /** or what was chosen of one and is not saved. */
  form?: ProfileForm | null;
}

/** Looks at the portal as a profile at one customer, with no person needed (B1). */
export function PreviewAs({ profile, form = null }: Props) {
  const w = useWords();
  const way = useWay();
  const [account, setAccount] = useState<string | null>(null);
  const [typed, setTyped] = useState('');
  const [text] = useDebouncedValue(typed.trim(), 150);
  const accounts = useAnswer(`find ${text}`, () => desk.Accounts(text), ['account']);
  const rows = accounts.value ?? [];
  const chosen = account ?? rows[0]?.id ?? '';
  const look = () =>
    way.preview({ user: '', profile, account: chosen, date: '', draft: null, form });

  return (
    <div className="preview-as">
      <Select
        label={w.profiles.account}
        description={w.profiles.accountHint}
        data={rows.map(({ id, name }) => ({ value: id, label: name }))}
        value={chosen || null}
        searchable
        allowDeselect={false}
        nothingFoundMessage={w.profiles.accountNone}
        error={accounts.problem?.text}
        // Go has already searched; only its answer is shown.
        filter={({ options }) => options}
        data-testid="profile-account"
        onSearchChange={(value) => setTyped(rows.some((row) => row.name === value) ? '' : value)}
        onChange={setAccount}
      />
      <BigButton
        label={w.profiles.preview}
        icon={<IconEye size={24} />}
        testId="profile-preview"
        onClick={look}
      />
    </div>
  );
}
