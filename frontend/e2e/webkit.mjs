// Drives the released desktop program in WebKitGTK, the engine it has on Linux: a virtual screen,
// WebKitWebDriver, and a small client of the W3C WebDriver protocol. The program is unmodified;
// see automation.c for how the driver gets hold of its window.
//
//   const desk = await openWindow({ program: 'build/bin/gatehouse', args: ['--data', dir] });
//   await desk.fill('input[type=search]', 'butt');
//   await desk.clickText('Client Portal Access');
//   await desk.picture('access.png');
//   await desk.close();

import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { freePort, launch, out, root, waitFor } from './processes.mjs';

const here = path.join(root, 'frontend/e2e');
const elementKey = 'element-6066-11e4-a52e-4f735466cecf';

/**
 * Opens the program in a window of its own and answers it as a Desk. `display` is the one to use;
 * without it there is a virtual screen of the window's size. `log` takes the program's output.
 */
export async function openWindow({
  program,
  args = [],
  env = {},
  width = 1440,
  height = 900,
  display,
  log = path.join(out, 'desk.log'),
}) {
  const screen = display ? undefined : await openScreen(width, height);
  const port = await freePort();
  const driver = await launch('WebKitWebDriver', [`--port=${port}`, '--host=127.0.0.1'], {
    log,
    env: {
      ...process.env,
      DISPLAY: display ?? screen.display,
      GDK_BACKEND: 'x11',
      LIBGL_ALWAYS_SOFTWARE: '1',
      NO_AT_BRIDGE: '1',
      // Without a session bus GTK would start one that outlives the test.
      DBUS_SESSION_BUS_ADDRESS: process.env.DBUS_SESSION_BUS_ADDRESS ?? 'disabled:',
      SHIM: compileShim(),
      PROGRAM: path.resolve(root, program),
      ...env,
    },
  });
  const stop = async () => {
    await driver.stop();
    await screen?.stop();
  };
  try {
    const call = client(`http://127.0.0.1:${port}`);
    await waitFor('WebKitWebDriver', () => call('GET', '/status'));
    const options = { binary: path.join(here, 'preload.sh'), args };
    const session = await call('POST', '/session', {
      capabilities: { alwaysMatch: { 'webkitgtk:browserOptions': options } },
    });
    const desk = new Desk((method, where, body) =>
      call(method, `/session/${session.sessionId}${where}`, body),
    );
    desk.stop = stop;
    await desk.call('POST', '/timeouts', { script: 60000, pageLoad: 60000, implicit: 0 });
    await desk.waitFor('the page', () => desk.run(() => document.readyState === 'complete'));
    await desk.resize(width, height);
    return desk;
  } catch (err) {
    await stop();
    throw new Error(`the window does not open (its output is in ${log}): ${err.message}`, {
      cause: err,
    });
  }
}

/** A virtual screen on a display number that the X server picks itself. */
export async function openScreen(width, height) {
  const args = ['-displayfd', '3', '-screen', '0', `${width}x${height}x24`, '-nolisten', 'tcp'];
  const x = await launch('Xvfb', args, { stdio: ['ignore', 'ignore', 'ignore', 'pipe'] });
  let said = '';
  x.child.stdio[3].setEncoding('utf8').on('data', (text) => {
    said += text;
  });
  await waitFor('a virtual screen (Xvfb)', () => said.includes('\n'));
  return { display: `:${said.trim()}`, stop: x.stop };
}

/** Compiles automation.c when it is newer than what was compiled before. */
function compileShim() {
  const source = path.join(here, 'automation.c');
  const shim = path.join(root, 'build/cache/automation.so');
  if (existsSync(shim) && statSync(shim).mtimeMs > statSync(source).mtimeMs) return shim;
  mkdirSync(path.dirname(shim), { recursive: true });
  const flags = execFileSync('pkg-config', ['--cflags', '--libs', 'webkit2gtk-4.1'], {
    encoding: 'utf8',
  });
  const args = ['-shared', '-fPIC', '-O1', '-Wall', '-o', shim, source];
  execFileSync('gcc', [...args, ...flags.trim().split(/\s+/)], { stdio: 'inherit' });
  return shim;
}

function client(base) {
  return async (method, where, body) => {
    const response = await fetch(base + where, {
      method,
      body: method === 'POST' ? JSON.stringify(body ?? {}) : undefined,
      signal: AbortSignal.timeout(90000),
    });
    const { value } = await response.json();
    if (value?.error) throw new Error(`${value.error}: ${value.message}`);
    return value;
  };
}

/** The open window. Everything that names an element waits until it is there to be used. */
export class Desk {
  constructor(call) {
    this.call = call;
    this.waitFor = waitFor;
  }

  // --- finding ---

  /** The element that a CSS selector names, or undefined. */
  async find(css) {
    const [first] = await this.findAll(css);
    return first;
  }

  async findAll(css) {
    const found = await this.call('POST', '/elements', { using: 'css selector', value: css });
    return found.map((element) => element[elementKey]);
  }

