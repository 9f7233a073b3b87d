import { expect, test } from 'vitest';
import { languages } from '.';
import { fieldCalled, manyCalled } from './called';

/** Every place of a tree of words, with what stands there. */
function places(tree: object, path = ''): [string, unknown][] {
  return Object.entries(tree).flatMap(([key, value]) =>
    typeof value === 'object' && value !== null
      ? places(value, `${path}${key}.`)
      : [[`${path}${key}`, value] as [string, unknown]],
  );
}
const { en, ...others } = languages;
const english = new Map(places(en));

/** Words that are rightly the same in every language. */
const SAME = /^(product|palette\.usersPath|shell\.(touch|signedInAs|version)|record\.at)$/;

test.each(Object.entries(others))('%s is complete', (_, words) => {
  const found = new Map(places(words));
  expect([...found.keys()].sort()).toEqual([...english.keys()].sort());
  for (const [place, word] of found) {
    expect(typeof word, place).toBe(typeof english.get(place));
    if (typeof word === 'string') expect(word.trim(), place).not.toBe('');
  }
});

test.each(Object.entries(others))('%s is translated', (_, words) => {
  const copied = places(words).filter(
    ([place, word]) =>
      typeof word === 'string' &&
      word.length > 12 &&
      word === english.get(place) &&
      !SAME.test(place),
  );
  expect(copied).toEqual([]);
});

test.each(Object.entries(languages))('%s counts one and many', (_, words) => {
  for (const [place, word] of places(words)) {
    if (typeof word !== 'function') continue;
    const said = (word as (...args: unknown[]) => string)(1, 2, 3);
    expect(said, place).not.toMatch(/undefined|NaN|null/);
  }
  expect(words.users.total(1)).not.toBe(words.badge.conflicts(2));
});

test('a key without words is still readable', () => {
  expect(fieldCalled(en, 'DueDay')).toBe('Due on');
  expect(fieldCalled(en, 'FirstReplyAt')).toBe('First reply at');
  expect(manyCalled(en, 'fishing_licence')).toBe('Fishing licence');
});
