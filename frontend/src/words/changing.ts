import type { PeopleChange, PermissionView } from '../api';
import type { Answer } from '../api/ask';
import type { Words } from './en';

/** What a change does to people, as people read it; nothing while nothing was asked. */
export function changing(w: Words, { value, problem, loading }: Answer<PeopleChange>) {
  const said = { gains: w.access.gains, loses: w.access.loses, isBusy: loading, groups: [] };
  if (problem) return { ...said, summary: problem.text };
  if (!value) return loading ? { ...said, summary: w.access.compute } : undefined;
  if (value.people === 0) return { ...said, summary: w.portal.nobodyYet };
  if (value.groups.length === 0) return { ...said, summary: w.portal.nobodyChanges(value.people) };
  return {
    ...said,
    summary: w.portal.peopleChange(value.gain, value.lose),
    groups: value.groups.map(({ people, names, change }) => ({
      title: w.portal.peopleOf(people),
      names: w.portal.peopleNames(names.join(', '), people - names.length),
      ...change,
    })),
  };
}

/** What is asked before unsaved input is given up. */
export function leaving(w: Words) {
  const { leaveTitle: title, leaveText: text, leaveGo: go, leaveStay: stay } = w.data;
  return { title, text, go, stay, close: w.common.close };
}

/** The words around a list of people, of which only the first are here. */
export function listing(w: Words, list: { total: number; people: unknown[] } | undefined) {
  const { close, loading, again, nobody, andMore } = w.common;
  const rest = list ? list.total - list.people.length : 0;
  return { close, loading, again, nobody, more: rest > 0 ? andMore(rest) : '' };
}

/** How far a permission reaches, in words. */
export function reachOf(w: Words, row: PermissionView, scope = 'none') {
  if (row.tick) return scope === 'none' ? w.profiles.notGiven : w.profiles.given;
  return row.scopes.find((s) => s.key === scope)?.label ?? scope;
}
