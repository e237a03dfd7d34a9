import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { exportFormats } from '../../../src/core/dataset/export-formats.ts';
import { formats } from '../../../src/core/dataset/formats.ts';
import { PreferencePairs } from '../../../src/core/dataset/preferences.ts';
import { datasetRow, editByHand, parseDatasetLine } from '../../../src/core/dataset/row.ts';
import type { NewEvent } from '../../../src/core/samples/events.ts';
import { foldSample } from '../../../src/core/samples/review.ts';
import type { Sample } from '../../../src/core/samples/sample.ts';
import {
  content as anyContent,
  type Content,
  partsOf,
  type ShapeId,
  shapeIds,
  shapeOf,
  withParts,
} from '../../../src/core/samples/shapes/index.ts';
import { shaped } from '../../../src/core/samples/shapes/legacy.ts';
import { generated, journalOf, version } from './events.ts';

const text = fc.string({ minLength: 1, unit: 'grapheme' }).filter((each) => each.trim() !== '');

/** Contents of every shape: the compiler asks for those of a new one. */
const contents: { readonly [S in ShapeId]: fc.Arbitrary<Extract<Content, { shape: S }>> } = {
  qa: fc
    .record({ question: text, answer: text, finalAnswer: text.map((each) => each.trim()) }, { requiredKeys: ['question', 'answer'] })
    .map((each) => ({ shape: 'qa', ...each })),
  text: fc.record({ title: text, text }).map((each) => ({ shape: 'text', ...each })),
  chat: fc.array(fc.tuple(text, text), { minLength: 1, maxLength: 4 }).map((pairs) => ({
    shape: 'chat',
    turns: pairs.flatMap(([asked, told]) => [
      { role: 'user' as const, content: asked },
      { role: 'assistant' as const, content: told },
    ]),
  })),
  choice: fc
    .record({ stem: text, options: fc.array(text, { minLength: 2, maxLength: 5 }), explanation: text, at: fc.nat() })
    .map(({ at, options, ...each }) => ({ shape: 'choice', ...each, options, correct: at % options.length })),
  preference: fc.record({ prompt: text, chosen: text, rejected: text }).map((each) => ({ shape: 'preference', ...each })),
};
const any = fc.oneof(...shapeIds.map((shape) => contents[shape] as fc.Arbitrary<Content>));

function sampleOf(content: Content, ...events: NewEvent[]): Sample {
  const journal = journalOf();
  journal.add('ada', { type: 'sample.generated', sample: 's', generated: generated('s', { ...version('s-v1'), content }), gate: null });
  for (const event of events) journal.add('ada', event);
  return foldSample(journal.events, () => false)!;
}

const none = { pairs: () => [] };

describe.each(shapeIds)('the shape %s', (id) => {
  it('is read back from the row that holds it, and from its own JSON', () => {
    fc.assert(
      fc.property(contents[id] as fc.Arbitrary<Content>, (content) => {
        const sample = sampleOf(content);
        const line = parseDatasetLine(JSON.stringify(datasetRow(sample)));
        expect(line).toMatchObject({ id: 's', content });
        expect('content' in line && editByHand(line, sample)).toBeUndefined();
        expect(shapeOf(content).schema.parse(JSON.parse(JSON.stringify(content)))).toEqual(content);
        expect(anyContent.parse(JSON.parse(JSON.stringify(content)))).toEqual(content);
      }),
    );
  });

  it('is the same after an edit that changes nothing, and has what was written after one that does', () => {
    fc.assert(
      fc.property(contents[id] as fc.Arbitrary<Content>, text, (content, written) => {
        const parts = partsOf(content);
        expect(withParts(content, Object.fromEntries(parts.map((part) => [part.name, part.text])))).toEqual(content);
        for (const { name } of parts.filter((part) => part.name !== 'correct' && part.optional !== true)) {
          const edited = withParts(content, { [name]: written });
          expect('problem' in edited ? edited : partsOf(edited).find((part) => part.name === name)?.text).toBe(written);
          expect(withParts(content, { [name]: ' ' })).toHaveProperty('problem');
        }
        expect(withParts(content, { nonsense: written })).toHaveProperty('problem', expect.stringContaining('has no part “nonsense”'));
      }),
    );
  });

  it.each(exportFormats)('has a row as %s, or says why not', (format) => {
    fc.assert(
      fc.property(contents[id] as fc.Arbitrary<Content>, (content) => {
        const lines = formats[format](sampleOf(content), none);
        if ('leftOut' in lines) expect(lines.leftOut).not.toBe('');
        else expect(lines.rows).toHaveLength(1);
      }),
    );
  });
});

