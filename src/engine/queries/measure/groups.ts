/** Groups of samples that are compared with each other: those of a run, a method or a writer. */
import { Reservoir } from '../../../core/quality/comparison/reservoir.ts';
import { methodOf } from '../../../core/methods/index.ts';
import type { SampleFilter } from '../../../core/samples/filter/filter.ts';
import type { Sample } from '../../../core/samples/sample.ts';
import { countedBy } from './counted.ts';
import { writtenByModel } from '../../../core/dataset/written-by-model.ts';
import { type ChosenSamples, maxTexts } from './sets.ts';

export type GroupBy = 'run' | 'method' | 'writer';

/** Groups that are measured, the largest first. */
const maxGroups = 12;

/** Group of a sample; null for one that no model wrote. */
const names: Readonly<Record<GroupBy, (sample: Sample) => string | null>> = {
  run: ({ run }) => run,
  method: ({ method }) => method,
  writer: (sample) => writtenByModel(sample).model,
};

/** Draws ids of each group while samples go by. */
export class GroupTally {
  readonly #by: GroupBy | undefined;
  readonly #seed: number;
  readonly #groups = new Map<string, Reservoir<string>>();

  /** @param by undefined for one group of all */
  constructor(by: GroupBy | undefined, seed: number) {
    this.#by = by;
    this.#seed = seed;
  }

  add(sample: Sample): void {
    const name = this.#by === undefined ? 'samples' : names[this.#by](sample);
    if (name === null) return;
    let group = this.#groups.get(name);
    if (group === undefined) this.#groups.set(name, (group = new Reservoir(maxTexts, this.#seed, name)));
    group.add(sample.id);
  }

  /** The largest groups, and how many others there are. @param beside other sets that texts are held of */
  chosen(base: SampleFilter, beside: number): { readonly sets: ChosenSamples[]; readonly others: { groups: number; samples: number } } {
    const sorted = [...this.#groups].sort(([a, one], [b, other]) => other.seen - one.seen || (a < b ? -1 : 1));
    const shown = sorted.slice(0, maxGroups);
    const size = Math.floor(maxTexts / (shown.length + beside));
    const rest = sorted.slice(maxGroups);
    return {
      sets: shown.map(([name, group]) => ({ ...this.#named(name, group.seen, base), ids: some(group.items(), size, this.#seed, name) })),
      others: { groups: rest.length, samples: rest.reduce((sum, [, { seen }]) => sum + seen, 0) },
    };
  }

  #named(name: string, samples: number, base: SampleFilter): Omit<ChosenSamples, 'ids'> {
    if (this.#by === undefined) return { id: 'samples', title: 'samples', counted: countedBy(samples, base) };
    const title = this.#by === 'method' ? (methodOf(name)?.title ?? name) : this.#by === 'run' ? `run ${name}` : name;
    return { id: name, title, counted: countedBy(samples, { ...base, [this.#by]: name }) };
  }
}

function some(ids: readonly string[], size: number, seed: number, name: string): string[] {
  const reservoir = new Reservoir<string>(size, seed, `held ${name}`);
  for (const id of ids) reservoir.add(id);
  return reservoir.items();
}
