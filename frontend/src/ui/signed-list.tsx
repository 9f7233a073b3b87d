import { IconMinus, IconPlus } from '@tabler/icons-react';
import './signed-list.css';

interface Props {
  name: string;
  lines: readonly string[];
  /** With plus signs; else with minus signs. */
  isPlus?: boolean;
}

/** Lines under a heading, each with the same sign; nothing where there is none. */
export function SignedList({ name, lines, isPlus }: Props) {
  if (lines.length === 0) return null;
  const Sign = isPlus ? IconPlus : IconMinus;
  return (
    <div className={`signed ${isPlus ? 'good' : 'bad'}`}>
      <h4>{name}</h4>
      <ul>
        {lines.map((line) => (
          <li key={line}>
            <Sign size={14} stroke={2.6} aria-hidden />
            <span>{line}</span>
          </li>
        ))}
      </ul>
    </div>
  );
}
