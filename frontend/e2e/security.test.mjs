// Strong sign-in in Chromium (B19): a second factor from its picture to its removal, a passkey of a
// virtual device, sessions that are ended from elsewhere, and staff's own page at the server. Every
// page is accessible and fits a narrow screen, also in German and dark.

import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { createHmac } from 'node:crypto';
import { createRequire } from 'node:module';
import { after, before, test } from 'node:test';
import { promisify } from 'node:util';
import { programs } from './server.mjs';
import { Stage } from './stage.mjs';

const axe = createRequire(import.meta.url).resolve('axe-core/axe.min.js');
const stage = new Stage('security');
const chosen = 'four plain words together';
let person;
let site; // passkeys belong to a name, and not to a number

before(async () => {
  await stage.openWithoutDesk();
  person = await stage.otherPerson('ingrid', 'ingrid');
  site = stage.server.url.replace('127.0.0.1', 'localhost');
});
after(() => stage.close());

/** A page in a profile of its own. */
async function open(where) {
  const page = await stage.chromium.page({ width: 360, height: 740 });
  await page.addInitScript({ path: axe });
  await page.goto(site + where);
  return page;
}

/** Types the password, and goes where that leads. */
async function typePassword(page, password = chosen) {
  await page.fill('input[name=username]', person.username);
  await page.fill('input[name=password]', password);
  await page.click('main form:not(.passkey) button');
}

/** Waits until somebody has signed in, and owes nothing more. */
async function isIn(page) {
  await page.locator('form[action$=sign-out]').waitFor();
  await page.locator('nav.nav').first().waitFor();
}

/** Looks at the page narrow and wide, light and dark, and leaves pictures. */
async function look(page, name) {
  const options = { resultTypes: ['violations'] };
  for (const [colorScheme, width] of [['light', 360], ['dark', 1280]]) {
    await page.emulateMedia({ colorScheme });
    await page.setViewportSize({ width, height: 740 });
    const { violations } = await page.evaluate((o) => window.axe.run(document, o), options);
    const found = violations.map((v) => `${v.id}: ${v.nodes.map((n) => n.target).join(' | ')}`);
    assert.deepEqual(found, [], `${name}, ${colorScheme}`);
    const more = await page.evaluate(
      () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
    );
    assert.ok(more <= 0, `${name} is ${more} px too wide at ${width}`);
    await stage.customerPicture(page, `${name}-${colorScheme}`);
  }
  await page.emulateMedia({ colorScheme: 'light' });
  await page.setViewportSize({ width: 360, height: 740 });
}

/** The code that an authenticator app shows `later` half minutes from now. */
function codeOf(key, later = 0) {
  const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
  const bits = [...key.replaceAll('-', '')]
    .map((letter) => letters.indexOf(letter).toString(2).padStart(5, '0'))
    .join('');
  const secret = Buffer.from(bits.match(/.{8}/g).map((byte) => Number.parseInt(byte, 2)));
  const at = Buffer.alloc(8);
  at.writeBigUInt64BE(BigInt(Math.floor(Date.now() / 30_000) + later));
  const sum = createHmac('sha1', secret).update(at).digest();
  const from = sum[19] & 15;
  const code = (sum.readUInt32BE(from) & 0x7fffffff) % 1_000_000;
  return String(code).padStart(6, '0');
}

/** A device that holds passkeys. */
async function plugIn(page) {
  const device = await page.context().newCDPSession(page);
  await device.send('WebAuthn.enable');
  const { authenticatorId } = await device.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2',
      transport: 'internal',
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  });
  return { device, authenticatorId };
}

let customer;
let codes;

test('a second factor is set up from its picture', async () => {
  customer = await open('/sign-in');
  await look(customer, 'sign-in');
  await typePassword(customer, person.password);
  await customer.fill('input[name=new]', chosen);
  await customer.fill('input[name=repeat]', chosen);
  await customer.click('main button.button');
  await isIn(customer);
  await customer.goto(`${site}/my-details`);
  await look(customer, 'my-details');
  await customer.getByRole('link', { name: 'Open sign-in and security' }).click();
  await look(customer, 'security-off');
  await customer.fill('input[name=begin-password]', chosen);
  await customer.getByRole('button', { name: 'Set up a second factor' }).click();
  await customer.locator('svg.qr').waitFor();
  await look(customer, 'set-up');
  const key = await customer.locator('.qr-key').innerText();
  await customer.fill('input[name=code]', '000000');
  await customer.getByRole('button', { name: 'Turn on' }).click();
  await customer.getByText('wrong or was used already').waitFor();
  assert.equal(await customer.locator('.qr-key').innerText(), key, 'the key stays');
  await customer.fill('input[name=code]', codeOf(key, -1));
  await customer.getByRole('button', { name: 'Turn on' }).click();
  await customer.locator('.codes').waitFor();
  await look(customer, 'recovery-codes');
  codes = await customer.locator('.codes li').allInnerTexts();
  assert.equal(codes.length, 10);
  await customer.emulateMedia({ media: 'print' });
  await stage.customerPicture(customer, 'recovery-codes-print');
  await customer.emulateMedia({ media: 'screen' });
  await customer.getByRole('link', { name: 'I have kept the codes' }).click();
  await customer.getByText('Unused recovery codes: 10.').waitFor();
  customer.appKey = key;
});

