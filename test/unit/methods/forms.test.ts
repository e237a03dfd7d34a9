/** Replies in other shapes than the one asked for, whose content is whole, and replies in the right shape that have none. */
import { describe, expect, it } from 'vitest';
import { sampleMethods } from '../../../src/core/methods/index.ts';
import { parseAnswer } from '../../../src/core/methods/answer/parse.ts';
import { parseExtraction } from '../../../src/core/methods/extract/parse.ts';
import { parseJudgement } from '../../../src/core/methods/judge/parse.ts';
import { parseLevel1 } from '../../../src/core/methods/level1/parse.ts';
import { parsePersonas } from '../../../src/core/methods/personas/parse.ts';
import { parseQuestions } from '../../../src/core/methods/questions.ts';
import { parseRating } from '../../../src/core/methods/rate/parse.ts';
import { ReplyError } from '../../../src/core/methods/reply-error.ts';
import { formWords } from '../../../src/core/prompts/form-words.ts';
import { template as level2 } from '../../../src/core/methods/level2/template.ts';

const form = formWords(level2);
const [lag, range] = ['Why does high water lag behind the Moon?', 'How large is the range at springs?'];
const asked = (reply: string): string[] => parseQuestions(reply, 5, form).map(({ question }) => question);

describe('questions', () => {
  it.each([
    ['a Chinese label', '<Q1>\n问题：为什么高潮落后于月亮？\n</Q1>', ['为什么高潮落后于月亮？']],
    ['a Japanese label', '<Q1>\n質問：なぜ満潮は月より遅れるのか。\n</Q1>', ['なぜ満潮は月より遅れるのか。']],
    ['a Russian label and answer', '<Q1>\nВопрос: Почему прилив запаздывает?\nОтвет: Трение.\n</Q1>', ['Почему прилив запаздывает?']],
    ['a Spanish label', '<Q1>\n**Pregunta:** ¿Por qué se retrasa la pleamar?\n</Q1>', ['¿Por qué se retrasa la pleamar?']],
    ['no label', `<Q1>\n${lag}\n</Q1>\n<Q2>${range}</Q2>`, [lag, range]],
    ['no label, a level below', `<Q1>\n${lag}\nLevel: college\n</Q1>`, [lag]],
    ['another name', `<Question1>\nQuestion: ${lag}\n</Question1>\n<Question2>\nQuestion: ${range}\n</Question2>`, [lag, range]],
    ['a name without a number', `<Question>\n${lag}\n</Question>\n<Question>\n${range}\n</Question>`, [lag, range]],
    ['a translated name', `<Frage1>\nFrage: ${lag}\n</Frage1>\n<Frage_2>\nFrage: ${range}\n</Frage_2>`, [lag, range]],
    ['a wrong closing tag', `<Q1>\nQuestion: ${lag}\n</original_question>\n<Q2>\nQuestion: ${range}\n</Question>`, [lag, range]],
    ['escaped tags', `&lt;Q1&gt;\nQuestion: ${lag}\n&lt;/Q1&gt;`, [lag]],
    ['a fence around all', `\`\`\`xml\n<Q1>\nQuestion: ${lag}\n</Q1>\n\`\`\``, [lag]],
    ['a numbered list', `1. ${lag}\n2) ${range}`, [lag, range]],
    [
      'a numbered list with labels',
      `Here they are:\n\n**1.** **Question:** ${lag}\n\n**2.** **Question:** ${range}\n\nGood luck!`,
      [lag, range],
    ],
    ['labels with numbers', `Question 1: ${lag}\nQuestion 2: ${range}`, [lag, range]],
    ['JSON', JSON.stringify([{ question: lag, concepts: ['tide'] }, { question: range }]), [lag, range]],
    ['JSON in a fence, wrapped', `Sure:\n\`\`\`json\n${JSON.stringify({ questions: [{ question: lag }] })}\n\`\`\``, [lag]],
    ['JSON of strings', JSON.stringify({ questions: [lag, range] }), [lag, range]],
    ['JSON by number', JSON.stringify({ Q1: { Question: lag }, Q2: { Question: range } }), [lag, range]],
    ['one object', JSON.stringify({ selected_concepts: ['tide', 'Moon'], question: lag }), [lag]],
  ])('are found under %s', (_, reply, expected) => {
    expect(asked(reply)).toEqual(expected);
  });

  it('keep concepts, origin and level in JSON and in translation', () => {
    expect(parseQuestions(`{"questions":[{"selected_concepts":["tide","first concept"],"question":"${lag}"}]}`, 3, form)).toEqual([
      { concepts: ['tide'], question: lag },
    ]);
    expect(parseQuestions(`<Q1>\nAusgewählte Konzepte: Gezeit, Mond\nFrage: ${lag}\n</Q1>`, 3, form)[0]?.concepts).toEqual([
      'Gezeit',
      'Mond',
    ]);
    const json = JSON.stringify({ questions: [{ question: lag, origin: 'original_question', level: 'college' }] });
    expect(parseLevel1(json, 5)[0]?.fields).toEqual({ origin: 'original', level: 'college' });
  });

  it.each([
    'The tide has three parts:\n1. The bulge below the Moon.\n2. The bulge on the far side.\n3. The Earth’s turning.',
    '1. first topic\n2. second topic',
    'I cannot help with that.',
    '<Q1>\nQuestion: What is the intrinsic property of a…\n</Q1>',
    '<h1>Tides</h1>\n<h2>Why?</h2>',
  ])('are not made of what asks nothing: %s', (reply) => {
    expect(() => asked(reply)).toThrow(ReplyError);
  });

  it('none of which suits are none, in text and JSON', () => {
    for (const reply of [
      'NOT SUITABLE for creating questions.',
      '<notsuitable for creating questions>',
      '{"questions": []}',
      '{"not_suitable": "a list"}',
    ])
      expect(asked(reply)).toEqual([]);
  });

  it('that go on with three points are whole', () => {
    expect(asked('<Q1>\nQuestion: What is the sum of 1 + 1/2 + 1/4 + …\n</Q1>')).toHaveLength(1);
  });
});

