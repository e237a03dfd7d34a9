import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { methods } from '../../../src/core/methods/index.ts';
import { ReplyError } from '../../../src/core/methods/reply-error.ts';
import { maxPersonaLength } from '../../../src/core/methods/personas/list.ts';
import { parsers } from './support/parsers.ts';
import { effort } from '../../support/growth.ts';
import { content, partsOf, shapeOf } from '../../../src/core/samples/shapes/index.ts';

const pieces = [
  ...['<Q1>', '</Q1>', '<Q2>', '</Q2>', '### Q1\n', 'Question:', 'Answer:', 'Q:', 'A:', 'Selected Concepts:', 'Orig_tag:', 'Level:'],
  ...['<original_question>', '<newly_created>', 'NOT SUITABLE for creating questions.', 'Hint:', '…', 'Why?', ' a, b '],
  ...['<level>', '</level>', '<subject>', '<topic>', '</topic>', 'Topics:', '<key_concept>', '</key_concept>', '1. a:', '1.1. b', '- c'],
  ...['<answer>', '</answer>', '<evidence>', '</evidence>', '[1] "', '<title>', '</title>', '<text>', '</text>', '# '],
  ...[
    'relevance: 4 - fine\n',
    'clarity: ',
    'language',
    'correctness | 5 |',
    'difficulty (1-5): 3',
    'grounding\n',
    'overall',
    '5',
    '10',
    '-',
  ],
  ...['{', '}', '[', ']', ',', ':', '"', "'", '\\', '"passages"', '"passage"', '"multiple_choice_question"', '"options"', '"A"', 'null'],
  ...['"answer_label"', '"relevance"', '"score"', '"__proto__"', '/*', '//', '“', '”', '1e999', '\\u12'],
  ...['<personas>', '</personas>', '### Persona 3:', '2) A pilot who', '**4.** ', '  - Role: ', '• An', '{"role": "a nurse"}', '"1": "'],
  ...[
    '"metadata"',
    '"metrics"',
    '"criteria"',
    '"name"',
    '"definition"',
    '"lines"',
    '"clusters"',
    '"samples"',
    '[1, 2]',
    '"3-5"',
    '"validation"',
  ],
  ...['{"valid": 1}', '{"samples": [1], "name": "a"}', '{"name": "a", "definition": "b"}', '"Sample 4"', '1 - 9', 'true'],
  ...['```', '```json\n', '\n', '\r\n', '\r', '\u2028', ' ', '\t', '**', '_', '> ', '\u0000', 'İ', 'é🌊', '\ud800', "I'm sorry, I cannot"],
];
const reply = fc
  .array(fc.oneof({ weight: 4, arbitrary: fc.constantFrom(...pieces) }, fc.string()), { maxLength: 60 })
  .map((all) => all.join(''));
const asked = fc.record({
  questions: fc.integer({ min: 1, max: 5 }),
  style: fc.constantFrom('', 'hq', 'qa', 'blog'),
  title: fc.string(),
});
const usual = { questions: 5, style: 'qa', title: 'Tides' };

const score = (most: number) => z.object({ score: z.number().min(1).max(most), reason: z.string().max(400) });
const filled = z.string().refine((text) => text.trim() !== '');
/** Content of any shape, every part of which says something, but for an answer that another call gives. */
const said = content.refine((each) =>
  partsOf(each).every(({ name, text, optional }) => optional === true || (name === 'answer' && text === '') || text.trim() !== ''),
);
const drafts = z.array(
  z.strictObject({
    content: said.refine((each) => !shapeOf(each).tells(each).includes('</text>')),
    concepts: z.array(filled),
    fields: z.record(z.string(), filled),
  }),
);
const questions = drafts.refine((all) =>
  all.every(({ content: each }) => each.shape === 'qa' && !/<\/?Q\d*>/i.test(each.question) && each.answer === ''),
);
/** One line that says something. */
const line = (most: number) => filled.refine((text) => !/[\r\n]/.test(text) && text.length <= most);
const named = z
  .array(z.object({ name: line(80), definition: line(400) }))
  .min(1)
  .max(5);
