import type { Desk, Events } from './desk';
import { ALLOWS, COMPONENTS, PROFILES } from './fake-people';
import type { Problem, ProfileForm, ProfileView, UserRecord } from './types';

type Tell = <K extends keyof Events>(name: K, value: Events[K]) => void;
type ProfileDeeds = Pick<
  Desk,
  | 'Profiles'
  | 'Profile'
  | 'CopyProfile'
  | 'SaveProfile'
  | 'RemoveProfile'
  | 'ProfileChange'
  | 'Permissions'
  | 'Holders'
>;

const SCOPES = [
  ['none', 'nothing'],
  ['own', 'their own'],
  ['account', 'all of their account'],
  ['tree', 'all of their account and its subsidiaries'],
].map(([key = '', label = '']) => ({ key, label }));

/** The security profiles in memory: a permission for each component. */
export function fakeProfiles(
  people: UserRecord[],
  tell: Tell,
  undos: Map<string, () => void>,
): ProfileDeeds {
  let own: ProfileView[] = [];
  const forms = new Map<string, ProfileForm>(
    PROFILES.map(({ id, name, description }) => {
      const scopes = Object.fromEntries(
        Object.keys(ALLOWS[id] ?? {}).map((key) => [`${key}.view`, 'own']),
      );
      return [id, { id, base: '', name, description, assignable: true, scopes }];
    }),
  );
  const holding = (id: string) => people.filter((p) => (p.access?.profile ?? 'minimum') === id);
  const form = (id: string): ProfileForm =>
    forms.get(id) ?? refuse('not_found', 'This record does not exist.');
  const record = (of: ProfileForm) => ({
    form: structuredClone(of),
    was: JSON.stringify(of),
    name: of.name,
    description: of.description,
    baseName: forms.get(of.base)?.name ?? '',
    system: PROFILES.some((p) => p.id === of.id),
    canChange: true,
    holders: holding(of.id).length,
    history: [],
  });
  const settle = () => {
    own = [...forms.values()]
      .filter((f) => !PROFILES.some((p) => p.id === f.id))
      .map(({ id, name, description, scopes }) => ({
        id,
        name,
        description,
        system: false,
        allows: COMPONENTS.filter((c) => scopes[`${c.key}.view`]).map((c) => ({
          component: c.key,
          label: c.label,
          lines: [`See ${c.label}`],
        })),
        holders: holding(id).length,
        canGive: true,
        canChange: true,
      }));
    tell('changed', { kinds: ['profile'] });
  };
  const done = (text: string, id: string, before: ProfileForm | undefined) => {
    const uid = `profile-${id}-${undos.size}`;
    undos.set(uid, () => {
      if (before) forms.set(id, before);
      else forms.delete(id);
      settle();
    });
    settle();
    return { uid, text, canUndo: true, id };
  };
  return {
    Profiles: async () =>
      [...PROFILES, ...own].map((p) => ({ ...p, holders: holding(p.id).length })),
    Profile: async (id) => record(form(id)),
    CopyProfile: async (from) => {
      const blank = { ...form(from), id: '', base: from, name: '', description: '' };
      return record({ ...blank, assignable: false });
    },
    SaveProfile: async (_, wanted) => {
      if (!wanted.name.trim()) refuse('invalid', 'A profile needs a name.', 'name');
      const id = wanted.id || `own-${forms.size}`;
      const before = forms.get(id);
      forms.set(id, { ...structuredClone(wanted), id });
      return done(`Profile ${wanted.name} was ${before ? 'changed' : 'made'}.`, id, before);
    },
    RemoveProfile: async (id) => {
      const before = form(id);
      forms.delete(id);
      return done(`Profile ${before.name} was deleted.`, id, before);
    },
    ProfileChange: async (wanted) => {
      const before = forms.get(wanted.id)?.scopes ?? {};
      const gained = Object.keys(wanted.scopes).filter((key) => !before[key]);
      const lost = Object.keys(before).filter((key) => !wanted.scopes[key]);
      const held = wanted.id ? holding(wanted.id) : [];
      const change = { gains: gained.map(said), loses: lost.map(said) };
      const isAny = held.length > 0 && gained.length + lost.length > 0;
      const names = held.slice(0, 5).map((p) => p.name);
      return {
        people: held.length,
        gain: gained.length > 0 ? held.length : 0,
        lose: lost.length > 0 ? held.length : 0,
        groups: isAny ? [{ people: held.length, names, change }] : [],
      };
    },
    Permissions: async () =>
      COMPONENTS.map(({ key, label }) => {
        const tick = ['help_guide', 'blog', 'live_chat', 'my_details'].includes(key);
        const scopes = tick ? SCOPES.slice(0, 2) : SCOPES;
        return { key: `${key}.view`, label: `See ${label}`, component: key, tick, scopes };
      }),
    Holders: async (profile, permission) => {
      const held = profile ? holding(profile) : people.filter((p) => p.access);
      const rows = held.slice(0, 200).map((p) => ({
        user: p.id,
        name: p.name,
        account: p.company,
        profile: p.access?.profileName ?? 'Minimum',
        scope: permission ? 'their own' : '',
      }));
      return { total: held.length, people: rows };
    },
  };
}

const said = (key: string) => `See ${key.replace('.view', '')}`;

function refuse(kind: Problem['kind'], text: string, field = ''): never {
  throw { kind, text, ...(field && { field }) } satisfies Problem;
}
