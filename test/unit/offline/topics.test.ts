import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { conceptKey } from '../../../src/core/concepts/normalise.ts';
import { extractConcepts } from '../../../src/offline/extract.ts';
import { headingSubject, isBackMatter } from '../../../src/offline/headings.ts';
import { baking, corpus, sourdough, statisticsOf } from './fixtures.ts';

const statistics = statisticsOf(corpus);

describe('extractConcepts', () => {
  it('takes topics from headings and shares the key concepts out among them', () => {
    const { topics } = extractConcepts(sourdough, statistics);
    expect(topics[0]?.name.toLowerCase()).toBe('fermentation');
    expect(topics.length).toBeLessThanOrEqual(5);
    const concepts = topics.flatMap((topic) => topic.concepts);
    expect(concepts).toContain('bulk fermentation');
    expect(concepts).toContain('sourdough starter');
    expect(new Set(concepts.map(conceptKey)).size).toBe(concepts.length);
    for (const topic of topics) {
      expect(topic.concepts.length).toBeGreaterThanOrEqual(5);
      expect(topic.concepts.length).toBeLessThanOrEqual(20);
    }
  });

  it('makes no topic of a heading that names a part', () => {
    const { topics } = extractConcepts({ ...baking, title: 'Summary', headings: ['Introduction', 'Summary'] }, statistics);
    const names = topics.map(({ name }) => name.toLowerCase());
    expect(names).not.toContain('summary');
    expect(names).not.toContain('introduction');
    expect(topics.length).toBeGreaterThan(0);
  });

  it('guesses level and subject, or says that it cannot', () => {
    const short = extractConcepts({ title: '', headings: [], text: 'Yeast.' }, statistics);
    expect(short.level).toBe('unknown');
    const simple = 'The cat sat on the mat. The dog ran to the cat. The cat ran up a tree. The dog sat by the tree. ';
    expect(extractConcepts({ title: '', headings: [], text: simple }, statistics).level).toBe('elementary');
    const many = Array.from({ length: 12 }, (_, index) => ({
      title: `Note ${index}`,
      headings: [],
      text: 'Microbiology studies yeast. In microbiology, the dough is a habitat.',
    }));
    expect(extractConcepts(many[0]!, statisticsOf(many)).subject).toBe('microbiology');
    expect(extractConcepts(sourdough, statisticsOf([sourdough])).subject).toBe('unknown');
  });

  it.each(['', '   \n\n', '123 456 = 7', '😀😀 👩‍👩‍👧', '中文文本。日本語のテキスト。', 'Привет, мир. Как дела?'])(
    'never fails on %j',
    (text) => {
      const { topics } = extractConcepts({ title: '', headings: [], text }, statistics);
      for (const topic of topics) expect(topic.concepts.length).toBeGreaterThan(0);
    },
  );

  it('never throws, repeats nothing and leaves nothing empty, whatever it is given', () => {
    const text = fc.oneof(
      fc.string({ unit: 'grapheme', maxLength: 400 }),
      fc.string({ unit: 'binary', maxLength: 200 }),
      fc
        .array(fc.constantFrom('the', 'gluten', 'network', 'is', 'called', 'a', 'dough', '.', ',', '\n\n', "'s", 'of', '“', '”', '='), {
          maxLength: 80,
        })
        .map((words) => words.join(' ')),
    );
    fc.assert(
      fc.property(text, text, (body, heading) => {
        const passage = { title: heading, headings: [heading], text: body };
        const first = extractConcepts(passage, statistics);
        expect(extractConcepts(passage, statistics)).toEqual(first);
        expect(first.topics.length).toBeLessThanOrEqual(5);
        for (const { name, concepts } of first.topics) {
          expect(conceptKey(name)).not.toBe('');
          expect(concepts.length).toBeGreaterThan(0);
          for (const concept of concepts) expect(conceptKey(concept)).not.toBe('');
        }
      }),
    );
  });
});

describe('headings', () => {
  it.each([
    ['Introduction', undefined],
    ['Section Summary', undefined],
    ['Example 3', undefined],
    ['Problems & Exercises', undefined],
    ['What is yeast?', undefined],
    ['3.2 Oven Spring', 'Oven Spring'],
    ['Introduction to Gluten', 'Gluten'],
    ['Chapter 4: The Maillard Reaction', 'Maillard Reaction'],
    ['Yeast: An Introduction', 'Yeast'],
    ['The Second Rise: Proofing in Baskets', 'Second Rise'],
  ])('%j is about %j', (heading, subject) => {
    expect(headingSubject(heading)).toBe(subject);
  });

  it('knows back matter by the innermost heading', () => {
    expect(isBackMatter(['Bread', 'Problems & Exercises'])).toBe(true);
    expect(isBackMatter(['Problems of Bread', 'Crumb'])).toBe(false);
    expect(isBackMatter([])).toBe(false);
  });
});
