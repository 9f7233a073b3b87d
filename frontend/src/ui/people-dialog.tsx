import { Button } from '@mantine/core';
import { Dialog } from './dialog';
import { Failed, Waiting } from './states';
import './people-dialog.css';

export interface Listed {
  user: string;
  name: string;
  /** Under the name. */
  lines: readonly string[];
}

interface Props {
  title: string;
  /** Nothing while they are not known yet. */
  people: readonly Listed[] | undefined;
  problem: string | undefined;
  again: () => void;
  words: { close: string; loading: string; again: string; nobody: string; more: string };
  onPick: (user: string) => void;
  onClose: () => void;
}

/** People by name, each a way to their record; `more` says that there are others. */
export function PeopleDialog({ title, people, problem, again, words: w, onPick, onClose }: Props) {
  return (
    <Dialog opened onClose={onClose} title={title} closeLabel={w.close} testId="people-dialog">
      {problem && <Failed text={problem} again={again} againLabel={w.again} />}
      {!people && !problem && <Waiting label={w.loading} />}
      {people?.length === 0 && <p className="muted">{w.nobody}</p>}
      <ul className="people-list">
        {people?.map(({ user, name, lines }) => (
          <li key={`${user} ${lines.join()}`}>
            <Button variant="subtle" size="compact-sm" onClick={() => onPick(user)}>
              {name}
            </Button>
            {lines.map((line) => (
              <span key={line} className="muted small">
                {line}
              </span>
            ))}
          </li>
        ))}
      </ul>
      {w.more && <p className="muted">{w.more}</p>}
    </Dialog>
  );
}
