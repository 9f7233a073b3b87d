// The hosted portal in Chromium, as each of several people walks through it: whoever follows the
// links comes to every page that is theirs. Each page answers, fails nowhere unseen, fits a narrow
// screen, and is accessible, light and dark; some of them have a wide screen as well; one reads
// German.

import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import { after, before, describe, test } from 'node:test';
import { Stage } from './stage.mjs';

const axe = createRequire(import.meta.url).resolve('axe-core/axe.min.js');
const stage = new Stage('portal');
const chosen = 'four plain words together';
const narrow = { width: 320, height: 700 };
const wide = { width: 1280, height: 900 };
const mostPages = 150; // for one person

const people = { minimum: 'magnus', basic: 'jonas', advanced: 'leonie', manager: 'ingrid' };

before(async () => {
  await stage.openWithoutDesk();
  for (const [profile, name] of Object.entries(people)) {
    people[profile] = await stage.otherPerson(name, name);
    await choosePassword(people[profile]);
  }
});
after(() => stage.close());

/** A page in a profile of its own, which notes what goes wrong in it. */
async function open(where = '/home') {
  const page = await stage.customerPage('/healthz', narrow);
  page.on('console', (message) => {
    const { url } = message.location();
    const isPage = url === page.url() || url.endsWith('/favicon.ico'); // their status is no failure
    const isStatus = isPage && message.text().startsWith('Failed to load resource');
    if (message.type() === 'error' && !isStatus) page.failures.push(message.text());
  });
  await page.addInitScript({ path: axe });
  await page.goto(new URL(where, stage.server.url).href);
  return page;
}

/** Signs somebody in. */
async function signIn({ username, password }) {
  const page = await open('/sign-in');
  await page.fill('input[name=username]', username);
  await page.fill('input[name=password]', password);
  await page.click('main button.button');
  await page.getByRole('button', { name: 'Sign out' }).waitFor();
  return page;
}

/** The first time somebody signs in, they replace the password that the office made. */
async function choosePassword(person) {
  const page = await signIn(person);
  assert.deepEqual(await wrongs(page), [], 'the page for the first password');
  await page.fill('input[name=new]', chosen);
  await page.fill('input[name=repeat]', chosen);
  await page.click('main button.button');
  await page.locator('input[name=new]').waitFor({ state: 'detached' });
  await page.context().close();
  person.password = chosen;
}

/** What axe finds on the page as it looks now; of some rules, or of all. */
async function findings(page, ...rules) {
  const options = { iframes: false, resultTypes: ['violations'] };
  if (rules.length > 0) options.runOnly = rules;
  const { violations } = await page.evaluate((o) => window.axe.run(document, o), options);
  return violations.map((v) => `${v.id}: ${v.nodes.map((n) => n.target).join(' | ')}`);
}

/** By how many pixels the page is wider than the window. */
const excess = (page) =>
  page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);

/** Everything that is wrong with the page; `all` looks at it wide as well, and `dark` dark. */
async function wrongs(page, all = true, dark = true) {
  const list = await findings(page);
  for (const size of all ? [wide, narrow] : [narrow]) {
    await page.setViewportSize(size);
    const more = await excess(page);
    if (more > 0) list.push(`${more} px too wide at ${size.width} px`);
  }
  if (dark) {
    await page.emulateMedia({ colorScheme: 'dark' });
    list.push(...(await findings(page, 'color-contrast')).map((found) => `dark: ${found}`));
    await page.emulateMedia({ colorScheme: 'light' });
  }
  return [...list, ...page.failures.splice(0)];
}

/** The kind of a page: its address without what tells records apart. */
function kindOf(url) {
  const [first, arg] = url.pathname.slice(1).split('/');
  const asks = [...url.searchParams].map(([name, value]) => (name === 'part' ? value : name));
  return first + (arg ? '/*' : '') + (asks.length > 0 ? `?${asks.sort()}` : '');
}

/**
 * Follows the links from the home page, and looks at up to `each` pages of a kind; answers how many
 * there were of each kind.
 */
async function walk(page, who, { starts = [], each = 1, all = false, answers = [200] } = {}) {
  const kinds = new Map();
  const ways = ['/home', ...starts];
  const known = new Set(ways);
  let looked = 0;
  for (const way of ways) {
    const kind = kindOf(new URL(way, stage.server.url));
    const so = kinds.get(kind) ?? 0;
    if (so >= (kind.endsWith('/*') ? each : 1)) continue;
    kinds.set(kind, so + 1);
    looked += 1;
    assert.ok(looked <= mostPages, `${who} finds no end`);
    for (const to of await look(page, `${who} ${way}`, way, { all, answers })) {
      if (!known.has(to)) ways.push(to);
      known.add(to);
    }
  }
  return kinds;
}

/** The kinds of pages that somebody has looked at dark; the home page differs for everybody. */
const seenDark = new Set();

/** Looks at one address, and answers those that it links to. What is saved has no links. */
async function look(page, what, way, { all, answers }) {
  if (/^\/([a-z-]+-(pdf|csv)|files)\//.test(way)) {
    const saved = await page.request.get(new URL(way, stage.server.url).href);
    assert.equal(saved.status(), 200, what);
    return [];
  }
  const answer = await page.goto(new URL(way, stage.server.url).href);
  assert.ok(answers.includes(answer.status()), `${what}: ${answer.status()}`);
  const kind = kindOf(new URL(way, stage.server.url));
  const isDark = all || kind === 'home' || !seenDark.has(kind);
  seenDark.add(kind);
  assert.deepEqual(await wrongs(page, all, isDark), [], what);
  const links = await page.evaluate(() => [...document.querySelectorAll('a[href]')].map((a) => a.href));
  return links
    .map((href) => new URL(href))
    .filter((to) => to.origin === stage.server.url && !to.searchParams.has('lang'))
    .map((to) => to.pathname + to.search);
}

