/** What a screen may ask of the window around it. It is not a screen, and knows none. */
import { createContext, useContext } from 'react';
import type { PreviewRequest, Problem, Saved } from '../api';

export type Place =
  | 'home'
  | 'users'
  | 'accounts'
  | 'profiles'
  | 'reviews'
  | 'import'
  | 'data'
  | 'portal'
  | 'reports'
  | 'history'
  | 'sync';

export const PLACES: readonly Place[] = [
  'home',
  'users',
  'accounts',
  'profiles',
  'reviews',
  'import',
  'data',
  'portal',
  'reports',
  'history',
  'sync',
];

/** Where in a place to arrive: a view of its list (in Portal data: a kind), or one record. */
export interface Arrival {
  view?: string;
  id?: string;
}

/** An edit, or with `group` a whole bulk action, to be taken back. */
export interface UndoRequest {
  uid: string;
  group: string;
  text: string;
}

export interface Way {
  go: (place: Place, arrival?: Arrival) => void;
  /** Asks `ask` before going anywhere else, until it is null again: it calls `leave` to go. */
  hold: (ask: ((leave: () => void) => void) | null) => void;
  /** Opens the customer's portal over everything else. */
  preview: (request: PreviewRequest) => void;
  /** Opens the hosted portal as oneself. */
  openPortal: () => void;
  /** Says what was saved, with Undo where it can be undone. */
  announce: (saved: Pick<Saved, 'text'> & Partial<Saved>, undo?: () => Promise<unknown>) => void;
  /** Says what an undo takes back and what not, and does it when that is wanted. */
  undo: (request: UndoRequest) => void;
  /** Says what did not work. */
  complain: (problem: Problem) => void;
  /** Whether targets are bigger, for fingers. */
  touch: boolean;
}

export const WayContext = createContext<Way | null>(null);

/** The window around this screen. */
export function useWay(): Way {
  const way = useContext(WayContext);
  if (!way) throw new Error('a screen stands outside the window');
  return way;
}
