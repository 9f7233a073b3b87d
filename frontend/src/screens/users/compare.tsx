import { Checkbox } from '@mantine/core';
import { useState } from 'react';
import { desk } from '../../api';
import { useAnswer } from '../../api/ask';
import { Dialog } from '../../ui/dialog';
import { Failed, Waiting } from '../../ui/states';
import { useWords } from '../../words';

interface Props {
  first: string;
  second: string;
  onClose: () => void;
}

/** Two people side by side: how far each permission really reaches for both (B8). */
export function Compare({ first, second, onClose }: Props) {
  const w = useWords();
  const [isAll, setAll] = useState(false);
  const { value, problem, again } = useAnswer(
    `${first} ${second}`,
    () => desk.Compare(first, second),
    ['user', 'profile'],
  );
  const rows = (value?.rows ?? []).filter((row) => isAll || row.differs);
  return (
    <Dialog
      opened
      onClose={onClose}
      title={w.compare.title}
      closeLabel={w.common.close}
      size={820}
      testId="compare-dialog"
    >
      {problem && <Failed text={problem.text} again={again} againLabel={w.common.again} />}
      {!value && !problem && <Waiting label={w.common.loading} />}
      {value && (
        <div className="form">
          <Checkbox
            label={w.compare.all}
            checked={isAll}
            data-testid="compare-all"
            onChange={(event) => setAll(event.currentTarget.checked)}
          />
          <table className="compare">
            <thead>
              <tr>
                <th scope="col">{w.profiles.permission}</th>
                {[value.first, value.second].map(({ name, account, profile }, i) => (
                  <th scope="col" key={i === 0 ? first : second}>
                    {name || w.common.unnamed}
                    <span className="muted small">{`${account} · ${profile}`}</span>
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {rows.map((row) => (
                <tr key={row.label} data-differs={row.differs || undefined}>
                  <th scope="row">{row.label}</th>
                  <td>{row.first}</td>
                  <td>{row.second}</td>
                </tr>
              ))}
            </tbody>
          </table>
          {rows.length === 0 && <p className="muted">{w.profiles.same}</p>}
        </div>
      )}
    </Dialog>
  );
}
