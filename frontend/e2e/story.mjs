// The whole product in one story, told in the real programs. Each step is a test, in order, and
// leaves a picture in build/out/story. Run it with
//
//   node --test frontend/e2e/story.mjs        (after build/build.sh)

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Stage } from './stage.mjs';

const stage = new Stage('story');

before(() => stage.open());
after(() => stage.close());

test('the desk opens without a complaint', async () => {
  await stage.desk.waitFor('the first screen', () =>
    stage.desk.run(() => document.body.textContent.trim() !== ''),
  );
  await stage.deskPicture('desk-opens');
  assert.equal(await stage.desk.find('[role=alert]'), undefined);
});

test('the portal answers a visitor', async () => {
  const page = await stage.customerPage('/');
  assert.notEqual((await page.locator('body').textContent()).trim(), '');
  await stage.customerPicture(page, 'portal-opens');
  assert.deepEqual(page.failures, []);
});
