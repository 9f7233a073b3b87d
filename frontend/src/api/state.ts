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

/** Takes a state over, unless a later one is here already: answers and events may cross. */
export function takeState(state: State): void {
  if (heard.state && state.rev < heard.state.rev) return;
  tell({ state, problem: undefined });
}

/** Starts listening (anew if called again), says that the window is ready, and asks once. */
export async function followState(): Promise<void> {
  stopListening?.();
  heard = { state: undefined, problem: undefined };
  stopListening = onEvent('state', takeState);
  try {
    await desk.Ready();
    takeState(await desk.State());
  } catch (cause) {
    tell({ state: heard.state, problem: problemOf(cause) });
  }
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
