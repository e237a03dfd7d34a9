import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { conceptKey } from '../../../src/core/concepts/normalise.ts';
import { extractAnswer } from '../../../src/offline/answers.ts';
import { extractConcepts } from '../../../src/offline/extract.ts';
import { generateQuestions } from '../../../src/offline/questions.ts';
import { anyLabel, anyText } from './arbitraries.ts';
import { allPassages, statisticsOf } from './passages.ts';

const known = statisticsOf(allPassages);
const references = fc.array(fc.record({ text: anyText }), { maxLength: 3 });

describe('arbitrary texts', () => {
  it('give at most five topics of at most twenty distinct concepts', () => {
    const passages = fc.record({ title: anyText, headings: fc.array(anyText, { maxLength: 3 }), text: anyText });
    fc.assert(
      fc.property(passages, fc.boolean(), (passage, isAdded) => {
        const statistics = isAdded ? statisticsOf([passage]) : known;
        const extraction = extractConcepts(passage, statistics);
        expect(extraction.topics.length).toBeLessThanOrEqual(5);
        for (const { name, concepts } of extraction.topics) {
          expect(conceptKey(name)).not.toBe('');
          expect(concepts.length).toBeGreaterThanOrEqual(1);
          expect(concepts.length).toBeLessThanOrEqual(20);
        }
        const keys = extraction.topics.flatMap(({ name, concepts }) => [name, ...concepts].map(conceptKey));
        expect(keys).not.toContain('');
        expect(new Set(keys).size).toBe(keys.length);
        for (const label of extraction.topics.flatMap(({ concepts }) => concepts)) expect(label).toMatch(/^\p{L}.*\p{L}/u);
        expect(extractConcepts(passage, statistics)).toEqual(extraction);
      }),
      { numRuns: 200 },
    );
  });

  it('give questions about the labels of the set only, none of them avoided', () => {
    const inputs = fc.record({ topics: fc.array(anyLabel, { maxLength: 4 }), concepts: fc.array(anyLabel, { maxLength: 8 }), references });
    fc.assert(
      fc.property(inputs, fc.integer(), fc.nat({ max: 6 }), (input, seed, count) => {
        const generated = generateQuestions(input, { count, seed });
        const labels = new Set([...input.topics, ...input.concepts]);
        expect(generated.length).toBeLessThanOrEqual(count);
        for (const { question, concepts } of generated) {
          expect(question.endsWith('?')).toBe(true);
          expect(question).not.toMatch(/\bthe (?:text|passage|document)\b/i);
          expect(concepts.length).toBeGreaterThanOrEqual(1);
          for (const concept of concepts) expect(labels).toContain(concept);
        }
        expect(generateQuestions(input, { count, seed })).toEqual(generated);
        const avoid = generated.map(({ question }) => question);
        for (const { question } of generateQuestions(input, { count, seed, avoid })) expect(avoid).not.toContain(question);
      }),
      { numRuns: 120 },
    );
  });

  it('are quoted exactly', () => {
    const questions = fc.oneof(anyText, fc.constantFrom('What is a gluten network?', 'How does yeast affect the dough?'), anyLabel.map((label) => `What is ${label}?`)); // prettier-ignore
    fc.assert(
      fc.property(questions, references, (question, texts) => {
        const answered = extractAnswer({ question, references: texts });
        if (answered === null) return;
        expect(answered.answer.trim()).not.toBe('');
        expect(answered.evidence.length).toBeGreaterThan(0);
        for (const { reference, quote } of answered.evidence) {
          expect(quote.trim()).not.toBe('');
          expect(quote).not.toContain('\n');
          expect(texts[reference]!.text.includes(quote)).toBe(true);
        }
      }),
      { numRuns: 150 },
    );
  });
});
