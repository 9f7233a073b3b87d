import { words } from '../words';
import type { Problem } from './types';

/** Reads any rejection as a Problem; what cannot be read becomes one plain sentence. */
export function problemOf(cause: unknown): Problem {
  const found = asProblem(cause) ?? asProblem(parsed(textOf(cause)));
  return found ?? { kind: 'internal', text: words().problem.internal };
}

function asProblem(value: unknown): Problem | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const { kind, text, field } = value as Partial<Problem>;
  if (typeof kind !== 'string' || typeof text !== 'string') return undefined;
  return { kind, text: text || words().problem.internal, ...(field ? { field } : {}) };
}

function textOf(cause: unknown): string {
  if (typeof cause === 'string') return cause;
  return cause instanceof Error ? cause.message : '';
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
