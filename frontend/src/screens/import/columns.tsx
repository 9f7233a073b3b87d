import { Button, Select } from '@mantine/core';
import type { ImportTable } from '../../api';
import { useWords } from '../../words';
import { chosenTwice, type useImport } from './import.state';

interface Props {
  wizard: ReturnType<typeof useImport>;
  table: ImportTable;
}

/** What each column becomes, beside examples from the file. */
export function Columns({ wizard, table }: Props) {
  const w = useWords();
  const { targets, busy } = wizard.wizard;
  const twice = chosenTwice(targets);
  const twiceLabel = table.targets.find((t) => t.key === twice)?.label ?? twice;
  const isNone = targets.every((target) => target === '');
  const options = [
    { value: '', label: w.import.leaveOut },
    ...table.targets.map(({ key, label }) => ({ value: key, label })),
  ];
  return (
    <>
      {table.sheets.length > 1 && (
        <Select
          className="import-sheet"
          label={w.import.sheet}
          data={table.sheets}
          value={table.sheet}
          allowDeselect={false}
          disabled={busy === 'reading'}
          data-testid="import-sheet"
          onChange={(sheet) => sheet && void wizard.readSheet(sheet)}
        />
      )}
      <div className="import-table">
        <table>
          <thead>
            <tr>
              <th scope="col">{w.import.column}</th>
              <th scope="col">{w.import.samples}</th>
              <th scope="col">{w.import.target}</th>
            </tr>
          </thead>
          <tbody>
            {table.columns.map((column, i) => (
              // Two columns of a file may bear the same name; their place tells them apart.
              // biome-ignore lint/suspicious/noArrayIndexKey: see above
              <tr key={i} data-out={targets[i] === '' || undefined}>
                <th scope="row">{column.header}</th>
                <td className="import-samples">
                  {column.samples.filter(Boolean).join(' · ') || w.import.samplesNone}
                </td>
                <td>
                  <Select
                    aria-label={w.import.targetFor(column.header)}
                    data={options}
                    value={targets[i] ?? ''}
                    allowDeselect={false}
                    data-testid={`import-target-${i}`}
                    onChange={(target) => wizard.map(i, target ?? '')}
                  />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {twice && <p className="import-remark">{w.import.twice(twiceLabel)}</p>}
      {isNone && <p className="import-remark">{w.import.none}</p>}
      <div className="import-end">
        <Button variant="default" onClick={() => wizard.step('file')}>
          {w.common.back}
        </Button>
        <Button
          loading={busy === 'planning'}
          disabled={Boolean(twice) || isNone}
          onClick={wizard.plan}
          data-testid="import-plan"
        >
          {w.import.plan}
        </Button>
      </div>
    </>
  );
}
