import { isDeepStrictEqual } from 'node:util';
import type { EngineArguments } from '../protocol/engine.ts';
import { type CorpusState, passageNow } from './corpus-state.ts';
import { Derived } from './derived/derived.ts';
import type { StatusCounts, Store, StoreFilter } from './storage/store.ts';

/** So many of a file's samples tell where its passages are now. */
const asked = 50;

/** The passages that samples made from a file refer to, while the file's counts of samples are the same. */
interface RememberedFile {
  readonly counts: StatusCounts;
  readonly passages: readonly string[];
}

/**
 * Places of files that samples refer to and that the corpus does not have any more. A file has moved where most of what
 * was made from it stands now; what the journal says of it stays as it was.
 */
export class MovedFiles {
  readonly #store: Store;
  readonly #remembered = new Map<string, RememberedFile>();
  readonly #names = new Derived<[corpus: CorpusState, revision: number], ReadonlyMap<string, readonly string[]>>(([corpus], before) => {
    const names = this.#find(corpus);
    return before !== undefined && isDeepStrictEqual(names, before.value) ? before.value : names;
  });

  constructor(store: Store) {
    this.#store = store;
  }

  /** The names under which samples refer to each file of the corpus that had others before, its own among them; the same map until one is another. */
  names(corpus: CorpusState): ReadonlyMap<string, readonly string[]> {
    return this.#names.of(corpus, this.#store.revision);
  }

  #find(corpus: CorpusState): Map<string, readonly string[]> {
    const moved: { readonly from: string; readonly to: string }[] = [];
    for (const [from, counts] of this.#store.countsByFile()) {
      if (corpus.files.has(from)) continue;
      const to = placeOf(corpus, this.#passagesOf(from, counts));
      if (to !== null) moved.push({ from, to });
    }
    return new Map([...Map.groupBy(moved, ({ to }) => to)].map(([file, before]) => [file, [file, ...before.map(({ from }) => from)]]));
  }

  #passagesOf(file: string, counts: StatusCounts): readonly string[] {
    const known = this.#remembered.get(file);
    if (known?.counts === counts) return known.passages;
    const filter = { file: [file] };
    const { total } = this.#store.samples(filter, { offset: 0, limit: 0 });
    const { samples } = this.#store.samples(filter, { offset: Math.max(0, total - asked), limit: asked });
    const passages = [
      ...new Set(samples.flatMap(({ references }) => references.flatMap((each) => (each.file === file ? [each.passage] : [])))),
    ];
    this.#remembered.set(file, { counts, passages });
    return passages;
  }
}

/** The file that has most of the passages now; null where most of the text is gone, or in several files. */
function placeOf(corpus: CorpusState, passages: readonly string[]): string | null {
  const places = Map.groupBy(passages, (passage) => passageNow(corpus, passage)?.file ?? null);
  for (const [place, found] of places) if (place !== null && found.length * 2 > passages.length) return place;
  return null;
}

/** A filter as the store takes it: samples of a file by all the names that it had. */
export async function storeFilter(
  workspace: { fileNames(): Promise<ReadonlyMap<string, readonly string[]>> },
  { file, ...filter }: EngineArguments<'samples/ids'>['filter'],
): Promise<StoreFilter> {
  return file === undefined ? filter : { ...filter, file: (await workspace.fileNames()).get(file) ?? [file] };
}
