import { useEffect, useRef } from 'react';
import { hasLayers } from './layers';

export type Keys = Record<string, () => void>;

const TYPING =
  'textarea, select, [contenteditable=""], [contenteditable="true"], [role="combobox"]';
const PRESSABLE = 'button, a, input, summary, [role="option"], [role="menuitem"], [role="tab"]';
const QUIET_INPUTS = ['checkbox', 'radio', 'button', 'submit'];

/** Reports whether letters typed at this element are meant as text. */
export function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof Element)) return false;
  if (target instanceof HTMLInputElement) return !QUIET_INPUTS.includes(target.type);
  return target.closest(TYPING) !== null;
}

/**
 * Single keys that work anywhere in the page: never while typing, never with Ctrl, Alt or Cmd,
 * never under an open dialog, and Enter never in place of a button's own press.
 */
export function useKeys(keys: Keys): void {
  const latest = useRef(keys);
  latest.current = keys;
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      const deed = latest.current[event.key];
      if (!deed || event.defaultPrevented || event.ctrlKey || event.altKey || event.metaKey) return;
      if (isTyping(event.target) || hasLayers()) return;
      const target = event.target;
      if (event.key === 'Enter' && target instanceof Element && target.closest(PRESSABLE)) return;
      event.preventDefault();
      deed();
    };
    window.addEventListener('keydown', onKeyDown);
    return () => window.removeEventListener('keydown', onKeyDown);
  }, []);
}
