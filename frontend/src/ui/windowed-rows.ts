import { useEffect, useReducer, useRef, useState } from 'react';

/** One stretch of a long list. */
export interface Stretch<T> {
  total: number;
  rows: T[];
}
export type Fetch<T> = (from: number, size: number) => Promise<Stretch<T>>;

const PAGE = 100;
const KEPT = 40;

/**
 * The rows of a list that may be a million long, of which only some pages are held here.
 * Replies to an older question are thrown away, and the rows on view stay until newer ones come.
 */
export class WindowedRows<T> {
  /** How many rows the list has; -1 before the first reply. */
  total = -1;
  /** The question that the rows on view answer. */
  key = '';
  failure: unknown;
  private question = '';
  private turn = 0;
  private pages = new Map<number, T[]>();
  private asked = new Set<number>();
  private view = [0, 0];
  private fetch: Fetch<T> = async () => ({ total: 0, rows: [] });

  constructor(private readonly changed: () => void) {}

  /** Asks a new question, from its beginning. */
  open(key: string, fetch: Fetch<T>): void {
    this.fetch = fetch;
    this.question = key;
    void this.load([0]);
  }

  /** Asks the same question again for the rows on view. */
  refresh(): void {
    const [first = 0, last = 0] = this.key === this.question ? this.view : [];
    void this.load(span(first, last));
  }

  /** The row at this place, or undefined while it is on its way. */
  row(index: number): T | undefined {
    return this.pages.get(Math.floor(index / PAGE))?.[index % PAGE];
  }

  /** Says which rows are on view, so that missing ones are fetched and far ones dropped. */
  want(first: number, last: number): void {
    this.view = [first, last];
    if (this.key !== this.question || this.total < 0) return;
    for (const page of span(first, last)) {
      const rows = this.pages.get(page);
      if (rows) {
        // Put last, so that the pages used longest ago are dropped first.
        this.pages.delete(page);
        this.pages.set(page, rows);
      } else if (!this.asked.has(page)) {
        this.asked.add(page);
        void this.fill(page);
      }
    }
  }

  private async fill(page: number) {
    const turn = this.turn;
    try {
      const { total, rows } = await this.fetch(page * PAGE, PAGE);
      if (turn !== this.turn) return;
      this.total = total;
      this.pages.set(page, rows);
      for (const old of this.pages.keys()) {
        if (this.pages.size <= KEPT) break;
        this.pages.delete(old);
        this.asked.delete(old);
      }
    } catch (cause) {
      if (turn !== this.turn) return;
      this.failure = cause;
    }
    this.changed();
  }

  /** Replaces everything on view at once, when all of it has come. */
  private async load(wanted: number[]) {
    const turn = ++this.turn;
    const key = this.question;
    try {
      const got = await Promise.all(wanted.map((page) => this.fetch(page * PAGE, PAGE)));
      if (turn !== this.turn) return;
      this.total = got[0]?.total ?? 0;
      this.pages = new Map(wanted.map((page, i) => [page, got[i]?.rows ?? []]));
      this.asked = new Set(wanted);
      this.key = key;
      this.failure = undefined;
    } catch (cause) {
      if (turn !== this.turn) return;
      this.failure = cause;
    }
    this.changed();
  }
}

function span(first: number, last: number): number[] {
  const from = Math.floor(first / PAGE);
  return Array.from({ length: Math.floor(last / PAGE) - from + 1 }, (_, i) => from + i);
}

/** The rows that answer `key`; the view is drawn again when some come. */
export function useWindowedRows<T>(key: string, fetch: Fetch<T>): WindowedRows<T> {
  const [, draw] = useReducer((n: number) => n + 1, 0);
  const [rows] = useState(() => new WindowedRows<T>(draw));
  const latest = useRef(fetch);
  latest.current = fetch;
  useEffect(() => {
    rows.open(key, latest.current);
  }, [rows, key]);
  return rows;
}
