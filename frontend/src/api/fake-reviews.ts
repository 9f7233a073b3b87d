import type { Desk, Events } from './desk';
import { daysAhead, PROFILES } from './fake-people';
import type { Problem, ReviewForm, ReviewRecord, ReviewRow, ReviewView, UserRecord } from './types';

type Tell = <K extends keyof Events>(name: K, value: Events[K]) => void;
type ReviewDeeds = Pick<
  Desk,
  | 'Reviews'
  | 'Review'
  | 'NewReview'
  | 'SaveReview'
  | 'ReviewCovers'
  | 'RemoveReview'
  | 'BeginReview'
  | 'ReviewRows'
  | 'EndChange'
  | 'ConfirmAccesses'
  | 'EndAccesses'
  | 'ReviewAdvice'
  | 'AcceptAdvice'
>;

interface Kept {
  form: ReviewForm;
  runs: boolean;
  confirmed: Set<string>;
  ended: ReviewRow[];
}

/** Access reviews in memory: one runs over everybody. */
export function fakeReviews(
  people: UserRecord[],
  tell: Tell,
  undos: Map<string, () => void>,
): ReviewDeeds {
  const fresh: ReviewForm = {
    id: '',
    name: '',
    profile: '',
    account: '',
    months: 12,
    days: 28,
    silence: 'keep',
    staff: '',
    next: daysAhead(0),
  };
  const all = new Map<string, Kept>();
  if (people.length > 0) {
    const form = { ...fresh, id: 'r1', name: 'Yearly review', silence: 'end' as const };
    const next = daysAhead(365);
    all.set('r1', { form: { ...form, next }, runs: true, confirmed: new Set(), ended: [] });
  }
  let made = 1;
  const find = (id: string) => all.get(id) ?? refuse('not_found', 'This record does not exist.');
  const covered = ({ profile, account }: ReviewForm) =>
    people.filter(
      (p) =>
        p.access &&
        (!profile || p.access.profile === profile) &&
        (!account || p.account === account),
    );
  const open = (r: Kept) => (r.runs ? covered(r.form).filter((p) => !r.confirmed.has(p.id)) : []);
  const isLeaving = (p: UserRecord) => !p.hasPassword;
  const rowOf = (p: UserRecord): ReviewRow => ({
    id: p.id,
    user: p.id,
    name: p.name,
    email: p.email,
    company: p.company,
    profile: p.access?.profileName ?? '',
    lastSeen: isLeaving(p) ? '' : new Date().toISOString(),
    advice: isLeaving(p) ? 'end' : 'keep',
    why: isLeaving(p) ? 'Never signed in.' : 'Signed in today or yesterday.',
    by: 'Anna Berg',
    when: daysAhead(0),
    badge: '',
  });
  const view = (r: Kept): ReviewView => {
    const waits = open(r).length;
    const later = r.form.next > daysAhead(0) ? 'waits' : 'done';
    return {
      id: r.form.id,
      name: r.form.name,
      profileName: PROFILES.find((p) => p.id === r.form.profile)?.name ?? '',
      accountName: people.find((p) => p.account === r.form.account)?.company ?? '',
      staffName: '',
      state: r.runs ? 'runs' : later,
      covered: covered(r.form).length,
      open: waits,
      confirmed: r.confirmed.size,
      ended: r.ended.length,
      ends: r.form.silence === 'end' ? waits : 0,
      began: r.runs ? daysAhead(0) : '',
      due: r.runs ? daysAhead(r.form.days) : '',
      daysLeft: r.runs ? r.form.days : 0,
      form: structuredClone(r.form),
    };
  };
  const record = (r: Kept): ReviewRecord => ({
    ...view(r),
    was: JSON.stringify(r.form),
    canChange: true,
    history: [],
  });
  const saved = (text: string, undo?: () => void) => {
    const uid = `review-${++made}`;
    if (undo) undos.set(uid, undo);
    tell('changed', { kinds: ['review', 'user'] });
    return { uid, text, canUndo: undo !== undefined };
  };
  const answer = (r: Kept, keep: string[], end: string[], reason: string) => {
    const before = { confirmed: new Set(r.confirmed), ended: [...r.ended] };
    const taken = people.filter((p) => end.includes(p.id)).map((p) => [p, p.access] as const);
    for (const id of keep) r.confirmed.add(id);
    for (const [p] of taken) {
      r.ended.push({ ...rowOf(p), why: reason });
      p.access = null;
    }
    return saved(`Accesses confirmed: ${keep.length}, ended: ${end.length}.`, () => {
      Object.assign(r, before);
      for (const [p, access] of taken) p.access = access;
    });
  };
  const change = (list: UserRecord[]) => {
    const names = list.slice(0, 5).map((p) => p.name);
    const group = {
      people: list.length,
      names,
      change: { gains: [], loses: ['See tickets: all of their account'] },
    };
    const groups = list.length > 0 ? [group] : [];
    return { people: list.length, gain: 0, lose: list.length, groups };
  };
  return {
    Reviews: async () => ({ reviews: [...all.values()].map(view), canChange: true }),
    Review: async (id) => record(find(id)),
    NewReview: async () =>
      record({ form: { ...fresh }, runs: false, confirmed: new Set(), ended: [] }),
    SaveReview: async (_, wanted) => {
      if (!wanted.name.trim()) refuse('invalid', 'Enter a name.', 'name');
      const id = wanted.id || `r${all.size + 1}`;
      const was = all.get(id);
      const runs = was?.runs || wanted.next <= daysAhead(0);
      const now = was ?? { confirmed: new Set<string>(), ended: [] };
      all.set(id, { ...now, runs, form: { ...wanted, id } });
      return { ...saved(`Review ${wanted.name} was ${was ? 'changed' : 'made'}.`), id };
    },
    ReviewCovers: async (form) => covered(form).length,
    RemoveReview: async (id) => {
      const { form } = find(id);
      all.delete(id);
      return saved(`Review ${form.name} was taken away.`);
    },
    BeginReview: async (id) => {
      find(id).runs = true;
      return saved(`Review ${find(id).form.name} began.`);
    },
    ReviewRows: async ({ review, list, text, from, size }) => {
      const r = find(review);
      const kept = covered(r.form).filter((p) => r.confirmed.has(p.id));
      const rows = list === 'ended' ? r.ended : (list === 'open' ? open(r) : kept).map(rowOf);
      const fits = rows.filter((row) => row.name.toLowerCase().includes(text.toLowerCase()));
      return { total: fits.length, rows: fits.slice(from, from + size) };
    },
    EndChange: async (ids) => change(people.filter((p) => ids.includes(p.id))),
    ConfirmAccesses: async (review, ids) => answer(find(review), ids, [], ''),
    EndAccesses: async (review, ids, reason) => answer(find(review), [], ids, reason),
    ReviewAdvice: async (id) => {
      const end = open(find(id)).filter(isLeaving);
      const keep = open(find(id)).length - end.length;
      return { keep, end: end.length, change: change(end) };
    },
    AcceptAdvice: async (id) => {
      const waits = open(find(id));
      const ids = (list: UserRecord[]) => list.map((p) => p.id);
      const end = waits.filter(isLeaving);
      return answer(find(id), ids(waits.filter((p) => !isLeaving(p))), ids(end), '');
    },
  };
}

function refuse(kind: Problem['kind'], text: string, field?: string): never {
  throw { kind, text, ...(field && { field }) };
}
