import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { blendList, rowProbabilities, tokenWeights } from '../../../src/core/planning/mixture/blend.ts';
import { interleaveScript } from '../../../src/core/planning/mixture/interleave.ts';
import { naturalRows } from '../../../src/core/planning/mixture/natural-rows.ts';
import { mixtureSettings } from '../../../src/core/planning/mixture/settings.ts';
import { projectSettings } from '../../../src/core/settings.ts';
import * as z from 'zod';

describe('a blend', () => {
  const parts = [
    { name: 'corpus', tokens: 700, tokensPerRow: 100 },
    { name: 'hq', tokens: 300, tokensPerRow: 10 },
  ];

  it('weighs by tokens, and draws rows by how long they are', () => {
    expect(tokenWeights(parts)).toEqual([0.7, 0.3]);
    // 7 rows of the one to 30 of the other.
    expect(rowProbabilities(parts)).toEqual([0.189189, 0.810811]);
    expect(blendList(parts)).toBe('0.7 corpus_text_document 0.3 hq_text_document');
  });

  it('has no probabilities where rows were not counted', () => {
    expect(rowProbabilities([...parts, { name: 'web', tokens: 1, tokensPerRow: null }])).toBeNull();
  });

  it('comes to exactly 1', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 1e12 }), { minLength: 1, maxLength: 12 }), (tokens) => {
        const weights = tokenWeights(tokens.map((each) => ({ name: 'x', tokens: each, tokensPerRow: 1 })));
        expect(weights.reduce((sum, weight) => sum + Math.round(weight * 1e6), 0)).toBe(1e6);
        const all = tokens.reduce((sum, each) => sum + each, 0);
        for (const [at, weight] of weights.entries()) expect(weight).toBeCloseTo(tokens[at]! / all, 4);
      }),
    );
  });
});

describe('documents as rows', () => {
  const passage = (file: string, record: number, text: string) => ({ file, record, text, tokens: text.length }) as never;

  it('are their passages in order, one row a document or record', () => {
    const passages = [
      passage('a.md', 0, 'One.'),
      passage('a.md', 0, 'Two.'),
      passage('b.jsonl', 0, 'Three.'),
      passage('b.jsonl', 1, 'Four.'),
    ];
    expect([...naturalRows(passages)]).toEqual([
      { text: 'One.\n\nTwo.', source: 'a.md', tokens: 8 },
      { text: 'Three.', source: 'b.jsonl', tokens: 6 },
      { text: 'Four.', source: 'b.jsonl#1', tokens: 5 },
    ]);
    expect([...naturalRows([])]).toEqual([]);
  });
});

describe('the script', () => {
  const part = { kind: 'natural' as const, tokens: 10, unique: 10, rows: 2, weight: 1, probability: 1, files: [] };

  it('names the files of each part, or none, and the rows and the seed', () => {
    const parts = [
      { ...part, name: 'corpus', from: 'corpus' as const, epochs: 1.5 },
      { ...part, name: 'web', from: null, epochs: 1 },
    ];
    const script = interleaveScript({ seed: 3, rows: 20, parts });
    expect(script).toContain('ROWS = 20\nSEED = 3\n');
    expect(script).toContain(
      '    "corpus": {"files": "data/corpus-*.jsonl", "passes": 1.5, "probability": 1},\n    "web": {"files": None, "passes": 1,',
    );
  });
});

describe('settings of a mixture', () => {
  const settings = mixtureSettings(z.string());

  it('read amounts as people write them', () => {
    expect(
      settings.parse({ budget: '1.5B', shares: { hq: 30 }, sources: { web: { tokens: '2e9' }, wiki: { path: 'wiki.jsonl' } } }),
    ).toEqual({
      ...{ budget: 1.5e9, shares: { hq: 30 } },
      sources: { web: { tokens: 2e9 }, wiki: { path: 'wiki.jsonl' } },
    });
    expect(projectSettings.parse({}).mixture).toEqual({ sources: {} });
  });

  it.each([
    [{ budget: 'much' }, /number of tokens, as 300M or 1\.5B/],
    [{ budget: -1 }, /number of tokens/],
    [{ shares: { poetry: 3 } }, /poetry/],
    [{ shares: { hq: 101 } }, /100/],
    [{ sources: { Web: { tokens: 1 } } }, /Web/],
    [{ sources: { hq: { tokens: 1 } } }, /hq/],
    [{ sources: { web: {} } }, /must have `tokens`/],
    [{ sources: { web: { path: 'a', tokens: 3 } } }, /must have `tokens`/],
    [{ epochs: { natural: 0 } }, /epochs/],
  ])('refuse %j', (given, message) => {
    expect(() => settings.parse(given)).toThrow(message);
  });

  it('name no file outside the project', () => {
    expect(() => projectSettings.parse({ mixture: { sources: { web: { path: '../web.jsonl' } } } })).toThrow(/sources/);
  });
});
