import { IconMessages, IconSearchOff } from '@tabler/icons-react';
import { useMemo, useState } from 'react';
import { problemOf, type TicketRow } from '../../api';
import { type Column, DataGrid } from '../../ui/data-grid';
import { Pill } from '../../ui/facts';
import { SearchField } from '../../ui/search-field';
import { Empty, Failed, Waiting } from '../../ui/states';
import { useWords, type Words } from '../../words';
import { day } from '../../words/format';
import { type Arrival, useWay } from '../way';
import { TicketRecord } from './ticket-record';
import { useTickets } from './tickets.state';
import './tickets.css';

/** Service requests of all customers, newest first. */
export function Tickets({ arrival }: { arrival: Arrival }) {
  const w = useWords();
  const { touch } = useWay();
  const { text, setText, rows } = useTickets();
  const columns = useMemo(() => ticketColumns(w), [w]);
  const [openId, setOpenId] = useState<string | null>(arrival.id ?? null);
  return (
    <div className="list-side">
      <section className="list-main" aria-labelledby="tickets-title">
        <div className="bar">
          <h1 id="tickets-title">{w.tickets.title}</h1>
          <SearchField
            label={w.tickets.search}
            value={text}
            clearLabel={w.common.clear}
            testId="ticket-search"
            onChange={setText}
          />
        </div>
        {rows.failure !== undefined && (
          <div className="tickets-failed">
            <Failed
              title={w.problem.list}
              text={problemOf(rows.failure).text}
              again={() => rows.refresh()}
              againLabel={w.common.again}
            />
          </div>
        )}
        {rows.total < 0 && rows.failure === undefined && <Waiting label={w.common.loading} />}
        <DataGrid<TicketRow>
          label={w.tickets.title}
          columns={columns}
          rows={rows}
          idOf={(row) => row.id}
          openId={openId}
          onOpen={(row) => setOpenId(row.id)}
          rowHeight={touch ? 44 : 32}
          testId="ticket-grid"
          rowTestId="ticket-row"
          empty={
            text ? (
              <Empty icon={<IconSearchOff size={36} stroke={1.4} />} title={w.tickets.nothing} />
            ) : (
              <Empty
                icon={<IconMessages size={36} stroke={1.4} />}
                title={w.tickets.empty}
                hint={w.tickets.emptyHint}
              />
            )
          }
        />
        <div className="list-foot" role="status">
          {rows.total >= 0 && w.tickets.total(rows.total)}
        </div>
      </section>
      {openId && <TicketRecord key={openId} id={openId} onClose={() => setOpenId(null)} />}
    </div>
  );
}

function ticketColumns(w: Words): Column<TicketRow>[] {
  return [
    { key: 'number', header: w.tickets.number, width: 104, grow: 0.4, cell: (row) => row.number },
    {
      key: 'subject',
      header: w.tickets.subject,
      width: 220,
      grow: 2.4,
      cell: (row) => row.subject,
    },
    {
      key: 'status',
      header: w.tickets.status,
      width: 124,
      grow: 0.4,
      cell: (row) => <Pill>{w.tickets.states[row.status]}</Pill>,
    },
    {
      key: 'company',
      header: w.tickets.company,
      width: 140,
      grow: 1,
      drop: 1,
      cell: (row) => row.company,
    },
    {
      key: 'contact',
      header: w.tickets.contact,
      width: 120,
      grow: 0.9,
      drop: 3,
      cell: (row) => row.contact,
    },
    {
      key: 'created',
      header: w.tickets.created,
      width: 110,
      grow: 0.4,
      drop: 2,
      cell: (row) => day(row.created),
    },
  ];
}
