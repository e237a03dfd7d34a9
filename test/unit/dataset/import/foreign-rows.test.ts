import { describe, expect, it } from 'vitest';
import { type ImportFormat, readRow } from '../../../../src/core/dataset/import/decode.ts';
import { detectFormat } from '../../../../src/core/dataset/import/detect.ts';
import { keptColumns } from '../../../../src/core/dataset/import/kept-columns.ts';
import { columnMapping, suggestedMapping } from '../../../../src/core/dataset/import/mapping.ts';
import type { Content } from '../../../../src/core/samples/shapes/index.ts';

const qa = (question: string, answer: string): Content => ({ shape: 'qa', question, answer });
const choice = (correct: number, explanation = ''): Content => ({
  ...{ shape: 'choice', stem: 'Which?', options: ['one', 'two', 'three'], correct, explanation },
});

/** Rows as published sets have them, how they are told, and what they are. */
const rows: readonly (readonly [name: string, row: object, format: ImportFormat, content: Content])[] = [
  [
    'OpenAI messages',
    {
      messages: [
        { role: 'user', content: 'Q' },
        { role: 'assistant', content: 'A' },
      ],
    },
    'messages',
    qa('Q', 'A'),
  ],
  [
    'messages of parts, under another name',
    {
      conversations: [
        {
          role: 'user',
          content: [
            { type: 'text', text: 'Q' },
            { type: 'text', text: 'R' },
          ],
        },
        { role: 'assistant', content: 'A' },
      ],
    },
    'messages',
    qa('Q\nR', 'A'),
  ],
  [
    'a conversation with a system turn',
    {
      messages: [
        { role: 'system', content: 'S' },
        { role: 'user', content: 'Q' },
        { role: 'assistant', content: 'A' },
      ],
    },
    'messages',
    {
      shape: 'chat',
      system: 'S',
      turns: [
        { role: 'user', content: 'Q' },
        { role: 'assistant', content: 'A' },
      ],
    },
  ],
  [
    'ShareGPT',
    {
      conversations: [
        { from: 'human', value: 'Q' },
        { from: 'gpt', value: 'A' },
      ],
    },
    'sharegpt',
    qa('Q', 'A'),
  ],
  [
    'ShareGPT with a system column and other speakers',
    {
      system: 'S',
      conversations: [
        { from: 'user', value: 'Q' },
        { from: 'ChatGPT', value: 'A' },
      ],
    },
    'sharegpt',
    {
      shape: 'chat',
      system: 'S',
      turns: [
        { role: 'user', content: 'Q' },
        { role: 'assistant', content: 'A' },
      ],
    },
  ],
  ['Alpaca with input', { instruction: 'I', input: 'in', output: 'out' }, 'alpaca', qa('I\n\nin', 'out')],
  ['Alpaca whose answer is a number', { instruction: 'I', input: null, output: 42 }, 'alpaca', qa('I', '42')],
  [
    'Alpaca with history and an empty system',
    { instruction: 'I', input: '', output: 'out', system: '', history: [['Q', 'A']] },
    'alpaca',
    {
      shape: 'chat',
      turns: [
        { role: 'user', content: 'Q' },
        { role: 'assistant', content: 'A' },
        { role: 'user', content: 'I' },
        { role: 'assistant', content: 'out' },
      ],
    },
  ],
  ['plain text', { text: '# Tides\nThey rise.' }, 'text', { shape: 'text', title: 'Tides', text: '# Tides\nThey rise.' }],
  [
    'plain preferences',
    { prompt: 'P', chosen: 'c', rejected: 'r' },
    'preference',
    { shape: 'preference', prompt: 'P', chosen: 'c', rejected: 'r' },
  ],
  [
    'preferences with the prompt in both answers',
    {
      chosen: [
        { role: 'user', content: 'P' },
        { role: 'assistant', content: 'c' },
      ],
      rejected: [
        { role: 'user', content: 'P' },
        { role: 'assistant', content: 'r' },
      ],
    },
    'preference',
    { shape: 'preference', prompt: 'P', chosen: 'c', rejected: 'r' },
  ],
  [
    'verl',
    { data_source: 'x', prompt: [{ role: 'user', content: 'P' }], reward_model: { style: 'rule', ground_truth: '4' } },
    'verifiable',
    { shape: 'qa', question: 'P', answer: '', finalAnswer: '4' },
  ],
  ['MMLU', { question: 'Which?', choices: ['one', 'two', 'three'], answer: 1, subject: 's' }, 'choice', choice(1)],
  ['MMLU by letter', { question: 'Which?', choices: ['one', 'two', 'three'], answer: 'C' }, 'choice', choice(2)],
  ['ARC', { question: 'Which?', choices: { text: ['one', 'two', 'three'], label: ['1', '2', '3'] }, answerKey: '1' }, 'choice', choice(0)],
  ['options by letter', { question: 'Which?', options: { A: 'one', B: 'two', C: 'three' }, answer: 'B' }, 'choice', choice(1)],
  [
    'an option a column',
    { question: 'Which?', A: 'one', B: 'two', C: 'three', answer: 'three', explanation: 'why' },
    'choice',
    choice(2, 'why'),
  ],
  ['MedMCQA', { question: 'Which?', opa: 'one', opb: 'two', opc: 'three', cop: 0, exp: 'why' }, 'choice', choice(0, 'why')],
  ['GSM8K', { question: 'Q', answer: 'A #### 4' }, 'fields', qa('Q', 'A #### 4')],
];