  /** Waits for an element that is displayed. */
  element(css) {
    return waitFor(`an element ${css}`, async () => {
      for (const id of await this.findAll(css)) {
        if (await this.isShown(id)) return id;
      }
      return undefined;
    });
  }

  /** Waits for the innermost displayed element of `css` whose whole text or label is `text`. */
  elementWithText(text, css = 'button, a, label, [role=button], [role=tab], [role=option]') {
    return waitFor(`“${text}” among ${css}`, async () => {
      const found = await this.run(findByText, css, text);
      return found?.[elementKey];
    });
  }

  isShown(id) {
    return this.run(isShown, { [elementKey]: id });
  }

  /** The visible text of an element. */
  async text(css) {
    return this.call('GET', `/element/${await this.element(css)}/text`);
  }

  /** Waits until an element's text contains `part`. */
  waitForText(css, part) {
    // The driver's own notion of a text leaves out what lies in a scrolling list.
    const read = (selector) => document.querySelector(selector)?.innerText ?? '';
    return waitFor(`“${part}” in ${css}`, async () => (await this.run(read, css)).includes(part));
  }

  /** Waits until nothing displayed matches. */
  waitForGone(css) {
    return waitFor(`${css} to go`, async () => {
      for (const id of await this.findAll(css)) if (await this.isShown(id)) return false;
      return true;
    });
  }

  // --- acting ---

  async click(css) {
    await waitFor(`a click on ${css}`, async () => this.clickSteady(await this.element(css)));
  }

  async clickText(text, css) {
    await waitFor(`a click on “${text}”`, async () =>
      this.clickSteady(await this.elementWithText(text, css)),
    );
  }

  /** Clicks an element once it stands still and nothing covers it; answers whether it did. */
  async clickSteady(id) {
    if (!(await this.run(isSteady, { [elementKey]: id }))) return false;
    await this.call('POST', `/element/${id}/click`);
    return true;
  }

  /** Types into an element, after what is there already. */
  async type(css, text) {
    await this.call('POST', `/element/${await this.element(css)}/value`, { text });
  }

  /** Replaces what a text field holds, by keys alone, so that the page notices as usual. */
  async fill(css, text) {
    const element = { [elementKey]: await this.element(css) };
    const isFull = await this.run(selectAll, element);
    if (isFull) await this.press('Backspace');
    if (text) await this.type(css, text);
  }

  /** Presses a key, or several at once: 'Escape', 'Control+k', '?'. */
  async press(combination) {
    const keys = combination.split(/\+(?=.)/).map((name) => keyCodes[name] ?? name);
    const actions = [
      ...keys.map((value) => ({ type: 'keyDown', value })),
      ...keys.reverse().map((value) => ({ type: 'keyUp', value })),
    ];
    await this.call('POST', '/actions', { actions: [{ type: 'key', id: 'keyboard', actions }] });
  }

  async hover(css) {
    const origin = { [elementKey]: await this.element(css) };
    await this.pointer([{ type: 'pointerMove', duration: 50, x: 0, y: 0, origin }]);
  }

  /** Clicks at a point of the window, in CSS pixels from its upper left corner. */
  clickAt(x, y) {
    return this.pointer([
      { type: 'pointerMove', duration: 50, x: Math.round(x), y: Math.round(y), origin: 'viewport' },
      { type: 'pointerDown', button: 0 },
      { type: 'pointerUp', button: 0 },
    ]);
  }

  pointer(actions) {
    const parameters = { pointerType: 'mouse' };
    return this.call('POST', '/actions', {
      actions: [{ type: 'pointer', id: 'mouse', parameters, actions }],
    });
  }

  // --- scripts and frames ---

  /**
   * Runs a function in the page with arguments that JSON can carry (or elements) and gives its
   * answer; it may be async. It sees only its arguments and the page.
   */
  async run(work, ...args) {
    const script = `const args = [...arguments], done = args.pop();
      Promise.resolve().then(() => (${work})(...args)).then(
        (value) => done({ value }), (err) => done({ error: String(err) }));`;
    const answer = await this.call('POST', '/execute/async', { script, args });
    if (answer.error) throw new Error(answer.error);
    return answer.value;
  }

  /** Runs script text synchronously, as the WebDriver protocol has it: `return document.title`. */
  exec(script, ...args) {
    return this.call('POST', '/execute/sync', { script, args });
  }

  /**
   * Runs a function with the document of a frame as its first argument. The page around the frame
   * runs it, so it also works where the frame itself may run no script.
   */
  async inFrame(css, work, ...args) {
    const frame = { [elementKey]: await this.element(css) };
    return this.run(
      `(frame, ...args) => (${work})(frame.contentDocument, ...args)`,
      frame,
      ...args,
    );
  }

