import { SignedList } from './signed-list';
import './people-change.css';

export interface PeopleGroup {
  title: string;
  names: string;
  gains: readonly string[];
  loses: readonly string[];
}

interface Props {
  /** In one line: how many gain and lose, or that nobody does. */
  summary: string;
  groups: readonly PeopleGroup[];
  gains: string;
  loses: string;
  isBusy?: boolean;
  testId: string;
}

/** Who gains and who loses what by a change, before it is saved. */
export function PeopleChange({ summary, groups, gains, loses, isBusy, testId }: Props) {
  if (groups.length === 0) return <p className="people-change muted">{summary}</p>;
  return (
    <details className="people-change" aria-busy={isBusy} data-testid={testId}>
      <summary>{summary}</summary>
      <ul className="people-groups">
        {groups.map((group) => (
          <li key={JSON.stringify(group)}>
            <strong>{group.title}</strong>
            <p className="muted small">{group.names}</p>
            <SignedList name={gains} lines={group.gains} isPlus />
            <SignedList name={loses} lines={group.loses} />
          </li>
        ))}
      </ul>
    </details>
  );
}
