import { Button } from '@mantine/core';
import { IconRefresh } from '@tabler/icons-react';
import { desk, problemOf } from '../../api';
import { Pill } from '../../ui/facts';
import { HistoryList } from '../../ui/history-list';
import { Failed, Waiting } from '../../ui/states';
import { useWords } from '../../words';
import { oneCalled } from '../../words/called';
import { happening } from '../../words/happening';
import { useWay } from '../way';
import { Deeds } from './deeds';
import { Parts } from './parts';
import { useRecord, type WaysOut, type Whose } from './record.state';
import { RecordForm } from './record-form';

interface Props extends WaysOut {
  whose: Whose;
  mark: symbol;
}

/** One record: what it is called, what can be done with it, its form, its parts, its history. */
export function RecordBody({ whose, mark, ...out }: Props) {
  const w = useWords();
  const way = useWay();
  const open = useRecord(whose, mark, out);
  const { record, failure } = open;
  const { noun, id } = whose;
  const undo = (uid: string) =>
    desk.Undo(uid).then(way.announce, (cause) => way.complain(problemOf(cause)));
  return (
    <>
      {failure && (
        <div className="record-part">
          <Failed
            title={w.problem.record}
            text={failure.text}
            again={open.again}
            againLabel={w.common.again}
          />
        </div>
      )}
      {!record && !failure && <Waiting label={w.common.loading} />}
      {record && (
        <>
          <div className="record-part record-who">
            <h2 data-testid="data-record-title">
              {open.isNew
                ? w.data.freshTitle(oneCalled(w, noun.kind))
                : record.title || w.data.untitled}
            </h2>
            {record.badge === 'here' && (
              <div className="record-pills">
                <Pill tone="warn">{w.common.hereShort}</Pill>
              </div>
            )}
            {open.isOld && (
              <p className="data-old" role="status">
                <span>
                  {w.data.meanwhile} <span className="muted">{w.data.meanwhileHint}</span>
                </span>
                <Button
                  size="compact-sm"
                  variant="default"
                  leftSection={<IconRefresh size={14} aria-hidden />}
                  data-testid="data-load"
                  onClick={open.loadNewer}
                >
                  {w.data.load}
                </Button>
              </p>
            )}
            <Deeds noun={noun} id={id} open={open} />
          </div>
          <RecordForm whose={whose} open={open} />
          {!open.isNew && (
            <>
              <Parts whose={whose} parts={record.parts} onChanged={open.again} />
              <div className="record-part">
                <h3>{w.data.history}</h3>
                <HistoryList
                  lines={record.history.map((line) => happening(w, line))}
                  empty={w.record.historyEmpty}
                  undoTip={w.common.undo}
                  onUndo={undo}
                />
              </div>
            </>
          )}
        </>
      )}
    </>
  );
}
