import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { datasetRow, editByHand, parseDatasetLine, rejectedRow, type DatasetLine } from '../../../src/core/dataset/row.ts';
import type { NewEvent } from '../../../src/core/samples/events.ts';
import { foldSample } from '../../../src/core/samples/review.ts';
import type { Content } from '../../../src/core/samples/shapes/index.ts';
import { generated, journalOf, version } from '../samples/events.ts';

function sampleOf(...decisions: NewEvent[]) {
  const journal = journalOf();
  journal.add('ada', { type: 'sample.generated', sample: 's', generated: generated('s'), gate: null });
  const actions = decisions.map((decision) => journal.add('ada', decision));
  return { journal, actions, sample: foldSample(journal.events, () => false)! };
}

function edit(content: Content, id = 's-v2', parent = 's-v1'): NewEvent {
  return { type: 'sample.edited', sample: 's', version: id, parent, content, evidence: [] };
}

const readLine = (line: string): DatasetLine => {
  const row = parseDatasetLine(line);
  if ('reason' in row) throw new Error(row.reason);
  return row;
};

describe('dataset rows', () => {
  it('hold everything about a sample, flat, with the paths and offsets of what it rests on', () => {
    const { sample } = sampleOf({ type: 'sample.accepted', sample: 's' });
    expect(datasetRow(sample)).toMatchObject({
      id: 's',
      question: 'Question of s-v1?',
      topics: ['Tides'],
      references: [
        { file: 'tides.md', start: 0, end: 200, jaccard: 0.5 },
        { file: 'moon.md', start: 5, end: 80, jaccard: 0.25 },
      ],
      evidence: [{ file: 'tides.md', start: 10, end: 24, quote: 'the moon pulls' }],
      model: 'builtin/extractive',
      edited: false,
      seed: 7,
      run: 'run-1',
      reviewer: 'ada',
    });
  });

  it('name the model whose text was edited, however often it was', () => {
    const { sample } = sampleOf(
      edit({ shape: 'qa', question: 'a', answer: 'b' }),
      edit({ shape: 'qa', question: 'c', answer: 'd' }, 's-v3', 's-v2'),
    );
    expect(datasetRow(sample)).toMatchObject({ model: 'builtin/extractive', prompt: 'prompt-1', edited: true, parent: 's-v2' });
    const circular = sampleOf(
      edit({ shape: 'qa', question: 'a', answer: 'b' }, 's-v2', 's-v3'),
      edit({ shape: 'qa', question: 'c', answer: 'd' }, 's-v3', 's-v2'),
    );
    expect(datasetRow(circular.sample)).toMatchObject({ model: null, edited: true });
  });

  it('tell of an edited text what was told of the one before it, but for scores, which are of one text', () => {
    const first = { ...version('s-v1'), fields: { level: 'college', judge: 4.2, judgeModel: 'a', 'judge.clarity': 4 } };
    const fieldsOf = (...decisions: NewEvent[]) => {
      const journal = journalOf();
      for (const event of decisions) journal.add('ada', event);
      return JSON.parse(datasetRow(foldSample(journal.events, () => false)!).fields) as unknown;
    };
    const made: NewEvent = { type: 'sample.generated', sample: 's', generated: generated('s', first), gate: null };
    const edited = edit({ shape: 'qa', question: 'a', answer: 'b' });
    expect(fieldsOf(made)).toEqual(first.fields);
    expect(fieldsOf(made, edited)).toEqual({ level: 'college' });
    const judged: NewEvent = { type: 'sample.judged', sample: 's', version: 's-v2', prompt: 'p', fields: { judge: 3, judgeModel: 'b' } };
    expect(fieldsOf(made, edited, judged)).toEqual({ level: 'college', judge: 3, judgeModel: 'b' });
  });

  it('have the same columns whatever happened, and two more when rejected', () => {
    const accepted = Object.keys(datasetRow(sampleOf().sample));
    expect(Object.keys(datasetRow(sampleOf(edit({ shape: 'qa', question: '', answer: '' })).sample))).toEqual(accepted);
    const { sample } = sampleOf({ type: 'sample.rejected', sample: 's', reason: 'too vague' });
    expect(Object.keys(rejectedRow(sample))).toEqual([...accepted, 'reason', 'by']);
    expect(rejectedRow(sample)).toMatchObject({ reason: 'too vague', by: 'ada' });
  });

  it('are one line of well-formed UTF-8, whatever the texts', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.string({ unit: 'binary' }), (question, answer) => {
        const { sample } = sampleOf(edit({ shape: 'qa', question, answer }));
        const line = JSON.stringify(datasetRow(sample));
        expect(line).not.toContain('\n');
        expect(line.isWellFormed()).toBe(true);
        expect(line).not.toMatch(/\\ud[89a-f]/);
        expect(editByHand(readLine(line), sample)).toBeUndefined();
      }),
    );
    const { sample } = sampleOf(edit({ shape: 'qa', question: 'half \ud83d', answer: 'a\nb\u2028c' }));
    expect(readLine(JSON.stringify(datasetRow(sample)))).toMatchObject({ content: { question: 'half \ufffd', answer: 'a\nb\u2028c' } });
  });
});

describe('a line changed by hand', () => {
  const { sample } = sampleOf(edit({ shape: 'qa', question: 'Why?', answer: 'So.' }));
  const content = { shape: 'qa' as const, question: 'Why?', answer: 'So.' };
  const row: DatasetLine = { id: 's', content, version: 's-v2' };

  it('is an edit of the version it shows', () => {
    expect(editByHand({ ...row, content: { ...content, answer: 'Because.' } }, sample)).toEqual({
      parent: 's-v2',
      content: { shape: 'qa', question: 'Why?', answer: 'Because.' },
    });
    expect(editByHand({ ...row, content: version('s-v1').content }, sample)?.parent).toBe('s-v2');
  });

  it('is no edit when it is only older than the journal', () => {
    expect(editByHand(row, sample)).toBeUndefined();
    expect(editByHand({ id: 's', version: 's-v1', content: version('s-v1').content }, sample)).toBeUndefined();
    expect(editByHand({ id: 's', version: 'unheard of', content: version('s-v1').content }, sample)).toBeUndefined();
    expect(editByHand({ id: 's', version: 's-v1', content }, sample)).toBeUndefined();
  });

  it('is no edit when the version it shows was undone since', () => {
    const { journal, actions } = sampleOf(edit({ shape: 'qa', question: 'Why?', answer: 'So.' }));
    const undone = foldSample(journal.events, (action) => action === actions[0])!;
    expect(undone.current.id).toBe('s-v1');
    expect(editByHand(row, undone)).toBeUndefined();
  });

  it('is told from one that is no row any more', () => {
    expect(parseDatasetLine('{"id": "s", "question": "Why?')).toMatchObject({
      reason: expect.stringMatching(/^not valid JSON/) as unknown,
    });
    expect(parseDatasetLine('{"id":"s","question":5,"answer":""}')).toMatchObject({ reason: expect.stringMatching(/question/) as unknown });
    expect(parseDatasetLine('<<<<<<< HEAD')).toHaveProperty('reason');
  });
});
