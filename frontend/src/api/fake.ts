import type { Desk, Events } from './desk';
import { fakeAccounts } from './fake-accounts';
import { fakeData } from './fake-data';
import { fakeImport } from './fake-import';
import { fakeJoining, sampleJoining } from './fake-joining';
import { fakeLog } from './fake-log';
import { ACCOUNTS, ALLOWS, COMPONENTS, daysAhead, PROFILES, samplePeople } from './fake-people';
import { fakePortal } from './fake-portal';
import { fakeProfiles } from './fake-profiles';
import { fakeReport } from './fake-report';
import { fakeReviews } from './fake-reviews';
import type { Door } from './index';
import type { AccessForm, Difference, Problem, Saved, State, UserRecord, UserRow } from './types';

/** How the sample desk starts: chosen by `?fake=connect,offline,...` in the address. */
type Wish =
  | 'connect'
  | 'passphrase'
  | 'empty'
  | 'offline'
  | 'alone'
  | 'joining'
  | 'removal'
  | 'revoked'
  | 'conflict'
  | 'million'
  | 'many'
  | 'broken';

/**
 * The whole desk in memory, for a plain browser and for tests: it keeps the promises of the
 * contract in the simplest way and forgets everything when the window closes.
 */
let states = 0;

export function fakeDoor(wishes: readonly string[] = wishesOfAddress(), pause = 60): Door {
  const has = (wish: Wish) => wishes.includes(wish);
  const people = has('empty') ? [] : samplePeople(500);
  const undos = new Map<string, () => void>();
  const listeners = new Map<string, Set<(value: never) => void>>();
  const previews = new Map<string, Record<string, string[]>>();
  let next = 1;
  let state: State = firstState(has);
  let conflicts = has('conflict') ? sampleConflicts() : [];
  for (const person of people) settle(person);

  function tell<K extends keyof Events>(name: K, value: Events[K]) {
    for (const listener of listeners.get(name) ?? []) (listener as (v: Events[K]) => void)(value);
  }
  function become(change: Partial<State>): State {
    state = { ...state, ...change };
    tell('state', state);
    return state;
  }
  function find(id: string): UserRecord {
    return people.find((p) => p.id === id) ?? refuse('not_found', 'This user no longer exists.');
  }

  /** Saves a change of one person as an edit with its history line and its undo. */
  function edit(person: UserRecord, text: string, reason: string, change: () => void): Saved {
    const before = structuredClone({ ...person, history: [] });
    const uid = `e${next++}`;
    change();
    settle(person);
    const line = {
      uid,
      when: new Date().toISOString(),
      who: state.staff,
      machine: 'Front desk',
      text,
      reason,
      state: state.online ? ('confirmed' as const) : ('here' as const),
      canUndo: true,
    };
    person.history = [line, ...person.history];
    if (!state.online && state.server) {
      person.badge = 'here';
      become({ pending: state.pending + 1 });
    }
    undos.set(uid, () => {
      const history = person.history.map((h) => (h.uid === uid ? { ...h, canUndo: false } : h));
      Object.assign(person, before, { history });
      settle(person);
    });
    tell('changed', { kinds: ['user'] });
    return { uid, text, canUndo: true };
  }

  /** Says that a mail with a link goes out; it changes nobody, and cannot be undone. */
  function sendLink(person: UserRecord, what: string): Saved {
    if (!person.email) refuse('invalid', `${person.name} has no e-mail address.`, 'email');
    if (!person.portalUser) refuse('invalid', `${person.name} may not sign in.`, 'portalUser');
    const text = `${what} ${person.name} goes to ${person.email}.`;
    return { ...edit(person, text, '', () => {}), canUndo: false };
  }

  function grant(form: AccessForm, person: UserRecord) {
    const { user: _, profile, ...rest } = form;
    const name = PROFILES.find((p) => p.id === profile)?.name;
    if (!name) refuse('invalid', 'Please choose a Security Profile.', 'profile');
    if (form.start && form.end && form.end < form.start) {
      refuse('invalid', 'The end lies before the start.', 'end');
    }
    const exceptions = person.access?.exceptions ?? [];
    person.access = {
      ...rest,
      exceptions,
      profile,
      profileName: name ?? '',
      grantedBy: state.staff,
    };
  }

  const reviews = fakeReviews(people, tell, undos);

  const desk: Desk = {
    Ready: async () => {},
    UseLanguage: async () => {},
    State: async () => state,
    Connect: async (address, code) => {
      if (!/^[\w.:/-]+$/.test(address)) refuse('invalid', 'This is not an address.', 'address');
      if (code === 'wrong') refuse('denied', 'This code is wrong or was already used.', 'code');
      return become({ phase: 'ready', server: address, online: true });
    },
    BeginPairing: async (address) => {
      if (address && !/^[\w.:/-]+$/.test(address)) {
        refuse('invalid', 'This is not an address.', 'address');
      }
      const pairing = { server: address, code: 'KTRW-4826', away: false, fault: '' };
      return become({ pairing });
    },
    OpenPairing: async () => {},
    CancelPairing: async () => become({ pairing: null }),
    WorkAlone: async (office) => become({ phase: 'ready', office, server: '', online: false }),
    Unlock: async (passphrase) => {
      if (passphrase === 'wrong') refuse('denied', 'This passphrase is not right.', 'passphrase');
      return become({ phase: 'ready' });
    },
    AgreeToLoss: async () => become({ need: '', gone: 0, of: 0 }),
    SyncNow: async () => {
      become({ syncing: true });
      await wait(600);
      for (const person of people) person.badge = '';
      tell('changed', { kinds: ['user'] });
      const done = { syncing: false, pending: 0, pendingRemovals: 0 };
      return become({ ...done, online: true, lastSync: new Date().toISOString() });
    },

    ...fakeJoining({
      state: () => state,
      become,
      progress: (label, done, total) => tell('progress', { label, done, total }),
      pause,
    }),

    Home: async () => ({
      people: people.length,
      withAccess: people.filter((p) => p.access).length,
      endingSoon: people.filter(isEnding).length,
      neverSignedIn: people.filter((p) => p.access && !p.hasPassword).length,
      openTickets: has('empty') ? 0 : 20,
      conflicts: conflicts.length,
      requests: has('empty') ? 0 : 1,
      chats: 0,
      reviews: (await reviews.Reviews()).reviews.filter((r) => r.open > 0),
    }),
    Users: async (query) => {
      await wait(pause);
      const text = query.text.trim().toLowerCase();
      const fits = (p: UserRecord) =>
        inView(p, query.view) && `${p.name} ${p.email} ${p.company}`.toLowerCase().includes(text);
      const rows = people.filter(fits).map(rowOf);
      rows.sort((a, b) => a[query.sort].localeCompare(b[query.sort]) * (query.desc ? -1 : 1));
      if (has('million')) return aMillion(rows, query);
      return { total: rows.length, rows: rows.slice(query.from, query.from + query.size) };
    },
    User: async (id) => {
      await wait(pause);
      return structuredClone(find(id));
    },
    Components: async () => COMPONENTS,

    NewLogin: async (form) => {
      const taken = people.some((p) => p.username === form.username);
      if (taken) refuse('invalid', 'Somebody else signs in with this username.', 'username');
      const account = ACCOUNTS.find((a) => a.id === form.account);
      if (!account) refuse('invalid', 'Choose an account.', 'account');
      const model = people.find((p) => p.id === form.like) ?? people[0];
      if (!model) return refuse('not_found', 'This user no longer exists.');
      const id = `u${people.length}`;
      const person: UserRecord = {
        ...structuredClone(model),
        id,
        name: `${form.first} ${form.last}`.trim() || form.email,
        email: form.email,
        phone: form.phone,
        account: form.account,
        company: account?.name ?? '',
        username: form.username || form.email,
        access: form.like ? model.access : null,
        hasPassword: false,
        history: [],
      };
      people.push(person);
      settle(person);
      return { ...edit(person, `Login made for ${person.name}.`, form.reason, () => {}), id };
    },
    Difference: async (form) => {
      await wait(pause);
      return difference(find(form.user), form);
    },
    AddAccess: async (form) => {
      const person = find(form.user);
      if (person.access) refuse('invalid', `${person.name} already has portal access.`);
      return edit(person, `Access given to ${person.name}`, form.reason, () => grant(form, person));
    },
    UpdateAccess: async (form) => {
      const person = find(form.user);
      if (!person.access) refuse('invalid', `${person.name} has no portal access.`);
      const text = `Access of ${person.name} updated`;
      return edit(person, text, form.reason, () => grant(form, person));
    },
    RemoveAccess: async (user, reason) => {
      const person = find(user);
      if (!person.access) refuse('invalid', `${person.name} has no portal access.`);
      if (!state.online && state.server) become({ pendingRemovals: state.pendingRemovals + 1 });
      return edit(person, `Access removed from ${person.name}`, reason, () => {
        person.access = null;
      });
    },
    SavePortalInformation: async ({ user, email, ...rest }) => {
      const person = find(user);
      const taken = people.some((p) => p !== person && p.username === rest.username);
      if (taken) refuse('invalid', 'Someone else already has this username.', 'username');
      return edit(person, `Portal information of ${person.name} saved`, '', () => {
        Object.assign(person, rest, email === null ? {} : { email });
      });
    },
    NewPassword: async (user) => {
      find(user).hasPassword = true;
      tell('changed', { kinds: ['user'] });
      return { password: 'maple-river-47-lantern', text: 'It must be changed at first sign-in.' };
    },
    Invite: async (user) => sendLink(find(user), 'The invitation for'),
    StartReset: async (user) => sendLink(find(user), 'The link for a new password of'),
    ResetPIN: async (user) => {
      find(user).pin = '';
      tell('changed', { kinds: ['user'] });
      return { uid: `e${next++}`, text: 'The PIN is reset.', canUndo: false };
    },
    TakeOffSecondFactor: async (user) => {
      Object.assign(find(user), { secondFactor: false, passkeys: 0 });
      tell('changed', { kinds: ['user'] });
      return { uid: `e${next++}`, text: 'The second factor is taken off.', canUndo: false };
    },
    Undo: async (uid) => {
      const undo = undos.get(uid) ?? refuse('not_found', 'This can no longer be undone.');
      undo();
      undos.delete(uid);
      tell('changed', { kinds: ['user', 'data'] });
      return { uid: `e${next++}`, text: 'Undone', canUndo: false };
    },
    UndoGroup: async () => {
      people.splice(0, people.length, ...people.filter((p) => !p.id.startsWith('i')));
      tell('changed', { kinds: ['user', 'account'] });
      return { uid: `e${next++}`, text: 'The import was undone.', canUndo: false };
    },
    ...reviews,
    ...fakePortal(tell, undos),
    ...fakeAccounts(people, tell, undos, has('empty')),
    ...fakeProfiles(people, tell, undos),
    ...fakeImport(people, settle, tell),
    ...fakeReport(people),

    OpenPreview: async (request) => {
      await wait(pause);
      if (request.user) find(request.user);
      const held = request.user ? find(request.user).access?.profile : request.profile;
      const id = request.draft?.profile ?? held ?? 'minimum';
      const open = { ...ALLOWS[id] };
      for (const key of request.draft?.closed ?? []) delete open[key];
      const token = `v${next++}`;
      previews.set(token, open);
      const name = PROFILES.find((p) => p.id === id)?.name ?? id;
      return {
        token,
        account: request.account || 'a1',
        home: `fake-portal/home.html?${token}`,
        title: request.user ? find(request.user).name : `As ${name}`,
        subtitle: [name, ACCOUNTS.find((a) => a.id === request.account)?.name, request.date]
          .filter(Boolean)
          .join(' · '),
      };
    },
    Explain: async (token, ask) => {
      await wait(pause);
      const label = COMPONENTS.find((c) => c.key === ask.split('.')[0])?.label ?? ask;
      const allowed = Boolean(previews.get(token)?.[ask.split('.')[0] ?? '']);
      const gate = (name: string, text: string) => ({ ok: true, gate: name, text, repair: '' });
      return {
        allowed,
        title: '',
        label: allowed ? `${label} is open` : `${label} is closed`,
        reasons: [
          gate('sign-in', 'May sign in to the portal.'),
          gate('account', 'The account is active and its portal is on.'),
          {
            ok: allowed,
            gate: 'granted',
            text: allowed ? 'The profile allows it.' : 'The profile does not allow it.',
            repair: allowed ? '' : `Give a Security Profile that allows ${label}.`,
          },
        ],
      };
    },
    Exceptions: async (id) => {
      const own = Object.fromEntries(find(id).access?.exceptions.map((key) => [key, 'none']) ?? []);
      return { was: '{}', profile: { 'tickets.view': 'own' }, own, canChange: true };
    },
    SaveExceptions: async (id, _, own, reason) => {
      const person = find(id);
      const text = `Access of ${person.name} updated.`;
      return edit(person, text, reason, () => {
        if (person.access) person.access.exceptions = Object.keys(own);
      });
    },
    ExceptionsChange: async (_, own) => ({ gains: [], loses: Object.keys(own) }),
    Compare: async (one, other) => {
      const seen = (id: string) => {
        const { name, company, access } = find(id);
        return { name, account: company, profile: access?.profileName ?? 'Minimum' };
      };
      const row = (component: string, label: string, first: string, second: string) => ({
        ...{ component, label, first, second },
        differs: first !== second,
      });
      const rows = [
        row('live_chat', 'Chat with the office', 'Yes', 'Yes'),
        row('tickets', 'See tickets', 'their own', 'nothing'),
      ];
      return { first: seen(one), second: seen(other), rows };
    },
    Who: async () => {
      const seen = people.filter((p) => p.access).slice(0, 2);
      const why = ['The security profile Manager includes “See tickets”.'];
      const list = seen.map((p) => ({ user: p.id, name: p.name, account: p.company, why }));
      return { total: list.length, people: list };
    },
    OpenPortal: async () => {
      if (!state.online) refuse('unavailable', 'The hosted portal cannot be reached just now.');
    },

    ...fakeData({
      isEmpty: has('empty'),
      isBroken: has('broken'),
      many: has('many'),
      tell,
      undos,
      people,
    }),

    ...fakeLog({
      many: has('many'),
      isEmpty: has('empty'),
      tell: (kinds) => tell('changed', { kinds }),
    }),

    Conflicts: async () => conflicts,
    RepeatConflict: async (ids) => settleConflicts(ids, 'Done again'),
    DismissConflict: async (ids) => settleConflicts(ids, 'Left as it is'),
  };

  function settleConflicts(ids: string[], text: string): Saved {
    conflicts = conflicts.filter((c) => !ids.includes(c.id));
    tell('changed', { kinds: ['conflict'] });
    become({ conflicts: conflicts.length });
    return { uid: `e${next++}`, text, canUndo: false };
  }

  return {
    desk,
    listen: (name, callback) => {
      const set = listeners.get(name) ?? new Set();
      listeners.set(name, set.add(callback as (value: never) => void));
      return () => set.delete(callback as (value: never) => void);
    },
    copy: (text) => navigator.clipboard.writeText(text),
  };
}

