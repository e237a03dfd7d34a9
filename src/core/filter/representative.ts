import type { CorpusDocument, Passage } from '../corpus/passage.ts';

/** The passage that stands for a document when it is rated or embedded: its longest, the first of these. */
export function representative({ passages }: CorpusDocument): Passage | undefined {
  return passages.reduce<Passage | undefined>((best, next) => (best === undefined || next.tokens > best.tokens ? next : best), undefined);
}

/** Finds the passage that stands for a document: its representative, or an earlier one that says the same; none for a document without text. */
export type StandsFor = (document: CorpusDocument) => Passage | undefined;

/** The passages that stand for documents: one of each text. */
export function representatives(documents: readonly CorpusDocument[], standsFor: StandsFor): Passage[] {
  const passages = documents.flatMap((document) => standsFor(document) ?? []);
  return [...new Map(passages.map((passage) => [passage.hash, passage])).values()];
}
