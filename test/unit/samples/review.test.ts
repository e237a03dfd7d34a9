import { describe, expect, it } from 'vitest';
import type { NewEvent } from '../../../src/core/samples/events.ts';
import { foldSample, foldSampleAsOf } from '../../../src/core/samples/review.ts';
import { generated, journalOf, version } from './events.ts';

const made: NewEvent = { type: 'sample.generated', sample: 's', generated: generated('s'), gate: null };
const gated: NewEvent = { ...made, gate: { gate: 'exactDuplicates', reason: 'the same question as t' } };
const accepted: NewEvent = { type: 'sample.accepted', sample: 's' };
const rejected: NewEvent = { type: 'sample.rejected', sample: 's', reason: 'too vague' };
const edited: NewEvent = {
  type: 'sample.edited',
  sample: 's',
  version: 's-v2',
  parent: 's-v1',
  content: { shape: 'qa', question: 'Why?', answer: 'So.' },
  evidence: [],
};
const regenerated: NewEvent = { type: 'sample.regenerated', sample: 's', version: version('s-v3', 'Again?', 's-v1') };

function fold(...happened: NewEvent[]) {
  const journal = journalOf();
  for (const event of happened) journal.add('ada', event);
  return foldSample(journal.events, () => false)!;
}

describe('foldSample', () => {
  it('knows nothing of a sample that was not generated', () => {
    expect(foldSample([], () => false)).toBeUndefined();
    const journal = journalOf();
    journal.add('ada', accepted);
    expect(foldSample(journal.events, () => false)).toBeUndefined();
  });

  it.each<[string, NewEvent[], string]>([
    ['generated', [made], 'pending'],
    ['generated and held back', [gated], 'gated'],
    ['accepted', [made, accepted], 'accepted'],
    ['rejected', [made, rejected], 'rejected'],
    ['rejected, then accepted', [made, rejected, accepted], 'accepted'],
    ['let in past the gate', [gated, accepted], 'accepted'],
    ['edited while pending', [made, edited], 'pending'],
    ['edited after acceptance', [made, accepted, edited], 'accepted'],
    ['edited after rejection', [made, rejected, edited], 'rejected'],
    ['edited behind the gate', [gated, edited], 'pending'],
    ['regenerated after acceptance', [made, accepted, regenerated], 'pending'],
    ['regenerated behind the gate', [gated, regenerated], 'pending'],
  ])('%s', (_, happened, status) => {
    expect(fold(...happened).status).toBe(status);
  });

  it('keeps the reason only while rejected, and names who decided', () => {
    expect(fold(made, rejected)).toMatchObject({ reason: 'too vague', reviewer: 'ada' });
    expect(fold(made, rejected, accepted)).toMatchObject({ reason: null, reviewer: 'ada' });
    expect(fold(made, rejected, regenerated)).toMatchObject({ reason: null, reviewer: null });
  });

  it('keeps the verdict as long as the content it judged', () => {
    expect(fold(gated, accepted).gate).toEqual({ gate: 'exactDuplicates', reason: 'the same question as t' });
    expect(fold(gated, edited).gate).toBeNull();
    expect(fold(gated, regenerated).gate).toBeNull();
  });

  it('gives an edited version the concepts of its parent and no model', () => {
    const sample = fold(made, edited);
    expect(sample.current).toMatchObject({
      id: 's-v2',
      parent: 's-v1',
      concepts: ['tide', 'moon'],
      model: null,
      content: { question: 'Why?' },
    });
    expect(sample.versions.map(({ id }) => id)).toEqual(['s-v1', 's-v2']);
  });

  it('leaves undone actions out of the state but not out of the history and the versions', () => {
    const journal = journalOf();
    journal.add('ada', made);
    journal.add('ada', accepted);
    const edit = journal.add('ada', edited);
    journal.add('ada', { type: 'action.undone', target: edit });
    journal.add('ben', { type: 'action.undone', target: 'an action on another sample' });
    const sample = foldSample(journal.events, (action) => action === edit)!;
    expect(sample).toMatchObject({ status: 'accepted', current: { id: 's-v1' }, changedAt: journal.events[3]!.at });
    expect(sample.versions.map(({ id }) => id)).toEqual(['s-v1', 's-v2']);
    expect(sample.history.map(({ what, note }) => [what, note])).toEqual([
      ['generated', null],
      ['accepted', null],
      ['edited', null],
      ['undone', 'edited'],
    ]);
  });

  it('gives scores to the version that was judged, whenever they arrive, in place of those it had', () => {
    const first = {
      ...version('s-v1'),
      fields: { level: 'college', judge: 2, judgeModel: 'a', 'judge.clarity': 2, 'judge.clarity.reason': 'vague' },
    };
    const begun: NewEvent = { ...made, generated: generated('s', first) };
    const judged = (of: string, score: number): NewEvent => ({
      ...{ type: 'sample.judged', sample: 's', version: of, prompt: 'p' },
      fields: { judge: score, judgeModel: 'b', 'judge.clarity': score },
    });
    const scores = (judge: number) => ({ judge, judgeModel: 'b', 'judge.clarity': judge });
    expect(fold(begun, judged('s-v1', 3), judged('s-v1', 4)).current.fields).toEqual({ level: 'college', ...scores(4) });
    // Of an edited text nothing is known but what was said of it, also where another clock puts that before the edit.
    expect(fold(begun, judged('s-v1', 3), edited).current.fields).toBeUndefined();
    expect(fold(judged('s-v2', 5), begun, edited)).toMatchObject({ current: { id: 's-v2', fields: scores(5) } });
    expect(fold(begun, judged('s-v3', 5)).current.fields).toEqual(first.fields);
  });

  it('takes no notice of scores in its status, its history and its last change', () => {
    const judged: NewEvent = { type: 'sample.judged', sample: 's', version: 's-v1', prompt: 'p', fields: { judge: 1 } };
    for (const before of [[made], [gated], [made, accepted], [made, rejected]]) {
      const { current, versions, ...rest } = fold(...before, judged);
      expect(rest).toEqual({ ...fold(...before), current: undefined, versions: undefined });
      expect([current.fields, versions[0]?.fields]).toEqual([{ judge: 1 }, { judge: 1 }]);
    }
  });

  it('says in the history why a gate held it back, why it was rejected and what a regeneration was asked for', () => {
    expect(fold(gated, rejected, regenerated).history.map(({ what, note }) => [what, note])).toEqual([
      ['gated', 'the same question as t'],
      ['rejected', 'too vague'],
      ['regenerated', 'make it harder'],
    ]);
  });
});

describe('foldSampleAsOf', () => {
  it('is the sample as it stood then, whatever was decided, undone and redone later', () => {
    const journal = journalOf();
    journal.add('ada', made);
    const first = journal.add('ada', accepted);
    journal.add('ada', { type: 'action.undone', target: first });
    journal.add('ada', edited);
    journal.add('ada', rejected);
    journal.add('ada', { type: 'action.redone', target: first });
    const states = journal.events.map(({ id }) => foldSampleAsOf(journal.events, id)!);
    expect(states.map(({ status }) => status)).toEqual(['pending', 'accepted', 'pending', 'pending', 'rejected', 'rejected']);
    expect(states.map(({ current }) => current.id)).toEqual(['s-v1', 's-v1', 's-v1', 's-v2', 's-v2', 's-v2']);
    expect(foldSampleAsOf(journal.events, '')).toBeUndefined();
  });
});
