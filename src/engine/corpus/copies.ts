import type { Passage } from '../../core/corpus/passage.ts';
import { isWithin, shinglesOf, type TextSketch } from '../../core/corpus/shingles.ts';
import { LayeredMap } from '../../core/layered-map.ts';
import { firstIndex } from '../../core/search.ts';
import type { CorpusFile } from './corpus-file.ts';

/** The passages of a file that say what an earlier one of the corpus does, by their ids, each with that one. */
export type FileCopies = ReadonlyMap<string, Passage>;

const noCopies: FileCopies = new Map();

/** A passage at its place among those that may be its copies: in the order of the lengths of their files' names, of the names, and of the passages of each file. */
interface PlacedPassage {
  readonly file: string;
  readonly place: number;
  readonly passage: Passage;
  readonly sketch: TextSketch;
}

interface FileChange {
  readonly before: CorpusFile | null;
  readonly now: CorpusFile | null;
}

/**
 * Which passages are copies: those that an earlier passage holds but for a word here and there. It depends on nothing but the
 * passages, so that it is the same however they came to be there. It stays as it is; the index behind it is handed on to the next.
 */
export class Copies {
  readonly #byFile: LayeredMap<string, FileCopies>;
  /** Number of all copies. */
  readonly count: number;
  #index: CopyIndex | undefined;

  private constructor(byFile: LayeredMap<string, FileCopies>, count: number, index: CopyIndex) {
    this.#byFile = byFile;
    this.count = count;
    this.#index = index;
  }

  /** @param files in the order of their names */
  static of(files: Iterable<CorpusFile>): Copies {
    const index = new CopyIndex();
    const all = [...files];
    for (const file of all.toSorted((a, b) => byName(a.file, b.file))) index.add(file);
    const found = all.flatMap((file): [string, FileCopies][] => {
      const copies = index.copiesIn(file);
      return copies.size === 0 ? [] : [[file.file, copies]];
    });
    return new Copies(new LayeredMap(new Map(found)), sizeOf(found), index);
  }

  in(file: string): FileCopies {
    return this.#byFile.get(file) ?? noCopies;
  }

  /** @param files those there are now, in the order of their names */
  with(changes: readonly FileChange[], files: ReadonlyMap<string, CorpusFile>): Copies {
    const index = this.#index;
    this.#index = undefined;
    if (index === undefined) return Copies.of(files.values());
    const touched = new Set<string>();
    for (const { before, now } of changes) {
      if (before !== null) index.remove(before, touched);
      if (now !== null) index.add(now, touched);
      touched.add((now ?? before!).file);
    }
    const exchanged = new Map<string, FileCopies | undefined>();
    let { count } = this;
    for (const name of touched) {
      const file = files.get(name);
      const known = this.in(name);
      const copies = file === undefined ? noCopies : index.copiesIn(file);
      if (isSame(known, copies)) continue;
      exchanged.set(name, copies.size === 0 ? undefined : copies);
      count += copies.size - known.size;
    }
    return new Copies(this.#byFile.with(exchanged), count, index);
  }
}

const sizeOf = (found: readonly (readonly [string, FileCopies])[]): number => found.reduce((sum, [, copies]) => sum + copies.size, 0);

const isSame = (a: FileCopies, b: FileCopies): boolean => a.size === b.size && [...a].every(([id, passage]) => b.get(id) === passage);

/** Passages looked at for one that says the same, of those that share a key. Of pages made from one template there may be thousands. */
const maxCompared = 64;
/** Texts whose runs are remembered: the first of their kind are compared with all others. */
const maxRemembered = 256;

class CopyIndex {
  /** Passages of each key, and of each text, in their order. */
  readonly #lists = new Map<number, PlacedPassage[]>();
  readonly #exact = new Map<number, PlacedPassage[]>();
  readonly #runs = new Map<Passage, ReadonlySet<number>>();

