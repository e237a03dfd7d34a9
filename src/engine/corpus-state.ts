import type { CorpusDocument, CorpusProblem, Passage } from '../core/corpus/passage.ts';

/** The corpus as last read, with the look-ups that queries and runs need. */
export interface CorpusState {
  readonly documents: readonly CorpusDocument[];
  readonly passages: readonly Passage[];
  readonly problems: readonly CorpusProblem[];
  readonly byId: ReadonlyMap<string, Passage>;
  readonly byHash: ReadonlyMap<string, readonly Passage[]>;
  readonly byFile: ReadonlyMap<string, readonly CorpusDocument[]>;
}

export function corpusState(documents: readonly CorpusDocument[], problems: readonly CorpusProblem[]): CorpusState {
  const passages = documents.flatMap((document) => document.passages);
  return {
    documents,
    passages,
    problems,
    byId: new Map(passages.map((passage) => [passage.id, passage])),
    byHash: Map.groupBy(passages, (passage) => passage.hash),
    byFile: Map.groupBy(documents, (document) => document.file),
  };
}

/** The title of the document a passage belongs to. */
export function titleOf(corpus: CorpusState, passage: Passage): string {
  return corpus.byFile.get(passage.file)?.find((document) => document.record === passage.record)?.title ?? passage.file;
}
