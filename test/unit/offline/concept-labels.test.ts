import { describe, expect, it } from 'vitest';
import { conceptKey } from '../../../src/core/concepts/normalise.ts';
import { extractConcepts } from '../../../src/offline/extract.ts';
import type { PassageText } from '../../../src/offline/statistics.ts';
import { allPassages, corpora, passage, statisticsOf } from './passages.ts';

const statistics = statisticsOf(allPassages);
const stopEdge =
  /^(?:the|an?|of|and|or|in|to|with|its?|is|are|this|that|these|by|for)\b|\b(?:the|an?|of|and|or|in|to|with|is|are|by|for)$/i;

function labelsOf(text: PassageText, counts = statistics): string[] {
  return extractConcepts(text, counts).topics.flatMap(({ name, concepts }) => [name, ...concepts]);
}

describe('the labels of topics and concepts', () => {
  it.each([
    ['bread', 0, ['fermentation', 'gluten network', 'carbon dioxide']],
    ['bread', 1, ['kneading', 'gluten network']],
    ['bees', 0, ['queen bee', 'royal jelly']],
    ['bees', 1, ['pollination', 'flower constancy']],
    ['markets', 0, ['equilibrium price', 'price ceiling', 'price floor']],
  ] as const)('hold what the text defines and speaks of: %s %i', (field, index, terms) => {
    expect(labelsOf(corpora[field]![index]!).map(conceptKey)).toEqual(expect.arrayContaining(terms.map(conceptKey)));
  });

  it('hold a term that is defined in a passage that stands alone', () => {
    const alone = passage('A **seed bank** is a store of living seeds. A seed bank keeps rare plants alive when their habitat is lost.');
    expect(labelsOf(alone, statisticsOf([alone])).map(conceptKey)).toContain('seed bank');
  });

  it('are words of the passage or its headings, without stop words at the edges, numbers and marks', () => {
    for (const each of allPassages) {
      const source = [each.title, ...each.headings, each.text].join('\n').toLowerCase();
      for (const label of labelsOf(each)) {
        expect(label).not.toMatch(stopEdge);
        expect(label).toMatch(/^\p{L}{3}/u);
        expect(label).not.toMatch(/\d|[*_<>{}|\\=°%]|\s{2}|^\s|\s$/u);
        for (const word of label.split(' ')) expect(source).toContain(conceptKey(word));
      }
    }
  });

  it('leave numbers and the units behind them aside', () => {
    const measured = passage(
      'A bread basket of 20 cm holds a loaf of 750 kg. The bread basket stands at 26 °C for 90 min. The baking oven heats up to 250 °C in 45 min, and the loaf loses 12 percent of its mass.',
    );
    const keys = labelsOf(measured, statisticsOf([measured])).map(conceptKey);
    expect(keys).toContain('baking oven');
    for (const key of keys) expect(key).not.toMatch(/\d|(?:^|\s)(?:cm|kg|min|°?c|percent)(?:\s|$)/);
  });

  it.each(['Introduction', 'Summary', 'Chapter 3', '4.2 Exercises', 'Learning Objectives', 'References', 'What is this?'])(
    'do not take the heading “%s” for a topic',
    (heading) => {
      const names = extractConcepts({ ...corpora.bees![0]!, headings: [heading] }, statistics).topics.map(({ name }) => conceptKey(name));
      expect(names.length).toBeGreaterThan(0);
      for (const name of names) expect(name).not.toMatch(/introduction|summary|chapter|exercise|objective|reference|what/);
    },
  );

  it('take a heading that names the subject, without its number', () => {
    const names = extractConcepts({ ...corpora.bees![1]!, headings: ['7.3 Pollination'] }, statistics).topics.map(({ name }) => name);
    expect(names.map(conceptKey)).toContain('pollination');
  });

  it('make no topic of headings above an empty text', () => {
    expect(extractConcepts(passage('', ['Pollination'], 'Honey bees'), statistics).topics).toEqual([]);
  });

  it('do not depend on the order in which the corpus was counted or the passages were asked for', () => {
    const first = allPassages.map((each) => extractConcepts(each, statistics));
    const equal = statisticsOf(allPassages.toReversed());
    expect(allPassages.toReversed().map((each) => extractConcepts(each, equal)).toReversed()).toEqual(first); // prettier-ignore
  });
});
