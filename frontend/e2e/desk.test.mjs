// The staff pages against the real desk behind the test bridge, in Chromium: every screen is
// reached, is accessible, and is kept as a picture, light, dark and in German.

import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import { after, before, test } from 'node:test';
import { Stage } from './stage.mjs';

const axe = createRequire(import.meta.url).resolve('axe-core/axe.min.js');
const stage = new Stage('desk');
let page;

before(async () => {
  await stage.openWithoutDesk();
  ({ page } = await stage.otherDesk());
  const { form } = await stage.call('NewReview');
  await stage.call('SaveReview', '', { ...form, name: 'Every access', silence: 'end' });
});
after(() => stage.close());

const screens = {
  home: () => page.getByRole('heading', { level: 1 }).waitFor(),
  users: () => page.getByTestId('grid-row').first().waitFor(),
  accounts: () => page.getByTestId('account-row').first().waitFor(),
  profiles: () => page.getByTestId('profile-item').first().waitFor(),
  reviews: () => page.getByTestId('review-item').first().waitFor(),
  reports: () => page.getByTestId('report-lead').waitFor(),
  import: () => page.getByTestId('import-file').waitFor({ state: 'attached' }),
  data: () => page.getByTestId('data-grid').waitFor(),
  portal: () => page.getByTestId('door').waitFor(),
  sync: () => page.getByTestId('sync-now').waitFor(),
};

/** Findings of axe, in a page whose policy lets no foreign script in but the tester's. */
async function findings() {
  await page.addScriptTag({ path: axe }).catch(() => page.evaluate(readAxe()));
  const { violations } = await page.evaluate(() => window.axe.run(document, { iframes: false }));
  return violations.map((v) => `${v.id}: ${v.nodes.map((n) => n.target).join(' | ')}`);
}

/** The text of axe, for where a script tag is refused. */
function readAxe() {
  return createRequire(import.meta.url)('axe-core').source;
}

async function visit(name) {
  await page.getByTestId(`nav-${name}`).click();
  await screens[name]();
}

for (const [look, prepare] of [
  ['light', async () => {}],
  ['dark', () => page.emulateMedia({ colorScheme: 'dark' })],
  ['german', () => language('de')],
]) {
  test(`every screen is accessible: ${look}`, async () => {
    await prepare();
    for (const name of Object.keys(screens)) {
      await visit(name);
      await stage.customerPicture(page, `${look}-${name}`);
      assert.deepEqual(await findings(), [], `${look} ${name}`);
    }
    await visit('accounts');
    await page.getByTestId('account-row').filter({ hasText: 'Cold Storage' }).click();
    await page.getByTestId('account-people').locator('button').first().waitFor();
    await page.getByTestId('account-portal').click();
    await page.getByTestId('account-change').locator('summary').click();
    await stage.customerPicture(page, `${look}-account`);
    assert.deepEqual(await findings(), [], `${look} account`);
    await page.getByTestId('account-discard').click();
    await page.getByTestId('account-new-more').click();
    await page.getByTestId('account-new-consolidated').click();
    await page.getByTestId('account-save').click();
    await page.locator('[aria-invalid=true]').waitFor();
    await stage.customerPicture(page, `${look}-account-new`);
    assert.deepEqual(await findings(), [], `${look} account new`);
    await page.getByTestId('account-close').click();
    await visit('profiles');
    await page.getByTestId('profile-item').filter({ hasText: 'Basic' }).first().click();
    await page.getByTestId('profile-copy').click();
    await page.getByTestId('matrix-compare').click();
    await page.getByRole('option').last().click();
    await page.getByTestId('matrix-only').waitFor();
    await stage.customerPicture(page, `${look}-profile`);
    assert.deepEqual(await findings(), [], `${look} profile`);
    await page.getByTestId('profile-discard').click();
    await visit('users');
    await page.getByTestId('grid-row').first().click();
    await page.getByTestId('big-preview').waitFor();
    await stage.customerPicture(page, `${look}-record`);
    assert.deepEqual(await findings(), [], `${look} record`);
    await page.getByTestId('record-close').click();
    await visit('reviews');
    await page.getByTestId('review-change').click();
    await page.getByTestId('review-covers').getByText(/7/).waitFor();
    assert.deepEqual(await findings(), [], `${look} review form`);
    await page.keyboard.press('Escape');
    await page.getByTestId('review-open').click();
    await page.getByTestId('review-row').first().waitFor();
    await stage.customerPicture(page, `${look}-review`);
    assert.deepEqual(await findings(), [], `${look} review`);
    await page.getByTestId('review-end').first().click();
    await page.getByTestId('end-change').locator('summary').click();
    assert.deepEqual(await findings(), [], `${look} end`);
    await page.keyboard.press('Escape');
    await page.getByTestId('review-back').click();
    await visit('data');
    await page.getByTestId('kind-file type').click();
    await page.getByTestId('data-new').click();
    await page.getByTestId('data-save').click();
    await page.locator('[aria-invalid=true]').waitFor();
    await stage.customerPicture(page, `${look}-data-new`);
    assert.deepEqual(await findings(), [], `${look} data new`);
    await page.getByTestId('data-close').click();
  });
}

/** Chooses a language in the menu and stays light. */
async function language(key) {
  await page.emulateMedia({ colorScheme: 'light' });
  await page.getByTestId('settings').click();
  await page.getByTestId(`language-${key}`).click();
  await page.keyboard.press('Escape');
}