function wishesOfAddress(): string[] {
  return (new URLSearchParams(location.search).get('fake') ?? '').split(',');
}

function firstState(has: (wish: Wish) => boolean): State {
  const offline = has('offline') || has('removal');
  const isAlone = has('alone') || has('joining');
  return {
    rev: ++states,
    phase: has('connect') ? 'connect' : has('passphrase') ? 'passphrase' : 'ready',
    staff: 'Robin Hale',
    role: 'Administrator',
    office: 'Northgate Office',
    server: isAlone ? '' : 'portal.northgate.example',
    online: !offline && !isAlone,
    syncing: false,
    pending: has('joining') ? 1004 : offline ? 3 : 0,
    pendingRemovals: has('removal') ? 1 : 0,
    conflicts: has('conflict') ? 2 : 0,
    lastSync: isAlone ? '' : new Date(Date.now() - 300_000).toISOString(),
    trouble: has('revoked') ? 'This computer is not connected to the portal any more.' : '',
    need: has('revoked') ? 'pairing' : has('joining') ? 'join' : '',
    gone: 0,
    of: 0,
    pairing: null,
    joining: has('joining') ? sampleJoining : null,
    version: '0.1.0',
  };
}

function sampleConflicts() {
  return [1, 2].map((n) => ({
    id: `c${n}`,
    when: new Date(Date.now() - n * 5_000_000).toISOString(),
    user: 'u3',
    subject: n === 1 ? 'David Abbott' : 'Grace Brandt',
    text: 'You gave Advanced while the Hamburg office had already removed the access.',
    mine: 'Security Profile Advanced, until 31 December',
    theirs: 'Portal access removed: left the company',
    by: 'Anna Westermann-Grünwald',
    from: 'hamburg-2',
    byWhen: new Date(Date.now() - n * 9_000_000).toISOString(),
    group: '',
    fold: `c${n}`,
    task: n === 2,
    canRepeat: true,
    why: '',
  }));
}

