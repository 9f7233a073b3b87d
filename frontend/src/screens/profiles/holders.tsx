import { Button } from '@mantine/core';
import { desk } from '../../api';
import { useAnswer } from '../../api/ask';
import { Dialog } from '../../ui/dialog';
import { Failed, Waiting } from '../../ui/states';
import { useWords } from '../../words';
import { useWay } from '../way';

interface Props {
  title: string;
  profile: string;
  permission: string;
  onClose: () => void;
}

/** Everybody who has a profile, or to whom a permission gives something (O15). */
export function Holders({ title, profile, permission, onClose }: Props) {
  const w = useWords();
  const way = useWay();
  const { value, problem, again } = useAnswer(
    `holders ${profile} ${permission}`,
    () => desk.Holders(profile, permission),
    ['user', 'profile'],
  );
  const go = (user: string) => {
    onClose();
    way.go('users', { id: user });
  };
  return (
    <Dialog opened onClose={onClose} title={title} closeLabel={w.common.close} testId="holders">
      {problem && <Failed text={problem.text} again={again} againLabel={w.common.again} />}
      {!value && !problem && <Waiting label={w.common.loading} />}
      {value?.total === 0 && <p className="muted">{w.profiles.holdsNobody}</p>}
      <ul className="holders">
        {value?.people.map(({ user, name, account, profile, scope }) => (
          <li key={`${user} ${account}`}>
            <Button variant="subtle" size="compact-sm" onClick={() => go(user)}>
              {name}
            </Button>
            <span className="muted small holders-at">
              {[account, permission && profile, scope].filter(Boolean).join(' · ')}
            </span>
          </li>
        ))}
      </ul>
      {value && value.total > value.people.length && (
        <p className="muted">{w.profiles.holdsMore(value.total - value.people.length)}</p>
      )}
    </Dialog>
  );
}
