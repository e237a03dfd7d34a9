import { conceptKey } from '../../concepts/normalise.ts';

/** A group of one round, with the ids of its samples. */
export interface NamedGroup {
  readonly name: string;
  readonly samples: readonly string[];
  readonly valid: boolean;
}

/** Groups of several rounds that have the same name. */
export interface MergedGroup {
  /** As it was written first. */
  readonly name: string;
  /** Number of groups of that name, and of those that are valid. */
  readonly groups: number;
  readonly valid: number;
  /** Different samples in its valid groups, in the order in which they came up. */
  readonly samples: readonly string[];
}

/**
 * Puts valid and invalid groups of all rounds together by their names, whatever their case, marks and number. Those with the most
 * samples come first. Samples of invalid groups are counted nowhere: they were said not to belong together.
 */
export class MergedGroups {
  readonly #byKey = new Map<string, { name: string; groups: number; valid: number; samples: Set<string> }>();

  add({ name, samples, valid }: NamedGroup): void {
    const key = conceptKey(name);
    const known = this.#byKey.get(key) ?? { name, groups: 0, valid: 0, samples: new Set<string>() };
    known.groups++;
    if (valid) {
      known.valid++;
      for (const sample of samples) known.samples.add(sample);
    }
    this.#byKey.set(key, known);
  }

  all(): MergedGroup[] {
    const merged = [...this.#byKey.values()].map(({ samples, ...counts }) => ({ ...counts, samples: [...samples] }));
    return merged.sort((a, b) => b.samples.length - a.samples.length || b.valid - a.valid);
  }
}
