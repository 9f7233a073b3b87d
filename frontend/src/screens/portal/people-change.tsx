import type { GroupChange, PortalForm, PortalSettings } from '../../api';
import { SignedList } from '../../ui/signed-list';
import { useWords } from '../../words';
import { usePeopleChange } from './portal.state';

interface Props {
  settings: PortalSettings;
  form: PortalForm;
}

/** Who gains and who loses what, before the settings are saved (B7). */
export function PeopleChange({ settings, form }: Props) {
  const w = useWords();
  const { value, problem, loading } = usePeopleChange(settings, form);
  if (problem) return <p className="portal-change muted">{problem.text}</p>;
  if (!value && !loading) return null;
  if (!value) return <p className="portal-change muted">{w.access.compute}</p>;
  if (value.groups.length === 0)
    return <p className="portal-change muted">{w.portal.nobodyChanges(value.people)}</p>;
  return (
    <details className="portal-change" aria-busy={loading} data-testid="portal-change">
      <summary>{w.portal.peopleChange(value.gain, value.lose)}</summary>
      <ul className="portal-groups">
        {value.groups.map((group) => (
          <Group key={JSON.stringify(group)} group={group} />
        ))}
      </ul>
    </details>
  );
}

function Group({ group }: { group: GroupChange }) {
  const w = useWords();
  const more = group.people - group.names.length;
  return (
    <li>
      <strong>{w.portal.peopleOf(group.people)}</strong>
      <p className="muted small">{w.portal.peopleNames(group.names.join(', '), more)}</p>
      <SignedList name={w.access.gains} lines={group.change.gains} isPlus />
      <SignedList name={w.access.loses} lines={group.change.loses} />
    </li>
  );
}
