import { searchWords } from '../samples/search-words.ts';
import type { GateVerdict } from '../samples/sample.ts';

/** Words that a whole sample, all its parts together, may have. */
export interface LengthLimits {
  readonly min?: number | undefined;
  readonly max?: number | undefined;
}

/** Objection to a sample that is shorter or longer than wanted. */
export function outOfLength(parts: readonly string[], { min, max }: LengthLimits): GateVerdict | null {
  const words = parts.reduce((sum, part) => sum + searchWords(part).length, 0);
  if (min !== undefined && words < min) return { gate: 'length', reason: `${words} words, and at least ${min} are wanted` };
  if (max !== undefined && words > max) return { gate: 'length', reason: `${words} words, and at most ${max} are wanted` };
  return null;
}
