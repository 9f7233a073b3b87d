import { expect, test } from 'vitest';
import type { State } from '../../api';
import { sampleJoining } from '../../api/fake-joining';
import { en } from '../../words/en';
import { badgeOf } from './shell.state';

const base: State = {
  rev: 1,
  phase: 'ready',
  staff: '',
  role: '',
  office: '',
  server: 'portal',
  online: true,
  syncing: false,
  pending: 0,
  pendingRemovals: 0,
  conflicts: 0,
  lastSync: '',
  trouble: '',
  need: '',
  gone: 0,
  of: 0,
  pairing: null,
  joining: null,
  version: '',
};

test.each([
  [{}, 'Online, all saved', 'good'],
  [{ online: false, pending: 3 }, 'Offline — 3 edits wait', 'plain'],
  [{ online: false, pending: 3, pendingRemovals: 1 }, '1 removal is not yet in force', 'warn'],
  [{ server: '', online: false }, 'Working alone', 'plain'],
  [{ server: '', online: false, joining: sampleJoining }, 'Join the portal?', 'warn'],
] as const)('%o says “%s”', (change, text, tone) => {
  expect(badgeOf({ ...base, ...change }, en)).toEqual({ text, tone });
});
