import type { Passage } from '../../core/corpus/passage.ts';
import type { CorpusFile } from '../corpus/corpus-file.ts';
import type { CorpusState } from '../corpus-state.ts';
import type { Extractions } from '../storage/store.ts';
import { Derived } from './derived.ts';

/** Number of passages that have an extraction, in all and by file. */
export interface ExtractedPassages {
  readonly total: number;
  readonly byFile: ReadonlyMap<string, number>;
}

/** Made of the corpus and of the extractions, by their version. */
export function extractedPassages(): Derived<[corpus: CorpusState, extractions: Extractions, version: number], ExtractedPassages> {
  return new Derived(([corpus, extractions], before) => {
    const changed = before === undefined ? null : changedFiles(corpus, extractions, before.sources);
    const counts = new ExtractedCounts(changed === null ? undefined : before?.value);
    for (const [name, file] of changed ?? corpus.files) counts.set(name, file === null ? [] : corpus.ownOf(name), extractions);
    return counts;
  });
}

/** The files that may have another count than before; null for all. */
function changedFiles(
  corpus: CorpusState,
  extractions: Extractions,
  [corpusBefore, , version]: readonly [CorpusState, Extractions, number],
): ReadonlyMap<string, CorpusFile | null> | null {
  const hashes = extractions.changedSince(version);
  if (hashes === null) return null;
  const files = new Map<string, CorpusFile | null>();
  for (const { before, now } of corpus.differences(corpusBefore)) files.set((now ?? before!).file, now);
  for (const hash of hashes) for (const { file } of corpus.withHash(hash)) files.set(file, corpus.files.get(file) ?? null);
  return files;
}

class ExtractedCounts implements ExtractedPassages {
  total: number;
  readonly byFile: Map<string, number>;

  /** Goes on with what was counted before, which is not asked any more. */
  constructor(before: ExtractedPassages | undefined) {
    this.total = before?.total ?? 0;
    this.byFile = before instanceof ExtractedCounts ? before.byFile : new Map<string, number>();
  }

  /** @param passages those of the file that are no copies; of one that is gone none */
  set(name: string, passages: readonly Passage[], extractions: Extractions): void {
    const count = passages.reduce((sum, { hash }) => sum + (extractions.has(hash) ? 1 : 0), 0);
    this.total += count - (this.byFile.get(name) ?? 0);
    if (passages.length === 0) this.byFile.delete(name);
    else this.byFile.set(name, count);
  }
}
