import { describe, expect, it } from 'vitest';
import { findMentions } from '../../../src/offline/candidates.ts';
import { rankKeyphrases, selectKeyphrases } from '../../../src/offline/keyphrases.ts';
import { analyse } from '../../../src/offline/linguistics.ts';
import { createCorpusStatistics } from '../../../src/offline/statistics.ts';
import { baking, corpus, exercises, sourdough, statisticsOf } from './fixtures.ts';

const keysIn = (text: string): string[] => [...new Set(findMentions(analyse(text)).map(({ key }) => key))];
const labelsOf = (count: number, passages = [sourdough]): string[] =>
  selectKeyphrases(rankKeyphrases(passages, statisticsOf(corpus)), count).map(({ label }) => label);

describe('findMentions', () => {
  it.each([
    ['The centre of gravity lies low.', 'centre of gravity'],
    ['We speak of acceleration due to gravity here.', 'acceleration due to gravity'],
    ["It is Newton's second law of motion.", "newton's second law of motion"],
    ['They form standing waves in a tube.', 'standing wave'],
    ['The Van de Graaff generator sparks.', 'van de graaff generator'],
  ])('finds in %j the phrase %j', (text, phrase) => {
    expect(keysIn(text)).toContain(phrase);
  });

  it.each([
    ['A mass of 26.0 kg fell 3 metres.', ['kg', 'metre', 'kg fell']],
    ['Figure 3 shows the pump.', ['figure', 'figure 3']],
    ['Therefore F = ma holds for the pump.', ['f', 'ma', 'ma hold']],
    ['The same other pump works.', ['same other pump', 'other pump']],
    ['The law states that heat flows.', ['law state', 'law states']],
  ])('finds in %j none of %j', (text, phrases) => {
    const keys = keysIn(text);
    for (const phrase of phrases) expect(keys).not.toContain(phrase);
  });
});

describe('rankKeyphrases', () => {
  it('puts defined terms of the text first', () => {
    const best = labelsOf(8);
    expect(best.slice(0, 3)).toEqual(['bulk fermentation', 'sourdough starter', 'gluten development']);
    expect(best).toContain('lactic acid');
  });

  it('counts mentions among exercises for less', () => {
    const statistics = statisticsOf(corpus);
    const score = (headings: string[]): number =>
      rankKeyphrases([{ ...exercises, headings }], statistics).find(({ key }) => key === 'oven spring')!.score;
    expect(score(['Baking', 'Exercises'])).toBeLessThan(score(['Baking', 'Steam']));
  });

  it('lets a phrase that occurs only inside a longer one give way', () => {
    const text = 'The maillard reaction browns. The maillard reaction needs heat. A maillard reaction is slow when cold.';
    const passage = { title: '', headings: [], text };
    const labels = selectKeyphrases(rankKeyphrases([passage], statisticsOf([passage])), 10).map(({ label }) => label);
    expect(labels).toContain('maillard reaction');
    expect(labels).not.toContain('reaction');
  });

  it('takes back the capitals of titles and sentence starts, and leaves those of names', () => {
    const text =
      'Static Friction\n\nStatic friction holds the block. We met static friction before. The Coriolis force bends winds in New Zealand.';
    const passage = { title: 'Static Friction', headings: [], text };
    const labels = rankKeyphrases([passage], statisticsOf([passage])).map(({ label }) => label);
    expect(labels).toContain('static friction');
    expect(labels).toContain('Coriolis force');
    expect(labels).toContain('New Zealand');
  });
});

describe('CorpusStatistics', () => {
  it('does not depend on the order of the passages', () => {
    expect(JSON.stringify(statisticsOf(corpus))).toBe(JSON.stringify(statisticsOf(corpus.toReversed())));
  });

  it('comes back from JSON as it was', () => {
    const statistics = statisticsOf(corpus);
    const again = createCorpusStatistics(statistics.toJSON());
    expect(again.toJSON()).toEqual(statistics.toJSON());
    expect(rankKeyphrases([baking], again)).toEqual(rankKeyphrases([baking], statistics));
    again.add(sourdough);
    expect(again.passages).toBe(corpus.length + 1);
    expect(statistics.passages).toBe(corpus.length);
  });

  it('tells names from common words', () => {
    const statistics = statisticsOf(corpus);
    expect(statistics.isName('Maillard')).toBe(true);
    expect(statistics.isName('dough')).toBe(false);
    expect(statistics.isName('unseen')).toBeUndefined();
  });
});
