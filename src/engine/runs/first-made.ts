import { NearIndex, sketchOf } from '../../core/quality/near-duplicates/near-index.ts';
import { nearDuplicates } from '../../core/quality/near-duplicates/pairs.ts';
import { ComparedText } from '../../core/quality/near-duplicates/shingles.ts';
import { NearVectors } from '../../core/quality/meaning/near-vectors.ts';
import { normalisedText } from '../../core/samples/normalised-text.ts';
import type { NearMeanings } from '../derived/near-meanings.ts';

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
type Outcome<T> =
  { readonly made: T } | { readonly same: string | null } | { readonly like: string; readonly similarity: number; readonly by: Likeness };

/** What two candidates are alike in. */
export type Likeness = 'words' | 'meaning';

interface Like {
  readonly other: UnderWay;
  readonly similarity: number;
  readonly by: Likeness;
}

/** Which candidates wait for each other. */
export interface WaitingRule {
  /** Those that say the same, word for word. */
  readonly same: boolean;
  /** Similarity from which on candidates are nearly the same; null where these pass. What is the same is nearly the same too. */
  readonly near: number | null;
  /** Those that say the same in other words, by vectors that each has by then; null where these pass. */
  readonly meaning: Pick<NearMeanings, 'threshold' | 'vectorOf' | 'similarity'> | null;
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

  readonly #meaning: { readonly rule: NonNullable<WaitingRule['meaning']>; readonly index: NearVectors<UnderWay> } | null;

  constructor({ same, near, meaning }: WaitingRule) {
    this.#first = same ? new Map() : null;
    this.#near = near === null ? null : { threshold: near, index: new NearIndex(near) };
    this.#meaning = meaning && { rule: meaning, index: new NearVectors(meaning.threshold) };
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
      const like = this.#likest(text, maker, outdone) ?? this.#likestInMeaning(key, maker, outdone);
      if (like === undefined) break;
      if (await like.other.isKept) return { like: like.other.id, similarity: like.similarity, by: like.by };
      outdone.add(like.other);
    }
    const { promise: isKept, resolve } = Promise.withResolvers<boolean>();
    const own: UnderWay = { ...maker, text: key, isKept };
    this.#first?.set(key, own);
    this.#near?.index.add(own, sketchOf(text, this.#near.threshold));
    const vector = this.#meaning?.rule.vectorOf(key);
    if (vector !== undefined) this.#meaning?.index.add(own, vector);
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
  #likest(text: ComparedText, { job }: Maker, outdone: ReadonlySet<UnderWay>): Like | undefined {
    if (this.#near === null) return undefined;
    const { threshold, index } = this.#near;
    let best: Like | undefined;
    for (const other of index.candidates(sketchOf(text, threshold))) {
      if (other.job > job || outdone.has(other)) continue;
      const similarity = nearDuplicates(text, new ComparedText(other.text), threshold);
      if (similarity !== null && similarity > (best?.similarity ?? 0)) best = { other, similarity, by: 'words' };
    }
    return best;
  }

  #likestInMeaning(text: string, { job }: Maker, outdone: ReadonlySet<UnderWay>): Like | undefined {
    const vector = this.#meaning?.rule.vectorOf(text);
    if (this.#meaning === null || vector === undefined) return undefined;
    let best: Like | undefined;
    for (const other of this.#meaning.index.near(vector)) {
      if (other.job > job || outdone.has(other)) continue;
      const similarity = this.#meaning.rule.similarity(text, other.text);
      if (similarity !== null && similarity > (best?.similarity ?? 0)) best = { other, similarity, by: 'meaning' };
    }
    return best;
  }
}
