import { NearIndex, sketchOf } from '../../core/quality/near-duplicates/near-index.ts';
import { nearDuplicates } from '../../core/quality/near-duplicates/pairs.ts';
import { ComparedText } from '../../core/quality/near-duplicates/shingles.ts';
import { normalisedText } from '../../core/samples/normalised-text.ts';

/** Job that made a candidate, by its place among those of its run, and the id of what becomes of the candidate. */
interface Maker {
  readonly job: number;
  readonly id: string;
}

interface UnderWay extends Maker {
  /** In the form that makes two texts the same. */
  readonly text: string;
  readonly isKept: Promise<boolean>;
}

/** What came of a candidate: it was made, or it says what another says that is kept; `id` is null for one of the same job that is not. */
type Outcome<T> = { readonly made: T } | { readonly same: string | null } | { readonly like: string; readonly similarity: number };

/** Which candidates wait for each other. */
export interface WaitingRule {
  /** Those that say the same, word for word. */
  readonly same: boolean;
  /** Similarity from which on candidates are nearly the same; null where these pass. What is the same is nearly the same too. */
  readonly near: number | null;
}

/**
 * Jobs under way at once may make the same candidate, and only one of them can be kept: the earliest, since results are
 * taken in in the jobs' order. The others wait for what becomes of it before anything more is paid for. Within one job the
 * first is the only one: the rest would be asked in the same words, and come to the same. One that is nearly the same waits
 * too, and is gone on with where the other is not kept.
 */
export class FirstMade {
  readonly #first: Map<string, UnderWay> | null;
  readonly #near: { readonly threshold: number; readonly index: NearIndex<UnderWay> } | null;

  constructor({ same, near }: WaitingRule) {
    this.#first = same ? new Map() : null;
    this.#near = near === null ? null : { threshold: near, index: new NearIndex(near) };
  }

  /** Goes on with a candidate, unless an earlier one that says the same is kept. @param compared its text that is compared */
  async unlessDuplicate<T>(compared: string, maker: Maker, make: () => Promise<T>, keeps: (made: T) => boolean): Promise<Outcome<T>> {
    const key = normalisedText(compared);
    const text = new ComparedText(key);
    const outdone = new Set<UnderWay>();
    for (;;) {
      const same = this.#first?.get(key);
      if (same !== undefined && same.job <= maker.job) {
        if (await same.isKept) return { same: same.id };
        if (same.job === maker.job) return { same: null };
        if (this.#first?.get(key) === same) this.#first.delete(key);
        continue;
      }
      const like = this.#likest(text, maker, outdone);
      if (like === undefined) break;
      if (await like.other.isKept) return { like: like.other.id, similarity: like.similarity };
      outdone.add(like.other);
    }
    const { promise: isKept, resolve } = Promise.withResolvers<boolean>();
    const own: UnderWay = { ...maker, text: key, isKept };
    this.#first?.set(key, own);
    this.#near?.index.add(own, sketchOf(text, this.#near.threshold));
    try {
      const made = await make();
      resolve(keeps(made));
      return { made };
    } finally {
      // A candidate is not kept when making it threw; where it was made, this comes too late to count.
      resolve(false);
    }
  }

  /** Nobody waits for one that came after: so no two wait for each other. */
  #likest(text: ComparedText, { job }: Maker, outdone: ReadonlySet<UnderWay>): { other: UnderWay; similarity: number } | undefined {
    if (this.#near === null) return undefined;
    const { threshold, index } = this.#near;
    let best: { other: UnderWay; similarity: number } | undefined;
    for (const other of index.candidates(sketchOf(text, threshold))) {
      if (other.job > job || outdone.has(other)) continue;
      const similarity = nearDuplicates(text, new ComparedText(other.text), threshold);
      if (similarity !== null && similarity > (best?.similarity ?? 0)) best = { other, similarity };
    }
    return best;
  }
}
