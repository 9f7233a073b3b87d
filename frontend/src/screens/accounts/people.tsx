import { Button, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { IconSearch } from '@tabler/icons-react';
import { useState } from 'react';
import { desk } from '../../api';
import { useAnswer } from '../../api/ask';
import { Failed } from '../../ui/states';
import { useWords } from '../../words';
import { useWay } from '../way';
import { Section } from './sections';

/** From how many people on a search helps. */
const MANY = 8;

/** The people of an account, each a step from their login. */
export function People({ account }: { account: string }) {
  const w = useWords();
  const way = useWay();
  const [typed, setTyped] = useState('');
  const [text] = useDebouncedValue(typed.trim(), 120);
  const { value, problem, again } = useAnswer(
    `people ${account} ${text}`,
    () => desk.AccountPeople(account, text),
    ['user'],
  );
  const rows = value?.rows ?? [];
  return (
    <Section title={w.accounts.people}>
      {problem && <Failed text={problem.text} again={again} againLabel={w.common.again} />}
      {((value?.total ?? 0) > MANY || typed !== '') && (
        <TextInput
          aria-label={w.accounts.peopleSearch}
          placeholder={w.accounts.peopleSearch}
          leftSection={<IconSearch size={16} aria-hidden />}
          value={typed}
          data-testid="account-people-find"
          onChange={(event) => setTyped(event.currentTarget.value)}
        />
      )}
      {value?.total === 0 && (
        <p className="muted">{text ? w.accounts.peopleNoMatch : w.accounts.peopleNone}</p>
      )}
      <ul className="account-people" data-testid="account-people">
        {rows.map(({ id, user, name, email }) => (
          <li key={id}>
            {user ? (
              <Button
                variant="subtle"
                size="compact-sm"
                onClick={() => way.go('users', { id: user })}
              >
                {name || w.common.unnamed}
              </Button>
            ) : (
              <span className="account-person">{name || w.common.unnamed}</span>
            )}
            <span className="muted small account-mail">{user ? email : w.accounts.noLogin}</span>
          </li>
        ))}
      </ul>
      {value && value.total > rows.length && (
        <p className="muted small">{w.accounts.peopleMore(value.total - rows.length)}</p>
      )}
    </Section>
  );
}
