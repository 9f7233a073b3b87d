import { desk } from '../../api';
import { useAnswer } from '../../api/ask';
import { PeopleDialog } from '../../ui/people-dialog';
import { useWords } from '../../words';
import { listing } from '../../words/changing';
import { useWay } from '../way';

/** Everybody who can see a record in the portal now, each with the reasons (B6). */
export function Who({ ask, title, onClose }: { ask: string; title: string; onClose: () => void }) {
  const w = useWords();
  const way = useWay();
  const { value, problem, again } = useAnswer(ask, () => desk.Who(ask), ['user', 'data']);
  const people = value?.people.map(({ user, name, account, why }) => ({
    user,
    name,
    lines: [account, ...why],
  }));
  return (
    <PeopleDialog
      title={title}
      people={people}
      problem={problem?.text}
      again={again}
      words={{ ...listing(w, value), nobody: w.data.whoNobody }}
      onPick={(id) => {
        onClose();
        way.go('users', { id });
      }}
      onClose={onClose}
    />
  );
}
