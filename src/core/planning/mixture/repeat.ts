/** Passes over sources that together are to give so many tokens. */

interface Repeatable {
  /** Unique tokens. */
  readonly tokens: number;
  /** Passes that are allowed at most. */
  readonly epochs: number;
}

/**
 * Passes over each source, as equal as what each allows lets them be: all are gone through alike until one is at its end, and the
 * others give the rest. Fractions of a pass are part of a source.
 * @returns passes by source, and the tokens that cannot be given
 */
export function passesFor(
  sources: readonly Repeatable[],
  wanted: number,
): { readonly passes: readonly number[]; readonly lacking: number } {
  const byEnd = sources.map((source, at) => ({ ...source, at })).sort((a, b) => a.epochs - b.epochs);
  const passes = sources.map(() => 0);
  let left = wanted;
  let open = byEnd.reduce((sum, { tokens }) => sum + tokens, 0);
  for (const { tokens, epochs, at } of byEnd) {
    // What is still open is gone through alike: this source by no more than it allows.
    const even = open > 0 ? left / open : 0;
    const given = tokens > 0 ? Math.min(even, epochs) : 0;
    passes[at] = given;
    left -= given * tokens;
    open -= tokens;
  }
  // What rounding leaves is no lack.
  return { passes, lacking: left > wanted * 1e-9 ? left : 0 };
}