describe('an extraction', () => {
  const expected = [
    { name: 'Tides', concepts: ['tidal range', 'high water'] },
    { name: 'The Moon', concepts: ['perigee'] },
  ];
  it.each([
    [
      'the form',
      { level: 'college', subject: 'oceanography', topics: expected.map(({ name, concepts }) => ({ name, key_concepts: concepts })) },
    ],
    ['other keys', { topics: expected.map(({ name, concepts }) => ({ topic: name, concepts })) }],
    [
      'objects for names',
      { topics: expected.map(({ name, concepts }) => ({ name, key_concepts: concepts.map((concept) => ({ concept })) })) },
    ],
    [
      'concepts by topic',
      { topics: ['Tides', 'The Moon'], key_concepts: { Tides: ['tidal range', 'high water'], 'The Moon': ['perigee'] } },
    ],
    [
      'lists of their own',
      { topics: ['Tides', 'The Moon'], 'Key Concepts': expected.map(({ name, concepts }) => ({ topic: name, concepts })) },
    ],
    ['topics by name', { topics: { Tides: ['tidal range', 'high water'], 'The Moon': ['perigee'] } }],
  ])('is read from JSON with %s', (_, value) => {
    expect(parseExtraction(JSON.stringify(value)).topics).toEqual(expected);
    expect(parseExtraction(`\`\`\`json\n${JSON.stringify(value, null, 2)}\n\`\`\``).topics).toEqual(expected);
  });

  it('is read below headings, where there are no tags', () => {
    const reply =
      '**Topics:**\n1. Tides\n2. The Moon\n\n**Key Concepts:**\n1. Tides:\n   1.1. tidal range\n   1.2. high water\n2. The Moon:\n   2.1. perigee';
    expect(parseExtraction(reply).topics).toEqual(expected);
    const tags = reply.replace('**Topics:**', '<topics>').replace('\n**Key Concepts:**', '</topics>\n<key_concepts>');
    expect(parseExtraction(tags).topics).toEqual(expected);
  });

  it('takes nothing from the form', () => {
    const text =
      '<subject>…</subject><topic>\n1. Tides\n2. second topic\n</topic>\n<key_concept>\n1. Tides:\n1.1. tidal range\n1.2. key concept\n2. second topic:\n2.1. key concept\n</key_concept>';
    expect(parseExtraction(text)).toEqual({ level: '', subject: '', topics: [{ name: 'Tides', concepts: ['tidal range'] }] });
    const json =
      '{"level":"…","subject":"…","topics":[{"name":"first topic","key_concepts":["key concept"]},{"name":"Tides","key_concepts":["key concept","ebb"]}]}';
    expect(parseExtraction(json)).toEqual({ level: '', subject: '', topics: [{ name: 'Tides', concepts: ['ebb'] }] });
    for (const reply of [text.replaceAll('Tides', 'first topic'), text.replaceAll('tidal range', 'key concept')])
      expect(() => parseExtraction(reply)).toThrow('of its own: it repeats the words of the form');
  });
});