/** Pages to which a Manager of the sample office comes by links. */
const ofManager = [
  'home', 'tickets', 'tickets/*', 'new-ticket', 'projects', 'projects/*', 'projects/*?notes',
  'projects/*?charges', 'orders', 'orders/*', 'documents', 'documents/*', 'upload-document',
  'documentation', 'documentation/*', 'invoices', 'invoices/*', 'invoice-pdf/*', 'payments',
  'receipts/*', 'receipt-pdf/*', 'quotations', 'quotations/*', 'quotation-pdf/*', 'sales-orders',
  'sales-orders/*', 'sales-order-pdf/*', 'help-guide', 'help-guide/*', 'blog', 'blog/*',
  'knowledgebase', 'knowledgebase/*', 'suggestions', 'suggestions/*', 'draft-article',
  'suggest-change/*', 'forums', 'forums/*', 'new-topic/*', 'topic/*', 'live-chat', 'administration',
  'logins', 'logins/*', 'queues', 'queues/*', 'request-types', 'request-types/*', 'vendors',
  'vendors/*', 'out-of-office', 'out-of-office/*', 'off-hours', 'off-hours/*', 'ask-access',
  'software-modules', 'software-modules/*', 'add-module/*', 'reports', 'reports/*', 'report-csv/*',
  'my-details', 'security', 'files/*',
];

test('the checks find what is planted', async () => {
  const page = await open();
  const plant = (body) =>
    page.route('**/planted', (route) =>
      route.fulfill({
        contentType: 'text/html',
        headers: { 'Content-Security-Policy': "script-src 'none'" },
        body: `<!doctype html><html lang="en"><title>Planted</title><main><h1>Planted</h1>${body}</main>`,
      }),
    );
  for (const [body, wrong] of [
    ['<p style="width: 500px">wide</p>', /too wide at 320/],
    ['<input name="nameless">', /^label: /],
    [`<p>Some words</p><style>:root { color-scheme: light dark }
      main { background: light-dark(#fff, #111); color: light-dark(#000, #222) }</style>`,
      /^dark: color-contrast/],
    ['<script>1</script>', /Content Security Policy/],
  ]) {
    await plant(body);
    await page.goto(new URL('/planted', stage.server.url).href);
    const found = await wrongs(page);
    assert.ok(found.some((text) => wrong.test(text)), `${wrong} is not among ${found.join('; ')}`);
  }
});

describe('every page that the links lead to is in order', { concurrency: 3 }, () => {
  test('for a Manager', async () => {
    const kinds = await walk(await signIn(people.manager), 'manager', { each: 2 });
    assert.deepEqual(ofManager.filter((kind) => !kinds.has(kind)), [], 'pages without a way to them');
  });
  test('wide, dark and in German', async () => {
    const page = await signIn(people.manager);
    await page.goto(new URL('/home?lang=de', stage.server.url).href);
    assert.equal(await page.locator('html').getAttribute('lang'), 'de');
    const kinds = await walk(page, 'german', { all: true });
    assert.ok(kinds.size > 60, `${kinds.size} kinds of pages`);
  });
  for (const profile of ['minimum', 'basic', 'advanced']) {
    test(`for somebody with ${profile} access`, async () => {
      const kinds = await walk(await signIn(people[profile]), profile);
      assert.equal(kinds.has('tickets/*'), profile !== 'minimum');
      assert.equal(kinds.has('invoices'), false);
    });
  }
  test('for a visitor', async () => {
    const kinds = await walk(await open(), 'visitor', {
      starts: ['/sign-in', '/forgot'],
      all: true,
      answers: [200, 401], // or they are asked to sign in
    });
    assert.ok(kinds.has('forgot'));
    assert.ok(!kinds.has('tickets'));
  });
  test('for somebody who looks at their other company', async () => {
    const page = await signIn(people.manager);
    await page.getByRole('combobox').selectOption({ label: 'Fjord & Sons' });
    await page.getByRole('button', { name: 'Switch' }).click();
    const kinds = await walk(page, 'other company');
    assert.ok(kinds.has('tickets') && !kinds.has('invoices'));
  });
});

test('a very long subject without a space fits every screen', async () => {
  const page = await signIn(people.basic);
  await page.goto(new URL('/new-ticket', stage.server.url).href);
  await page.fill('[name=subject]', 'Donaudampfschifffahrt'.repeat(14));
  await page.fill('[name=text]', 'https://example.com/'.padEnd(400, 'x'));
  await page.click('main form button.button');
  await page.getByText('Thank you').waitFor();
  assert.deepEqual(await wrongs(page), [], 'the ticket');
  await page.goto(new URL('/tickets', stage.server.url).href);
  assert.deepEqual(await wrongs(page), [], 'the list');
});

test('a page that is not there, or not for them, says so', async () => {
  const page = await signIn(people.minimum);
  for (const way of ['/nowhere', '/invoices', '/tickets/4001']) {
    const answer = await page.goto(new URL(way, stage.server.url).href);
    assert.ok([403, 404].includes(answer.status()), `${way}: ${answer.status()}`);
    assert.deepEqual(await wrongs(page), [], way);
  }
});
