import type { Difference, ProfileView } from '../../api';
import type { Answer } from '../../api/ask';
import { SignedList } from '../../ui/signed-list';
import { useWords } from '../../words';

/** The description of a profile, and what it allows. */
export function Allows({ profile }: { profile: ProfileView | undefined }) {
  const w = useWords();
  if (!profile) return null;
  return (
    <div className="allows" data-testid="access-allows">
      <p>{profile.description}</p>
      <details>
        <summary>{w.access.allows}</summary>
        <ul>
          {profile.allows.map(({ component, label, lines }) => (
            <li key={component}>
              <strong>{w.portal.components[component] ?? label}</strong>
              <span className="muted"> {lines.join(' · ')}</span>
            </li>
          ))}
        </ul>
      </details>
    </div>
  );
}

interface ChangesProps {
  answer: Answer<Difference>;
  isStale: boolean;
}

/** What the form would change for this person. The last answer stays while a newer one comes. */
export function Changes({ answer, isStale }: ChangesProps) {
  const w = useWords();
  const { value, problem } = answer;
  const isNothing = value && value.gains.length + value.loses.length === 0;
  return (
    <section className="changes" aria-label={w.access.change} aria-busy={isStale}>
      <h3>{w.access.change}</h3>
      {problem && !value && <p className="muted">{problem.text}</p>}
      {!value && !problem && <p className="muted">{w.access.compute}</p>}
      {isNothing && <p className="muted">{w.access.noChange}</p>}
      {value && (
        <div data-stale={isStale || undefined}>
          <SignedList name={w.access.gains} lines={value.gains} isPlus />
          <SignedList name={w.access.loses} lines={value.loses} />
        </div>
      )}
    </section>
  );
}
