import { desk, type HistoryLine, problemOf } from '../../api';
import { HistoryList } from '../../ui/history-list';
import { useWords } from '../../words';
import { happening } from '../../words/happening';
import { useWay } from '../way';

/** What was done to this person, newest first, each line with its Undo where there is one. */
export function History({ lines }: { lines: readonly HistoryLine[] }) {
  const w = useWords();
  const way = useWay();
  const undo = (uid: string) =>
    desk.Undo(uid).then(way.announce, (cause) => way.complain(problemOf(cause)));
  return (
    <HistoryList
      lines={lines.map((line) => happening(w, line))}
      empty={w.record.historyEmpty}
      undoTip={w.common.undo}
      onUndo={undo}
    />
  );
}
