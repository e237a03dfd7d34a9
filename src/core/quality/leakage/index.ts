/** Texts that say what items of a benchmark say. */
import { BenchmarkItems, type BenchmarkTexts } from './benchmark-items.ts';
import { sharedPart } from './compare.ts';
import { GramTable } from './gram-table.ts';
import type { Leak } from './leak.ts';
import type { NgramSize } from './ngram-sizes.ts';
import { placedWords, type PlacedWords } from './words.ts';

/** Places of shared n-grams that are looked at for one text: the rarest first, since what is in hundreds of items says little. */
const mostPlaces = 2000;
/** Items that one text is compared with: those first that share most n-grams with it. */
const mostCompared = 50;
/** The same where the best alone is wanted. */
const bestOf = 5;
/** N-grams added in one step of building. */
const stepGrams = 50_000;

/** Items that a text shares n-grams with. */
export interface Leaks {
  /** The largest share first. */
  readonly leaks: readonly Leak[];
  /** Number of further items that were not compared, for they share fewer n-grams with it; of those in thousands of items, the least it is. */
  readonly more: number;
}

/** A benchmark in the index: items that are looked for, and lines of those that have too few words. */
interface IndexedBenchmark {
  readonly file: string;
  readonly items: number;
  readonly tooShort: readonly number[];
}

/** An n-gram of a text that items have too: where it begins in the text, and its first place among the words of all items. */
interface SharedGram {
  readonly start: number;
  readonly place: number;
}

/** An item that shares n-grams with a text: how many, and the rarest of them, by its place in this item. */
interface SharingItem extends SharedGram {
  readonly item: number;
  count: number;
}

/** N-grams of benchmark items, and where texts have them. */
export class LeakageIndex {
  readonly benchmarks: readonly IndexedBenchmark[];
  readonly #items: BenchmarkItems;
  readonly #table: GramTable;
  readonly #size: number;

  private constructor(files: readonly string[], items: BenchmarkItems, table: GramTable, size: number) {
    this.#items = items;
    this.#table = table;
    this.#size = size;
    const counts = new Map<string, number>();
    for (let at = 0; at < items.count; at += 1) counts.set(items.item(at).file, (counts.get(items.item(at).file) ?? 0) + 1);
    this.benchmarks = files.map((file) => ({ file, items: counts.get(file) ?? 0, tooShort: items.tooShortIn(file) }));
  }

  /** Builds one in steps, for seconds where there are hundreds of thousands of items. No file may be there twice. */
  static *building(benchmarks: readonly BenchmarkTexts[], size: NgramSize): Generator<undefined, LeakageIndex> {
    const items = new BenchmarkItems();
    yield* items.read(benchmarks);
    const table = new GramTable(items.words);
    let added = 0;
    for (let index = items.count - 1; index >= 0; index -= 1) {
      const [start, end] = [items.startOf(index), items.startOf(index + 1)];
      const length = Math.min(size, end - start);
      for (let place = end - length; place >= start; place -= 1) {
        table.add(place, length);
        added += 1;
        if (added % stepGrams === 0) yield;
      }
    }
    return new LeakageIndex(
      benchmarks.map(({ file }) => file),
      items,
      table,
      size,
    );
  }

  /** Builds one at once. */
  static of(benchmarks: readonly BenchmarkTexts[], size: NgramSize): LeakageIndex {
    const building = LeakageIndex.building(benchmarks, size);
    for (;;) {
      const step = building.next();
      if (step.done === true) return step.value;
    }
  }

  /** The item of which a text says most; null where it shares no n-gram with any. */
  find(text: string): Leak | null {
    return this.#compared(text, bestOf).leaks[0] ?? null;
  }

  /** All items that a text shares n-grams with. */
  hits(text: string): Leaks {
    return this.#compared(text, mostCompared);
  }

  #compared(text: string, most: number): Leaks {
    const placed = placedWords(text);
    const shared: SharedGram[] = [];
    this.#table.lookUp(this.#items.numbersOf(placed.words), (start, place) => {
      shared.push({ start, place });
    });
    if (shared.length === 0) return { leaks: [], more: 0 };
    const places = new Set(shared.map(({ place }) => place));
    const candidates = this.#candidates(shared);
    const part = ({ item, count }: SharingItem): number => count / this.#gramsOf(item);
    candidates.sort((a, b) => part(b) - part(a) || a.item - b.item);
    const leaks = candidates.slice(0, most).map((candidate) => this.#leak(text, placed, candidate, places));
    leaks.sort((a, b) => b.share - a.share || b.coverage - a.coverage);
    return { leaks, more: Math.max(0, candidates.length - most) };
  }

  #candidates(shared: SharedGram[]): SharingItem[] {
    shared.sort((a, b) => this.#table.countAt(a.place) - this.#table.countAt(b.place) || a.start - b.start);
    const candidates = new Map<number, SharingItem>();
    let left = mostPlaces;
    for (const { start, place: first } of shared) {
      for (let place = first; place !== -1 && left > 0; place = this.#table.after(place)) {
        left -= 1;
        const item = this.#items.itemAt(place);
        const candidate = candidates.get(item);
        if (candidate === undefined) candidates.set(item, { item, start, place, count: 1 });
        else candidate.count += 1;
      }
    }
    return [...candidates.values()];
  }

  /** @param shared the first places of all n-grams that the text shares with items */
  #leak(text: string, placed: PlacedWords, { item: index, start, place }: SharingItem, shared: ReadonlySet<number>): Leak {
    const { file, line, text: item } = this.#items.item(index);
    const itemWords = placedWords(item);
    const first = this.#items.startOf(index);
    const length = this.#table.lengthAt(place);
    const inText = spanOf(placed, start, length);
    return {
      ...{ file, line, item, inText },
      ngram: text.slice(inText.start, inText.end),
      inItem: spanOf(itemWords, place - first, length),
      share: sharedPart(placed, start, itemWords, place - first),
      coverage: this.#covered(index, shared) / itemWords.words.length,
    };
  }

  /** Number of an item's words that stand in n-grams which a text shares. */
  #covered(index: number, shared: ReadonlySet<number>): number {
    let [sum, end] = [0, this.#items.startOf(index)];
    for (let place = end; place < this.#items.startOf(index + 1); place += 1) {
      const length = this.#table.lengthAt(place);
      if (length === 0 || !shared.has(this.#table.firstOf(place))) continue;
      sum += place + length - Math.max(place, end);
      end = place + length;
    }
    return sum;
  }

  /** Number of an item's n-grams. */
  #gramsOf(index: number): number {
    return Math.max(1, this.#items.startOf(index + 1) - this.#items.startOf(index) - this.#size + 1);
  }
}

const spanOf = ({ starts, ends }: PlacedWords, first: number, count: number) => ({ start: starts[first]!, end: ends[first + count - 1]! });
