import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { CorpusDocument } from '../../../src/core/corpus/passage.ts';
import { checkInvariants, parse } from './support.ts';

const folder = join(import.meta.dirname, '../../../../shared/corpora/physics/contents');
const budget = 800;

describe.skipIf(!existsSync(folder))('a textbook in kramdown with MathML', () => {
  const files = existsSync(folder) ? readdirSync(folder).filter((file) => file.endsWith('.md')) : [];
  const documents = new Map<string, { text: string; document: CorpusDocument }>();

  it('is read whole, each passage true to its file', { timeout: 120_000 }, () => {
    for (const file of files) {
      const text = readFileSync(join(folder, file), 'utf8');
      const { documents: read, problems } = parse(file, text, budget);
      expect(problems).toEqual([]);
      checkInvariants(text, read[0]!.passages);
      documents.set(file, { text, document: read[0]! });
    }
    expect(documents.size).toBe(files.length);
    expect(files.length).toBeGreaterThan(200);
  });

  it('leaves no trace of mark-up in the text', () => {
    const residue = /\{:|data-[a-z-]+=|<\/?[a-zA-Z:]+[ />]|\[link\]|&[a-z]+;|\*\*\*|size \d+\{|xmlns|\uE000/;
    for (const { document } of documents.values()) {
      for (const passage of document.passages) expect(residue.exec(passage.text)?.[0], passage.id).toBeUndefined();
    }
  });

  it('keeps within the budget but for tables', () => {
    const passages = [...documents.values()].flatMap(({ document }) => document.passages);
    const over = passages.filter(({ tokens }) => tokens > budget);
    expect(over.length).toBeLessThan(passages.length / 100);
    for (const passage of over) expect(passage.text.split(' | ').length).toBeGreaterThan(50);
  });

  it('has the title of the page above every passage', () => {
    for (const { document } of documents.values()) {
      for (const { headings } of document.passages) expect(headings[0]).toBe(document.title);
    }
  });
});
