import { Button, Select } from '@mantine/core';
import { IconDatabase, IconPlus, IconSearchOff } from '@tabler/icons-react';
import { useMemo } from 'react';
import { type DataNoun, type DataRow, problemOf } from '../../api';
import { DataGrid } from '../../ui/data-grid';
import { SearchField } from '../../ui/search-field';
import { Empty, Failed, Waiting } from '../../ui/states';
import type { WindowedRows } from '../../ui/windowed-rows';
import { useWords } from '../../words';
import { manyCalled, oneCalled } from '../../words/called';
import { useWay } from '../way';
import { useKindRows, useShared } from './data.state';
import { groupsOf } from './kind-list';
import { dataColumns, SEEN } from './shown';

interface Props {
  noun: DataNoun;
  openId: string | null;
  /** '' begins a new record. */
  onOpen: (id: string) => void;
  onKind: (kind: string) => void;
}

/** The columns as the first rows need them; they stay so while the list is looked through. */
function useColumns(noun: DataNoun, isHere: boolean, rows: WindowedRows<DataRow>) {
  const w = useWords();
  // biome-ignore lint/correctness/useExhaustiveDependencies: of the first rows that arrive only
  return useMemo(() => {
    const some = Array.from({ length: isHere ? SEEN : 0 }, (_, i) => rows.row(i));
    return dataColumns(
      w,
      noun,
      some.filter((row) => row !== undefined),
    );
  }, [w, noun, isHere]);
}

/** All records of one kind. */
export function KindRows({ noun, openId, onOpen, onKind }: Props) {
  const w = useWords();
  const { touch } = useWay();
  const { nouns } = useShared();
  const { text, setText, rows } = useKindRows(noun.kind);
  const columns = useColumns(noun, rows.row(0) !== undefined, rows);
  const many = manyCalled(w, noun.kind);
  return (
    <section className="list-main" aria-labelledby="data-title">
      <div className="bar">
        <h1 id="data-title" className="data-title">
          {many}
        </h1>
        {/* In a narrow window this stands for the list of kinds. */}
        <Select
          className="data-kind"
          aria-label={w.data.kind}
          data={groupsOf(w, nouns).map((group) => ({
            group: group.label,
            items: group.nouns.map((n) => ({ value: n.kind, label: manyCalled(w, n.kind) })),
          }))}
          value={noun.kind}
          allowDeselect={false}
          searchable
          onChange={(kind) => kind && onKind(kind)}
        />
        <SearchField
          label={w.data.search}
          value={text}
          clearLabel={w.common.clear}
          testId="data-search"
          onChange={setText}
        />
        {noun.canMake && (
          <Button
            className="data-new"
            leftSection={<IconPlus size={16} aria-hidden />}
            aria-label={w.data.freshTitle(oneCalled(w, noun.kind))}
            data-testid="data-new"
            onClick={() => onOpen('')}
          >
            {w.data.fresh}
          </Button>
        )}
      </div>
      {rows.failure !== undefined && (
        <div className="data-failed">
          <Failed
            title={w.problem.list}
            text={problemOf(rows.failure).text}
            again={() => rows.refresh()}
            againLabel={w.common.again}
          />
        </div>
      )}
      {rows.total < 0 && rows.failure === undefined && <Waiting label={w.common.loading} />}
      <DataGrid<DataRow>
        label={many}
        columns={columns}
        rows={rows}
        idOf={(row) => row.id}
        openId={openId}
        onOpen={(row) => onOpen(row.id)}
        rowHeight={touch ? 44 : 32}
        testId="data-grid"
        rowTestId="data-row"
        empty={
          text ? (
            <Empty
              icon={<IconSearchOff size={36} stroke={1.4} />}
              title={w.data.nothing}
              hint={w.data.nothingHint}
            >
              <Button variant="default" onClick={() => setText('')}>
                {w.data.showAll}
              </Button>
            </Empty>
          ) : (
            <Empty
              icon={<IconDatabase size={36} stroke={1.4} />}
              title={w.data.empty}
              hint={w.data.emptyHint}
            />
          )
        }
      />
      <div className="list-foot" role="status">
        {rows.total >= 0 && w.data.total(rows.total)}
      </div>
    </section>
  );
}
