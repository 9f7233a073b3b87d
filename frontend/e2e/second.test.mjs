// The desktop program is started again with the data of a window that is open. Where there is a
// session bus, that window comes to the front and the second program ends; without one it says in a
// window of its own, and to whoever started it, that the data is in use. The first goes on.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { after, before, test } from 'node:test';
import { launch, waitFor } from './processes.mjs';
import { needPrograms, programs, temporaryFolder } from './server.mjs';
import { openScreen, openWindow } from './webkit.mjs';

const bus = process.env.DBUS_SESSION_BUS_ADDRESS;
let screen;

before(async () => {
  needPrograms('desk');
  screen = await openScreen(1440, 900);
});
after(() => screen?.stop());

/** The ids of all windows with a title, the uppermost first. */
function windows(title) {
  const tree = execFileSync('xwininfo', ['-root', '-tree', '-display', screen.display], {
    encoding: 'utf8',
  });
  const all = [...tree.matchAll(/^ +(0x[0-9a-f]+) "([^"]*)"/gm)];
  return all.filter((line) => line[2] === title).map((line) => line[1]);
}

/** Starts the program on a folder, and hears what it says and how it ends. */
async function start(folder, env) {
  const program = await launch(programs.desk, ['--data', folder], {
    stdio: ['ignore', 'ignore', 'pipe'],
    env: {
      ...process.env,
      DISPLAY: screen.display,
      GDK_BACKEND: 'x11',
      LIBGL_ALWAYS_SOFTWARE: '1',
      NO_AT_BRIDGE: '1',
      ...env,
    },
  });
  const heard = { said: '', ended: false, stop: program.stop };
  program.child.stderr.setEncoding('utf8').on('data', (text) => {
    heard.said += text;
  });
  program.child.once('exit', () => {
    heard.ended = true;
  });
  return heard;
}

/** Opens a window on fresh data, and hands it and its folder to a test. */
async function withWindow(env, work) {
  const data = await temporaryFolder('desk');
  const desk = await openWindow({
    program: programs.desk,
    args: ['--data', data.folder],
    display: screen.display,
    env,
  });
  try {
    await desk.waitFor('the first page', () => desk.run(() => document.querySelector('main')));
    await work(desk, data.folder);
    const phase = await desk.run(() => window.go.app.Desk.State().then((state) => state.phase));
    assert.equal(phase, 'connect', 'the first window no longer answers');
  } finally {
    await desk.close();
    await data.remove();
  }
}

test('without a session bus the second program says that the data is in use', async () => {
  const env = { DBUS_SESSION_BUS_ADDRESS: 'disabled:' };
  await withWindow(env, async (_, folder) => {
    const second = await start(folder, env);
    try {
      await waitFor('its message', () => windows('Gatehouse cannot open').length === 1);
      assert.match(second.said, /already open with this data/);
      assert.equal(second.ended, false, 'nobody could read the message');
    } finally {
      await second.stop();
    }
  });
});

test('with a session bus the window that is open comes to the front', {
  skip: bus ? false : 'there is no session bus',
}, async () => {
  const env = { DBUS_SESSION_BUS_ADDRESS: bus };
  await withWindow(env, async (_, folder) => {
    const [first] = windows('Gatehouse');
    const other = await temporaryFolder('desk');
    const above = await start(other.folder, env); // with data of its own, it is no second one
    try {
      await waitFor('another window above', () => {
        const list = windows('Gatehouse');
        return list.length === 2 && list[1] === first;
      });
      const second = await start(folder, env);
      await waitFor('its end', () => second.ended);
      await waitFor('the first window in front', () => windows('Gatehouse')[0] === first);
      assert.deepEqual(windows('Gatehouse cannot open'), []);
      assert.equal(above.ended, false);
    } finally {
      await above.stop();
      await other.remove();
    }
  });
});