describe.each(rows)('%s', (_, row, format, content) => {
  it('is told and read', () => {
    const { plan } = detectFormat([row, row]);
    expect(plan).toMatchObject({ format });
    expect(readRow(row, plan!)).toMatchObject({ content });
  });
});

/** Rows that give no sample, with the reason that is told. */
const unread: readonly (readonly [row: unknown, format: Exclude<ImportFormat, 'fields'>, reason: RegExp])[] = [
  [{ instruction: 'I', input: '', output: '' }, 'alpaca', /no output/],
  [{ instruction: 'I', output: ['a'] }, 'alpaca', /no output/],
  [{ messages: [{ role: 'user', content: 'Q' }] }, 'messages', /nothing answers/],
  [
    {
      messages: [
        { role: 'user', content: 'Q' },
        { role: 'tool', content: 'x' },
      ],
    },
    'messages',
    /speaker/,
  ],
  [
    {
      messages: [
        { role: 'assistant', content: 'A' },
        { role: 'assistant', content: 'B' },
      ],
    },
    'messages',
    /alternate/,
  ],
  [
    {
      messages: [
        { role: 'user', content: 'Q' },
        { role: 'assistant', content: null },
      ],
    },
    'messages',
    /without a text/,
  ],
  [{ question: 'Q', choices: ['a', 'b'], answer: 7 }, 'choice', /names one of its options/],
  [
    {
      prompt: [
        { role: 'system', content: 's' },
        { role: 'user', content: 'q' },
      ],
      chosen: 'c',
      rejected: 'r',
    },
    'preference',
    /several turns/,
  ],
  [{ shape: 'qa', question: 1 }, 'jsonl', /do not fit/],
  [{ shape: 'poem' }, 'jsonl', /does not know/],
  [7, 'alpaca', /no record/],
  [null, 'text', /no record/],
];

it.each(unread)('%j as %s: says why not', (row, format, reason) => {
  expect(readRow(row, { format })).toEqual({ reason: expect.stringMatching(reason) as string });
});

describe('detection', () => {
  it('takes what fits most rows, and tells the shares of all that fit', () => {
    const good = { instruction: 'I', output: 'O' };
    const { plan, fits, columns } = detectFormat([good, good, good, { instruction: 'I', output: '', more: 1 }]);
    expect(plan).toMatchObject({ format: 'alpaca' });
    expect(fits[0]).toEqual({ format: 'alpaca', share: 0.75 });
    expect(columns).toEqual(['instruction', 'output', 'more']);
  });

  it('finds nothing in what says nothing', () => {
    expect(detectFormat([{ a: 1 }, 3, null])).toMatchObject({ plan: null, fits: [], suggested: null });
    expect(detectFormat([])).toMatchObject({ plan: null });
  });

  it('suggests by usual names, in any case', () => {
    expect(suggestedMapping(['Id', 'Problem', 'Solution'])).toEqual({ shape: 'qa', parts: { question: 'Problem', answer: 'Solution' } });
    expect(suggestedMapping(['id', 'body'])).toEqual({ shape: 'text', parts: { text: 'body' } });
    expect(suggestedMapping(['prompt'])).toBeNull();
  });
});

it('refuses a mapping of unknown parts, of missing ones and of paths that are none', () => {
  const problems = (mapping: unknown): string[] => columnMapping.safeParse(mapping).error?.issues.map(({ message }) => message) ?? [];
  expect(problems({ shape: 'qa', parts: { question: 'a', answer: 'b' } })).toEqual([]);
  expect(problems({ shape: 'qa', parts: { question: 'a' } })).toEqual([expect.stringContaining('needs question, answer')]);
  expect(problems({ shape: 'qa', parts: { question: 'a', answer: 'b', stem: 'c' } })).toEqual([expect.stringContaining('no part of “qa”')]);
  expect(problems({ shape: 'qa', parts: { question: 'a..b', answer: 'b[x]' } })).toHaveLength(2);
  expect(problems({ shape: 'poem', parts: {} })).not.toEqual([]);
});

it('keeps plain columns as fields, and names the rest', () => {
  const row = { q: 'x', source: 'web', score: 0.5, ok: true, judge: 5, meta: { a: 1 }, empty: null, topics: ['t'], concepts: 'c' };
  expect(keptColumns(row, new Set(['q']))).toEqual({
    ...{ topics: ['t'], concepts: [], fields: { source: 'web', score: 0.5, ok: 'true', concepts: 'c' }, left: ['judge', 'meta'] },
  });
});
