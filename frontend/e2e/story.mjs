// The whole product in one story, told in the real programs. Each step is a test, in order, and
// leaves pictures in build/out/story. Run it with
//
//   node --test frontend/e2e/story.mjs        (after build/build.sh)

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { root } from './processes.mjs';
import { Stage } from './stage.mjs';

const stage = new Stage('story');
const contacts = readFileSync(path.join(root, 'app/testdata/contacts-us-500.csv'));
const james = 'jbutt@gmail.com';
const chosen = 'four plain words together';
let password;
let customer;

const by = (id) => `[data-testid="${id}"]`;

before(() => stage.open());
after(() => stage.close());

/** Opens a person's ACL User record by what one types into the search. */
async function openRecord(desk, text) {
  await desk.click(by('nav-users'));
  await desk.fill(by('user-search'), text);
  await desk.waitForText(by('grid'), text);
  await desk.click(by('grid-row'));
  await desk.element(by('big-preview'));
}

/** Whether a big button can be pressed, and its colour. */
const button = (desk, id) =>
  desk.run((css) => {
    const found = document.querySelector(css);
    return { on: !found.disabled, colour: getComputedStyle(found).backgroundColor };
  }, by(id));

const orange = 'rgb(255, 146, 43)';

/** Waits until everything that waited has reached the server. */
const synced = (desk) => desk.waitForText(by('sync-badge'), 'Online, all saved');

async function signIn(page, name, secret) {
  await page.goto(new URL('sign-in', stage.server.url).href);
  await page.fill('input[name=username]', name);
  await page.fill('input[name=password]', secret);
  await page.click('main button.button');
}

test('1 the desk opens, connected, with the sample office', async () => {
  const { desk } = stage;
  await desk.waitForText('body', 'Harbour & Lane');
  await synced(desk);
  await stage.deskPicture('desk-opens');
  assert.equal(await desk.find('[role=alert]'), undefined);
});

test('2 staff import a contact list of 500 after a dry run (B10)', async () => {
  const { desk } = stage;
  await desk.click(by('nav-import'));
  await desk.waitFor('the file field', () => desk.find(by('import-file')));
  await desk.run(
    (css, text) => {
      const field = document.querySelector(css);
      const files = new DataTransfer();
      files.items.add(new File([text], 'contacts-us-500.csv', { type: 'text/csv' }));
      field.files = files.files;
      field.dispatchEvent(new Event('change', { bubbles: true }));
    },
    by('import-file'),
    contacts.toString('utf8'),
  );
  await desk.element(by('import-plan'));
  await stage.deskPicture('import-columns');
  await desk.click(by('import-plan'));
  await desk.element(by('import-run'));
  await desk.waitForText('body', 'jbutt@gmail.com');
  await stage.deskPicture('import-dry-run');
  await desk.click(by('import-run'));
  await desk.waitForText(by('import-done'), '500');
  await desk.waitForGone(by('import-stop'));
  await stage.deskPicture('import-done');
  await synced(desk);
});

test('3 the list finds people by name, e-mail and company', async () => {
  const { desk } = stage;
  await desk.click(by('nav-users'));
  await desk.waitForText(by('grid'), '@');
  await stage.deskPicture('users');
  for (const text of ['butt', 'benton', 'jbutt']) {
    await desk.fill(by('user-search'), text);
    await desk.waitForText(by('grid'), 'James Butt');
  }
  await desk.click(by('grid-row'));
  await desk.element(by('big-add'));
  await stage.deskPicture('record-before');
});

test('4 the big buttons: Add Access saves and closes, then two are orange (O3-O7)', async () => {
  const { desk } = stage;
  await openRecord(desk, 'jbutt');
  assert.deepEqual(await button(desk, 'big-add'), { on: true, colour: orange });
  assert.equal((await button(desk, 'big-update')).on, false);
  assert.equal((await button(desk, 'big-remove')).on, false);
  await desk.click(by('big-add'));
  await desk.waitForText(by('access-dialog'), 'See tickets');
  await stage.deskPicture('client-portal-access');
  await desk.click(by('access-save'));
  await desk.waitForGone(by('big-add'));
  await desk.waitForText('body', 'Access given to James Butt');
  await stage.deskPicture('access-added');
  await openRecord(desk, 'jbutt');
  await desk.waitFor('the grey button', async () => !(await button(desk, 'big-add')).on);
  assert.deepEqual(await button(desk, 'big-update'), { on: true, colour: orange });
  assert.deepEqual(await button(desk, 'big-remove'), { on: true, colour: orange });
  await stage.deskPicture('record-after');
});

test('5 the preview is the portal, and explains itself with scripts off (B2, B5)', async () => {
  const { desk } = stage;
  await desk.click(by('big-preview'));
  const frame = by('preview-frame');
  await desk.waitForFrame(frame, 'main');
  const tile = await desk.run((css) => {
    const outer = document.querySelector(css).getBoundingClientRect();
    const found = document.querySelector(css).contentDocument.querySelector('[data-ask="tile:invoices"]');
    const box = found.getBoundingClientRect();
    return { x: outer.left + box.left + box.width / 2, y: outer.top + box.top + box.height / 2 };
  }, frame);
  await desk.pointer([
    { type: 'pointerMove', duration: 0, x: 5, y: 5, origin: 'viewport' },
    { type: 'pointerMove', duration: 80, x: Math.round(tile.x), y: Math.round(tile.y), origin: 'viewport' },
  ]);
  await desk.waitForText(by('explain-card'), 'does not include “See invoices”');
  await desk.waitFor('the card to have faded in', () =>
    desk.run((css) => getComputedStyle(document.querySelector(css)).opacity === '1', by('explain-card')),
  );
  await stage.deskPicture('preview-explains');
  assert.equal(await desk.run((css) => document.querySelector(css).getAttribute('sandbox'), frame),
    'allow-same-origin allow-forms');
  await desk.click(by('preview-close'));
});

