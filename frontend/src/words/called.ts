import type { DataWords } from './data-en';
import type { Words } from './en';

/** What Portal data calls a key; without a word, the key itself in a readable form. */
function called(at: keyof DataWords) {
  return (w: Words, key: string): string => w.data[at][key] ?? readable(key);
}

export const manyCalled = called('kinds');
export const oneCalled = called('one');
export const groupCalled = called('groups');
export const fieldCalled = called('fields');
export const optionCalled = called('options');
export const deedCalled = called('deeds');

/** "DueDay" as "Due day", "not_started" as "Not started". */
export function readable(key: string): string {
  const apart = key
    .replace(
      /([a-z\d])([A-Z])/g,
      (_, end: string, start: string) => `${end} ${start.toLowerCase()}`,
    )
    .replace(/[_-]+/g, ' ')
    .trim();
  return apart.charAt(0).toUpperCase() + apart.slice(1);
}
