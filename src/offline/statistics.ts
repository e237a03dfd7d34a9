import { findMentions } from './candidates.ts';
import { analyse } from './linguistics.ts';
import type { Sentence } from './word.ts';

/** Known parts of a passage: the document's title, the headings above it, its cleaned text. */
export interface PassageText {
  readonly title: string;
  readonly headings: readonly string[];
  readonly text: string;
}

/** Frequency of a phrase in the corpus. */
export interface PhraseCount {
  /** Passages that hold it. */
  readonly passages: number;
  readonly mentions: number;
  /** Mentions that are not part of a longer noun phrase. */
  readonly whole: number;
}

/** Contents of `CorpusStatistics`, as JSON; sorted by key, so that equal corpora give equal values. */
export interface SerialisedStatistics {
  readonly passages: number;
  /** `[key, passages, mentions, whole]` */
  readonly phrases: readonly (readonly [string, number, number, number])[];
  /** `[word, written small, with a capital, as a verb, as a noun]`, inside sentences */
  readonly words: readonly (readonly [string, number, number, number, number])[];
}

/** Counts of how a word form is written and read inside sentences. */
interface WordCount {
  small: number;
  capital: number;
  verb: number;
  noun: number;
}

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

const nothing: PhraseCount = { passages: 0, mentions: 0, whole: 0 };
const byKey = (left: readonly [string, ...unknown[]], right: readonly [string, ...unknown[]]): number => (left[0] < right[0] ? -1 : 1);

/** Counts over a corpus that tell its terms from its ordinary words. The order in which passages are added and taken out does not matter. */
export class CorpusStatistics {
  #passages: number;
  readonly #phrases: Map<string, Mutable<PhraseCount>>;
  readonly #words: Map<string, WordCount>;

  constructor(from: SerialisedStatistics = { passages: 0, phrases: [], words: [] }) {
    this.#passages = from.passages;
    this.#phrases = new Map(from.phrases.map(([key, passages, mentions, whole]) => [key, { passages, mentions, whole }]));
    this.#words = new Map(from.words.map(([word, small, capital, verb, noun]) => [word, { small, capital, verb, noun }]));
  }

  /** Number of passages added. */
  get passages(): number {
    return this.#passages;
  }

  add(passage: PassageText): void {
    this.#count(passage, 1);
  }

  /** Takes out a passage that was added: what is left is what the others would give. */
  remove(passage: PassageText): void {
    this.#count(passage, -1);
  }

  #count(passage: PassageText, times: 1 | -1): void {
    const sentences = analyse(passage.text);
    const seen = new Set<string>();
    for (const { key, isWhole } of findMentions(sentences)) {
      let count = this.#phrases.get(key);
      if (count === undefined) this.#phrases.set(key, (count = { passages: 0, mentions: 0, whole: 0 }));
      if (!seen.has(key)) count.passages += times;
      seen.add(key);
      count.mentions += times;
      if (isWhole) count.whole += times;
      if (count.mentions === 0) this.#phrases.delete(key);
    }
    for (const sentence of sentences) this.#countWords(sentence, times);
    this.#passages += times;
  }

  phrase(key: string): PhraseCount {
    return this.#phrases.get(key) ?? nothing;
  }

  /** Every phrase seen, in no particular order. */
  phrases(): IterableIterator<[key: string, count: PhraseCount]> {
    return this.#phrases.entries();
  }

  /** Inverse document frequency, from 1 (in one passage) towards 0 (in all); 1 for what was never seen. */
  inverseFrequency(key: string): number {
    const { passages } = this.phrase(key);
    const all = this.#passages + 1;
    return all <= 2 ? 1 : Math.min(1, Math.log(all / Math.max(1, passages)) / Math.log(all));
  }

  /** Is the word written with a capital where nothing but its being a name asks for one? Undefined when never seen there. */
  isName(word: string): boolean | undefined {
    const count = this.#words.get(word.toLowerCase());
    return count === undefined ? undefined : count.capital > count.small;
  }

  /** Is the word form read as a verb more often than as a noun? Taggers err in single places, less so on the whole. */
  isVerb(word: string): boolean {
    const count = this.#words.get(word.toLowerCase());
    return count !== undefined && count.verb > 2 * count.noun;
  }

  toJSON(): SerialisedStatistics {
    return {
      passages: this.#passages,
      phrases: [...this.#phrases].map(([key, count]) => [key, count.passages, count.mentions, count.whole] as const).sort(byKey),
      words: [...this.#words].map(([word, { small, capital, verb, noun }]) => [word, small, capital, verb, noun] as const).sort(byKey),
    };
  }

  #countWords({ words, isLine }: Sentence, times: 1 | -1): void {
    if (isLine) return;
    for (const { text, lower, tag } of words.slice(1)) {
      if (!/^\p{L}/u.test(text)) continue;
      let count = this.#words.get(lower);
      if (count === undefined) this.#words.set(lower, (count = { small: 0, capital: 0, verb: 0, noun: 0 }));
      if (/^\p{Lu}/u.test(text)) count.capital += times;
      else count.small += times;
      if (tag === 'VERB') count.verb += times;
      else if (tag === 'NOUN') count.noun += times;
      if (count.capital + count.small === 0) this.#words.delete(lower);
    }
  }
}

export function createCorpusStatistics(serialised?: SerialisedStatistics): CorpusStatistics {
  return new CorpusStatistics(serialised);
}
