// Starts helper programs and makes sure that they end with the test. Every program leads a
// process group of its own, so that stopping it also stops what it has started.

import { spawn } from 'node:child_process';
import { closeSync, mkdirSync, openSync, readdirSync, readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../..');

/** Where a test leaves pictures and logs. */
export const out = path.join(root, 'build/out');

const groups = new Set();

/**
 * Starts a program. Its output goes to the file `log`, or nowhere. `stdio` replaces that.
 * The answer has pid, the child itself and stop().
 */
export async function launch(command, args, { env = process.env, log, stdio, cwd } = {}) {
  const file = log && openLog(log);
  const child = spawn(command, args, {
    env,
    cwd,
    detached: true,
    stdio: stdio ?? ['ignore', file ?? 'ignore', file ?? 'ignore'],
  });
  if (file) closeSync(file);
  await new Promise((resolve, reject) => {
    child.once('spawn', resolve);
    child.once('error', (err) => reject(new Error(`${command} does not start: ${err.message}`)));
  });
  groups.add(child.pid);
  return { pid: child.pid, child, stop: () => stopGroup(child.pid) };
}

function openLog(log) {
  mkdirSync(path.dirname(log), { recursive: true });
  return openSync(log, 'a');
}

async function stopGroup(pid) {
  if (!groups.has(pid)) return;
  signal(pid, 'SIGTERM');
  const end = Date.now() + 3000;
  while (isAlive(pid) && Date.now() < end) await sleep(30);
  signal(pid, 'SIGKILL');
  groups.delete(pid);
}

function signal(pid, name) {
  try {
    process.kill(-pid, name);
  } catch (err) {
    if (err.code !== 'ESRCH') throw err;
  }
}

/** Reports whether a process group has a member that is more than a zombie. */
function isAlive(group) {
  let pids;
  try {
    pids = readdirSync('/proc').filter((name) => /^\d+$/.test(name));
  } catch {
    return false; // no /proc: the second signal follows at once
  }
  return pids.some((pid) => {
    try {
      const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
      const [state, , pgrp] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
      return Number(pgrp) === group && state !== 'Z' && state !== 'X';
    } catch {
      return false; // it ended while we looked
    }
  });
}

// Whatever ends this program, nothing that it started stays behind.
process.on('exit', () => {
  for (const pid of groups) signal(pid, 'SIGKILL');
});
for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.once(name, () => process.exit(1));

export const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

/** A TCP port on loopback that nobody uses. */
export function freePort() {
  return new Promise((resolve, reject) => {
    const server = createServer().once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}

/**
 * Asks again and again until `question` answers something true, and gives that answer. `what`
 * names it in the error after `seconds`, together with the last failure of the question.
 */
export async function waitFor(what, question, { seconds = 15, every = 50 } = {}) {
  const end = Date.now() + seconds * 1000;
  let last;
  for (;;) {
    try {
      last = undefined;
      const answer = await question();
      if (answer) return answer;
    } catch (err) {
      last = err;
    }
    if (Date.now() > end) {
      const why = last ? `: ${last.message}` : '';
      throw new Error(`waited ${seconds} s for ${what}${why}`, { cause: last });
    }
    await sleep(every);
  }
}
