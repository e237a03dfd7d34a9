import type { CorpusDocument, Passage } from '../corpus/passage.ts';

/** The passage that stands for a document when it is rated or embedded: its longest, the first of these. */
export function representative({ passages }: CorpusDocument): Passage | undefined {
  return passages.reduce<Passage | undefined>((best, next) => (best === undefined || next.tokens > best.tokens ? next : best), undefined);
}

/** The passages that stand for documents: one of each text. */
export function representatives(documents: readonly CorpusDocument[]): Passage[] {
  const passages = documents.flatMap((document) => representative(document) ?? []);
  return [...new Map(passages.map((passage) => [passage.hash, passage])).values()];
}