test('signing in asks for a code', async () => {
  const page = await open('/home?lang=de');
  await page.goto(`${site}/sign-in?next=tickets`);
  await typePassword(page);
  await page.locator('input[name=code]').waitFor();
  await look(page, 'code-german');
  await page.locator('input[name=code]').fill(codes[0]);
  await page.click('main form:not(.passkey) button');
  await isIn(page);
  const other = await open('/sign-in');
  await typePassword(other);
  await other.locator('input[name=code]').fill(codeOf(customer.appKey, 1));
  await other.click('main form:not(.passkey) button');
  await isIn(other);
  await customer.goto(`${site}/security`);
  await look(customer, 'security-on');
  await customer.getByRole('button', { name: 'End all other sessions' }).click();
  await customer.getByText('All other sessions have been ended.').waitFor();
  for (const ended of [page, other]) {
    await ended.goto(`${site}/tickets`);
    await ended.locator('input[name=password]').waitFor();
  }
});

test('a passkey is added and signs in without a password', async () => {
  const { device, authenticatorId } = await plugIn(customer);
  await customer.goto(`${site}/home?lang=de`); // which stays
  await customer.goto(`${site}/security`);
  await look(customer, 'security-german');
  await customer.goto(`${site}/home?lang=en`);
  await customer.goto(`${site}/security`);
  await customer.fill('input[name=passkey-name]', 'Phone');
  await customer.fill('input[name=passkey-password]', 'a wrong password');
  await customer.getByRole('button', { name: 'Add a passkey' }).click();
  await customer.getByText('do not belong together').waitFor();
  await customer.fill('input[name=passkey-password]', chosen);
  await customer.getByRole('button', { name: 'Add a passkey' }).click();
  await customer.getByText('The passkey has been added.').waitFor();
  await look(customer, 'passkeys');
  const { credentials } = await device.send('WebAuthn.getCredentials', { authenticatorId });
  assert.equal(credentials.length, 1);
  await customer.getByRole('button', { name: 'Sign out' }).click();
  await customer.getByRole('button', { name: 'Sign in with a passkey' }).click();
  await isIn(customer); // and no code was asked for
  assert.equal(new URL(customer.url()).pathname, '/home');
  await customer.goto(`${site}/security`);
  await customer.getByText('last used on').waitFor();
  await customer.getByRole('button', { name: 'Remove: Phone' }).click();
  await customer.locator('input[name=password]').waitFor(); // the session was begun with it
  await customer.goto(`${site}/sign-in`);
  await customer.getByRole('button', { name: 'Sign in with a passkey' }).click();
  await customer.getByText('This passkey was not accepted.').waitFor();
  assert.deepEqual(customer.failures, []);
});

test('without script the password is there, and no passkey', async () => {
  const page = await stage.chromium.page({ javaScriptEnabled: false, url: `${site}/sign-in` });
  assert.equal(await page.getByRole('button', { name: 'passkey' }).isVisible(), false);
  await typePassword(page);
  await page.locator('input[name=code]').fill(codes[1]);
  await page.click('main form:not(.passkey) button');
  await isIn(page);
  await page.goto(`${site}/security`);
  await page.locator('input[name=factor-password]').fill(chosen);
  await page.locator('input[name=factor-code]').fill(codes[2]);
  await page.getByRole('button', { name: 'Take off the second factor' }).click();
  await page.getByText('The second factor has been taken off.').waitFor();
});

test('staff choose a password by a one-time link and see their computers', async () => {
  const { stdout } = await promisify(execFile)(programs.server, [
    'staff', '--data', stage.server.data, '--password-link', '1',
  ]);
  const link = new URL(stdout.trim());
  assert.equal(link.origin, stage.server.url);
  const page = await open(link.pathname);
  await look(page, 'staff-password');
  await page.fill('input[name=new]', chosen);
  await page.fill('input[name=repeat]', chosen);
  await page.click('main button.button');
  await page.getByText('Sign in for staff').first().waitFor();
  await look(page, 'staff-sign-in');
  await page.fill('input[name=username]', '1');
  await page.fill('input[name=password]', chosen);
  await page.click('main button.button');
  await page.getByRole('heading', { name: 'Connected computers' }).waitFor();
  await look(page, 'staff-home');
  await page.goto(`${site}/staff/home?lang=de`);
  await page.locator('summary').first().click();
  await look(page, 'staff-home-german');
  await page.locator('input[type=password]').first().fill(chosen);
  await page.getByRole('button', { name: 'Aussperren' }).first().click();
  await page.getByText('Der Computer ist ausgesperrt.').waitFor();
  assert.deepEqual(page.failures, []);
});