describe('the final answer of a question', () => {
  const before: Content = { shape: 'qa', question: 'How high?', answer: 'So $\\boxed{3}$.', finalAnswer: '3' };

  it('follows an answer that is edited alone', () => {
    expect(withParts(before, { answer: 'So $\\boxed{4}$.' })).toEqual({ ...before, answer: 'So $\\boxed{4}$.', finalAnswer: '4' });
    expect(withParts(before, { question: 'How far?', answer: 'Far.' })).toEqual({ shape: 'qa', question: 'How far?', answer: 'Far.' });
    expect(withParts(before, { question: 'How far?' })).toEqual({ ...before, question: 'How far?' });
  });

  it('is what an edit says that it is, were it what it was', () => {
    fc.assert(
      fc.property(contents.qa, text, fc.string(), (content, answer, written) => {
        const edited = withParts(content, { answer, finalAnswer: written });
        expect(edited).toEqual({ shape: 'qa', question: content.question, answer, ...(written.trim() && { finalAnswer: written.trim() }) });
      }),
    );
    expect(withParts(before, { answer: 'So $\\boxed{4}$.', finalAnswer: '3' })).toHaveProperty('finalAnswer', '3');
  });

  it('follows in a line of the dataset too, unless it was edited there', () => {
    const sample = sampleOf(before);
    const line = (change: object) => {
      const row = parseDatasetLine(JSON.stringify({ ...datasetRow(sample), ...change }));
      if ('reason' in row) throw new Error(row.reason);
      return row;
    };
    const edited = line({ answer: 'So $\\boxed{4}$.' });
    const edit = editByHand(edited, sample)!;
    expect(edit).toEqual({ parent: 's-v1', content: { ...before, answer: 'So $\\boxed{4}$.', finalAnswer: '4' } });
    const recorded = sampleOf(before, { type: 'sample.edited', sample: 's', version: 's-v2', ...edit, evidence: [] });
    expect(editByHand(edited, recorded)).toBeUndefined();
    expect(editByHand(line({ answer: 'Far.', final_answer: 'far' }), sample)?.content).toMatchObject({
      answer: 'Far.',
      finalAnswer: 'far',
    });
    expect(editByHand(line({ final_answer: null }), sample)?.content).not.toHaveProperty('finalAnswer');
  });
});

describe('exports', () => {
  const chat: Content = {
    shape: 'chat',
    turns: [
      { role: 'user', content: 'Why do tides lag?' },
      { role: 'assistant', content: 'Friction.' },
      { role: 'user', content: 'By how much?' },
      { role: 'assistant', content: 'About 50 minutes a day.' },
    ],
  };

  it('have a conversation as its turns, not as an answer to its title', () => {
    expect(formats.messages(sampleOf(chat), none)).toEqual({ rows: [{ messages: chat.turns }] });
    expect(formats.alpaca(sampleOf(chat), none)).toEqual({
      rows: [{ instruction: 'By how much?', input: '', output: 'About 50 minutes a day.', history: [['Why do tides lag?', 'Friction.']] }],
    });
    expect(formats.sharegpt(sampleOf(chat), none)).toMatchObject({
      rows: [{ conversations: [{ from: 'human', value: 'Why do tides lag?' }, { from: 'gpt' }, { from: 'human' }, { from: 'gpt' }] }],
    });
    expect(formats.text(sampleOf(chat), none)).toEqual({
      rows: [{ text: 'Question: Why do tides lag?\nAnswer: Friction.\n\nQuestion: By how much?\nAnswer: About 50 minutes a day.' }],
    });
  });

  it('leave a text out of what trains on exchanges, and a question without an answer too', () => {
    expect(formats.messages(sampleOf({ shape: 'text', title: 'Tides', text: 'They rise.' }), none)).toHaveProperty('leftOut');
    expect(formats.messages(sampleOf({ shape: 'qa', question: 'Why?', answer: ' \n' }), none)).toEqual({ leftOut: 'without an answer' });
  });

  it('have a ground truth where a program can check one', () => {
    const question = { shape: 'qa' as const, question: 'How high?', answer: 'So $\\boxed{3}$.' };
    expect(formats.verifiable(sampleOf({ ...question, finalAnswer: '3' }), none)).toEqual({
      rows: [{ prompt: [{ role: 'user', content: 'How high?' }], ground_truth: '3' }],
    });
    expect(formats.verifiable(sampleOf(question), none)).toHaveProperty('leftOut');
    const choice: Content = { shape: 'choice', stem: 'When?', options: ['now', 'later'], correct: 1, explanation: 'Ebb first.' };
    expect(formats.verifiable(sampleOf(choice), none)).toEqual({
      rows: [{ prompt: [{ role: 'user', content: 'When?\n\nA. now\nB. later' }], ground_truth: 'B' }],
    });
    expect(formats.text(sampleOf(choice), none)).toEqual({
      rows: [{ text: 'When?\n\nA. now\nB. later\n\nEbb first.\n\nAnswer: B. later' }],
    });
  });
});

