import type { SampleMethod } from '../../core/methods/method.ts';
import type { ReferencedSet } from './concept-sets.ts';

/** No model is called for more than `maxLag` jobs at once, so that waiting for what is so far back costs no time. */
const [minLag, maxLag] = [16, 512];

/**
 * Number of places that a job of a run is behind those it learns from. With few samples wanted it is short, so that there is
 * something to learn before the run is over; and a passage that comes up again knows of the times before.
 * @param round after so many jobs the same passages come up again, in the same order
 * @returns Infinity where prompts name nothing that was asked before.
 */
export function lagOf({ variables }: SampleMethod, count: number, round: number): number {
  if (!('avoid' in variables)) return Infinity;
  const byCount = 'covered' in variables ? Math.min(maxLag, Math.max(minLag, Math.ceil(count / 8))) : maxLag;
  return Math.max(1, Math.min(round, byCount));
}

type Placed = Pick<ReferencedSet['set'], 'ordinal'>;

/**
 * The places of a run's jobs in its plan. A job learns from those of its own run that are `lag` places before it or
 * more, and does not begin before they are recorded: so its prompt is the same whichever reply comes first, and when it
 * is asked again after a crash.
 */
export class JobOrder {
  readonly #lag: number;
  /** By ordinal: a run that is narrowed down, or begins with what is least covered, passes some over. */
  readonly #places = new Map<number, number>();
  /** The places of the jobs that are begun and not recorded, in their order. */
  readonly #underWay: number[] = [];

  constructor(lag: number) {
    this.#lag = lag;
  }

  /** True when any job learns from its own run. */
  get teaches(): boolean {
    return this.#lag !== Infinity;
  }

  /** The plan's sources, each given its place; also those that are passed over because they are done. */
  *placed<S extends { readonly set: Placed }>(sources: Iterable<S>): Generator<S, undefined> {
    for (const source of sources) {
      if (this.teaches) this.#places.set(source.set.ordinal, this.#places.size);
      yield source;
    }
  }

  mayBegin({ ordinal }: Placed): boolean {
    const [oldest] = this.#underWay;
    return oldest === undefined || oldest > this.#placeOf(ordinal) - this.#lag;
  }

  begin({ ordinal }: Placed): void {
    if (this.teaches) this.#underWay.push(this.#placeOf(ordinal));
  }

  /** Notes that what the job begun first has made stands in the journal. */
  recorded(): void {
    this.#underWay.shift();
  }

  /** Tells whether a job learns from another one of its run. */
  learns({ ordinal }: Placed, from: number): boolean {
    const place = this.#places.get(from);
    return place !== undefined && place <= this.#placeOf(ordinal) - this.#lag;
  }

  #placeOf(ordinal: number): number {
    return this.#places.get(ordinal) ?? -Infinity;
  }
}
