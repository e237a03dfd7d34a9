import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createCorpusStatistics, type SerialisedStatistics } from '../../../src/offline/statistics.ts';
import { anyText } from './arbitraries.ts';
import { allPassages, corpora, passage, statisticsOf } from './passages.ts';

describe('createCorpusStatistics', () => {
  it('counts passages, mentions and whole noun phrases', () => {
    const statistics = statisticsOf([
      passage('The gluten network holds gas. A strong gluten network is elastic.'),
      passage('The gluten network is a web of proteins.'),
      passage('The queen bee lays eggs.'),
    ]);
    expect(statistics.passages).toBe(3);
    expect(statistics.phrase('gluten network')).toMatchObject({ passages: 2, mentions: 3 });
    expect(statistics.phrase('queen bee')).toEqual({ passages: 1, mentions: 1, whole: 1 });
    expect(statistics.phrase('price floor')).toEqual({ passages: 0, mentions: 0, whole: 0 });
  });

  it('knows nothing more of a passage that was taken out', () => {
    fc.assert(
      fc.property(fc.subarray([...allPassages]), fc.array(anyText, { maxLength: 3 }), (stays, texts) => {
        const goes = [...allPassages.slice(0, 3), ...texts.map((text) => passage(text))];
        const statistics = statisticsOf([...goes, ...stays]);
        for (const each of goes) statistics.remove(each);
        expect(statistics.toJSON()).toEqual(statisticsOf(stays).toJSON());
      }),
      { numRuns: 20 },
    );
  });

  it('gives rare phrases a greater inverse frequency than common ones', () => {
    const statistics = statisticsOf(allPassages);
    const rare = statistics.inverseFrequency('royal jelly');
    const common = statistics.inverseFrequency('forager bee');
    expect(statistics.phrase('forager bee').passages).toBeGreaterThan(1);
    expect(common).toBeLessThan(rare);
    expect(common).toBeGreaterThan(0);
    expect(rare).toBe(1);
    expect(statistics.inverseFrequency('never seen')).toBe(1);
  });

  it('tells names from words by their capitals inside sentences', () => {
    const statistics = statisticsOf([
      passage('The bees of Slovenia are calm. Beekeepers in Slovenia paint their hives. Their bees like the colours.'),
    ]);
    expect(statistics.isName('Slovenia')).toBe(true);
    expect(statistics.isName('bees')).toBe(false);
    expect(statistics.isName('zucchini')).toBeUndefined();
  });

  it('knows nothing of words that only the language itself calls its own', () => {
    const statistics = createCorpusStatistics();
    for (const word of ['constructor', '__proto__', 'toString']) {
      expect(statistics.isName(word)).toBeUndefined();
      expect(statistics.isVerb(word)).toBe(false);
      expect(statistics.phrase(word).passages).toBe(0);
    }
  });

  it('comes back from JSON as it was, and counts on', () => {
    const before = statisticsOf(corpora.bread!);
    const restored = createCorpusStatistics(JSON.parse(JSON.stringify(before)) as SerialisedStatistics);
    expect(restored.toJSON()).toEqual(before.toJSON());
    for (const each of corpora.bees!) restored.add(each);
    expect(restored.toJSON()).toEqual(statisticsOf([...corpora.bread!, ...corpora.bees!]).toJSON());
    expect(before.passages).toBe(corpora.bread!.length);
  });

  it('does not depend on the order in which passages are added', () => {
    const all = JSON.stringify(statisticsOf(allPassages));
    fc.assert(
      fc.property(fc.shuffledSubarray([...allPassages], { minLength: allPassages.length }), (shuffled) => {
        expect(JSON.stringify(statisticsOf(shuffled))).toBe(all);
      }),
      { numRuns: 10 },
    );
  });

  it('counts consistently whatever the text', () => {
    fc.assert(
      fc.property(fc.array(anyText, { maxLength: 4 }), (texts) => {
        const statistics = statisticsOf(texts.map((text) => passage(text)));
        expect(statistics.passages).toBe(texts.length);
        for (const [key, { passages, mentions, whole }] of statistics.phrases()) {
          expect(passages).toBeGreaterThanOrEqual(1);
          expect(passages).toBeLessThanOrEqual(Math.min(mentions, texts.length));
          expect(whole).toBeLessThanOrEqual(mentions);
          const idf = statistics.inverseFrequency(key);
          expect(idf).toBeGreaterThanOrEqual(0);
          expect(idf).toBeLessThanOrEqual(1);
        }
        const reversed = statisticsOf(texts.map((text) => passage(text)).toReversed());
        expect(JSON.stringify(reversed)).toBe(JSON.stringify(statistics));
      }),
      { numRuns: 120 },
    );
  });
});
