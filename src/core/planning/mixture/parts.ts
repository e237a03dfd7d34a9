/** Parts of a mixture, as training libraries take them: by tokens, or row by row. */
import { type BlendPart, rowProbabilities, tokenWeights } from './blend.ts';
import type { MixtureShares } from './evidence.ts';
import { byKind, type MixtureKind } from './kinds.ts';
import type { MixtureOutline } from './plan.ts';

interface DrawnPart extends BlendPart {
  readonly kind: MixtureKind;
  /** Unique tokens, and the rows that they are in; null where nobody has counted these. */
  readonly unique: number;
  readonly rows: number | null;
  readonly epochs: number;
}

export interface MixturePart extends Omit<DrawnPart, 'tokensPerRow'> {
  /** Share of the tokens, from 0 to 1. */
  readonly weight: number;
  /** Probability of the next row; null where the rows of some part were not counted. */
  readonly probability: number | null;
}

/** Parts of what is there, each gone through as often as is planned. */
export const partsThere = ({ kinds }: MixtureOutline): MixturePart[] => weighed(kinds.flatMap(drawnOf));

/** Parts once all that can be made is made. */
export const partsPlanned = ({ kinds }: MixtureOutline): MixturePart[] =>
  weighed(
    kinds.flatMap((planned): DrawnPart[] => {
      const { kind, make, tokens, there, tokensPerSample, allowed } = planned;
      if (make === null || tokens === 0) return drawnOf(planned);
      const [own] = drawnOf(planned);
      return [
        {
          name: kind,
          kind,
          tokens,
          unique: there + make.tokens,
          rows: null,
          epochs: allowed,
          tokensPerRow: own?.tokensPerRow ?? tokensPerSample,
        },
      ];
    }),
  );

const drawnOf = ({ kind, sources }: MixtureOutline['kinds'][number]): DrawnPart[] =>
  sources.flatMap(({ name, tokens: unique, rows, epochs }) => {
    const tokens = Math.round(unique * epochs);
    if (tokens === 0) return [];
    return [{ name, kind, tokens, unique, rows, epochs, tokensPerRow: rows === null || rows === 0 ? null : unique / rows }];
  });

function weighed(parts: readonly DrawnPart[]): MixturePart[] {
  const weights = tokenWeights(parts);
  const probabilities = rowProbabilities(parts);
  return parts.map(({ name, kind, tokens, unique, rows, epochs }, at) => ({
    ...{ name, kind, tokens, unique, rows, epochs },
    weight: weights[at]!,
    probability: probabilities?.[at] ?? null,
  }));
}

/** Percent that parts give each kind. */
export const sharesOfParts = (parts: readonly Pick<MixturePart, 'kind' | 'weight'>[]): MixtureShares =>
  byKind((kind) => 100 * parts.filter((part) => part.kind === kind).reduce((sum, { weight }) => sum + weight, 0));
