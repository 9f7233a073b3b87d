import type { HistoryLine } from '../api';
import type { Words } from './en';
import { moment } from './format';

/** A line of a record's history as people read it. */
export function happening(w: Words, line: HistoryLine) {
  const { uid, text, reason, when, who, machine, state, canUndo } = line;
  return {
    id: uid,
    text,
    note: reason,
    foot: w.record.at(moment(when), who, machine),
    ...(state === 'here' && { mark: { tone: 'warn' as const, text: w.record.stateHere } }),
    ...(state === 'refused' && { mark: { tone: 'bad' as const, text: w.record.stateRefused } }),
    ...(canUndo && { undo: w.record.undoLine(text) }),
  };
}
