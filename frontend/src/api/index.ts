/**
 * The only door to Go. Screens call `desk`, listen with `onEvent`, and read every failure as a
 * Problem. In a plain browser the door leads to sample data instead; the shipped program
 * contains no sample data.
 */
import type { Desk, Events } from './desk';
import { problemOf } from './problem';

export type * from './desk';
export { problemOf } from './problem';
export type * from './types';

type EventName = keyof Events;
type Listener<K extends EventName> = (value: Events[K]) => void;

/** What stands behind the door: the deeds, and a way to hear what happened. */
export interface Door {
  desk: Desk;
  listen<K extends EventName>(name: K, callback: Listener<K>): () => void;
  copy(text: string): Promise<void>;
}

interface GoWindow {
  go?: { app?: { Desk?: Desk } };
  runtime?: {
    EventsOn(name: string, callback: (value: never) => void): () => void;
    ClipboardSetText(text: string): Promise<boolean>;
  };
}

let door: Door | undefined;

/** Chooses what stands behind the door. Tests hand in their own. */
export async function openDoor(given?: Door): Promise<void> {
  door = given ?? goDoor();
  if (!door && import.meta.env.MODE !== 'production') door = (await import('./fake')).fakeDoor();
}

/** Every deed of the desk. A refused one rejects with a Problem, whatever went wrong. */
export const desk: Desk = new Proxy({} as Desk, {
  get:
    (_, name) =>
    async (...args: unknown[]) => {
      try {
        if (!door) throw { kind: 'unavailable', text: '' };
        const deed = door.desk[name as keyof Desk] as (...a: unknown[]) => Promise<unknown>;
        return await deed.apply(door.desk, args);
      } catch (cause) {
        throw problemOf(cause);
      }
    },
});

/** Calls back on each event of this name until the returned function is called. */
export function onEvent<K extends EventName>(name: K, callback: Listener<K>): () => void {
  return door?.listen(name, callback) ?? (() => {});
}

/** Puts text on the clipboard. */
export async function copyText(text: string): Promise<void> {
  await door?.copy(text);
}

function goDoor(): Door | undefined {
  const { go, runtime } = window as unknown as GoWindow;
  const bound = go?.app?.Desk;
  if (!bound || !runtime) return undefined;
  return {
    desk: bound,
    listen: (name, callback) => runtime.EventsOn(name, callback as (value: never) => void),
    copy: async (text) => {
      await runtime.ClipboardSetText(text);
    },
  };
}
