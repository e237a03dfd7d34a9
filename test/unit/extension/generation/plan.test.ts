import { describe, expect, it } from 'vitest';
import { sampleMethods as makers } from '../../../../src/core/methods/index.ts';
import { listMethods } from '../../../../src/engine/queries/methods.ts';
import {
  extrasOf,
  generationOf,
  lacksOf,
  personaCount,
  recallChoices,
  sampleCount,
  sampleMethods,
  stepAfter,
  stepBefore,
  stepsOf,
  styleOf,
  usesOf,
} from '../../../../src/extension/generation/plan.ts';
import type { Choices, Means, ListedSampleMethod, Target } from '../../../../src/extension/generation/plan.ts';
import { engineRequests } from '../../../../src/protocol/engine.ts';

const offline = 'builtin/extractive';
const fresh: Means = { models: { questions: offline, answers: offline, judge: offline }, topics: 12 };
const own: Means = { models: { questions: 'mine', answers: 'mine', judge: 'mine' }, topics: 12 };
const corpus: Target = { kind: 'corpus' };
const methods = sampleMethods(listMethods());
const method = (id: string): ListedSampleMethod => methods.find((each) => each.id === id)!;
const choices = (part: Partial<Choices> = {}): Choices => ({ ...recallChoices(undefined, 40), ...part });

describe('the questions before a run', () => {
  it('are about methods that make samples, and no others', () => {
    expect(methods.map(({ id }) => id)).toEqual(makers.map(({ id }) => id));
  });

  it('are few where the offline model does everything', () => {
    for (const id of ['level1', 'level2', 'level3']) expect(stepsOf(method(id), fresh)).toEqual(['method', 'extras', 'count']);
    expect(extrasOf(method('level3'), fresh)).toEqual(['answer']);
  });

  it('are about the model first where the offline one cannot serve the method', () => {
    for (const id of ['rephrase', 'textbook', 'persona']) expect(lacksOf(method(id), fresh)).toEqual(['model']);
    expect(stepsOf(method('textbook'), fresh)).toEqual(['method', 'model', 'style', 'count']);
  });

  it('are about the concepts first where the method needs a graph and there is none', () => {
    expect(lacksOf(method('level1'), { ...fresh, topics: 0 })).toEqual([]);
    expect(stepsOf(method('level2'), { ...fresh, topics: 0 })).toEqual(['method', 'concepts', 'extras', 'count']);
    expect(lacksOf(method('persona'), { ...fresh, topics: 0 })).toEqual(['model', 'concepts']);
  });

  it('are about style, personas and the judge where there is something to choose', () => {
    expect(stepsOf(method('persona'), own)).toEqual(['method', 'style', 'personas', 'extras', 'count']);
    expect(extrasOf(method('persona'), own)).toEqual(['judge']);
    expect(extrasOf(method('level1'), own)).toEqual(['answer', 'judge']);
  });

  it('go on with what follows, and back to what came before', () => {
    const steps = stepsOf(method('persona'), own);
    expect(steps.slice(0, -1).map((step) => stepAfter(step, steps))).toEqual(steps.slice(1));
    expect(steps.slice(1).map((step) => stepBefore(step, steps))).toEqual(steps.slice(0, -1));
  });

  it('stay with what is lacking until it is there, and then go on', () => {
    expect(stepAfter('method', stepsOf(method('textbook'), fresh))).toBe('model');
    expect(stepAfter('model', stepsOf(method('textbook'), fresh))).toBe('model');
    expect(stepAfter('model', stepsOf(method('textbook'), own))).toBe('style');
    expect(stepBefore('style', stepsOf(method('textbook'), own))).toBe('method');
  });
});

describe('what was chosen the last time', () => {
  it('is proposed again', () => {
    const last = choices({ method: 'textbook', styles: { textbook: 'blog' }, count: 7, judge: true });
    expect(recallChoices(JSON.parse(JSON.stringify(last)), 40)).toEqual(last);
    expect(styleOf(last, method('textbook'))).toBe('blog');
  });

  it('counts as nothing when it is of another shape', () => {
    for (const stored of [undefined, 'level3', { method: 'level1' }, { ...choices(), count: 0 }]) {
      expect(recallChoices(stored, 12)).toMatchObject({ method: 'level3', answer: true, judge: false, count: 12 });
    }
  });

  it('gives way to a method’s first style where it is no style of it', () => {
    expect(styleOf({ styles: { rephrase: 'blog' } }, method('rephrase'))).toBe('hq');
    expect(styleOf({ styles: { textbook: 'blog' } }, method('rephrase'))).toBe('hq');
    expect(styleOf({ styles: {} }, { ...method('rephrase'), id: 'constructor' })).toBe('hq');
    expect(styleOf({ styles: {} }, method('level1'))).toBeNull();
  });
});

describe('what the engine is asked for', () => {
  it('is as narrow as what it was called on', () => {
    const on = (target: Target) => generationOf(choices({ count: 5 }), method('level1'), fresh, target, []);
    expect(on(corpus)).toEqual({ method: 'level1', count: 5 });
    expect(on({ kind: 'file', file: 'sea/tides.md' })).toEqual({ method: 'level1', count: 5, file: 'sea/tides.md' });
    const span = { start: 120, end: 480 };
    expect(on({ kind: 'selection', file: 'sea/tides.md', span })).toEqual({ method: 'level1', count: 5, file: 'sea/tides.md', span });
    expect(on({ kind: 'concept', concept: { id: 'c:tide', label: 'tide' } })).toEqual({ method: 'level1', count: 5, concepts: ['c:tide'] });
  });

  it('leaves out what does not belong to the method, whatever was chosen for another', () => {
    const all = choices({ styles: { textbook: 'blog' }, personas: '/a', answer: false, judge: true, count: 3 });
    expect(generationOf(all, method('textbook'), own, corpus, ['a pilot'])).toEqual({
      method: 'textbook',
      count: 3,
      style: 'blog',
      judge: true,
    });
    expect(generationOf(all, method('level3'), fresh, corpus, ['a pilot'])).toEqual({ method: 'level3', count: 3, answer: false });
    expect(generationOf(all, method('persona'), own, corpus, ['a pilot'])).toMatchObject({ style: 'academic', personas: ['a pilot'] });
  });

  it('is what the engine takes, for every method', () => {
    for (const each of methods) {
      const plan = generationOf(choices({ judge: true }), each, own, { kind: 'file', file: 'a.md' }, ['a pilot']);
      expect(engineRequests.generate.params.safeParse(plan).success).toBe(true);
    }
  });

  it('tells which models it would ask, for the estimate', () => {
    const uses = (id: string, part: Partial<Choices>) => usesOf(generationOf(choices(part), method(id), own, corpus, []), method(id));
    expect(uses('level3', {})).toEqual(['questions', 'answers']);
    expect(uses('level3', { answer: false, judge: true })).toEqual(['questions', 'judge']);
    expect(uses('textbook', { judge: true })).toEqual(['questions', 'judge']);
  });
});

describe('what is typed', () => {
  it('is a number of samples, or is not', () => {
    expect([' 12 ', '1', '1000000'].map(sampleCount)).toEqual([12, 1, 1_000_000]);
    for (const none of ['', '0', '-1', '1.5', '1e3', 'ten', '1000001']) expect(sampleCount(none)).toBeNull();
  });

  it('is a number of personas, or is not', () => {
    expect([' 12 ', '1', '1000'].map(personaCount)).toEqual([12, 1, 1000]);
    for (const none of ['', '0', '1.5', '1001']) expect(personaCount(none)).toBeNull();
  });
});
