import { useCallback, useEffect, useRef, useState } from 'react';
import type { Problem } from './index';
import { onEvent, problemOf } from './index';

/** An answer that is on its way, here, or refused. An older answer stays while a newer loads. */
export interface Answer<T> {
  value: T | undefined;
  problem: Problem | undefined;
  loading: boolean;
  /** Asks again, keeping what is shown until the new answer is here. */
  again: () => void;
}

/**
 * Asks when `key` changes, and again when records of one of `kinds` or the language change; ''
 * asks nothing.
 * A reply to an older question is never shown.
 */
export function useAnswer<T>(
  key: string,
  ask: () => Promise<T>,
  kinds: readonly string[] = [],
): Answer<T> {
  const [state, setState] = useState<{ key: string; value?: T; problem?: Problem }>({ key: '' });
  const [loading, setLoading] = useState(key !== '');
  const asked = useRef(0);
  const latest = useRef(ask);
  latest.current = ask;

  const again = useCallback(async () => {
    const mine = ++asked.current;
    if (key === '') return setState({ key: '' });
    setLoading(true);
    try {
      const value = await latest.current();
      if (mine === asked.current) setState({ key, value });
    } catch (cause) {
      const problem = problemOf(cause);
      // A failed refresh keeps the last good answer of the same question.
      if (mine === asked.current)
        setState((s) => (s.key === key ? { ...s, problem } : { key, problem }));
    } finally {
      if (mine === asked.current) setLoading(false);
    }
  }, [key]);

  useEffect(() => {
    void again();
    return () => {
      asked.current++;
    };
  }, [again]);

  useChanged([...kinds, 'language'], again);
  return { value: state.value, problem: state.problem, loading, again };
}

/** Calls back, at most every 250 ms, when records of one of these kinds or the language change. */
export function useChanged(kinds: readonly string[], callback: () => void): void {
  const latest = useRef(callback);
  latest.current = callback;
  const wanted = kinds.join(' ');
  useEffect(() => {
    if (!wanted) return;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const stop = onEvent('changed', (change) => {
      const concerns = (k: string) => k === 'language' || wanted.split(' ').includes(k);
      if (timer || !change.kinds.some(concerns)) return;
      timer = setTimeout(() => {
        timer = undefined;
        latest.current();
      }, 250);
    });
    return () => {
      clearTimeout(timer);
      stop();
    };
  }, [wanted]);
}