describe('an answer', () => {
  it.each([
    ['another closing tag', `<answer>\nTwice a day.\n</evidence>\n[1] "High water comes twice."\n</evidence>`],
    ['a heading within', `<answer>\nTwice a day.\n\nThe evidence:\n1. "High water comes twice."\n</evidence>\n</answer>`],
    ['JSON', JSON.stringify({ answer: 'Twice a day.', evidence: [{ document: 1, quote: 'High water comes twice.' }] })],
    [
      'JSON in a fence',
      `\`\`\`json\n${JSON.stringify({ answer: 'Twice a day.', evidence: [{ document: '[1]', quote: '“High water comes twice.”' }] })}\n\`\`\``,
    ],
    ['escaped tags', `&lt;answer&gt;\nTwice a day.\n&lt;/answer&gt;\n&lt;evidence&gt;\n[1] "High water comes twice."\n&lt;/evidence&gt;`],
  ])('is found in %s', (_, reply) => {
    expect(parseAnswer(reply)).toEqual({ answer: 'Twice a day.', quotations: [{ reference: 0, quote: 'High water comes twice.' }] });
  });

  it('drops quotations that are the form’s, and is none where it is the form’s itself', () => {
    const quoted =
      '<answer>\nTwice a day.\n</answer>\n<evidence>\n[1] "a sentence of document 1, as it is printed"\n[2] "one of document 2"\n</evidence>';
    expect(parseAnswer(quoted)).toEqual({ answer: 'Twice a day.', quotations: [] });
    for (const reply of [
      '[1] "a sentence of document 1, as it is printed"\nThat is the sentence.',
      '{"answer":"a sentence of document 1, as it is printed","evidence":[]}',
    ])
      expect(() => parseAnswer(reply)).toThrow('it repeats the words of the form');
    expect(() => parseAnswer('This document is printed on a single line.')).toThrow(ReplyError);
    expect(parseAnswer('<answer>\nThis document type was defined in SGML.\n</answer>').answer).toContain('SGML');
  });

  it('keeps LaTeX of JSON, whether its backslashes are doubled or not', () => {
    for (const reply of [
      String.raw`{"answer": "It is $\\frac{1}{2}$.", "evidence": []}`,
      String.raw`{"answer": "It is $\frac{1}{2}$.", "evidence": []}`,
    ])
      expect(parseAnswer(reply).answer).toBe(String.raw`It is $\frac{1}{2}$.`);
  });
});

describe('scores', () => {
  const five = (reply: string): number[] => Object.values(parseJudgement(reply).scores).map(({ score }) => score);
  it.each([
    'relevance: 5 clarity: 4 correctness: 3 difficulty: 2 grounding: 1',
    'relevance: 5 - clarity: 4 - correctness: 3 - difficulty: 2 - grounding: 1',
    'relevance: 5, clarity: 4, correctness: 3, difficulty: 2, grounding: 1.',
    '**relevance**: 5 | **clarity**: 4 | **correctness**: 3 | **difficulty**: 2 | **grounding**: 1',
    '5 4 3 2 1',
    '5, 4, 3, 2, 1',
    '```\nrelevance: 5\nclarity: 4\ncorrectness: 3\ndifficulty: 2\ngrounding: 1\n```',
    '相关性：5\n清晰度：4\n正确性：3\n难度：2\n依据：1',
    '{"relevance":{"score":5,"reason":"…"},"clarity":{"score":4,"reason":"a"},"correctness":{"score":3,"reason":""},"difficulty":{"score":2,"reason":"b"},"grounding":{"score":1,"reason":"c"}}',
  ])('are read from %s', (reply) => {
    expect(five(reply)).toEqual([5, 4, 3, 2, 1]);
  });

  it('keep their reasons, which may speak of other criteria', () => {
    const { relevance, clarity } = parseRating(
      'relevance: 8 - good for clarity: it is short\nclarity: 7 - the language: plain\nlanguage: 9\noverall: 8',
    );
    expect([relevance.reason, clarity.reason]).toEqual(['good for clarity: it is short', 'the language: plain']);
  });

  it.each([
    '5 4 3',
    '1 - relevance: it teaches\n2 - clarity: it is plain\n3 - correctness: true\n4 - difficulty: fine\n5 - grounding: yes',
    'In 1990 5 boats left.',
    '6 4 3 2 1',
  ])('are not made of other numbers: %s', (reply) => {
    expect(() => five(reply)).toThrow(ReplyError);
  });
});

describe('people, titles and texts', () => {
  it('are read from JSON', () => {
    const people = ['A pilot who reads the swell', 'A nurse on an island who plans by the tide'];
    expect(parsePersonas(JSON.stringify({ personas: people }))).toEqual(people);
  });

  it.each(['rephrase', 'textbook'])('have no title of the form: %s', (id) => {
    const method = sampleMethods.find((each) => each.id === id)!;
    const read = method.parse('<title>a short title</title>\n<text>\nThe sea rises and falls twice a day.\n</text>', {
      questions: 1,
      style: 'hq',
      title: 'Tides',
    });
    expect(read[0]?.content).toMatchObject({ title: 'Tides', text: 'The sea rises and falls twice a day.' });
    const both = '<title>Tides</title>\n<text>\nThe sea rises.\n\nNOT SUITABLE for rewriting.\n</text>';
    expect(() => method.parse(both, { questions: 1, style: 'hq', title: 'Tides' })).toThrow(ReplyError);
  });
});
