import './change-list.css';

interface Change {
  record: string;
  field: string;
  from: string;
  to: string;
}

interface Props {
  changes: readonly Change[];
  made: string;
  removed: string;
}

/** What was changed, one field a line: before and after. */
export function ChangeList({ changes, made, removed }: Props) {
  const whole = (change: Change) => (change.to === 'made' ? made : removed);
  return (
    <ul className="change-list">
      {changes.map((change, n) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the lines are never put in another order
        <li key={n}>
          <span className="change-list-record">{change.record}</span>
          {change.field === '' ? (
            <span>{whole(change)}</span>
          ) : (
            <span>
              {change.field}: <del>{change.from || '–'}</del> → <ins>{change.to || '–'}</ins>
            </span>
          )}
        </li>
      ))}
    </ul>
  );
}
