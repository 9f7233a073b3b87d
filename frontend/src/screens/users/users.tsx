import { Button, Select } from '@mantine/core';
import { IconSearchOff, IconUserPlus, IconUsers } from '@tabler/icons-react';
import { useMemo, useState } from 'react';
import { problemOf, type Saved, type UserRow } from '../../api';
import { DataGrid } from '../../ui/data-grid';
import { SearchField } from '../../ui/search-field';
import { Empty, Failed, Waiting } from '../../ui/states';
import { useWords } from '../../words';
import { type Arrival, useWay } from '../way';
import { BulkBar } from './bulk-bar';
import { userColumns } from './columns';
import { ExportMenu } from './export-menu';
import { NewLogin } from './new-login';
import { Record } from './record';
import { useUsers, VIEWS, type View } from './users.state';
import './users.css';

/** ACL Users: the list, and the record of the one that is open. */
export function Users({ arrival }: { arrival: Arrival }) {
  const w = useWords();
  const { touch, announce } = useWay();
  const [isMaking, setMaking] = useState(false);
  const made = (saved: Saved) => {
    announce(saved);
    setMaking(false);
    setOpenId(saved.id ?? null);
  };
  const list = useUsers(arrival.view);
  const [openId, setOpenId] = useState<string | null>(arrival.id ?? null);
  const { rows } = list;
  const columns = useMemo(() => userColumns(w), [w]);

  return (
    <div className="list-side">
      <section className="list-main" aria-labelledby="users-title">
        <div className="bar">
          <h1 id="users-title">{w.users.title}</h1>
          <SearchField
            label={w.users.search}
            value={list.text}
            clearLabel={w.common.clear}
            testId="user-search"
            onChange={(text) => list.change({ text })}
          />
          <Select
            className="users-view"
            aria-label={w.users.view}
            data={VIEWS.map((value) => ({ value, label: w.users.views[value] }))}
            value={list.view}
            allowDeselect={false}
            data-testid="user-view"
            onChange={(view) => view && list.change({ view: view as View })}
          />
          <ExportMenu query={list.query} />
          <Button
            className="users-new"
            leftSection={<IconUserPlus size={16} aria-hidden />}
            data-testid="user-new"
            onClick={() => setMaking(true)}
          >
            {w.newLogin.title}
          </Button>
        </div>
        {rows.failure !== undefined && (
          <div className="users-failed">
            <Failed
              title={w.problem.list}
              text={problemOf(rows.failure).text}
              again={() => rows.refresh()}
              againLabel={w.common.again}
            />
          </div>
        )}
        {rows.total < 0 && rows.failure === undefined && <Waiting label={w.common.loading} />}
        <DataGrid<UserRow>
          label={w.users.title}
          columns={columns}
          rows={rows}
          idOf={(row) => row.id}
          openId={openId}
          onOpen={(row) => setOpenId(row.id)}
          sort={list.sort}
          onSort={(sort) => list.change({ sort })}
          sortLabel={w.users.sortBy}
          ticks={new Set(list.ticks.keys())}
          onTick={list.tick}
          tickLabel={(row) => w.users.select(row?.name ?? '')}
          rowHeight={touch ? 44 : 32}
          empty={<NoUsers list={list} />}
        />
        {list.ticks.size > 0 && <BulkBar rows={[...list.ticks.values()]} onDone={list.untick} />}
        <div className="list-foot" role="status">
          <span>{rows.total >= 0 && w.users.total(rows.total)}</span>
          {list.ticks.size > 0 && <span>{w.users.selected(list.ticks.size)}</span>}
        </div>
      </section>
      {openId ? (
        <Record
          key={openId}
          id={openId}
          onClose={() => setOpenId(null)}
          onMade={(saved) => setOpenId(saved.id ?? null)}
        />
      ) : (
        <aside className="record record-none" aria-label={w.record.label}>
          <Empty icon={<IconUsers size={36} stroke={1.4} />} title={w.users.pick} />
        </aside>
      )}
      {isMaking && <NewLogin onClose={() => setMaking(false)} onMade={made} />}
    </div>
  );
}

/** Why there is no row: nothing fits the search, or nobody has been brought in yet. */
function NoUsers({ list }: { list: ReturnType<typeof useUsers> }) {
  const w = useWords();
  const way = useWay();
  if (list.isNarrowed) {
    return (
      <Empty
        icon={<IconSearchOff size={36} stroke={1.4} />}
        title={w.users.nothing}
        hint={w.users.nothingHint}
      >
        <Button variant="default" onClick={() => list.change({ text: '', view: 'all' })}>
          {w.users.showAll}
        </Button>
      </Empty>
    );
  }
  return (
    <Empty
      icon={<IconUsers size={36} stroke={1.4} />}
      title={w.users.fresh}
      hint={w.users.freshHint}
    >
      <Button onClick={() => way.go('import')}>{w.home.emptyGo}</Button>
    </Empty>
  );
}
