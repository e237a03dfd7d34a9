/** Replies in forms that models write of their own, with what each says; and some that say nothing. */
import { describe, expect, it } from 'vitest';
import type { Extraction } from '../../../src/core/concepts/extraction.ts';
import type { ParsedAnswer } from '../../../src/core/methods/answer/parse.ts';
import type { Judgement } from '../../../src/core/methods/judge/parse.ts';
import type { AskedJob, ParsedCandidate } from '../../../src/core/methods/method.ts';
import { thoughtsApart } from '../../../src/engine/models/openai/thoughts-apart.ts';
import { parsers } from './support/parsers.ts';

const asked: AskedJob = { questions: 3, style: '', title: 'Rust' };
const read = (method: string, reply: string): unknown => parsers[method]!(reply, asked);

describe('an extraction', () => {
  const found = (reply: string) =>
    (read('extract', reply) as Extraction).topics.map(({ name, concepts }) => `${name}: ${concepts.join(', ')}`);
  const both = ['corrosion: oxygen, iron', 'coating: zinc'];
  it.each([
    [
      'other names of its keys',
      '{"main_topics":[{"topic_name":"corrosion","keyConcepts":["oxygen","iron"]},{"topic":"coating","key_concepts":["zinc"]}]}',
    ],
    ['lists in the order of the topics', '{"topics":["corrosion","coating"],"key_concepts":[["oxygen","iron"],["zinc"]]}'],
    ['one text for a list', '{"topics":[{"name":"corrosion","key_concepts":"oxygen, iron"},{"name":"coating","key_concepts":"zinc"}]}'],
    [
      'headings without colons',
      '### Topics\n1. corrosion\n2. coating\n\n### Key Concepts\n1. corrosion\n   1.1 oxygen\n   1.2 iron\n2. coating\n   2.1 zinc',
    ],
    [
      'emphasis and double marks',
      '<topic>\n1. corrosion\n2. coating\n</topic>\n<key_concept>\n**1. corrosion**\n- 1.1. oxygen\n- 1.2. iron\n\n**2. coating**\n- 2.1. zinc\n</key_concept>',
    ],
    [
      'letters for numbers',
      '<topic>\n1. corrosion\n2. coating\n</topic>\n<key_concept>\n1. corrosion:\n   a. oxygen\n   b. iron\n2. coating:\n   a) zinc\n</key_concept>',
    ],
    [
      'meanings behind the names',
      '{"topics":[{"name":"corrosion","key_concepts":["oxygen: takes electrons","iron: gives them"]},{"name":"coating","key_concepts":["zinc"]}]}',
    ],
  ])('with %s', (_, reply) => {
    expect(found(reply)).toEqual(both);
  });

  it('with its concepts behind the topic', () => {
    const reply = '<topic>\n1. corrosion\n</topic>\n<key_concept>\n1. corrosion: oxygen, iron, salt\n</key_concept>';
    expect(found(reply)).toEqual(['corrosion: oxygen, iron, salt']);
  });

  it('keeps a ratio and a name with a sign whole', () => {
    expect(found('{"topics":[{"name":"alloys","key_concepts":["ratio 1:2","C::B join"]}]}')).toEqual(['alloys: ratio 1:2, C::B join']);
  });
});

describe('questions', () => {
  const found = (method: string, reply: string) =>
    (read(method, reply) as ParsedCandidate[]).map(({ content, fields }) => ({
      question: 'question' in content ? content.question : '',
      ...fields,
    }));
  const question = 'Why does wet iron rust?';
  it.each([
    ['in brackets', `<Q1>\nQuestion: ${question} (Orig_tag: newly_created; Level: college)\n</Q1>`, { origin: 'new', level: 'college' }],
    ['as a tag', `<Q1>\nQuestion: ${question} <newly_created>\nLevel: college\n</Q1>`, { origin: 'new', level: 'college' }],
    ['as its only label', `Question: ${question}`, {}],
    ['in a list in bold', `1. **${question}**\n   *Answer: because of oxygen.*`, {}],
  ])('whose tags stand %s', (_, reply, fields) => {
    expect(found('level1', reply)).toEqual([{ question, ...fields }]);
  });

  it('that have something in bold keep their marks', () => {
    expect(found('level1', '<Q1>\nQuestion: What is **rust**?\n</Q1>')).toEqual([{ question: 'What is **rust**?' }]);
  });
});

