import { describe, expect, it } from 'vitest';
import { labelOf } from '../../../src/core/samples/shapes/index.ts';
import type { Passage } from '../../../src/core/corpus/passage.ts';
import type { SampleStatus } from '../../../src/core/samples/sample.ts';
import type { ReferencedSet } from '../../../src/engine/runs/concept-sets.ts';
import { JobOrder } from '../../../src/engine/runs/job-order.ts';
import { type MemoryOptions, SampleMemory } from '../../../src/engine/runs/sample-memory.ts';
import { generated, version } from '../samples/events.ts';

interface Kept {
  readonly id: string;
  readonly concepts?: readonly string[];
  readonly combined?: readonly string[];
  readonly passage?: string;
  readonly method?: string;
  readonly status?: SampleStatus;
  readonly run?: string;
  readonly ordinal?: number;
}

function memoryOf(options: Partial<MemoryOptions>, ...kept: readonly Kept[]): SampleMemory {
  const memory = new SampleMemory({ run: 'now', steer: true, examples: 0, order: new JobOrder(Infinity), ...options });
  for (const {
    id,
    concepts = [],
    combined = [],
    passage = id,
    method = 'level2',
    status = 'accepted',
    run = 'before',
    ordinal = 0,
  } of kept) {
    const { set, references } = generated(id);
    memory.add({
      ...{ method, run, status },
      set: { ...set, topics: [], concepts: [...concepts], ordinal },
      references: references.slice(0, 1).map((reference) => ({ ...reference, passage })),
      current: { ...version(id), concepts: [...combined] },
    });
  }
  return memory;
}

function job(concepts: readonly string[], passage = 'p', ordinal = 0): ReferencedSet {
  const { set, references } = generated('job');
  const of: Passage = {
    ...{ id: passage, file: 'tides.md', record: 0, hash: passage, span: { start: 0, end: 0 } },
    ...{ text: '', headings: [], tokens: 0, anchors: [] },
  };
  return {
    set: { ...set, topics: [], concepts: [...concepts], ordinal },
    references: [{ passage: of, reference: { ...references[0]!, passage } }],
  };
}

const questionOf = (id: string): string => `Question of ${id}?`;

describe('what prompts are told of earlier samples', () => {
  it('are the questions on the same passage by the same method, and those that combine concepts of the set', () => {
    const memory = memoryOf(
      {},
      { id: 'same passage', passage: 'p' },
      { id: 'another method', passage: 'p', method: 'level1' },
      { id: 'within', combined: ['Tides', 'moon'], method: 'level3' },
      { id: 'reaches out', combined: ['tide', 'wind'] },
      { id: 'one concept', combined: ['moon'] },
    );
    const { avoid, covered } = memory.for('level2', job(['tide', 'moon', 'range']));
    expect(avoid).toEqual([questionOf('same passage'), questionOf('within')]);
    expect(covered).toEqual(['Tides + moon']);
  });

  it('are the latest, as many as a prompt has room for, with combinations as they were named last', () => {
    const names = [...Array(12).keys()].map((n) => `c${n}`);
    const old = names.map((name) => ({ id: `of ${name}`, combined: ['moon', name] }));
    const memory = memoryOf({}, ...old, { id: 'again', combined: ['C3', 'Moons'] });
    const { avoid, covered } = memory.for('level2', job(['moon', ...names]));
    expect(avoid).toEqual(['of c5', 'of c6', 'of c7', 'of c8', 'of c9', 'of c10', 'of c11', 'again'].map(questionOf));
    expect(covered).toEqual([
      ...['c1', 'c2', 'c4', 'c5', 'c6', 'c7', 'c8', 'c9', 'c10', 'c11'].slice(1).map((name) => `moon + ${name}`),
      'C3 + Moons',
    ]);
  });

  it('are nothing where prompts are not to be steered', () => {
    const memory = memoryOf({ steer: false }, { id: 'a', passage: 'p', combined: ['tide', 'moon'] });
    expect(memory.for('level2', job(['tide', 'moon']))).toEqual({ avoid: [], covered: [], examples: [] });
  });

  it('are, of the run under way, only what is settled whichever reply comes first', () => {
    const order = new JobOrder(2);
    const plan = [10, 700, 30, 40].map((ordinal) => job([], 'p', ordinal));
    expect([...order.placed(plan)]).toEqual(plan);
    const memory = memoryOf({ order }, { id: 'a', passage: 'p', run: 'now', ordinal: 10 }, { id: 'b', passage: 'p' });
    expect(memory.for('level2', job([], 'p', 700)).avoid).toEqual([questionOf('b')]);
    expect(memory.for('level2', job([], 'p', 30)).avoid).toEqual([questionOf('a'), questionOf('b')]);
  });

  it('are nothing of the run under way where all its jobs begin at once', () => {
    const order = new JobOrder(Infinity);
    const plan = [10, 700].map((ordinal) => job([], 'p', ordinal));
    expect([...order.placed(plan)]).toEqual(plan);
    const memory = memoryOf({ order }, { id: 'a', passage: 'p', run: 'now', ordinal: 10 }, { id: 'b', passage: 'p' });
    expect(memory.for('level2', job([], 'p', 700)).avoid).toEqual([questionOf('b')]);
  });
});

describe('examples', () => {
  const examplesOf = (memory: SampleMemory, of: ReferencedSet) => memory.for('level2', of).examples.map(labelOf);

  it('are accepted samples of the method, those first that share most concepts, none of the same passage', () => {
    const memory = memoryOf(
      { examples: 2 },
      { id: 'none', concepts: ['wind'] },
      { id: 'one', concepts: ['tide', 'wind'] },
      { id: 'two', concepts: ['Tides', 'moon'] },
      { id: 'all, but of the passage', concepts: ['tide', 'moon', 'range'], passage: 'p' },
      { id: 'all, but pending', concepts: ['tide', 'moon', 'range'], status: 'pending' },
      { id: 'all, but of another method', concepts: ['tide', 'moon', 'range'], method: 'level3' },
      { id: 'all, but of this run', concepts: ['tide', 'moon', 'range'], run: 'now' },
    );
    expect(examplesOf(memory, job(['tide', 'moon', 'range']))).toEqual([questionOf('two'), questionOf('one')]);
  });

  it('are off unless they are asked for', () => {
    expect(examplesOf(memoryOf({}, { id: 'a', concepts: ['tide'] }), job(['tide']))).toEqual([]);
  });
});
