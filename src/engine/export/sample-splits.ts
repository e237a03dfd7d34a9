import { assignSplits, crossing } from '../../core/dataset/splits/assign.ts';
import type { TwinPair } from '../../core/dataset/splits/bundles.ts';
import type { SplitShare } from '../../core/dataset/splits/shares.ts';
import { SourcesBuilder } from '../../core/dataset/splits/sources.ts';
import { filesOf } from '../../core/dataset/exported/tally.ts';
import type { Sample } from '../../core/samples/sample.ts';
import { TwinFinder } from '../../core/quality/near-duplicates/twins.ts';
import { shapeOf } from '../../core/samples/shapes/index.ts';
import { comparedTextOf } from '../derived/near-texts.ts';
import { inTurns, type Pause } from '../slices.ts';
import type { SampleStates } from '../storage/store.ts';

export interface SplitChoice {
  readonly shares: readonly SplitShare[];
  readonly seed: number;
  /** Similarity by words from which on two samples are kept on one side. */
  readonly similarity: number;
}

/** Side of each sample of an export. */
export interface SampleSplits {
  /** Name of the split, or the reason that the sample is in none. */
  of(sample: string): string | { readonly leftOut: string };
  /** Number of documents on the side of each split. */
  readonly documents: ReadonlyMap<string, number>;
}

/**
 * Parts samples into splits of which no two have a document, or near-duplicates, in common. Files that were renamed are told by their
 * names of now.
 * @param samples those that have rows, in the order in which they are exported
 * @param names names of files as they are now, by those that samples know them by
 */
export async function splitSamples(
  samples: Iterable<Sample>,
  states: Pick<SampleStates, 'sample'>,
  names: ReadonlyMap<string, string>,
  { shares, seed, similarity }: SplitChoice,
  pause: Pause,
): Promise<SampleSplits> {
  const numbers = new Map<string, number>();
  const ids: string[] = [];
  const builder = new SourcesBuilder();
  const finder = new TwinFinder(similarity, (place) => comparedTextOf(states, ids[place]!) ?? '');
  const twins: TwinPair[] = [];
  for (const sample of samples) {
    await pause();
    const { content } = sample.current;
    const b = numbers.size;
    numbers.set(sample.id, b);
    ids.push(sample.id);
    builder.add([...filesOf(sample)].map((file) => names.get(file) ?? file));
    for (const a of finder.add(shapeOf(content).compared(content))) twins.push({ a, b });
  }
  const { sides, documents } = await inTurns(assignSplits(builder.sources(), twins, shares, seed), pause);
  const counts = new Map(shares.map(({ name }) => [name, 0]));
  for (const side of documents) {
    const { name } = shares[side]!;
    counts.set(name, counts.get(name)! + 1);
  }
  return {
    of: (sample) => {
      const number = numbers.get(sample);
      if (number === undefined) return { leftOut: 'accepted while the export went on' };
      const side = sides[number]!;
      if (side >= 0) return shares[side]!.name;
      return {
        leftOut: side === crossing ? 'rests on documents of two splits' : 'says nearly what a sample of another split says',
      };
    },
    documents: counts,
  };
}
