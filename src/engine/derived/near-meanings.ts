import { cosineOf } from '../../core/quality/meaning/cosine.ts';
import { NearVectors } from '../../core/quality/meaning/near-vectors.ts';
import { hasOtherNumbers } from '../../core/quality/meaning/other-numbers.ts';
import { sampleTextKey } from '../../core/samples/text-key.ts';
import type { VectorStore } from '../models/vector-store.ts';
import { pauses } from '../slices.ts';
import type { Store } from '../storage/store.ts';
import { comparedTextOf, type Passed, type Twin } from './near-texts.ts';

/** Texts taken in at once. */
const textsAtOnce = 500;

/** A kept text that has no vector, by a sample that has it. */
export interface WithoutVector {
  readonly hash: string;
  readonly text: () => string;
}

/**
 * The meanings of all kept samples, to find those that say the same as a text in other words, by the vectors that were kept. As with
 * words, an entry is a text: which samples have it, and whether they are kept, is asked when it is found. Embeds nothing: a text without
 * a vector is like no other.
 */
export class NearMeanings {
  readonly threshold: number;
  readonly #store: Store;
  readonly #vectors: VectorStore;
  readonly #space: string;
  readonly #index: NearVectors<string>;
  readonly #known = new Set<string>();
  readonly #missing = new Set<string>();
  #place = 0;
  #revision = -1;
  #following: Promise<void> | undefined;

  /** @param space of the model whose vectors are compared @param threshold cosine from which on two say the same */
  constructor(store: Store, vectors: VectorStore, space: string, threshold: number) {
    this.#store = store;
    this.#vectors = vectors;
    this.#space = space;
    this.threshold = threshold;
    this.#index = new NearVectors(threshold);
  }

  /** Takes in the samples that were made since, in slices. One that is edited or taken back meanwhile stays as it was. */
  follow(signal?: AbortSignal): Promise<void> {
    this.#following ??= this.#takeIn(signal).finally(() => {
      this.#following = undefined;
    });
    return this.#following;
  }

  /** Those of the texts taken in that have no vector, and that a sample still has. */
  withoutVector(): WithoutVector[] {
    return [...this.#missing].flatMap((hash): WithoutVector[] => {
      const [sample] = this.#store.keptTexts.keptWith(hash);
      return sample === undefined ? [] : [{ hash, text: () => comparedTextOf(this.#store, sample) ?? '' }];
    });
  }

  /** Takes in the vectors that were kept since, of texts that had none. */
  takeVectors(): void {
    for (const hash of this.#missing) if (this.#add(hash)) this.#missing.delete(hash);
  }

  /** True when any text has a vector. */
  get hasAny(): boolean {
    return this.#known.size > 0;
  }

  vectorOf(text: string): Float32Array | undefined {
    return this.#vectors.get(this.#space, sampleTextKey(text));
  }

  /** The kept sample that says the same as a text, the nearest of those that reach the threshold; null for a text of its own. */
  find(text: string, { except, overlooked }: Passed = {}): Twin | null {
    const vector = this.vectorOf(text);
    if (vector === undefined) return null;
    let best: Twin | null = null;
    for (const hash of this.#index.near(vector)) {
      const other = this.#vectors.get(this.#space, hash);
      if (other === undefined) continue;
      const similarity = cosineOf(vector, other);
      if (similarity < this.threshold || similarity <= (best?.similarity ?? 0)) continue;
      const sample = this.#store.keptTexts.keptWith(hash).find((id) => id !== except && overlooked?.has(id) !== true);
      const compared = sample === undefined ? null : comparedTextOf(this.#store, sample);
      if (sample !== undefined && compared !== null && !hasOtherNumbers(text, compared)) best = { sample, similarity };
    }
    return best;
  }

  /** Cosine of two texts that say the same; null where they do not, or one has no vector. */
  similarity(text: string, other: string): number | null {
    const [a, b] = [this.vectorOf(text), this.vectorOf(other)];
    if (a === undefined || b === undefined) return null;
    const cosine = cosineOf(a, b);
    return cosine >= this.threshold && !hasOtherNumbers(text, other) ? cosine : null;
  }

  async #takeIn(signal?: AbortSignal): Promise<void> {
    const pause = pauses(signal);
    // More may come while others have their turn.
    for (let { revision } = this.#store; revision !== this.#revision; { revision } = this.#store) {
      for (;;) {
        const texts = this.#store.keptTexts.after(this.#place, textsAtOnce);
        for (const { place, text } of texts) {
          await pause();
          this.#place = place;
          if (this.#known.has(text) || this.#missing.has(text)) continue;
          if (!this.#add(text)) this.#missing.add(text);
        }
        if (texts.length < textsAtOnce) break;
      }
      this.#revision = revision;
    }
  }

  #add(hash: string): boolean {
    const vector = this.#vectors.get(this.#space, hash);
    if (vector === undefined) return false;
    this.#known.add(hash);
    this.#index.add(hash, vector);
    return true;
  }
}
