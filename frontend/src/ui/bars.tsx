import './bars.css';

/** One bar: what it counts, and how many. */
export interface Bar {
  key: string;
  label: string;
  count: number;
  /** The count as people write it. */
  text: string;
  /** Drawn paler, because it is the absence of something. */
  faint?: boolean;
}

interface Props {
  label: string;
  /** What the two columns are called. */
  columns: readonly [string, string];
  bars: readonly Bar[];
}

/** Counts as horizontal bars; to a screen reader, a table. */
export function Bars({ label, columns, bars }: Props) {
  const most = Math.max(1, ...bars.map((bar) => bar.count));
  return (
    <table className="bars">
      <caption className="sr">{label}</caption>
      <thead className="sr">
        <tr>
          <th scope="col">{columns[0]}</th>
          <th scope="col">{columns[1]}</th>
        </tr>
      </thead>
      <tbody>
        {bars.map((bar) => (
          <tr key={bar.key}>
            <th scope="row">{bar.label}</th>
            <td>
              <span
                className="bars-bar"
                data-faint={bar.faint || undefined}
                style={{ width: bar.count && `max(2px, ${(bar.count / most) * 100}%)` }}
                aria-hidden
              />
              <span>{bar.text}</span>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