  /** @param touched is told the files whose copies may be others now */
  add(file: CorpusFile, touched?: Set<string>): void {
    for (const placed of placedOf(file)) {
      for (const [lists, key] of this.#keysOf(placed)) {
        let list = lists.get(key);
        if (list === undefined) lists.set(key, (list = []));
        const at = positionOf(list, placed);
        list.splice(at, 0, placed);
        tell(list, at + 1, touched);
      }
    }
  }

  remove(file: CorpusFile, touched: Set<string>): void {
    for (const placed of placedOf(file)) {
      this.#runs.delete(placed.passage);
      for (const [lists, key] of this.#keysOf(placed)) {
        const list = lists.get(key) ?? [];
        const at = positionOf(list, placed);
        list.splice(at, 1);
        tell(list, at, touched);
        if (list.length === 0) lists.delete(key);
      }
    }
  }

  copiesIn(file: CorpusFile): FileCopies {
    const found = placedOf(file).flatMap((placed): [string, Passage][] => {
      const original = this.#originalOf(placed);
      return original === undefined ? [] : [[placed.passage.id, original.passage]];
    });
    return found.length === 0 ? noCopies : new Map(found);
  }

  /** The first passage that holds what this one says. */
  #originalOf(placed: PlacedPassage): PlacedPassage | undefined {
    const { exact, keys } = placed.sketch;
    if (exact === null) return undefined;
    const lists = keys.map((key) => this.#lists.get(key) ?? []);
    const next = lists.map(() => 0);
    let last: PlacedPassage | undefined;
    for (let compared = 0; compared < maxCompared;) {
      let first = placed;
      for (const [at, list] of lists.entries()) {
        while (list[next[at]!] === last && last !== undefined) next[at]! += 1;
        const candidate = list[next[at]!];
        if (candidate !== undefined && isBefore(candidate, first)) first = candidate;
      }
      if (first === placed) return undefined;
      if (first.sketch.exact === exact || isWithin(this.#runsOf(placed.passage), this.#runsOf(first.passage))) return first;
      last = first;
      compared += 1;
    }
    const same = this.#exact.get(exact)?.[0];
    return same !== undefined && isBefore(same, placed) ? same : undefined;
  }

  #runsOf(passage: Passage): ReadonlySet<number> {
    let runs = this.#runs.get(passage);
    if (runs !== undefined) return runs;
    runs = shinglesOf(passage.text);
    const [oldest] = this.#runs.keys();
    if (this.#runs.size >= maxRemembered && oldest !== undefined) this.#runs.delete(oldest);
    this.#runs.set(passage, runs);
    return runs;
  }

  *#keysOf({ sketch: { exact, keys } }: PlacedPassage): Generator<readonly [Map<number, PlacedPassage[]>, number]> {
    if (exact !== null) yield [this.#exact, exact];
    for (const key of keys) yield [this.#lists, key];
  }
}

const known = new WeakMap<CorpusFile, readonly PlacedPassage[]>();

function placedOf(file: CorpusFile): readonly PlacedPassage[] {
  let placed = known.get(file);
  if (placed === undefined) {
    placed = file.passages.map((passage, place) => ({ file: file.file, place, passage, sketch: file.sketches[place]! }));
    known.set(file, placed);
  }
  return placed;
}

/** The shorter name comes first: `tides.md` is no copy of `tides (1).md`, nor of `archive/tides.md`. */
const byName = (a: string, b: string): number => a.length - b.length || (a === b ? 0 : a < b ? -1 : 1);

const isBefore = (a: PlacedPassage, b: PlacedPassage): boolean => (byName(a.file, b.file) || a.place - b.place) < 0;

/** Where a passage is in a list, or would be. */
function positionOf(list: readonly PlacedPassage[], placed: PlacedPassage): number {
  if (list.length > 0 && isBefore(list.at(-1)!, placed)) return list.length;
  return firstIndex(list, (each) => !isBefore(each, placed));
}

/** Earlier passages are not copies of later ones. */
function tell(list: readonly PlacedPassage[], from: number, touched: Set<string> | undefined): void {
  if (touched === undefined) return;
  for (let at = from; at < list.length; at += 1) touched.add(list[at]!.file);
}