const eachOnce = (groups: readonly { readonly members: readonly number[] }[]): boolean => {
  const all = groups.flatMap(({ members }) => members);
  return new Set(all).size === all.length && Math.max(...all) === all.length - 1;
};
/** What every parser keeps to, whatever it is given: nothing empty, nothing out of range, none of the form's tags. */
const kept: Readonly<Record<string, z.ZodType>> = {
  extract: z.object({
    topics: z
      .array(z.object({ name: filled, concepts: z.array(filled) }))
      .min(1)
      .max(5),
  }),
  answer: z.object({ answer: filled.refine((text) => !text.includes('</answer>')), quotations: z.array(z.object({ quote: filled })) }),
  rate: z.object({ relevance: score(10), clarity: score(10), language: score(10), overall: z.number().min(1).max(10) }),
  level1: questions,
  level2: questions,
  level3: questions,
  personas: z.array(filled.refine((text) => !/[\r\n]|^#|<\/?personas>/i.test(text) && text.length <= maxPersonaLength)).min(1),
  criteria: z.object({ metadata: named, metrics: named }),
  merge: named,
  phrase: z.array(line(300)).min(1).max(5),
  cluster: z.object({
    groups: z
      .array(z.object({ name: z.string().max(80), reason: z.string().max(400), members: z.array(z.int().min(0).max(4)).min(1) }))
      .refine(eachOnce),
  }),
  verify: z
    .array(z.object({ valid: z.boolean(), reason: z.string().max(400) }))
    .min(1)
    .max(5),
  judge: z.object({ scores: z.record(z.string(), score(5)), overall: z.number().min(1).max(5) }),
};

const golden = join(import.meta.dirname, '../../golden');

/** The golden replies of a method, cut anywhere and put together anew. */
function spliced(id: string): fc.Arbitrary<string> {
  const replies = readdirSync(join(golden, id)).map((file) => readFileSync(join(golden, id, file), 'utf8').split(/^---- \w+\n/m)[2] ?? '');
  const span = fc.tuple(
    fc.constantFrom(...replies),
    fc.double({ min: 0, max: 1, noNaN: true }),
    fc.double({ min: 0, max: 1, noNaN: true }),
  );
  const cut = span.map(([text, from, to]) => text.slice(from * from * text.length, (1 - to * to) * text.length));
  return fc
    .array(fc.oneof({ weight: 3, arbitrary: cut }, fc.constantFrom(...pieces)), { minLength: 1, maxLength: 5 })
    .map((all) => all.join(''));
}

describe.each(methods.map(({ id }) => id))('any reply of %s', (id) => {
  const parse = parsers[id]!;

  it('is read, or refused with what was missing; nothing empty is kept', () => {
    fc.assert(
      fc.property(fc.oneof(reply, spliced(id)), asked, (text, order) => {
        try {
          const read = (kept[id] ?? drafts).safeParse(parse(text, order));
          if (!read.success) throw read.error;
        } catch (error) {
          if (!(error instanceof ReplyError)) throw error;
        }
      }),
      { numRuns: 1000 },
    );
  });

  it('takes a bounded time, however it repeats itself', () => {
    const runs = [
      ...pieces,
      '[{',
      '{"a":',
      '"a" ',
      '" ',
      ', "',
      '<Q1>Question: Why?',
      '<Q1>\nQuestion:\n',
      '1. ',
      '\\boxed{',
      'relevance:\n',
      '. ',
      ': ',
    ];
    const heads = [
      '',
      '{"passages": ["',
      '<answer>',
      '<text>',
      '<title>',
      '<topic>',
      '<key_concept>\n1. a:\n1.1. ',
      '<personas>\n1. ',
      '["',
      '<Q1>\nQuestion: ',
      'relevance: 4 ',
    ];
    const slowest = { ms: 0, text: '' };
    for (const run of runs) {
      for (const head of run.length < 3 || run.trim() === '' ? heads : heads.slice(0, 1)) {
        const text = head + run.repeat(Math.ceil(200_000 / run.length)) + 'x';
        const ms = effort(() => {
          try {
            parse(text, usual);
          } catch (error) {
            if (!(error instanceof ReplyError)) throw error;
          }
        });
        if (ms > slowest.ms) Object.assign(slowest, { ms, text: text.slice(0, 40) });
      }
    }
    // Linear work takes some 50 ms; quadratic work on 200 kB takes minutes.
    expect(slowest.ms, `slowest on ${JSON.stringify(slowest.text)}`).toBeLessThan(5000);
  }, 120_000);
});
