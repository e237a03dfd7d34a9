import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { gzip } from 'pako';
import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { figureOf } from '../../../../src/core/quality/diversity/collector.ts';
import { diversityMeasures } from '../../../../src/core/quality/diversity/index.ts';

const fixture = (name: string): unknown => JSON.parse(readFileSync(join(import.meta.dirname, '../../../fixtures/diversity', name), 'utf8'));
const sets = z.record(z.string(), z.array(z.string())).parse(fixture('texts.json'));
const value = z.object({
  ...{ ngramDiversity: z.number(), selfRepetition: z.number(), compressionRatio: z.number(), compressedTwice: z.number() },
  ...{ distinct: z.array(z.number()), mtld: z.number(), bytes: z.int() },
});
/** Made by `make.py` beside it, with the packages that it names. */
const expected = z.object({ texts: z.record(z.string(), value) }).parse(fixture('expected.json')).texts;

const zipped = (data: Uint8Array): Uint8Array => gzip(data, { level: 9 });
const gzippedSize = (data: Uint8Array): number => zipped(data).length;

const measureOf = (id: string) => diversityMeasures.find((each) => each.id === id)!;
const figure = (id: string, texts: readonly string[]): number | null => figureOf(measureOf(id), texts, gzippedSize);

const three = (number: number): string => number.toFixed(3);

describe.each(Object.keys(expected))('The figures of the recorded texts “%s”', (name) => {
  const texts = sets[name]!;
  const recorded = expected[name]!;

  it('are those of the Python package diversity to three decimals', () => {
    expect(texts.length).toBeGreaterThanOrEqual(24);
    expect(three(figure('ngrams', texts)!)).toBe(three(recorded.ngramDiversity));
    expect(three(figure('repetition', texts)!)).toBe(three(recorded.selfRepetition));
  });

  it('are those of gzip at level 9, once; that package compresses twice', () => {
    expect(three(figure('compression', texts)!)).toBe(three(recorded.compressionRatio));
    const bytes = Buffer.from(texts.join(' '));
    expect(bytes.length).toBe(recorded.bytes);
    // It keeps a file’s name in the outer header: 14 bytes more, as the recorded figure has it.
    const twice = zipped(zipped(bytes)).length + 'compressed'.length + 1;
    expect(Math.abs(bytes.length / twice - recorded.compressedTwice) / recorded.compressedTwice).toBeLessThan(0.03);
    expect(three(figure('compression', texts)!)).not.toBe(three(recorded.compressedTwice));
  });

  it('are those of lexicalrichness for MTLD, and of counting for distinct n-grams', () => {
    expect(three(figure('mtld', texts)!)).toBe(three(recorded.mtld));
    recorded.distinct.forEach((share, index) => {
      expect(figure(`distinct${index + 1}`, texts)).toBeCloseTo(share, 10);
    });
  });
});

const word = fc.constantFrom('tide', 'moon', 'the', 'range', 'of', 'ebb', 'Ebb', '潮', 'é', 'x');
const line = fc.array(word, { maxLength: 12 }).map((words) => words.join(' '));
const lines = fc.array(line, { minLength: 1, maxLength: 12 });

describe('The measures of texts', () => {
  it('have names of their own, and no figure for no texts', () => {
    expect(new Set(diversityMeasures.map(({ id }) => id)).size).toBe(diversityMeasures.length);
    for (const { id } of diversityMeasures) expect({ id, figure: figure(id, []) }).toEqual({ id, figure: null });
  });

  it.each(diversityMeasures.filter(({ dependsOnOrder }) => !dependsOnOrder).map(({ id }) => id))(
    '%s: gives the same for texts in another order, as it says',
    (id) => {
      fc.assert(
        fc.property(
          lines.chain((texts) => fc.tuple(fc.constant(texts), fc.shuffledSubarray(texts, { minLength: texts.length }))),
          ([texts, others]) => {
            const [one, other] = [figure(id, texts), figure(id, others)];
            if (one === null) expect(other).toBeNull();
            else expect(other).toBeCloseTo(one, 10);
          },
        ),
      );
    },
  );

  it.each(diversityMeasures.filter(({ dependsOnOrder }) => dependsOnOrder).map(({ id }) => id))(
    '%s: gives another figure for some texts in another order, as it says',
    (id) => {
      const texts = [
        'the moon',
        'ebb and flood and ebb and flood',
        'the moon',
        'neap tides come after the moon',
        'the moon',
        'x y z the moon',
      ];
      const orders = [texts, texts.toReversed(), texts.toSorted(), [...texts.slice(2), ...texts.slice(0, 2)]];
      expect(new Set(orders.map((each) => figure(id, each))).size).toBeGreaterThan(1);
    },
  );

  it('say that a set is less diverse once all of it stands there twice', () => {
    fc.assert(
      fc.property(lines, (texts) => {
        const twice = [...texts, ...texts];
        for (const { id, higher } of diversityMeasures.filter((each) => each.dependsOnSize)) {
          // On a few bytes a compressed file is mostly header.
          if (id === 'compression' && texts.join(' ').length < 40) continue;
          const [once, doubled] = [figure(id, texts), figure(id, twice)];
          if (once === null || doubled === null) continue;
          // Where the copies meet, n-gram diversity gets a few n-grams of its own: it is at most as much more as these are.
          const allowed = id === 'ngrams' ? 6 / texts.join(' ').split(' ').length : 1e-9;
          if (higher === 'more diverse') expect(doubled).toBeLessThanOrEqual(once + allowed);
          else expect(doubled).toBeGreaterThanOrEqual(once - 1e-9);
        }
      }),
    );
  });

  it('stay within their bounds', () => {
    fc.assert(
      fc.property(lines, (texts) => {
        const words = texts
          .join(' ')
          .split(' ')
          .filter((each) => each !== '').length;
        for (const id of ['distinct1', 'distinct2', 'distinct3']) expect(figure(id, texts) ?? 1).toSatisfy((f: number) => f > 0 && f <= 1);
        expect(figure('ngrams', texts) ?? 1).toSatisfy((f: number) => f > 0 && f <= 4);
        expect(figure('repetition', texts)).toBeGreaterThanOrEqual(0);
        const mtld = figure('mtld', texts);
        if (words === 0) expect(mtld).toBeNull();
        else expect(mtld).toSatisfy((f: number) => f > 0);
      }),
    );
  });

  it('count characters, not code units, and words between any white space', () => {
    expect(figure('characters', ['🌊🌊', 'é'])).toBe(1.5);
    expect(figure('words', ['a\u00a0b\u2009c\nd', '\ufeff'])).toBe(2.5);
  });
});
