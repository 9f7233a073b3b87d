import { useEffect, useSyncExternalStore } from 'react';

/** Windows that lie over the page, the uppermost last. */
let layers: readonly symbol[] = [];
const listeners = new Set<() => void>();

function change(next: readonly symbol[]) {
  layers = next;
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void) {
  listeners.add(listener);
  return () => {
    listeners.delete(listener);
  };
}

/** Reports whether anything lies over the page. */
export function hasLayers(): boolean {
  return layers.length > 0;
}

/** Lays `mark` over the page while open, and reports whether it is the uppermost. */
export function useLayer(mark: symbol, open: boolean): boolean {
  useEffect(() => {
    if (!open) return;
    change([...layers, mark]);
    return () => change(layers.filter((l) => l !== mark));
  }, [mark, open]);
  return useSyncExternalStore(subscribe, () => layers.length === 0 || layers.at(-1) === mark);
}