/** Works out what follows from a person's facts: state, standing and what the buttons may do. */
function settle(person: UserRecord) {
  const today = daysAhead(0);
  const access = person.access;
  const barred = !person.email ? 'there is no e-mail address' : 'the Portal User tick is clear';
  person.state =
    !person.email || !person.portalUser
      ? 'no_sign_in'
      : !access
        ? 'minimum'
        : access.start > today
          ? 'not_started'
          : access.end && access.end < today
            ? 'ended'
            : 'active';
  person.standing =
    person.state === 'no_sign_in'
      ? `${person.name} cannot sign in: ${barred}.`
      : access
        ? `${person.name} can sign in with ${access.profileName}.`
        : `${person.name} can sign in and has the minimum level.`;
  person.canAdd = !access;
  person.canUpdate = Boolean(access);
  person.canRemove = Boolean(access);
}

function isEnding(p: UserRecord): boolean {
  return Boolean(p.access?.end && p.access.end <= daysAhead(30) && p.access.end >= daysAhead(0));
}

function inView(p: UserRecord, view: string): boolean {
  if (view === 'with') return Boolean(p.access);
  if (view === 'without') return !p.access;
  if (view === 'wide') return Boolean(p.access && p.access.profile !== 'basic');
  if (view === 'ending') return isEnding(p);
  if (view === 'here') return p.badge === 'here';
  if (view === 'never') return Boolean(p.access && !p.hasPassword);
  return true;
}

