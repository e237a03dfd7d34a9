import type { Passage } from '../../corpus/passage.ts';

/** Row of a mixture: the same two columns whatever it is, since a mixture's parts are read as one table. */
export interface MixtureRow {
  readonly text: string;
  /** File of a document, with its record where the file has many, or id of a sample. */
  readonly source: string;
}

export interface NaturalRow extends MixtureRow {
  /** Tokens of its passages: what stands between them is not counted. */
  readonly tokens: number;
}

/**
 * The documents of passages as rows to train on: what of each document is kept, in its order, with empty lines between passages.
 * @param passages those of a document in a row
 */
export function* naturalRows(passages: Iterable<Passage>): Generator<NaturalRow, undefined> {
  let document: Passage[] = [];
  for (const passage of passages) {
    const last = document.at(-1);
    if (last !== undefined && (last.file !== passage.file || last.record !== passage.record)) {
      yield rowOf(document);
      document = [];
    }
    document.push(passage);
  }
  if (document.length > 0) yield rowOf(document);
}

function rowOf(passages: readonly Passage[]): NaturalRow {
  const { file, record } = passages[0]!;
  return {
    text: passages.map(({ text }) => text).join('\n\n'),
    source: record === 0 ? file : `${file}#${record}`,
    tokens: passages.reduce((sum, { tokens }) => sum + tokens, 0),
  };
}