test('with more contrast, and with the colours of the system, everything is there', async () => {
  for (const colorScheme of ['light', 'dark']) {
    await page.emulateMedia({ colorScheme, contrast: 'more' });
    for (const name of ['home', 'users', 'reports', 'profiles']) {
      await visit(name);
      assert.deepEqual(await findings(), [], `${colorScheme} ${name}, more contrast`);
    }
    await stage.customerPicture(page, `contrast-${colorScheme}`);
  }
  await page.emulateMedia({ colorScheme: 'light', contrast: null, forcedColors: 'active' });
  await visit('reports');
  await stage.customerPicture(page, 'forced-colors');
  const bar = await page.locator('.bars-bar').last().evaluate((e) => getComputedStyle(e).background);
  assert.match(bar, /rgb\(0, 0, 0\)/);
  await page.emulateMedia({ forcedColors: null });
});

test('the preview of a profile with no person shows the portal, and another beside it (B1, B8)', async () => {
  await language('en');
  await visit('profiles');
  await page.getByTestId('profile-item').filter({ hasText: 'Advanced' }).first().click();
  await page.getByTestId('profile-account').click();
  await page.getByRole('option', { name: /Bluewater Shipping/ }).click();
  await page.getByTestId('profile-preview').click();
  const frame = page.frameLocator('[data-testid=preview-frame]');
  await frame.getByRole('link', { name: /Tickets/ }).first().waitFor();
  await stage.customerPicture(page, 'preview-profile');
  assert.equal(
    await page.evaluate(() => 'go' in document.querySelector('iframe').contentWindow),
    false,
  );
  await page.getByTestId('preview-beside').click();
  await page.keyboard.press('Escape'); // closes the list, not the preview
  await page.getByTestId('preview-beside').click();
  await page.getByRole('option', { name: 'Orders only' }).click();
  const beside = page.frameLocator('[data-testid=preview-frame-beside]');
  await beside.getByRole('link', { name: /Orders/ }).first().waitFor();
  await page.getByTestId('explain-switch').click({ force: true });
  await frame.getByRole('link', { name: /Orders/ }).first().click();
  const pageOf = (testId) =>
    page.getByTestId(testId).evaluate((f) => f.contentWindow.location.pathname.split('/').pop());
  await beside.locator('[aria-current]').filter({ hasText: 'Orders' }).first().waitFor();
  assert.equal(await pageOf('preview-frame-beside'), 'orders');
  await beside.locator('a[href$=home]').first().click();
  await frame.getByRole('link', { name: /Tickets/ }).first().waitFor();
  await page.waitForFunction(() => document.querySelector('[data-testid=preview-frame]')
    .contentWindow.location.pathname.endsWith('/home'));
  assert.deepEqual(await findings(), [], 'two previews');
  await stage.customerPicture(page, 'preview-beside');
  await page.getByTestId('preview-close').click();
});

test('a record of Portal data is made, changed, taken away and brought back', async () => {
  await visit('data');
  await page.getByTestId('kind-file type').click();
  await page.getByTestId('data-new').click();
  await page.getByTestId('data-field-Name').fill('Drawing');
  await page.getByTestId('data-save').click();
  const title = page.getByTestId('data-record-title');
  await title.getByText('Drawing', { exact: true }).waitFor();
  await page.getByTestId('data-field-Name').fill('Drawing of a gate');
  await page.getByTestId('data-save').click();
  await title.getByText('Drawing of a gate').waitFor();
  await stage.customerPicture(page, 'data-record');
  assert.deepEqual(await findings(), [], 'data record');
  await page.getByTestId('data-drop').click();
  await title.waitFor({ state: 'detached' });
  await page.getByTestId('toast-undo').last().click();
  await page.getByTestId('data-row').filter({ hasText: 'Drawing of a gate' }).waitFor();
});

test('an access is confirmed and another one ended, and both are taken back (B15)', async () => {
  const figures = async () => {
    const { reviews } = await stage.call('Reviews');
    const { open, confirmed, ended } = reviews[0];
    return [open, confirmed, ended];
  };
  const [open] = await figures();
  await visit('reviews');
  await page.getByTestId('review-open').click();
  const row = (name) => page.getByTestId('review-row').filter({ hasText: name });
  await row('Jonas Brandt').waitFor();
  assert.equal(await page.getByTestId('review-row').count(), open);
  await row('Jonas Brandt').getByTestId('review-keep').click();
  await row('Jonas Brandt').waitFor({ state: 'detached' });
  await row('Even Lund').getByTestId('review-end').click();
  await page.getByTestId('end-change').locator('summary').click();
  await page.getByTestId('end-reason').fill('Has left.');
  await page.getByTestId('end-go').click();
  await row('Even Lund').waitFor({ state: 'detached' });
  assert.deepEqual(await figures(), [open - 2, 1, 1]);
  await page.getByTestId('review-lists').getByText('Ended (1)').click();
  await row('Even Lund').getByText('Has left.').waitFor();
  const undo = (text) => page.locator('.toast').filter({ hasText: text }).getByRole('button');
  await undo('Access ended').click();
  await page.getByText('Undone for Even Lund').waitFor();
  await page.getByTestId('review-lists').getByText(/^Open/).click();
  await row('Even Lund').waitFor();
  await page.getByTestId('review-accept').click();
  await page.getByTestId('advice-count').waitFor();
  await page.getByTestId('advice-go').click();
  await page.getByText('Everything is answered').first().waitFor();
  await stage.customerPicture(page, 'review-answered');
  assert.deepEqual(await findings(), [], 'review answered');
  await undo('Accesses confirmed').click();
  await row('Even Lund').waitFor();
  await page.getByTestId('review-back').click();
});

test('nothing failed unseen', () => assert.deepEqual(page.failures, []));
