/** A mixture as training libraries take it. */

/** One part of a mixture: the rows of one source. */
export interface BlendPart {
  readonly name: string;
  /** Training tokens that it gives. */
  readonly tokens: number;
  /** Mean tokens of a row; null where its rows were not counted. */
  readonly tokensPerRow: number | null;
}

/**
 * Probabilities with which `interleave_datasets` draws the next row from each part. It counts rows where a mixture counts tokens, so
 * that a part of long rows is drawn less often than its share.
 * @returns one for each part, 1 in all; null where the rows of some part were not counted
 */
export function rowProbabilities(parts: readonly BlendPart[]): readonly number[] | null {
  const rows = parts.map(({ tokens, tokensPerRow }) => (tokensPerRow === null || tokensPerRow <= 0 ? null : tokens / tokensPerRow));
  if (!rows.every((each) => each !== null)) return null;
  return shared(rows);
}

/** Weights by tokens, as Megatron's blends have them: it cuts all text into pieces of one length, and draws those. */
export const tokenWeights = (parts: readonly BlendPart[]): readonly number[] => shared(parts.map(({ tokens }) => tokens));

/** Digits that are told: an error of a millionth of the budget. */
const digits = 6;

/** Parts of 1, rounded, what rounding leaves added to the largest. */
function shared(values: readonly number[]): number[] {
  const sum = values.reduce((total, value) => total + value, 0);
  if (sum === 0) return values.map(() => 0);
  const parts = values.map((value) => Number((value / sum).toFixed(digits)));
  const largest = parts.reduce((at, part, index) => (part > parts[at]! ? index : at), 0);
  const others = parts.reduce((total, part, at) => (at === largest ? total : total + part), 0);
  return parts.map((part, at) => (at === largest ? Number((1 - others).toFixed(digits)) : part));
}

/** Megatron's `--data-path`, or the file of its `--data-args-path`: a weight and the prefix of the preprocessed files, part by part. */
export const blendList = (parts: readonly BlendPart[]): string =>
  tokenWeights(parts)
    .map((weight, at) => `${weight} ${parts[at]!.name}_text_document`)
    .join(' ');
