import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { describeAlike } from '../../../src/cli/describe-alike.ts';
import { ModelledProject, wellBehaved } from '../engine/support/modelled-project.ts';
import { runLoom } from './loom.ts';

it('pairs of samples are listed one below the other, with how many there are', () => {
  const pair = (cosine: number) => ({ a: { sample: 'aa', label: 'Why?' }, b: { sample: 'bb', label: 'What for?' }, cosine });
  const result = {
    model: 'embed',
    threshold: 0.8,
    suggested: 0.85,
    compared: 9,
    missing: 1,
    total: 2,
    otherNumbers: 0,
    leftOut: 4,
    pairs: [pair(0.912)],
  };
  expect(describeAlike({ ...result, nearest: [{ from: 0.9, texts: 9 }] }).split('\n')).toEqual([
    '0.91  aa  Why?',
    '      bb  What for?',
    '2 pairs are near in meaning, from a cosine of 0.80 on (0.85 suits these samples); the nearest 1 are listed',
    'look at each: what says the opposite in nearly the same words is near, too',
    '4 more were not looked at: choose a higher --threshold',
    '9 samples compared, 1 without an embedding (loom embed); by their nearest neighbour:',
    '0.90 │██████████████████████████████ 9',
  ]);
});

describe('loom embed and loom alike', { timeout: 240_000 }, () => {
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
    const before = await loom('alike', '--embedding-model', 'embed');
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
    const alike = await loom('alike', '--embedding-model', 'embed', '--threshold', '0.9', '--limit', '1');
    expect(alike.code).toBe(0);
    expect(alike.out).toContain(
      '0 pairs are near in meaning, from a cosine of 0.90 on (0.80 suits these samples)\n3 more put one problem with other numbers',
    );
    expect(alike.out).toContain('3 samples compared; by their nearest neighbour:\n0.95 │██████████████████████████████ 3');
    expect((await loom('alike', '--threshold', '2')).err).toContain('A number from 0 to 1 is needed.');
  });
});
