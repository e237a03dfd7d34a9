/** Items of benchmarks as numbers: what an index of their n-grams is made of. */
import { placedWords } from './words.ts';

/** A file of benchmark items, as it was read. */
export interface BenchmarkTexts {
  readonly file: string;
  /** `line`: line or number of the record, from 1. */
  readonly texts: readonly { readonly line: number; readonly text: string }[];
}

export interface BenchmarkItem {
  readonly file: string;
  readonly line: number;
  readonly text: string;
}

/** Fewer words are in many texts by chance. */
const leastWords = 5;

/** Items of which one step takes in as many as nobody has to wait for. */
const stepItems = 500;

/** Items one after the other, each as the numbers of its words. */
export class BenchmarkItems {
  readonly #numbers = new Map<string, number>();
  readonly #items: BenchmarkItem[] = [];
  readonly #tooShort = new Map<string, number[]>();
  /** Place of each item's first word in `words`, and of the end of the last. */
  readonly #starts: number[] = [0];
  #words = new Int32Array(1024);

  /** Takes in all items, in steps. */
  *read(benchmarks: readonly BenchmarkTexts[]): Generator<undefined, void> {
    let taken = 0;
    for (const { file, texts } of benchmarks) {
      const tooShort: number[] = [];
      this.#tooShort.set(file, tooShort);
      for (const { line, text } of texts) {
        if (!this.#add({ file, line, text })) tooShort.push(line);
        taken += 1;
        if (taken % stepItems === 0) yield;
      }
    }
  }

  get count(): number {
    return this.#items.length;
  }

  /** Numbers of the words of all items. */
  get words(): Int32Array {
    return this.#words.subarray(0, this.#starts.at(-1));
  }

  item(index: number): BenchmarkItem {
    return this.#items[index]!;
  }

  /** Place of an item's first word; of the first behind the last item, the number of all words. */
  startOf(index: number): number {
    return this.#starts[index]!;
  }

  /** The item that a place among the words belongs to. */
  itemAt(place: number): number {
    let [low, high] = [0, this.#items.length];
    while (high - low > 1) {
      const middle = (low + high) >>> 1;
      if (this.#starts[middle]! <= place) low = middle;
      else high = middle;
    }
    return low;
  }

  /** Lines of a file's items that have too few words to be looked for. */
  tooShortIn(file: string): readonly number[] {
    return this.#tooShort.get(file) ?? [];
  }

  /** Numbers of the words of another text; −1 for those that no item has. */
  numbersOf(words: readonly string[]): Int32Array {
    const numbers = new Int32Array(words.length);
    for (const [at, word] of words.entries()) numbers[at] = this.#numbers.get(word) ?? -1;
    return numbers;
  }

  #add(item: BenchmarkItem): boolean {
    const { words } = placedWords(item.text);
    if (words.length < leastWords) return false;
    const start = this.#starts.at(-1)!;
    this.#makeRoom(start + words.length);
    for (const [at, word] of words.entries()) {
      let number = this.#numbers.get(word);
      if (number === undefined) {
        number = this.#numbers.size;
        this.#numbers.set(word, number);
      }
      this.#words[start + at] = number;
    }
    this.#items.push(item);
    this.#starts.push(start + words.length);
    return true;
  }

  #makeRoom(length: number): void {
    if (length <= this.#words.length) return;
    const larger = new Int32Array(Math.max(length, 2 * this.#words.length));
    larger.set(this.#words);
    this.#words = larger;
  }
}
