import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { describeDuplicates } from '../../../src/cli/describe-duplicates.ts';
import { ModelledProject, wellBehaved } from '../engine/support/modelled-project.ts';
import { runLoom } from './loom.ts';

describe('what is said of duplicates by meaning', () => {
  const sample = (id: string, similarity: number) => ({
    ...{ id, status: 'pending' as const, shape: 'qa' as const, method: 'level3', methodTitle: 'Level-3 questions', label: `Why ${id}?` },
    ...{ files: [], edited: false, note: null, judge: null, similarity, words: 2 },
  });
  const meaning = { model: 'embed', suggested: 0.85, missing: 1, otherNumbers: 1, leftOut: 4, nearest: [{ from: 0.9, texts: 9 }] };
  const groups = {
    ...{ threshold: 0.8, compared: 9, clusters: 2, samples: 4, meaning },
    list: [{ samples: [sample('aa', 0.912), sample('bb', 0.912)] }],
  };

  it('has each group, and what was not compared', () => {
    expect(describeDuplicates(groups, 0).split('\n')).toEqual([
      'group 1: 2 samples',
      '  aa  pending   0.91  Why aa?',
      '  bb  pending   0.91  Why bb?',
      '9 samples compared by meaning, from a cosine of 0.80 on (0.85 suits these samples): 4 in 2 groups',
      'shown are 1 groups from 1 on: --offset and --limit',
      'look at each: what says the opposite in nearly the same words is near, too',
      '1 pair puts one problem with other numbers, and is left out',
      '4 pairs were not looked at: choose a higher --threshold',
      '1 sample has no embedding (loom embed)',
      'samples by the cosine of their nearest neighbour:',
      '0.90 │██████████████████████████████ 9',
      'to keep the best of each: loom duplicates --by meaning --thin judge (longest, shortest, oldest); loom review undo takes it back',
    ]);
  });

  it('says how samples are embedded where none is', () => {
    const nothing = { ...groups, compared: 0, clusters: 0, samples: 0, list: [] };
    const told = (model: string | null) => describeDuplicates({ ...nothing, meaning: { ...meaning, model, nearest: [] } }, 0);
    expect(told('embed')).toBe('no samples have an embedding, and nothing was compared: loom embed --all embeds them with embed');
    expect(told(null)).toContain('loom embed --all --embedding-model <id>');
  });
});

describe('loom embed and loom duplicates --by meaning', { timeout: 240_000 }, () => {
  let at: ModelledProject;

  beforeEach(async () => {
    // All questions point one way: they say the same, but for those with other numbers.
    at = await ModelledProject.start({ reply: wellBehaved, embeddings: { models: ['embed'], vector: ({ length }) => [1, length / 1e6] } });
  });
  afterEach(() => at.end());

  const loom = (...args: string[]) => runLoom(at.folder, { ...process.env, ...at.environment }, ...args);

  it('embed samples, once, and list those that say the same', async () => {
    await loom('extract', '--model', 'hand');
    const made = await loom('generate', '--model', 'hand', '--count', '3', '--seed', '1', '--json');
    expect(JSON.parse(made.out)).toMatchObject({ kept: 3 });
    const byMeaning = (...args: string[]) => loom('duplicates', '--by', 'meaning', '--embedding-model', 'embed', ...args);
    const before = await byMeaning();
    expect(before.out).toContain('no samples have an embedding, and nothing was compared: loom embed --all embeds them with embed');
    expect((await loom('embed', '--all')).err).toContain('no model is chosen that embeds: name one with --embedding-model');
    const estimate = await loom('embed', '--all', '--embedding-model', 'embed', '--estimate', '--json');
    expect(JSON.parse(estimate.out)).toMatchObject({ calls: 1, planned: 3 });
    expect(at.server.embedded).toEqual([]);
    const embedded = await loom('embed', '--all', '--embedding-model', 'embed');
    expect({ code: embedded.code, err: embedded.err }).toMatchObject({ code: 0 });
    expect(embedded.out).toContain('3 samples have an embedding, 0 failed');
    expect(at.server.embedded.map(({ input }) => input.length)).toEqual([3]);
    await loom('embed', '--all', '--embedding-model', 'embed');
    expect(at.server.embedded).toHaveLength(1);
    const found = await byMeaning('--threshold', '0.9');
    expect(found.code).toBe(0);
    expect(found.out).toContain(
      '3 samples compared by meaning, from a cosine of 0.90 on (0.80 suits these samples): none say the same\n3 pairs put one problem with other numbers',
    );
    expect(found.out).toContain('samples by the cosine of their nearest neighbour:\n0.95 │██████████████████████████████ 3');
    const [sample] = (JSON.parse((await loom('review', 'list', '--json')).out) as { samples: { id: string }[] }).samples;
    await loom('review', 'edit', sample!.id, '--question', 'Whence comes the ebb?');
    await loom('embed', '--all', '--embedding-model', 'embed');
    expect((await byMeaning()).out).toContain('group 1: 3 samples');
    const thinned = await byMeaning('--thin', 'oldest', '--stay', sample!.id);
    expect(thinned.out).toContain('1 group of samples that say the same in other words\nrejected 2');
    const { samples } = JSON.parse((await loom('review', 'list', '--status', 'rejected', '--json')).out) as { samples: { note: string }[] };
    expect(samples.map(({ note }) => note)).toEqual(Array(2).fill(`the same in other words as ${sample!.id} (cosine 1.00)`));
    expect((await loom('duplicates', '--by', 'meaning', '--threshold', '2')).err).toContain('A number from 0.5 to 1 is needed.');
    expect((await loom('duplicates', '--embedding-model', 'embed')).err).toContain('give it with --by meaning');
  });
});
