import { useEffect, useRef, useState } from 'react';
import { desk, problemOf, type UserRecord, type UserRow } from '../../api';
import { words } from '../../words';

export type Verb = 'add' | 'update' | 'remove';

interface Wish {
  profile: string;
  /** Of an update, '' leaves it as it is. */
  end: string;
  reason: string;
}

/** Whether the deed would change this user: an update to what already holds changes nothing. */
function changes(r: UserRecord, verb: Verb, { profile, end }: Wish): boolean {
  if (verb === 'add') return r.canAdd;
  if (verb === 'remove') return r.canRemove;
  const isOther = profile !== '' && profile !== r.access?.profile;
  return r.canUpdate && (isOther || (end !== '' && end !== r.access?.end));
}

/** One deed for many users, one edit each, so that each has its own history line and undo. */
export function useBulk(
  rows: readonly UserRow[],
  verb: Verb,
  wish: Wish,
  onDone: (text: string, undo: () => Promise<void>) => void,
) {
  const [records, setRecords] = useState<UserRecord[]>();
  const [failure, setFailure] = useState('');
  const [done, setDone] = useState(0);
  const [isRunning, setRunning] = useState(false);
  const stopped = useRef(false);
  const ids = rows.map((row) => row.id).join(' ');

  useEffect(() => {
    let isCurrent = true;
    const check = async () => {
      const got = await Promise.all(ids.split(' ').map((id) => desk.User(id)));
      if (isCurrent) setRecords(got);
    };
    check().catch((cause) => isCurrent && setFailure(problemOf(cause).text));
    return () => {
      isCurrent = false;
    };
  }, [ids]);
  const changing = records?.filter((r) => changes(r, verb, wish));

  const run = async () => {
    stopped.current = false;
    setRunning(true);
    setFailure('');
    const uids: string[] = [];
    let refused = '';
    for (const user of changing ?? []) {
      if (stopped.current) break;
      try {
        uids.push((await one(user, verb, wish)).uid);
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
    const said = { add: w.added, update: w.updated, remove: w.removed }[verb](uids.length);
    const rest = (changing?.length ?? 0) - uids.length;
    onDone(refused ? `${said}. ${w.failed(rest, refused)}` : said, undo);
  };
  const stop = () => {
    stopped.current = true;
  };
  return { changing, failure, done, isRunning, run, stop };
}

function one({ id: user, access }: UserRecord, verb: Verb, { profile, end, reason }: Wish) {
  if (verb === 'remove') return desk.RemoveAccess(user, reason);
  if (verb === 'update' && access) {
    const { start, closed, canSign, pinReset } = access;
    const now = { profile: profile || access.profile, end: end || access.end };
    return desk.UpdateAccess({ user, start, closed, canSign, pinReset, reason, ...now });
  }
  const open = { closed: [], canSign: false, pinReset: false };
  return desk.AddAccess({ user, profile, start: '', end, reason, ...open });
}
