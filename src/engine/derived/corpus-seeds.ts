import type { Curation, Seed } from '../../core/concepts/curation.ts';
import { type SeededPassages, seedFinder, unnamedSeeds } from '../../core/concepts/seeds.ts';
import type { Passage } from '../../core/corpus/passage.ts';
import type { CorpusFile } from '../corpus/corpus-file.ts';
import type { CorpusState } from '../corpus-state.ts';

/** Passages that name the seeds of one curation: looked for once a file. */
export class CorpusSeeds {
  readonly #curation: Curation;
  readonly #find: (passages: readonly Passage[]) => SeededPassages;
  readonly #known = new WeakMap<CorpusFile, SeededPassages>();

  constructor(curation: Curation) {
    this.#curation = curation;
    this.#find = seedFinder(curation);
  }

  namedIn(corpus: CorpusState, { file, id }: Passage): readonly Seed[] {
    const found = corpus.files.get(file);
    return (found && this.#of(found).get(id)) ?? [];
  }

  /** Seeds that are in no graph, since no passage names them. */
  unnamed(corpus: CorpusState): Seed[] {
    if (this.#curation.seeds.size === 0) return [];
    return unnamedSeeds(this.#curation, [...corpus.files.values()].map(this.#of.bind(this)));
  }

  #of(file: CorpusFile): SeededPassages {
    let found = this.#known.get(file);
    if (found === undefined) this.#known.set(file, (found = this.#find(file.passages)));
    return found;
  }
}
