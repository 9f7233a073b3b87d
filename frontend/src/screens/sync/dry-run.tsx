import type { DryRun, DryRunGroup } from '../../api';
import { Facts, Pill } from '../../ui/facts';
import { useWords } from '../../words';
import { number } from '../../words/format';

/** What would become of all that is here, before anything is handed in. */
export function DryRunResult({ tried }: { tried: DryRun }) {
  const w = useWords();
  const others = tried.edits - tried.taken;
  return (
    <div className="dry-run" data-testid="dry-run">
      <h3>{w.joining.result}</h3>
      <Facts
        items={[
          [w.joining.there, w.joining.has(tried.users, tried.accounts, number(tried.records))],
          [w.joining.here, number(tried.edits)],
          [w.sync.removals, tried.removals > 0 ? number(tried.removals) : ''],
          [w.joining.taken, number(tried.taken)],
          [w.joining.others, others > 0 ? number(others) : ''],
          [w.joining.known, number(tried.known)],
        ]}
      />
      {tried.known > 0 && <p className="muted">{w.joining.knownText}</p>}
      {tried.groups.length === 0 && <p>{w.joining.allTaken}</p>}
      {tried.groups.length > 0 && (
        <>
          <h3>{w.joining.groups}</h3>
          <ul className="dry-run-groups">
            {tried.groups.map((group) => (
              <Group key={`${group.outcome} ${group.why}`} group={group} />
            ))}
          </ul>
          <p className="muted">{w.joining.groupsText}</p>
        </>
      )}
    </div>
  );
}

function Group({ group }: { group: DryRunGroup }) {
  const w = useWords();
  const isLost = group.outcome === 'refused' || group.outcome === 'parked';
  const names = group.names.join(', ');
  return (
    <li data-testid="dry-run-group">
      <p>
        <strong>{number(group.count)}</strong>{' '}
        <Pill tone={isLost ? 'bad' : 'warn'}>{w.joining.outcomes[group.outcome]}</Pill>
      </p>
      <p>{group.why}</p>
      {names && (
        <p className="muted small">
          {group.count > group.names.length ? w.joining.andMore(names) : names}
        </p>
      )}
    </li>
  );
}
