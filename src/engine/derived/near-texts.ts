import { NearIndex, sketchOf, type Sketch } from '../../core/quality/near-duplicates/near-index.ts';
import { nearDuplicates } from '../../core/quality/near-duplicates/pairs.ts';
import { ComparedText } from '../../core/quality/near-duplicates/shingles.ts';
import { shapeOf } from '../../core/samples/shapes/index.ts';
import { pauses } from '../slices.ts';
import type { Store } from '../storage/store.ts';

/** A kept sample that another is like. */
export interface Twin {
  readonly sample: string;
  /** Jaccard index of their shingles. */
  readonly similarity: number;
}

export interface Passed {
  /** A sample that is no duplicate of what is to take its place. */
  readonly except?: string | undefined;
  /** Samples that nothing is held against for being like them. */
  readonly overlooked?: ReadonlySet<string> | undefined;
}

/** Sketches read at once. */
const sketchesAtOnce = 2000;

/**
 * The texts of all kept samples, to find those that a text is a near-duplicate of. An entry is a text, not a sample: which samples
 * have it, and whether they are kept, is asked when it is found, so that decisions and edits change nothing here. Sketches are made
 * once for a text and stored; what is new in the store is taken in before each question.
 */
export class NearTexts {
  readonly threshold: number;
  readonly #store: Store;
  readonly #index: NearIndex<number>;
  #place = 0;
  /** Key of the last sample that was looked at for a sketch. */
  #key = 0;
  #revision = -1;
  #following: Promise<void> | undefined;

  private constructor(store: Store, threshold: number) {
    this.#store = store;
    this.threshold = threshold;
    this.#index = new NearIndex(threshold);
  }

  /** @param threshold similarity from which on texts are near-duplicates @throws the signal's reason when it is aborted */
  static async open(store: Store, threshold: number, signal?: AbortSignal): Promise<NearTexts> {
    const texts = new NearTexts(store, threshold);
    await texts.bringUp(signal);
    return texts;
  }

  /** Takes in all that was decided and edited since, in slices between which other requests are answered. */
  async bringUp(signal?: AbortSignal): Promise<void> {
    this.#key = 0;
    this.#revision = -1;
    await this.#takeIn(signal);
  }

  /**
   * Takes in samples that were made since, in slices: whoever asks next has only to take in what came in between. Another process
   * may add thousands at once. One that was edited or taken back waits for `bringUp`. All who ask meanwhile go on in their order.
   */
  follow(): Promise<void> {
    this.#following ??= this.#takeIn().finally(() => (this.#following = undefined));
    return this.#following;
  }

  async #takeIn(signal?: AbortSignal): Promise<void> {
    const pause = pauses(signal);
    // More may come while others have their turn.
    for (let { revision } = this.#store; revision !== this.#revision; { revision } = this.#store) {
      while (this.#sketchSome()) await pause();
      while (this.#readSome()) await pause();
      this.#revision = revision;
    }
  }

  /** The kept sample that a text is most like, of those that reach the threshold; null for a text of its own. */
  find(text: string, passed: Passed = {}): Twin | null {
    const [best] = this.findAll(text, passed);
    return best ?? null;
  }

  /** All kept samples that a text is a near-duplicate of, the most alike first. */
  findAll(text: string, { except, overlooked }: Passed = {}): Twin[] {
    this.#followAtOnce();
    const compared = new ComparedText(text);
    const twins = [...this.#index.candidates(sketchOf(compared, this.threshold))].flatMap((place): Twin[] => {
      const samples = this.#store.sketches.keptAt(place).filter((id) => id !== except && overlooked?.has(id) !== true);
      const other = samples[0] === undefined ? null : comparedTextOf(this.#store, samples[0]);
      const similarity = other === null ? null : nearDuplicates(compared, new ComparedText(other), this.threshold);
      return similarity === null ? [] : samples.map((sample) => ({ sample, similarity }));
    });
    return twins.sort((a, b) => b.similarity - a.similarity);
  }

  /** All other kept samples that a sample is a near-duplicate of. */
  twinsOf(id: string): Twin[] {
    const text = comparedTextOf(this.#store, id);
    return text === null ? [] : this.findAll(text, { except: id });
  }

  /** A sample that the store does not know of yet, where a text is a near-duplicate of it. */
  isLike(text: string, other: string, sample: string): Twin | null {
    const similarity = nearDuplicates(new ComparedText(text), new ComparedText(other), this.threshold);
    return similarity === null ? null : { sample, similarity };
  }

  #followAtOnce(): void {
    const { revision } = this.#store;
    if (revision === this.#revision) return;
    while (this.#sketchSome());
    while (this.#readSome());
    this.#revision = revision;
  }

  /** @returns false when no kept sample is left without a sketch */
  #sketchSome(): boolean {
    const missing = this.#store.sketches.missing(this.#key);
    const entries = missing.flatMap(({ id }): { compared: string; sketch: Sketch }[] => {
      const compared = comparedTextOf(this.#store, id);
      return compared === null ? [] : [{ compared, sketch: sketchOf(new ComparedText(compared)) }];
    });
    this.#store.sketches.put(entries);
    this.#key = missing.at(-1)?.key ?? this.#key;
    return missing.length > 0;
  }

  /** @returns false when there are no more to read */
  #readSome(): boolean {
    const rows = this.#store.sketches.after(this.#place, sketchesAtOnce);
    for (const { place, sketch } of rows) this.#index.add(place, sketch);
    this.#place = rows.at(-1)?.place ?? this.#place;
    return rows.length > 0;
  }
}

/** The text that a sample is compared by, as it is now; null where there is no such sample. */
export function comparedTextOf(store: Pick<Store, 'sample'>, id: string): string | null {
  const content = store.sample(id)?.current.content;
  return content === undefined ? null : shapeOf(content).compared(content);
}
