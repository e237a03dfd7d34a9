/** Perplexity of sets by the models that wrote them, on draws of equal size of those samples that have one. */
import { drawOf, drawSize, minSetTexts, spreadOf } from '../../../core/quality/comparison/equal-draws.ts';
import type { MeasureFigures } from '../../../protocol/results.ts';
import type { Rounds } from './compare.ts';
import type { Pause } from '../../slices.ts';
import { type TextSet, tooSmall } from './sets.ts';

interface ComparedPerplexities {
  /** One, or none where no set has enough. */
  readonly measures: MeasureFigures[];
  readonly leftOut: { readonly what: string; readonly reason: string }[];
  readonly notes: string[];
}

const described = {
  id: 'perplexity',
  title: 'Perplexity',
  meaning: 'Mean of exp(−mean log-probability of a sample’s tokens), as the model that wrote it tells them.',
  higher: 'neither',
  dependsOnOrder: false,
  dependsOnSize: false,
} as const;

const none =
  'no sample has one: with models.logProbabilities in the settings, those written from then on do, where their endpoint tells log-probabilities';

const note =
  'perplexity is the writer’s own of what it drew: low is predictable; figures of different models are no comparison, nor are those at different temperatures';

/** Compares the sets that have 40 samples or more with a perplexity; of the others, says what they lack. */
export async function comparePerplexities(sets: readonly TextSet[], { rounds, seed }: Rounds, pause: Pause): Promise<ComparedPerplexities> {
  const known = sets.map(({ held }) => held.flatMap(({ perplexity }) => (perplexity === null ? [] : [perplexity])));
  if (known.every(({ length }) => length === 0)) return { measures: [], leftOut: [{ what: described.title, reason: none }], notes: [] };
  const leftOut = sets.flatMap((set, at) => lacksOf(set, known[at]!.length));
  const size = drawSize(known.map(({ length: texts }) => ({ texts, meanWords: 0 })));
  if (size === null) return { measures: [], leftOut, notes: [] };
  const figures: MeasureFigures['figures'] = [];
  for (const [at, { id }] of sets.entries()) {
    const values = known[at]!;
    const means: number[] = [];
    for (let round = 0; values.length >= minSetTexts && round < rounds; round++) {
      const drawn = drawOf(values.length, size, { seed, round, set: `perplexity ${id}` });
      means.push(drawn.reduce((sum, index) => sum + values[index]!, 0) / size);
      await pause();
    }
    figures.push(spreadOf(means));
  }
  return { measures: [{ ...described, size, figures }], leftOut, notes: [note] };
}

/** What of a set has no perplexity, or why it has no figure. */
function lacksOf({ kind, title, held }: TextSet, having: number): ComparedPerplexities['leftOut'] {
  if (kind === 'outside') return [{ what: `${described.title} of “${title}”`, reason: 'nobody tells who wrote it' }];
  const small = tooSmall(having, 'sample that has one', 'samples that have one');
  if (small !== null) return [{ what: `${described.title} of “${title}”`, reason: small }];
  const lacking = held.length - having;
  if (lacking === 0) return [];
  return [
    {
      what: `${described.title} of ${lacking} of ${held.length} in “${title}”`,
      reason: 'they were edited, or their replies came without log-probabilities',
    },
  ];
}
