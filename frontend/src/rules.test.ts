import { expect, test } from 'vitest';

/** The house rules of this folder, held by a test. */
const files = Object.entries(
  import.meta.glob<string>('./**/*.{ts,tsx,css}', {
    query: '?raw',
    import: 'default',
    eager: true,
  }),
);
const shipped = files.filter(([path]) => !/\.test(-kit)?\.tsx?$|\/fake/.test(path));
const importsOf = (text: string) => [...text.matchAll(/from '([^']+)'/g)].map((m) => m[1] ?? '');
const roomOf = (path: string) => /^\.\/screens\/([^/]+)\//.exec(path)?.[1];

test('there is something to look at', () => {
  expect(shipped.length).toBeGreaterThan(50);
});

test.each(shipped.filter(([path]) => roomOf(path)))('%s imports no other screen', (_, text) => {
  const beside = importsOf(text).filter((from) => /^\.\.\/[^.]/.test(from));
  expect(beside.filter((from) => !['../way'].includes(from))).toEqual([]);
  expect(importsOf(text).filter((from) => from.includes('screens/'))).toEqual([]);
});

test.each(shipped.filter(([path]) => path.startsWith('./ui/')))('%s is dumb', (_, text) => {
  expect(importsOf(text).filter((from) => /api|words|screens/.test(from))).toEqual([]);
});

test.each(shipped.filter(([path]) => path.endsWith('.tsx')))('%s keeps its size', (path, text) => {
  const lines = text.split('\n').length - 1;
  expect(lines).toBeLessThanOrEqual(path.startsWith('./ui/') ? 120 : 250);
});

test.each(shipped.filter(([path]) => !/words|api\/(types|desk)/.test(path)))(
  '%s has no long line',
  (_, text) => {
    expect(text.split('\n').filter((line) => line.length > 100)).toEqual([]);
  },
);

test('only the door reaches Go, and nothing is put into the page as markup', () => {
  const found = shipped.filter(
    ([path, text]) =>
      /dangerouslySetInnerHTML|\.innerHTML|\beval\(|\bfetch\(['"`]/.test(text) ||
      (/as unknown as GoWindow|wailsjs/.test(text) && path !== './api/index.ts'),
  );
  expect(found.map(([path]) => path)).toEqual([]);
});

test('the only frame is the preview’s, and it may never run script', () => {
  const framed = shipped.filter(([, text]) => text.includes('<iframe'));
  expect(framed.map(([path]) => path)).toEqual(['./screens/preview/pane.tsx']);
  const sandboxes = framed.flatMap(([, text]) => text.match(/sandbox="[^"]*"/g) ?? []);
  expect(sandboxes).toEqual(['sandbox="allow-same-origin allow-forms"']);
});