function rowOf(p: UserRecord): UserRow {
  const { id, name, email, company, badge } = p;
  return { id, name, email, company, badge, profile: p.access?.profileName ?? '', access: p.state };
}

/** The same people again and again, to see how the list bears a million rows. */
function aMillion(rows: UserRow[], { from, size }: { from: number; size: number }) {
  const total = 1_000_000;
  const some = Array.from({ length: Math.min(size, total - from) }, (_, i) => {
    const row = rows[(from + i) % rows.length] as UserRow;
    return { ...row, id: `${row.id}-${from + i}`, name: `${row.name} ${from + i + 1}` };
  });
  return { total, rows: some };
}

function difference(person: UserRecord, form: AccessForm): Difference {
  const linesOf = (profile: string, closed: readonly string[]) =>
    Object.entries(ALLOWS[profile] ?? {}).flatMap(([key, lines]) =>
      closed.includes(key) ? [] : lines,
    );
  const now = linesOf(person.access?.profile ?? 'minimum', person.access?.closed ?? []);
  const then = linesOf(form.profile, form.closed);
  return {
    gains: then.filter((line) => !now.includes(line)),
    loses: now.filter((line) => !then.includes(line)),
  };
}

function wait(ms: number): Promise<void> {
  return ms > 0 ? new Promise((done) => setTimeout(done, ms)) : Promise.resolve();
}

/** Refuses as Go does: with the problem as a string. */
function refuse(kind: Problem['kind'], text: string, field?: string): never {
  throw JSON.stringify({ kind, text, field });
}
