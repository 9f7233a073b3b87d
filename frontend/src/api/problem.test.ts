import { expect, test } from 'vitest';
import { chooseLanguage } from '../words';
import { problemOf } from './problem';

chooseLanguage('en');
const plain = 'Something went wrong here. Nothing was changed; please try again.';

test.each([
  ['an object', { kind: 'denied', text: 'No.' }],
  ['its text', '{"kind":"denied","text":"No."}'],
  ['an error that holds its text', new Error('{"kind":"denied","text":"No."}')],
])('a problem is read from %s', (_, cause) => {
  expect(problemOf(cause)).toEqual({ kind: 'denied', text: 'No.' });
});

test.each([undefined, null, 7, 'EOF', '{', new TypeError('x is undefined')])(
  'anything else becomes one plain sentence: %s',
  (cause) => {
    expect(problemOf(cause)).toEqual({ kind: 'internal', text: plain });
  },
);
