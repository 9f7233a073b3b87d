// Starts the hosted portal server, and the test bridge of the desktop program, each with a data
// folder of its own that is gone afterwards.
//
//   const server = await startServer();
//   const code = await server.invite();
//   ... server.url, server.data ...
//   await server.stop();

import { execFile } from 'node:child_process';
import { existsSync, rmSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { promisify } from 'node:util';
import { freePort, launch, out, root, waitFor } from './processes.mjs';

export const programs = {
  desk: path.join(root, 'build/bin/gatehouse'),
  server: path.join(root, 'build/bin/gatehouse-server'),
  bridge: path.join(root, 'build/bin/gatehouse-bridge'),
};

/** Fails with a sentence when a program that a test needs has not been built. */
export function needPrograms(...names) {
  const missing = names.map((name) => programs[name]).filter((file) => !existsSync(file));
  if (missing.length > 0) throw new Error(`${missing.join(', ')}: not built. Run build/build.sh.`);
}

const folders = new Set();

/** A fresh folder; remove() deletes it, and so does the end of this program. */
export async function temporaryFolder(name) {
  const folder = await mkdtemp(path.join(os.tmpdir(), `gatehouse-${name}-`));
  folders.add(folder);
  return {
    folder,
    remove: async () => {
      await rm(folder, { recursive: true, force: true, maxRetries: 3 });
      folders.delete(folder);
    },
  };
}

process.on('exit', () => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

/**
 * Starts the server on loopback, with the sample office unless `sample` is false, and waits until
 * it answers. pause() ends it, resume() starts it again on the same data and port; stop() ends it
 * for good. A `data` folder that is given stays.
 */
export async function startServer({ data, sample = true, port, env = {}, args = [] } = {}) {
  needPrograms('server');
  const own = data ? undefined : await temporaryFolder('office');
  const folder = data ?? own.folder;
  const at = port ?? (await freePort());
  const options = ['--data', folder, '--listen', `127.0.0.1:${at}`, ...args];
  if (sample) options.push('--sample');
  let running;
  const server = {
    url: `http://127.0.0.1:${at}`,
    data: folder,
    invite: () => invite(folder),
    pause: () => running?.stop(),
    resume: async () => {
      running = await serve(options, server.url, { ...process.env, ...env });
    },
    stop: async () => {
      await running?.stop();
      await own?.remove();
    },
  };
  try {
    await server.resume();
  } catch (err) {
    await server.stop();
    throw err;
  }
  return server;
}

async function serve(options, url, env) {
  const log = path.join(out, 'server.log');
  const server = await launch(programs.server, ['serve', ...options], { log, env });
  try {
    await waitFor(`${url}/healthz`, async () => {
      if (server.child.exitCode !== null) return true; // it ended: do not wait for it
      return (await fetch(`${url}/healthz`)).ok;
    });
    if (server.child.exitCode !== null) throw new Error(`it ended with ${server.child.exitCode}`);
    return server;
  } catch (err) {
    await server.stop();
    throw new Error(`the server does not start (its output is in ${log}): ${err.message}`);
  }
}

/** Asks the server's program for a one-time code with which a desk pairs. */
export async function invite(data) {
  const { stdout } = await promisify(execFile)(programs.server, ['invite', '--data', data]);
  return stdout.trim();
}

/**
 * Starts the bridge, which serves the staff pages and their calls to a plain browser, and answers
 * its address, or undefined where it was not built. The bridge prints the address, with the token
 * in it, as its first line.
 */
export async function startBridge({ args = [], env = {} } = {}) {
  if (!existsSync(programs.bridge)) return undefined;
  const own = await temporaryFolder('bridge');
  const options = ['--listen', '127.0.0.1:0', '--data', own.folder, '--dist', path.join(root, 'frontend/dist'), ...args];
  const bridge = await launch(programs.bridge, options, {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const stop = async () => {
    await bridge.stop();
    await own.remove();
  };
  let url;
  createInterface({ input: bridge.child.stdout }).once('line', (line) => {
    url = line.trim();
  });
  try {
    await waitFor('the address of the bridge', () => url);
  } catch (err) {
    await stop();
    throw err;
  }
  const signal = (name) => () => process.kill(bridge.child.pid, name);
  return { url, data: own.folder, stop, sleep: signal('SIGSTOP'), wake: signal('SIGCONT') };
}
