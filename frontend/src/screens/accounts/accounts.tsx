import { Button, Menu } from '@mantine/core';
import { IconBuilding, IconBuildings, IconChevronDown, IconSearchOff } from '@tabler/icons-react';
import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { type AccountRow, problemOf, type Saved } from '../../api';
import { type Column, DataGrid } from '../../ui/data-grid';
import { LeaveDialog } from '../../ui/leave-dialog';
import { SearchField } from '../../ui/search-field';
import { Empty, Failed, Waiting } from '../../ui/states';
import { useWords, type Words } from '../../words';
import { leaving } from '../../words/changing';
import { number } from '../../words/format';
import { type Arrival, useWay } from '../way';
import { type Opened, useAccounts } from './account.state';
import { AccountPanel, Marks } from './account-panel';
import './accounts.css';

/** Accounts: the tree of them, and the record of the one that is open. */
export function Accounts({ arrival }: { arrival: Arrival }) {
  const w = useWords();
  const way = useWay();
  const list = useAccounts();
  const { rows } = list;
  const [opened, setOpened] = useState<Opened | null>(
    arrival.id ? { id: arrival.id, isConsolidated: false } : null,
  );
  const { leave, onDirty, dialog } = useLeave();
  const open = (to: Opened | null) => leave(() => setOpened(to));
  const openId = (id: string) => open({ id, isConsolidated: false });
  const saved = (answer: Saved) => {
    way.announce(answer);
    setOpened({ id: answer.id ?? '', isConsolidated: false });
  };
  const isSearching = list.text.trim() !== '';
  const columns = useMemo(() => accountColumns(w, isSearching), [w, isSearching]);

  return (
    <div className="list-side">
      <section className="list-main" aria-labelledby="accounts-title">
        <div className="bar">
          <h1 id="accounts-title">{w.accounts.title}</h1>
          <SearchField
            label={w.accounts.search}
            value={list.text}
            clearLabel={w.common.clear}
            testId="account-search"
            onChange={list.search}
          />
          <Create onCreate={(isConsolidated) => open({ id: '', isConsolidated })} />
        </div>
        {rows.failure !== undefined && (
          <div className="record-part">
            <Failed
              title={w.problem.list}
              text={problemOf(rows.failure).text}
              again={() => rows.refresh()}
              againLabel={w.common.again}
            />
          </div>
        )}
        {rows.total < 0 && rows.failure === undefined && <Waiting label={w.common.loading} />}
        <DataGrid<AccountRow>
          label={w.accounts.title}
          columns={columns}
          rows={rows}
          idOf={(row) => row.id}
          openId={opened?.id ?? null}
          onOpen={(row) => row.id !== opened?.id && openId(row.id)}
          rowHeight={way.touch ? 44 : 32}
          empty={<NoAccounts isSearching={isSearching} onAll={() => list.search('')} />}
          testId="account-grid"
          rowTestId="account-row"
        />
        <div className="list-foot" role="status">
          <span>{rows.total >= 0 && w.accounts.total(rows.total)}</span>
        </div>
      </section>
      {opened ? (
        <AccountPanel
          key={`${opened.id} ${opened.isConsolidated}`}
          opened={opened}
          onDirty={onDirty}
          onOpen={openId}
          onClose={() => open(null)}
          onSaved={saved}
        />
      ) : (
        <aside className="record record-none account-record" aria-label={w.accounts.one}>
          <Empty icon={<IconBuilding size={36} stroke={1.4} />} title={w.accounts.pick} />
        </aside>
      )}
      {dialog}
    </div>
  );
}

/** Asks once before choices that are not saved are given up, by whatever way. */
function useLeave() {
  const w = useWords();
  const way = useWay();
  const isDirty = useRef(false);
  const [deed, setDeed] = useState<(() => void) | null>(null);
  const onDirty = useCallback(
    (is: boolean) => {
      isDirty.current = is;
      way.hold(is ? (go) => setDeed(() => go) : null);
    },
    [way],
  );
  useEffect(() => () => way.hold(null), [way]);
  const leave = (go: () => void) => (isDirty.current ? setDeed(() => go) : go());
  const answer = (isLeft: boolean) => {
    setDeed(null);
    if (isLeft) deed?.();
  };
  const dialog = deed && (
    <LeaveDialog words={leaving(w)} testId="account-leave" onAnswer={answer} />
  );
  return { leave, onDirty, dialog };
}

/** The columns: the name stands under its parent, and in a search beside it. */
function accountColumns(w: Words, isSearching: boolean): Column<AccountRow>[] {
  return [
    {
      key: 'name',
      header: w.accounts.name,
      width: 200,
      grow: 3,
      cell: (row) => (
        <span style={{ paddingInlineStart: Math.min(row.depth, 12) * 18 }} title={row.name}>
          {row.name}
          {isSearching && row.parent && (
            <span className="muted small account-under">{w.accounts.under(row.parent)}</span>
          )}
          {row.badge === 'here' && (
            <span
              className="users-here"
              role="img"
              title={w.common.here}
              aria-label={w.common.here}
            />
          )}
        </span>
      ),
    },
    {
      key: 'state',
      header: w.accounts.state,
      width: 150,
      grow: 1,
      cell: (row) => <Marks {...row} />,
    },
    {
      key: 'people',
      header: w.accounts.people,
      width: 92,
      grow: 0,
      end: true,
      drop: 1,
      cell: (row) => number(row.people),
    },
  ];
}

function Create({ onCreate }: { onCreate: (isConsolidated: boolean) => void }) {
  const w = useWords();
  return (
    <Button.Group className="account-new">
      <Button
        leftSection={<IconBuilding size={16} aria-hidden />}
        data-testid="account-new"
        onClick={() => onCreate(false)}
      >
        {w.accounts.create}
      </Button>
      <Menu position="bottom-end" withinPortal={false}>
        <Menu.Target>
          <Button
            px={8}
            aria-label={w.accounts.createConsolidated}
            title={w.accounts.createConsolidated}
            data-testid="account-new-more"
          >
            <IconChevronDown size={16} aria-hidden />
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item
            leftSection={<IconBuildings size={16} aria-hidden />}
            data-testid="account-new-consolidated"
            onClick={() => onCreate(true)}
          >
            {w.accounts.createConsolidated}
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
    </Button.Group>
  );
}

/** Why there is no row: nothing fits the search, or there is none yet. */
function NoAccounts({ isSearching, onAll }: { isSearching: boolean; onAll: () => void }) {
  const w = useWords();
  const way = useWay();
  if (!isSearching)
    return (
      <Empty
        icon={<IconBuilding size={36} stroke={1.4} />}
        title={w.accounts.fresh}
        hint={w.accounts.freshHint}
      >
        <Button onClick={() => way.go('import')}>{w.home.emptyGo}</Button>
      </Empty>
    );
  return (
    <Empty
      icon={<IconSearchOff size={36} stroke={1.4} />}
      title={w.accounts.nothing}
      hint={w.accounts.nothingHint}
    >
      <Button variant="default" onClick={onAll}>
        {w.accounts.showAll}
      </Button>
    </Empty>
  );
}