describe('an answer', () => {
  const found = (reply: string) => read('answer', reply) as ParsedAnswer;
  it.each([
    ['below headings', '### Answer\n\nIt gives electrons away.\n\n### Evidence\n\n1. "Iron gives electrons."'],
    ['below bold headings', '**Answer**\nIt gives electrons away.\n\n**Evidence**\n- [1] "Iron gives electrons."'],
    ['under another key', '{"final_answer": "It gives electrons away.", "evidence": ["Iron gives electrons."]}'],
    ['as a part', '{"answer": {"text": "It gives electrons away."}, "evidence": ["Iron gives electrons."]}'],
  ])('%s', (_, reply) => {
    expect(found(reply).answer).toBe('It gives electrons away.');
    expect(found(reply).quotations.map(({ quote }) => quote)).toEqual(['Iron gives electrons.']);
  });

  it('in steps', () => {
    expect(found('{"answer": ["First, it gives electrons.", "Then it takes oxygen."]}').answer).toBe(
      'First, it gives electrons.\nThen it takes oxygen.',
    );
  });

  it('that is JSON itself stays what it is', () => {
    expect(found('<answer>\n{"metal": "iron"}\n</answer>').answer).toBe('{"metal": "iron"}');
    expect(found('{"metal": "iron"}').answer).toBe('{"metal": "iron"}');
  });
});

describe('a text', () => {
  const body =
    'Iron that is wet for long gives its electrons to the oxygen of the air, and what is left of it is rust, which takes more room.';
  const found = (reply: string) => (read('rephrase', reply) as ParsedCandidate[]).map(({ content }) => content);
  it.each([
    ['below labels', `**Title:** Wet iron\n\n**Text:**\n${body}`],
    ['behind labels', `Title: Wet iron\nText: ${body}`],
    ['in an object', JSON.stringify({ title: 'Wet iron', text: body })],
    ['with its title within', `<text>\n<title>Wet iron</title>\n${body}\n</text>`],
    ['below a title in bold', `**Wet iron**\n\n${body}`],
    ['above a remark', `# Wet iron\n\n${body}\n\nI have rewritten the document as you asked. Let me know whether it will do.`],
  ])('%s', (_, reply) => {
    expect(found(reply)).toEqual([{ shape: 'text', title: 'Wet iron', text: body }]);
  });
});

describe('scores', () => {
  it.each([
    [
      'in tags',
      '<relevance>4</relevance><clarity>5 - plain</clarity><correctness>3</correctness><difficulty>2</difficulty><grounding>4</grounding>',
    ],
    [
      'in brackets',
      'Relevance (4): it fits\nClarity (5/5): plain\nCorrectness (3): a slip\nDifficulty (2): easy\nGrounding (4): so it stands',
    ],
  ])('%s', (_, reply) => {
    const { scores } = read('judge', reply) as Judgement;
    expect(Object.values(scores).map(({ score }) => score)).toEqual([4, 5, 3, 2, 4]);
  });
});

it.each([
  ['in tags of their own', '<persona>A welder who paints what he joins.</persona>\n<persona id="2">A diver who scrapes hulls.</persona>'],
  ['by letters', 'a) A welder who paints what he joins.\nb) A diver who scrapes hulls.'],
])('personas %s', (_, reply) => {
  expect(read('personas', reply)).toEqual(['A welder who paints what he joins.', 'A diver who scrapes hulls.']);
});

it('tokens around a result are no part of it', () => {
  expect(thoughtsApart('It weighs <|begin_of_box|>7 g<|end_of_box|>, so it is light.').text).toBe('It weighs 7 g, so it is light.');
  expect(thoughtsApart('A token such as `<|begin_of_box|>` is left.').text).toContain('`<|begin_of_box|>`');
});