test('6 staff make an initial password, shown once (C6)', async () => {
  const { desk } = stage;
  await openRecord(desk, 'jbutt');
  const isOpen = await desk.find(by('new-password'));
  if (!isOpen || !(await desk.isShown(isOpen))) await desk.click(by('portal-information'));
  await desk.click(by('new-password'));
  password = await desk.text(by('password-shown'));
  assert.match(password, /^[a-z0-9]{4}(-[a-z0-9]{4}){4}$/);
  await desk.run((css) => document.querySelector(css).scrollIntoView(), by('password-shown'));
  await stage.deskPicture('initial-password');
  await synced(desk);
});

test('7 the customer signs in, must choose a password, and sees what the preview showed (B3)', async () => {
  const { desk } = stage;
  customer = await stage.customerPage('/sign-in');
  await signIn(customer, james, 'a wrong password!');
  await customer.getByText('do not belong together').waitFor();
  await signIn(customer, james, password);
  await customer.fill('input[name=new]', chosen);
  await customer.fill('input[name=repeat]', chosen);
  await stage.customerPicture(customer, 'first-password');
  await customer.click('main button.button');
  await customer.goto(new URL('home', stage.server.url).href);
  await customer.getByText('James Butt').first().waitFor();
  await stage.customerPicture(customer, 'customer-home');
  const hosted = await customer.locator('main').innerHTML();

  await synced(desk);
  await openRecord(desk, 'jbutt');
  await desk.click(by('big-preview'));
  await desk.waitForFrame(by('preview-frame'), 'main');
  const preview = await desk.run(
    (css) => document.querySelector(css).contentDocument.querySelector('main').innerHTML,
    by('preview-frame'),
  );
  await stage.deskPicture('preview-home');
  assert.equal(preview, hosted);
  await desk.click(by('preview-close'));
});

test('8 the customer opens a ticket, and staff see it (O8)', async () => {
  const { desk } = stage;
  await customer.goto(new URL('new-ticket', stage.server.url).href);
  await customer.fill('[name=subject]', 'The scanner blinks red');
  await customer.fill('[name=text]', 'Since this morning, after the update.');
  await customer.click('main button.button');
  await customer.getByText('The scanner blinks red').first().waitFor();
  await stage.customerPicture(customer, 'customer-ticket');
  await desk.click(by('nav-data'));
  await desk.click(by('kind-ticket'));
  await desk.waitForText('body', 'The scanner blinks red');
  await desk.clickText('The scanner blinks red', by('data-row') + ', ' + by('data-row') + ' *');
  await desk.waitForText('body', 'after the update');
  await stage.deskPicture('desk-ticket');
});

test('9 offline: a removal waits, then holds against another desk that did not know (B12)', async () => {
  const { desk } = stage;
  const other = await stage.otherDesk();
  await other.page.getByTestId('nav-users').click();
  await other.page.getByTestId('user-search').fill('jbutt');
  await other.page.getByTestId('grid-row').filter({ hasText: 'James Butt' }).click();
  await other.page.locator(`${by('big-update')}:enabled`).waitFor();

  await stage.withoutServer(async () => {
    await openRecord(desk, 'jbutt');
    await desk.click(by('big-remove'));
    await desk.click(by('remove-save'));
    await desk.waitForText(by('sync-badge'), 'not yet in force');
    await stage.deskPicture('offline-removal');

    await other.page.getByTestId('big-update').click();
    await other.page.getByRole('combobox', { name: 'Security Profile' }).click();
    await other.page.getByRole('option', { name: 'Manager' }).click();
    await other.page.getByTestId('access-save').click();
    await other.page.getByTestId('sync-badge').getByText('1 edit').waitFor();
    await stage.customerPicture(other.page, 'other-desk-offline');
    other.bridge.sleep(); // so that the removal is there first, and the change comes unknowing
  });
  await synced(desk);
  other.bridge.wake();
  await other.page.getByTestId('nav-sync').click();
  await other.page.getByText('removed meanwhile').first().waitFor({ timeout: 30000 });
  await stage.customerPicture(other.page, 'conflict');
  assert.deepEqual(other.page.failures, []);

  await customer.goto(new URL('home', stage.server.url).href);
  assert.equal(await customer.locator('main a[href][data-ask="tile:tickets"]').count(), 0);
  await stage.customerPicture(customer, 'minimum-again');
  await openRecord(desk, 'jbutt');
  assert.equal((await button(desk, 'big-add')).on, true);
  await stage.deskPicture('removal-holds');
});

test('10 without Portal User or e-mail, or after the support end, sign-in is refused plainly (C1, C3, C4)', async () => {
  const page = await stage.customerPage('/sign-in');
  const person = await stage.otherPerson('Ingrid Petersen', 'ingrid.petersen');
  await signIn(page, person.username, person.password);
  await page.locator('input[name=new]').waitFor();
  for (const [what, change, sentence] of [
    ['support', { supportEnd: '2020-12-31' }, /ended/i],
    ['portal user', { supportEnd: '', portalUser: false }, /cannot use the portal/],
    ['e-mail', { portalUser: true, email: '' }, /cannot use the portal/],
  ]) {
    await person.change(change);
    const again = await stage.customerPage('/sign-in');
    await signIn(again, person.username, person.password);
    const said = await again.locator('[role=alert]').first().textContent();
    assert.match(said, sentence, what);
    await stage.customerPicture(again, `refused-${what.replace(' ', '-')}`);
  }
});

test('nothing failed unseen', () => {
  assert.deepEqual(customer.failures, []);
});
