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

/**
 * The passage of an id as it is now: where its file has no such passage any more, one of the same text in another, the
 * nearest by name and folder.
 */
export function passageNow(corpus: CorpusState, id: string): Passage | undefined {
  const same = corpus.byId.get(id);
  if (same !== undefined) return same;
  const mark = id.lastIndexOf('#');
  const [file, place] = [id.slice(0, mark), id.slice(mark + 1)];
  const found = corpus.byHash.get(place.replace(/~\d+$/, '')) ?? [];
  const nearness = (passage: Passage): number =>
    (nameOf(passage.file) === nameOf(file) ? 2 : 0) + (folderOf(passage.file) === folderOf(file) ? 1 : 0);
  const [first, ...others] = found;
  if (first === undefined) return undefined;
  const nearest = others.reduce((best, passage) => (nearness(passage) > nearness(best) ? passage : best), first);
  return corpus.byId.get(`${nearest.file}#${place}`) ?? nearest;
}

const nameOf = (file: string): string => file.slice(file.lastIndexOf('/') + 1);
const folderOf = (file: string): string => file.slice(0, file.lastIndexOf('/') + 1);