  /** Waits until a frame has loaded a document that has `css` in it. */
  waitForFrame(frame, css = 'body') {
    return waitFor(`${css} in the frame ${frame}`, () =>
      this.inFrame(
        frame,
        (doc, inner) => doc?.readyState === 'complete' && doc.querySelector(inner) !== null,
        css,
      ),
    );
  }

  /** Clicks an element inside a frame with the mouse, as a person would. */
  async clickInFrame(frame, css) {
    await this.waitForFrame(frame, css);
    const { x, y, hit } = await this.inFrame(frame, pointInFrame, css);
    if (!hit) throw new Error(`${css} in the frame ${frame} is covered`);
    await this.clickAt(x, y);
  }

  // --- window ---

  /** Writes a picture of the window as PNG. */
  async picture(file) {
    const target = path.resolve(out, file);
    mkdirSync(path.dirname(target), { recursive: true });
    await this.run(stir);
    try {
      writeFileSync(target, Buffer.from(await this.call('GET', '/screenshot'), 'base64'));
    } finally {
      await this.run(() => document.getElementById('stirring')?.remove());
    }
    return target;
  }

  /** Makes the window so large that the page has this size, and answers the size it got. */
  async resize(width, height) {
    await this.call('POST', '/window/rect', { x: 0, y: 0, width, height });
    return this.run(() => ({ width: innerWidth, height: innerHeight }));
  }

  /** Ends the program and everything that was started for it. */
  async close() {
    // The program goes away while it answers, which the driver takes for an error.
    await Promise.race([
      this.call('DELETE', '').catch(() => {}),
      new Promise((resolve) => setTimeout(resolve, 2000)),
    ]);
    await this.stop();
  }
}

const keyCodes = {
  Control: '\uE009',
  Shift: '\uE008',
  Alt: '\uE00A',
  Meta: '\uE03D',
  Escape: '\uE00C',
  Enter: '\uE007',
  Tab: '\uE004',
  Backspace: '\uE003',
  Delete: '\uE017',
  Home: '\uE011',
  End: '\uE010',
  PageUp: '\uE00E',
  PageDown: '\uE00F',
  ArrowLeft: '\uE012',
  ArrowUp: '\uE013',
  ArrowRight: '\uE014',
  ArrowDown: '\uE015',
};

// The functions below run in the page: they see nothing of this file.

function isShown(element) {
  const box = element.getBoundingClientRect();
  return box.width > 0 && box.height > 0 && getComputedStyle(element).visibility === 'visible';
}

// A click aims at where the element is now: what is still opening or sliding is missed, also where
// a busy machine has not painted the next step yet.
async function isSteady(element) {
  element.scrollIntoView({ block: 'nearest', behavior: 'instant' });
  const before = element.getBoundingClientRect();
  await new Promise((resolve) => setTimeout(resolve, 40));
  const isMoving = document
    .getAnimations()
    .map(({ effect }) => effect)
    .some((e) => e.getTiming().iterations !== Infinity && e.target.contains(element));
  const box = element.getBoundingClientRect();
  if (isMoving || box.x !== before.x || box.y !== before.y) return false;
  const top = document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2);
  return top !== null && (element.contains(top) || top.contains(element));
}

function selectAll(field) {
  field.scrollIntoView({ block: 'center', behavior: 'instant' });
  field.focus();
  field.select();
  return field.value !== '';
}

function findByText(css, text) {
  const said = (node) => (node ?? '').replace(/\s+/g, ' ').trim();
  const matches = [...document.querySelectorAll(css)].filter((element) => {
    const box = element.getBoundingClientRect();
    const names = [element.textContent, element.getAttribute('aria-label'), element.value];
    return box.width > 0 && box.height > 0 && names.some((name) => said(name) === text);
  });
  return matches.find(
    (element) => !matches.some((other) => other !== element && element.contains(other)),
  );
}

// WebKitGTK takes a picture when the page is next painted, and waits for ever where nothing
// changes. So one pixel changes, too faintly to be seen, until the picture is there.
function stir() {
  const pixel = document.createElement('i');
  pixel.id = 'stirring';
  pixel.setAttribute('aria-hidden', 'true');
  pixel.style.cssText =
    'position:fixed;right:0;bottom:0;width:1px;height:1px;opacity:.01;pointer-events:none';
  document.body.append(pixel);
  let isDark = false;
  const change = () => {
    if (!pixel.isConnected) return;
    isDark = !isDark;
    pixel.style.background = isDark ? '#000' : '#fff';
    requestAnimationFrame(change);
  };
  requestAnimationFrame(change);
}

function pointInFrame(doc, css) {
  const element = doc.querySelector(css);
  element.scrollIntoView({ block: 'center', behavior: 'instant' });
  const box = element.getBoundingClientRect();
  const frame = doc.defaultView.frameElement;
  const around = frame.getBoundingClientRect();
  const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
  const top = doc.elementFromPoint(x, y);
  return {
    x: around.x + frame.clientLeft + x,
    y: around.y + frame.clientTop + y,
    hit: top !== null && (element.contains(top) || top.contains(element)),
  };
}
