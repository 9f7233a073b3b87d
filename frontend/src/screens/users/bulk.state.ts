import { useEffect, useRef, useState } from 'react';
import { desk, problemOf, type UserRow } from '../../api';
import { words } from '../../words';

interface Wish {
  profile: string;
  end: string;
  reason: string;
}

/** One deed for many users, one edit each, so that each has its own history line and undo. */
export function useBulk(
  rows: readonly UserRow[],
  isAdd: boolean,
  onDone: (text: string, undo: () => Promise<void>) => void,
) {
  const [changing, setChanging] = useState<string[]>();
  const [failure, setFailure] = useState('');
  const [done, setDone] = useState(0);
  const [isRunning, setRunning] = useState(false);
  const stopped = useRef(false);
  const ids = rows.map((row) => row.id).join(' ');

  useEffect(() => {
    let isCurrent = true;
    const check = async () => {
      const records = await Promise.all(ids.split(' ').map((id) => desk.User(id)));
      const fit = records.filter((r) => (isAdd ? r.canAdd : r.canRemove));
      if (isCurrent) setChanging(fit.map((r) => r.id));
    };
    check().catch((cause) => isCurrent && setFailure(problemOf(cause).text));
    return () => {
      isCurrent = false;
    };
  }, [ids, isAdd]);

  const run = async (wish: Wish) => {
    stopped.current = false;
    setRunning(true);
    setFailure('');
    const uids: string[] = [];
    let refused = '';
    for (const user of changing ?? []) {
      if (stopped.current) break;
      try {
        uids.push((await one(user, isAdd, wish)).uid);
        setDone(uids.length);
      } catch (cause) {
        refused = problemOf(cause).text;
        break;
      }
    }
    setRunning(false);
    const undo = async () => {
      for (const uid of uids.reverse()) await desk.Undo(uid);
    };
    const w = words().bulk;
    if (refused && uids.length === 0) return setFailure(refused);
    const said = isAdd ? w.added(uids.length) : w.removed(uids.length);
    const rest = (changing?.length ?? 0) - uids.length;
    onDone(refused ? `${said}. ${w.failed(rest, refused)}` : said, undo);
  };
  const stop = () => {
    stopped.current = true;
  };
  return { changing, failure, done, isRunning, run, stop };
}

function one(user: string, isAdd: boolean, { profile, end, reason }: Wish) {
  if (!isAdd) return desk.RemoveAccess(user, reason);
  const open = { closed: [], canSign: false, pinReset: false };
  return desk.AddAccess({ user, profile, start: '', end, reason, ...open });
}
