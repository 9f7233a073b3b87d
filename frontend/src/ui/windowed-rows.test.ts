import { expect, test, vi } from 'vitest';
import { type Stretch, WindowedRows } from './windowed-rows';

/** A list whose replies come when the test says so. */
function slowList() {
  const asked: { from: number; reply: (s: Stretch<string>) => void; fail: (e: unknown) => void }[] =
    [];
  const fetch = (from: number) =>
    new Promise<Stretch<string>>((reply, fail) => asked.push({ from, reply, fail }));
  return { asked, fetch };
}
const rowsFrom = (name: string, from: number, total: number): Stretch<string> => ({
  total,
  rows: Array.from({ length: Math.min(100, total - from) }, (_, i) => `${name}${from + i}`),
});
const settled = () => new Promise((done) => setTimeout(done));

test('a reply to an older question is thrown away', async () => {
  const { asked, fetch } = slowList();
  const rows = new WindowedRows<string>(() => {});
  rows.open('a', fetch);
  rows.open('ab', fetch);
  asked[1]?.reply(rowsFrom('new', 0, 5));
  await settled();
  asked[0]?.reply(rowsFrom('old', 0, 900));
  await settled();
  expect(rows.total).toBe(5);
  expect(rows.row(0)).toBe('new0');
  expect(rows.key).toBe('ab');
});

test('old rows stay on view until the new ones come', async () => {
  const { asked, fetch } = slowList();
  const rows = new WindowedRows<string>(() => {});
  rows.open('a', fetch);
  asked[0]?.reply(rowsFrom('old', 0, 900));
  await settled();
  rows.open('b', fetch);
  expect(rows.row(0)).toBe('old0');
  expect(rows.total).toBe(900);
});

test('a page of an older question that comes late is not mixed in', async () => {
  const { asked, fetch } = slowList();
  const rows = new WindowedRows<string>(() => {});
  rows.open('a', fetch);
  asked[0]?.reply(rowsFrom('old', 0, 900));
  await settled();
  rows.want(300, 320);
  rows.open('b', fetch);
  asked[2]?.reply(rowsFrom('new', 0, 900));
  await settled();
  asked[1]?.reply(rowsFrom('old', 300, 900));
  await settled();
  expect(rows.row(300)).toBeUndefined();
});

test('of a million rows about forty pages are kept', async () => {
  const fetch = async (from: number) => rowsFrom('r', from, 1_000_000);
  const rows = new WindowedRows<string>(() => {});
  rows.open('all', fetch);
  await settled();
  for (let page = 1; page <= 100; page++) {
    rows.want(page * 100, page * 100 + 30);
    await settled();
  }
  expect(rows.row(10_000)).toBe('r10000');
  expect(rows.row(0)).toBeUndefined();
  const held = Array.from({ length: 101 }, (_, p) => rows.row(p * 100)).filter(Boolean).length;
  expect(held).toBe(40);
});

test('a failed page is told and the rows on view stay', async () => {
  const changed = vi.fn();
  const { asked, fetch } = slowList();
  const rows = new WindowedRows<string>(changed);
  rows.open('a', fetch);
  asked[0]?.reply(rowsFrom('a', 0, 300));
  await settled();
  rows.refresh();
  asked[1]?.fail('broken');
  await settled();
  expect(rows.failure).toBe('broken');
  expect(rows.row(0)).toBe('a0');
});
