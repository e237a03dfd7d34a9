import { describe, expect, it } from 'vitest';
import type { CorpusDocument, Passage } from '../../../src/core/corpus/passage.ts';
import { beginning, embeddedText } from '../../../src/core/filter/embedded-text.ts';
import { representative, representatives } from '../../../src/core/filter/representative.ts';
import { scoreDocuments } from '../../../src/core/filter/score-documents.ts';

const passage = (hash: string, text: string, tokens = 10): Passage => ({
  ...{
    id: hash,
    file: `${hash}.md`,
    record: 0,
    span: { start: 0, end: text.length },
    text,
    anchors: [],
    headings: ['Title'],
    hash,
    tokens,
  },
});
const document = (...passages: Passage[]): CorpusDocument => ({ file: passages[0]?.file ?? 'empty.md', record: 0, title: '', passages });
const settings = { enabled: true, threshold: 5, keep: [], drop: [] };

/** All in the same words; only their vectors tell them apart. */
const documents = Array.from({ length: 40 }, (_, n) => document(passage(`d${n}`, `the tide at port ${n % 3}`)));
const quality = (hash: string): number => ((Number(hash.slice(1)) * 7) % 11) / 10;
const embedding = (hash: string) => Float32Array.of(1, quality(hash), 0.3);
const ratings = new Map(documents.slice(0, 20).map(({ passages }) => [passages[0]!.hash, 1 + 9 * quality(passages[0]!.hash)]));

describe('scores of documents', () => {
  it('follow embeddings, where these carry what words do not', async () => {
    const onWords = await scoreDocuments(documents, representative, ratings, settings, null);
    const onEmbeddings = await scoreDocuments(documents, representative, ratings, settings, embedding);
    expect(onWords.r2).toBeLessThan(0.3);
    expect(onEmbeddings.r2).toBeGreaterThan(0.9);
    for (const [index, { score, rated, kept }] of onEmbeddings.documents.entries()) {
      const truth = 1 + 9 * quality(`d${index}`);
      expect(rated).toBe(index < 20);
      expect(Math.abs(score! - truth)).toBeLessThan(1);
      expect(kept).toBe(score! >= 5);
    }
  });

  it('are not predicted where that does no better than the mean', async () => {
    const random = new Map(documents.slice(0, 20).map(({ passages }, n) => [passages[0]!.hash, n % 2 === 0 ? 2 : 9]));
    const { r2, documents: scored } = await scoreDocuments(documents, representative, random, settings, () => Float32Array.of(1, 0.5, 0.3));
    expect(r2).toBeLessThanOrEqual(0);
    expect(scored.filter(({ rated }) => !rated).every(({ score, kept }) => score === null && kept)).toBe(true);
  });

  it('are those of the documents that others say the same as', async () => {
    const copy = document(passage('copy', 'the tide at port 0, again'));
    const [original] = documents;
    const standsFor = (each: CorpusDocument) => representative(each === copy ? original! : each);
    const scored = await scoreDocuments([...documents, copy], standsFor, ratings, settings, embedding);
    expect(scored.documents.at(-1)).toMatchObject({ score: scored.documents[0]!.score, rated: true });
  });

  it('are none for a document without text, which is kept', async () => {
    const scored = await scoreDocuments([...documents, document()], representative, ratings, settings, (hash) =>
      hash === '' ? undefined : embedding(hash),
    );
    expect(scored.documents.at(-1)).toMatchObject({ score: null, kept: true });
    expect(scored.r2).toBeGreaterThan(0.9);
  });

  it('ask for the vectors of the rated alone while these are too few', async () => {
    const asked: string[] = [];
    const few = new Map([...ratings].slice(0, 3));
    const scored = await scoreDocuments(documents, representative, few, settings, (hash) => (asked.push(hash), embedding(hash)));
    expect(scored.r2).toBeNull();
    expect(asked).toEqual(['d0', 'd1', 'd2']);
  });
});

describe('what is embedded of a document', () => {
  it('is its longest passage under its headings', () => {
    const [found] = representatives([document(passage('a', 'short', 5), passage('b', 'the longer one', 9))], representative);
    expect(embeddedText(found!)).toBe('Title\nthe longer one');
  });

  it('is one of documents that say the same', () => {
    expect(representatives([document(passage('a', 'x')), document(passage('a', 'x')), document()], representative)).toHaveLength(1);
  });

  it('is the beginning of what models would cut off, between two words', () => {
    const text = embeddedText(passage('a', 'tide '.repeat(800), 800));
    expect(text).toMatch(/^Title\ntide [^]* tide$/);
    expect(text.split(/\s/)).toHaveLength(1 + 384);
  });

  it('never ends within a character', () => {
    expect(beginning('潮汐'.repeat(10), 0.5)).toBe('潮汐'.repeat(5));
    expect(beginning('🌊🌊🌊', 0.5)).toBe('🌊');
    expect(beginning('all of it', 1)).toBe('all of it');
  });
});
