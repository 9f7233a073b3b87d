// An office that began alone connects its desk with a portal that has people: the desk asks, shows
// what would become of everything, and then joins; another one stays alone. In Chromium, the desks
// behind the test bridge. Each step keeps pictures, and is accessible.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { root } from './processes.mjs';
import { startBridge } from './server.mjs';
import { Stage } from './stage.mjs';

const axe = createRequire(import.meta.url)('axe-core').source;
const stage = new Stage('joining');
const bridges = [];
const contacts = readFileSync(path.join(root, 'app/testdata/contacts-us-500.csv'), 'utf8');
const list = contacts.split('\n').slice(0, 201);
let desk;
let known;

before(async () => {
  await stage.openWithoutDesk();
  await stage.otherDesk();
});
after(async () => {
  for (const bridge of bridges) await bridge.stop();
  await stage.close();
});

/** Pictures of a page, light and dark; and what axe finds in it. */
async function look(page, name) {
  await page.evaluate(axe);
  for (const colorScheme of ['dark', 'light']) {
    await page.emulateMedia({ colorScheme });
    await stage.customerPicture(page, `${name}-${colorScheme}`);
    const { violations } = await page.evaluate(() => window.axe.run(document));
    const found = violations.map((v) => `${v.id}: ${v.nodes.map((n) => n.target).join(' | ')}`);
    assert.deepEqual(found, [], `${name}, ${colorScheme}`);
  }
}

/** A desk that works alone. */
async function alone(office) {
  const bridge = await startBridge();
  bridges.push(bridge);
  const page = await stage.chromium.page({ url: bridge.url });
  await page.getByTestId('alone-office').fill(office);
  await page.getByTestId('alone-go').click();
  await badge(page, 'Working alone');
  return page;
}

const badge = (page, text) => page.getByTestId('sync-badge').getByText(text).waitFor();

async function importList(page, text) {
  await page.getByTestId('nav-import').click();
  await page
    .getByTestId('import-file')
    .setInputFiles({ name: 'contacts.csv', mimeType: 'text/csv', buffer: Buffer.from(text) });
  await page.getByTestId('import-plan').click();
  await page.getByTestId('import-run').click();
  await page.getByTestId('import-done').waitFor();
}

/** Connects a desk that works alone by a code, on the Sync screen. */
async function connect(page) {
  await page.getByTestId('nav-sync').click();
  await page.getByTestId('join-address').fill(stage.server.url);
  await page.getByTestId('join-code').fill(await stage.server.invite());
  await page.getByTestId('join-go').click();
  await page.getByTestId('dry-run').waitFor();
}

const usersAtThePortal = async () => {
  await stage.call('SyncNow');
  const query = { text: '', view: 'all', sort: 'name', desc: false, from: 0, size: 3 };
  return stage.call('Users', query);
};

test('an office tries Gatehouse alone, with some people whom its portal knows', async () => {
  desk = await alone('Trial Office');
  const there = await usersAtThePortal();
  known = there.total;
  const some = there.rows.filter((row) => row.email);
  assert.ok(some.length > 0);
  const rows = some.map((row) => `Somebody,Known,Trial,,,,,,,,${row.email},`);
  await importList(desk, [...list, ...rows].join('\n'));
});

test('on the Sync screen it shows a code for the browser, too', async () => {
  await desk.getByTestId('nav-sync').click();
  await look(desk, 'alone');
  await desk.getByTestId('join-address').fill(stage.server.url);
  await desk.getByTestId('join-go').click();
  await desk.getByTestId('pairing-code').waitFor();
  await stage.customerPicture(desk, 'code');
  await desk.getByTestId('pairing-cancel').click();
  await desk.getByTestId('join-address').waitFor();
});

test('connected, it asks, and nothing has gone to the portal', async () => {
  await connect(desk);
  await badge(desk, 'Join the portal?');
  await desk.getByText('Join the portal of Harbour & Lane?').waitFor();
  await look(desk, 'asked');
  await desk.getByTestId('settings').click();
  await desk.getByTestId('language-de').click();
  await desk.keyboard.press('Escape');
  await desk.getByText('Was geschehen würde').waitFor();
  await stage.customerPicture(desk, 'asked-german');
  await desk.getByTestId('settings').click();
  await desk.getByTestId('language-en').click();
  await desk.keyboard.press('Escape');
  await desk.getByTestId('nav-users').click();
  await desk.getByTestId('decide').waitFor();
  await look(desk, 'elsewhere');
  await desk.getByTestId('decide').click();
  assert.equal((await usersAtThePortal()).total, known);
});

test('without the portal a dry run comes to nothing, and is done again', async () => {
  await stage.withoutServer(async () => {
    await desk.getByTestId('joining-again').click();
    await desk.getByText('The dry run came to nothing. Nothing is lost.').waitFor();
    await look(desk, 'no-portal');
  });
  await desk.getByTestId('joining-try').click();
  await desk.getByTestId('dry-run').waitFor();
});

test('it joins, and becomes what the dry run said', async () => {
  const groups = desk.getByTestId('dry-run-group');
  const counts = await groups.locator('strong').allTextContents();
  const others = counts.reduce((sum, text) => sum + Number(text), 0);
  assert.ok(others > 0, 'everything would be taken');
  await desk.getByTestId('joining-join').click();
  await badge(desk, /conflicts? to decide/);
  const { conflicts, pending, office } = await desk.evaluate(async () => {
    const go = window.go.app.Desk;
    await go.SyncNow();
    return go.State();
  });
  assert.deepEqual({ conflicts, pending, office }, { conflicts: others, pending: 0, office: 'Harbour & Lane' });
  await stage.customerPicture(desk, 'joined');
  const now = await usersAtThePortal();
  assert.ok(now.total >= known + 200, `${known} users, then ${now.total}`);
  assert.deepEqual(desk.failures, []);
});

test('another one stays alone, and keeps what it has', async () => {
  const other = await alone('An office with a name that is very much longer than any name that anybody would think of');
  await importList(other, list.slice(0, 4).join('\n'));
  await connect(other);
  await other.setViewportSize({ width: 900, height: 600 });
  await stage.customerPicture(other, 'small-window');
  await other.getByTestId('joining-alone').click();
  await badge(other, 'Working alone');
  await other.getByText('The portal has shut it out again.').waitFor();
  await look(other, 'stayed');
  await other.getByTestId('nav-users').click();
  await other.getByText('James Butt').waitFor();
  const shut = (await stage.call('SyncNow').then(() => stage.call('Computers'))).filter((c) => c.revoked);
  assert.equal(shut.length, 1);
  assert.deepEqual(other.failures, []);
});
