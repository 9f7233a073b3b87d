// How long the desk takes from its start to the first painted list with 100,000 users, and how long
// their import takes. Figures, not a test: build/bench.sh prints them.

import { openWindow } from './webkit.mjs';
import { programs, startBridge, temporaryFolder } from './server.mjs';
import { openChromium } from './chromium.mjs';

const people = Number(process.env.PEOPLE ?? 100_000);
const own = await temporaryFolder('bench');
const chromium = await openChromium();
const bridge = await startBridge({ args: ['--data', own.folder] });
const page = await chromium.page({ url: bridge.url });
await page.getByTestId('alone-office').fill('Bench');
await page.getByTestId('alone-go').click();
await page.getByTestId('nav-users').waitFor();

const lines = ['first_name,last_name,company_name,email'];
for (let i = 0; i < people; i++) {
  lines.push(`Given${i % 977},Family${i},Company ${i % 9973},p${i}@example.com`);
}
const base64 = Buffer.from(lines.join('\n')).toString('base64');
const call = (method, ...args) =>
  page.evaluate(([m, a]) => window.go.app.Desk[m](...a), [method, args]);
let from = performance.now();
const lap = (what) => {
  console.log(`${what}: ${((performance.now() - from) / 1000).toFixed(2)} s`);
  from = performance.now();
};
const table = await call('ReadImport', 'bench.csv', base64);
const plan = await call('PlanImport', table.id, table.columns.map((c) => c.target));
lap(`reading and checking ${plan.people} rows`);
await call('RunImport', table.id);
lap(`importing ${plan.people} people and ${plan.accounts} accounts`);
for (const text of ['', 'family77', 'company 12 given5']) {
  from = performance.now();
  const { total } = await call('Users', { text, view: 'all', sort: 'name', desc: false, from: 0, size: 100 });
  lap(`a page of “${text}” among ${total}`);
}
await chromium.close();
await bridge.stop();

from = performance.now();
const desk = await openWindow({ program: programs.desk, args: ['--data', own.folder] });
await desk.click('[data-testid="nav-users"]');
await desk.waitFor('the first rows', () =>
  desk.run(() => document.querySelectorAll('[data-testid="grid-row"]').length > 5),
);
lap('from start to the first painted list, with the driver and two clicks');
await desk.close();
await own.remove();
