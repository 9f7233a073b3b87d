import type { HistoryLine } from '../../api';
import { HistoryList } from '../../ui/history-list';
import { useWords } from '../../words';
import { happening } from '../../words/happening';
import { useWay } from '../way';

/** What was done to this person, newest first, each line with its Undo where there is one. */
export function History({ lines }: { lines: readonly HistoryLine[] }) {
  const w = useWords();
  const way = useWay();
  const undo = async (uid: string) =>
    way.undo({ uid, group: '', text: lines.find((line) => line.uid === uid)?.text ?? '' });
  return (
    <HistoryList
      lines={lines.map((line) => happening(w, line))}
      empty={w.record.historyEmpty}
      undoTip={w.common.undo}
      onUndo={undo}
    />
  );
}
