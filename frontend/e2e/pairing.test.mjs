// How a desk is connected: it shows a code, a member of staff signs in at the server, looks which
// computer it is and confirms; then one that is shut out is told, and is connected anew. In Chromium,
// the desk behind the test bridge. Each step keeps pictures, and is accessible.

import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { createRequire } from 'node:module';
import { after, before, test } from 'node:test';
import { promisify } from 'node:util';
import { programs, startBridge } from './server.mjs';
import { Stage } from './stage.mjs';

const axe = createRequire(import.meta.url)('axe-core').source;
const stage = new Stage('pairing');
const password = 'six plain words for the staff page';
let desk;
let staff;

before(async () => {
  await stage.openWithoutDesk();
  stage.other = { bridge: await startBridge() };
  desk = await stage.chromium.page({ url: stage.other.bridge.url });
  staff = await stage.customerPage('/staff/');
});
after(() => stage.close());

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

/** Has the code confirmed that the desk shows; the first time, with a look at each page. */
async function confirm(see = async () => {}) {
  const code = (await desk.getByTestId('pairing-code').textContent()).trim();
  assert.match(code, /^[A-Z]{4}-[2-9]{4}$/);
  await staff.goto(new URL('staff/home', stage.server.url).href);
  await staff.fill('[name=claim-code]', code.toLowerCase());
  await see(staff, 'staff-code');
  await staff.getByRole('button', { name: 'Continue' }).click();
  await staff.getByText('Test computer').first().waitFor();
  await see(staff, 'staff-confirm');
  await staff.fill('[name=claim-password]', password);
  await staff.getByRole('button', { name: 'Connect this computer' }).click();
  await staff.getByText('The computer is connected.').waitFor();
}

test('staff choose a password by their link, and sign in', async () => {
  const { stdout } = await promisify(execFile)(programs.server, [
    'staff', '--data', stage.server.data, '--password-link', '1',
  ]);
  await staff.goto(stdout.trim());
  await staff.fill('input[name=new]', password);
  await staff.fill('input[name=repeat]', password);
  await staff.click('main button.button');
  await staff.fill('input[name=username]', '1');
  await staff.fill('input[name=password]', password);
  await staff.click('main button.button');
  await staff.getByRole('heading', { name: 'Connect a computer' }).waitFor();
});

test('the desk shows a code, and is connected once that is confirmed', async () => {
  await look(desk, 'connect');
  await desk.getByTestId('connect-address').fill(stage.server.url);
  await desk.getByTestId('connect-go').click();
  await desk.getByTestId('pairing-code').waitFor();
  await look(desk, 'code');
  await desk.getByRole('button', { name: 'Deutsch' }).click();
  await stage.customerPicture(desk, 'code-german');
  await desk.getByRole('button', { name: 'English' }).click();
  await confirm(look);
  await desk.getByTestId('sync-badge').getByText('Online, all saved').waitFor();
  await stage.customerPicture(desk, 'connected');
});

test('a desk that is shut out says so, and goes on once it is connected anew', async () => {
  await staff.goto(new URL('staff/home', stage.server.url).href);
  await staff.locator('summary').first().click();
  await staff.locator('details[open] input[type=password]').fill(password);
  await staff.locator('details[open] button').click();
  await staff.getByText('The computer is shut out.').waitFor();
  await desk.getByTestId('pairing-anew').waitFor({ timeout: 3000 });
  await look(desk, 'shut-out');
  await desk.getByTestId('pairing-anew').click();
  await desk.getByTestId('pairing-code').waitFor();
  await look(desk, 'shut-out-code');
  await confirm();
  await desk.getByTestId('sync-badge').getByText('Online, all saved').waitFor();
  await desk.getByTestId('pairing-code').waitFor({ state: 'detached' });
  assert.deepEqual(desk.failures, []);
  assert.deepEqual(staff.failures, []);
});

test('a password of the documentation is shown after a question', async () => {
  await desk.getByTestId('nav-data').click();
  await desk.getByTestId('kind-configuration item').click();
  await desk.getByTestId('data-row').first().click();
  await desk.getByTestId('password-ask').click();
  await desk.getByTestId('password-show').click();
  await desk.getByTestId('password-text').waitFor();
  await look(desk, 'password');
});
