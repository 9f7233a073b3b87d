import { desk } from '../../api';
import { useAnswer } from '../../api/ask';
import { PeopleDialog } from '../../ui/people-dialog';
import { useWords } from '../../words';
import { listing } from '../../words/changing';
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
  const people = value?.people.map((one) => ({
    user: one.user,
    name: one.name,
    lines: [[one.account, permission && one.profile, one.scope].filter(Boolean).join(' · ')],
  }));
  return (
    <PeopleDialog
      title={title}
      people={people}
      problem={problem?.text}
      again={again}
      words={listing(w, value)}
      onPick={(id) => {
        onClose();
        way.go('users', { id });
      }}
      onClose={onClose}
    />
  );
}
