/** All text that people read, in the language they chose. */
import { useSyncExternalStore } from 'react';
import { de } from './de';
import { en, type Words } from './en';
import { es } from './es';

export type { Words } from './en';

export const languages = { en, de, es } as const;
export type Language = keyof typeof languages;

const PLACE = 'gatehouse.language';
let language: Language = firstLanguage();
const listeners = new Set<() => void>();

function isLanguage(value: string | null): value is Language {
  return value !== null && Object.hasOwn(languages, value);
}

function firstLanguage(): Language {
  const kept = read();
  if (isLanguage(kept)) return kept;
  const own = (navigator.language ?? 'en').slice(0, 2).toLowerCase();
  return isLanguage(own) ? own : 'en';
}

function read(): string | null {
  try {
    return localStorage.getItem(PLACE);
  } catch {
    return null;
  }
}

/** Chooses the language for now and for the next start. */
export function chooseLanguage(next: Language): void {
  language = next;
  try {
    localStorage.setItem(PLACE, next);
  } catch {
    // Without storage the choice lasts until the window closes.
  }
  document.documentElement.lang = next;
  for (const listener of listeners) listener();
}

/** The words of the chosen language, for code outside a view. */
export function words(): Words {
  return languages[language];
}

/** The chosen language; also what dates and numbers are written in. */
export function currentLanguage(): Language {
  return language;
}

/** The words of the chosen language; the view is drawn again when it changes. */
export function useWords(): Words {
  return languages[useLanguage()];
}

/** The chosen language, kept up to date. */
export function useLanguage(): Language {
  return useSyncExternalStore(onLanguage, currentLanguage);
}

/** Calls back when another language is chosen, until the returned function is called. */
export function onLanguage(listener: () => void) {
  listeners.add(listener);
  return () => {
    listeners.delete(listener);
  };
}