describe('preference pairs', () => {
  const qa = (question: string, answer: string): Content => ({ shape: 'qa', question, answer });
  const pairs = (sample: Sample, ...rejected: Sample[]) => {
    const known = new PreferencePairs(() => [{ role: 'user', content: 'Rewrite it.' }]);
    for (const each of rejected) known.addRejected(each);
    return known.of(sample);
  };
  const edit = (content: Content): NewEvent => ({
    type: 'sample.edited',
    sample: 's',
    version: 's-v2',
    parent: 's-v1',
    content,
    evidence: [],
  });

  it('come of an edited answer and the one before it, and of none where the question changed', () => {
    expect(pairs(sampleOf(qa('Why?', 'Bad.'), edit(qa('Why?', 'Good.'))))).toMatchObject([
      { prompt: [{ role: 'user', content: 'Why?' }], chosen: 'Good.', rejected: 'Bad.', origin: 'edit' },
    ]);
    expect(pairs(sampleOf(qa('Why?', 'Bad.'), edit(qa('How?', 'Good.'))))).toEqual([]);
    expect(pairs(sampleOf(qa('Why?', 'Good.')))).toEqual([]);
  });

  it('come of a regenerated text and the one it took the place of, with the prompt that its model was sent', () => {
    const again: Content = { shape: 'text', title: 'Tides', text: 'Better.' };
    const redrawn: NewEvent = { type: 'sample.regenerated', sample: 's', version: { ...version('s-v2', '', 's-v1'), content: again } };
    expect(pairs(sampleOf({ ...again, text: 'Worse.' }, redrawn))).toMatchObject([
      { prompt: [{ content: 'Rewrite it.' }], chosen: 'Better.', rejected: 'Worse.', origin: 'regeneration' },
    ]);
  });

  it('come of a rejected sample with the same prompt, whatever its case and space, once for each answer', () => {
    const other = { ...sampleOf(qa('WHY? ', 'Wrong.')), id: 'r' };
    expect(pairs(sampleOf(qa('Why?', 'Good.')), other, other, { ...sampleOf(qa('Else?', 'Wrong.')), id: 'q' })).toMatchObject([
      { chosen: 'Good.', rejected: 'Wrong.', origin: 'rejection', rejectedSample: 'r' },
    ]);
    expect(pairs(sampleOf(qa('Why?', 'Same.')), { ...sampleOf(qa('Why?', 'same.')), id: 'r' })).toEqual([]);
  });
});

describe('content of version 0.1', () => {
  const old = { question: 'Tides', answer: 'Question: Why?\nAnswer: So.\n\nQuestion: How?\nAnswer: Thus.\nAnd so on.' };

  it('has the shape of what its method wrote', () => {
    expect(shaped(old, 'level2', undefined)).toEqual({ shape: 'qa', ...old });
    expect(shaped(old, 'textbook', 'qa')).toEqual({ shape: 'text', title: 'Tides', text: old.answer });
    expect(shaped(old, 'rephrase', 'hq')).toEqual({ shape: 'text', title: 'Tides', text: old.answer });
    expect(shaped(old, 'rephrase', 'qa')).toEqual({
      shape: 'chat',
      turns: [
        { role: 'user', content: 'Why?' },
        { role: 'assistant', content: 'So.' },
        { role: 'user', content: 'How?' },
        { role: 'assistant', content: 'Thus.\nAnd so on.' },
      ],
    });
    expect(shaped({ question: 'Tides', answer: 'They rise.' }, 'rephrase', 'qa')).toEqual({
      shape: 'text',
      title: 'Tides',
      text: 'They rise.',
    });
  });

  it('is read from a journal and from a line of a dataset, and what has a shape is left as it is', () => {
    const journal = journalOf();
    const first = { ...version('s-v1'), content: old, fields: { style: 'qa' } };
    journal.add('ada', {
      type: 'sample.generated',
      sample: 's',
      generated: { ...generated('s'), method: 'rephrase', version: first },
      gate: null,
    });
    const sample = foldSample(journal.events, () => false)!;
    expect(sample.current.content).toEqual(shaped(old, 'rephrase', 'qa'));
    const line = parseDatasetLine(JSON.stringify({ id: 's', ...old, version: 's-v1' }));
    expect('content' in line && editByHand(line, sample)).toBeUndefined();
    fc.assert(fc.property(any, (content) => shaped(content, 'level2', undefined) === content));
  });
});
