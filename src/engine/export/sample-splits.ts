import { assignSplits, crossing } from '../../core/dataset/splits/assign.ts';
import type { TwinPair } from '../../core/dataset/splits/bundles.ts';
import type { SplitShare } from '../../core/dataset/splits/shares.ts';
import { SourcesBuilder } from '../../core/dataset/splits/sources.ts';
import { filesOf } from '../../core/dataset/exported/tally.ts';
import type { Sample } from '../../core/samples/sample.ts';
import { NearTexts } from '../derived/near-texts.ts';
import { inTurns, type Pause } from '../slices.ts';
import type { Store } from '../storage/store.ts';

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
  store: Store,
  names: ReadonlyMap<string, string>,
  { shares, seed, similarity }: SplitChoice,
  pause: Pause,
  signal: AbortSignal,
): Promise<SampleSplits> {
  const numbers = new Map<string, number>();
  const builder = new SourcesBuilder();
  for (const sample of samples) {
    await pause();
    numbers.set(sample.id, numbers.size);
    builder.add([...filesOf(sample)].map((file) => names.get(file) ?? file));
  }
  const near = await NearTexts.open(store, similarity, signal);
  const twins: TwinPair[] = [];
  for (const [id, b] of numbers) {
    await pause();
    for (const { sample } of near.twinsOf(id)) {
      const a = numbers.get(sample);
      if (a !== undefined && a < b) twins.push({ a, b });
    }
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
