import type { LogLine } from '../../api';
import type { Column } from '../../ui/data-grid';
import { Pill } from '../../ui/facts';
import type { Words } from '../../words';
import { moment } from '../../words/format';

/** What the history shows of a line. */
export function logColumns(w: Words): Column<LogLine>[] {
  return [
    { key: 'when', header: w.history.when, width: 175, grow: 0, cell: (l) => moment(l.when) },
    { key: 'who', header: w.history.who, width: 120, grow: 1, cell: (l) => l.who },
    { key: 'what', header: w.history.what, width: 200, grow: 2, cell: (l) => l.text },
    {
      key: 'subject',
      header: w.history.about,
      width: 140,
      grow: 2,
      drop: 1,
      cell: (l) => l.subject,
    },
    {
      key: 'machine',
      header: w.history.machine,
      width: 120,
      grow: 1,
      drop: 3,
      cell: (l) => l.machine,
    },
    { key: 'reason', header: w.history.why, width: 120, grow: 1, drop: 4, cell: (l) => l.reason },
    {
      key: 'state',
      header: w.history.state,
      width: 190,
      grow: 0,
      drop: 2,
      cell: (l) =>
        l.state === 'refused' ? (
          <Pill tone="bad">{w.record.stateRefused}</Pill>
        ) : l.state === 'here' ? (
          <Pill tone="warn">{w.record.stateHere}</Pill>
        ) : (
          ''
        ),
    },
  ];
}
