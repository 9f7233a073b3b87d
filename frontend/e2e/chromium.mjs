// Opens pages in Chromium, without a screen: the customer's portal as customers see it, and the
// staff pages through the test bridge (see server.mjs).
//
//   const chromium = await openChromium();
//   const page = await chromium.page({ url: server.url });
//   await page.getByRole('link', { name: 'Invoices' }).click();
//   await chromium.close();

import { existsSync } from 'node:fs';
import path from 'node:path';
import { out } from './processes.mjs';

// Nothing here may reach for the network by itself, and there is no graphics card.
const flags = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

const places = [
  process.env.CHROMIUM,
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
];

/** Starts Chromium. Every page gets a profile of its own, so several people can be signed in. */
export async function openChromium() {
  const executablePath = places.find((place) => place && existsSync(place));
  if (!executablePath) {
    throw new Error('Chromium is not installed. Run build/setup.sh, or set CHROMIUM to its path.');
  }
  // Loaded here, so that the other helpers work without npm packages.
  const { chromium } = await import('playwright-core');
  const browser = await chromium.launch({ executablePath, headless: true, args: flags });
  return {
    browser,
    page: (options) => openPage(browser, options),
    close: () => browser.close(),
  };
}

/**
 * A page in a fresh profile, and the failures that it met: errors of scripts, requests that were
 * answered with 5xx. `page.failures` should be empty at the end of a test.
 */
async function openPage(browser, { url, width = 1280, height = 900, ...context } = {}) {
  const profile = await browser.newContext({ viewport: { width, height }, ...context });
  const page = await profile.newPage();
  page.setDefaultTimeout(15000);
  page.failures = [];
  page.on('pageerror', (err) => page.failures.push(String(err)));
  page.on('response', (response) => {
    if (response.status() >= 500) page.failures.push(`${response.status()} ${response.url()}`);
  });
  page.picture = (file, options) => page.screenshot({ path: path.resolve(out, file), ...options });
  if (url) await page.goto(url);
  return page;
}
