import { commonestDrop, type DropCount } from '../../core/quality/drops.ts';

interface EndTally {
  readonly kept: number;
  readonly gated: number;
  readonly failed: number;
}

/** Share of what was tried from which the commonest reason is said before all others. */
const decisive = 1 / 3;

/** True for a run that fell short, and in which more failed than was made: it has not done what it was for. */
export const isInVain = ({ kept, gated, failed }: EndTally, { planned }: { readonly planned: number }): boolean =>
  kept < planned && failed > kept + gated;

/**
 * Reason that a run fell short: what most of what was tried was dropped for, and what to do about it. That it came to the end of its
 * material, or of its patience, is said beside that, and alone where little was dropped.
 * @param short what its work says
 */
export function whyShort(short: string | null, tally: EndTally, dropped: readonly DropCount[]): string | null {
  const { kept, gated, failed } = tally;
  const skipped = dropped.reduce((sum, { by, count }) => (by === 'skipped' ? sum + count : sum), 0);
  const tried = kept + gated + failed + skipped;
  const commonest = commonestDrop(dropped, tried);
  if (commonest === null) return short;
  const isDecisive = dropped[0]!.count >= decisive * tried;
  if (short === null) return isDecisive && failed > 0 ? commonest : null;
  return isDecisive ? `${commonest} (${short})` : short;
}
