import { useSyncExternalStore } from 'react';
import type { Problem, State } from './index';
import { desk, onEvent, problemOf } from './index';

/** The desk's state as last heard of, shared by every screen. */
interface Heard {
  state: State | undefined;
  problem: Problem | undefined;
}

let heard: Heard = { state: undefined, problem: undefined };
const listeners = new Set<() => void>();
let stopListening: (() => void) | undefined;

function tell(next: Heard) {
  heard = next;
  for (const listener of listeners) listener();
}

/** Starts listening (anew if called again), says that the window is ready, and asks once. */
export async function followState(): Promise<void> {
  stopListening?.();
  stopListening = onEvent('state', (state) => tell({ state, problem: undefined }));
  try {
    await desk.Ready();
    tell({ state: await desk.State(), problem: undefined });
  } catch (cause) {
    tell({ state: heard.state, problem: problemOf(cause) });
  }
}

/** Takes over a state that a deed answered with. */
export function takeState(state: State): void {
  tell({ state, problem: undefined });
}

/** The desk's state, kept up to date. */
export function useDeskState(): Heard {
  return useSyncExternalStore(subscribe, () => heard);
}

function subscribe(listener: () => void) {
  listeners.add(listener);
  return () => {
    listeners.delete(listener);
  };
}
