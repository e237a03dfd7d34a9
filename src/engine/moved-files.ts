import type { EngineArguments } from '../protocol/engine.ts';
import { type CorpusState, passageNow } from './corpus-state.ts';
import type { StoreFilter, Store } from './storage/store.ts';

/** So many of a file's samples tell where its passages are now. */
const asked = 50;

/**
 * Where files are that samples refer to and that the corpus does not have any more. A file has moved where most of what
 * was made from it stands now; what the journal says of it stays as it was.
 */
export class MovedFiles {
  readonly #corpus: CorpusState;
  readonly #store: Store;
  readonly #unread: ReadonlySet<string>;
  /** By old name; null where most of the text is gone, or in several files. */
  readonly #known = new Map<string, string | null>();

  constructor(corpus: CorpusState, store: Store) {
    this.#corpus = corpus;
    this.#store = store;
    this.#unread = new Set(corpus.problems.map(({ file }) => file));
  }

  /** The names under which samples refer to each file of the corpus that had others before, its own among them. */
  names(): Map<string, readonly string[]> {
    const gone = [...this.#store.countsByFile().keys()].filter((file) => !this.#corpus.byFile.has(file) && !this.#unread.has(file));
    const moved = gone.flatMap((from) => {
      const to = this.#placeOf(from);
      return to === null ? [] : [{ from, to }];
    });
    return new Map([...Map.groupBy(moved, ({ to }) => to)].map(([file, before]) => [file, [file, ...before.map(({ from }) => from)]]));
  }

  #placeOf(file: string): string | null {
    let place = this.#known.get(file);
    if (place === undefined) this.#known.set(file, (place = this.#find(file)));
    return place;
  }

  #find(file: string): string | null {
    const filter = { file: [file] };
    const { total } = this.#store.samples(filter, { offset: 0, limit: 0 });
    const { samples } = this.#store.samples(filter, { offset: Math.max(0, total - asked), limit: asked });
    const passages = samples.flatMap(({ references }) => references.flatMap((each) => (each.file === file ? [each.passage] : [])));
    const places = Map.groupBy(new Set(passages), (passage) => passageNow(this.#corpus, passage)?.file ?? null);
    for (const [place, found] of places) if (place !== null && found.length * 2 > new Set(passages).size) return place;
    return null;
  }
}

/** A filter as the store takes it: samples of a file by all the names that it had. */
export async function storeFilter(
  workspace: { movedFiles(): Promise<MovedFiles> },
  { file, ...filter }: EngineArguments<'samples/ids'>['filter'],
): Promise<StoreFilter> {
  return file === undefined ? filter : { ...filter, file: (await workspace.movedFiles()).names().get(file) ?? [file] };
}
