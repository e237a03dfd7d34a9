import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { OpenedProject } from '../../../src/engine/project.ts';
import type { EmbeddingOptions } from '../../support/model-server/embeddings.ts';
import { realistic } from './support/method-replies.ts';
import { ModelledProject } from './support/modelled-project.ts';

let at: ModelledProject;
let project: OpenedProject;
let vectors: EmbeddingOptions['vector'];
let behaviour: { fail?: EmbeddingOptions['fail']; hold?: EmbeddingOptions['hold'] };

beforeEach(async () => {
  behaviour = {};
  vectors = undefined;
  const embeddings: EmbeddingOptions = {
    models: ['embed'],
    tokens: 10,
    vector: (text) => vectors?.(text) ?? [text.length, text.charCodeAt(0)],
    fail: (body) => behaviour.fail?.(body),
    hold: () => behaviour.hold?.() ?? Promise.resolve(),
  };
  at = await ModelledProject.start({ reply: realistic, embeddings });
  at.manySets();
  project = await at.open({ embeddingModel: 'embed' });
  await project.request('extract', {});
  await project.request('generate', { method: 'level3', count: 40, seed: 1 });
  at.server.requests.length = 0;
});
afterEach(async () => {
  project.close();
  await at.end();
});

const all = { filter: {} };
const embed = (more: object = {}, signal?: AbortSignal) => project.request('samples/embed', { ...all, ...more }, signal);
const inputs = () => at.server.embedded.map(({ input }) => input.length);
const questions = async () => {
  const { samples } = await project.request('samples/list', { filter: {}, offset: 0, limit: 100 });
  return samples.map(({ label }) => label);
};

describe('embedding samples', () => {
  it('asks for what samples are compared by, in batches, once for each text, and for no more than was estimated', async () => {
    const distinct = new Set(await questions());
    const expected = await project.request('embed/estimate', all);
    expect(expected).toMatchObject({ kind: 'embed', planned: 40, kept: 40, calls: Math.ceil(distinct.size / 32), batches: [] });
    expect(at.server.embedded).toEqual([]);
    const result = await embed();
    expect(result).toMatchObject({ kind: 'embed', planned: 40, kept: 40, failed: 0, outcome: 'done', reason: null, calls: expected.calls });
    expect(new Set(at.server.embedded.flatMap(({ input }) => input))).toEqual(distinct);
    expect(inputs().reduce((sum, count) => sum + count, 0)).toBe(distinct.size);
    expect((await project.request('runs/list', {})).runs[0]).toMatchObject({ kind: 'embed', kept: 40, outcome: 'done' });
  });

  it('asks again for what was edited alone', async () => {
    await embed();
    at.server.embedded.length = 0;
    expect(await project.request('embed/estimate', all)).toMatchObject({ calls: 0, kept: 40 });
    expect(await embed()).toMatchObject({ kept: 40, calls: 0 });
    const [sample] = (await project.request('samples/ids', all)).samples;
    await project.request('review/edit', { sample: sample!, parts: { question: 'Why does the tide turn?' } });
    expect(await embed()).toMatchObject({ kept: 40, calls: 1 });
    expect(at.server.embedded.flatMap(({ input }) => input)).toEqual(['Why does the tide turn?']);
  });

  it('is called off, keeps what it has, and goes on with the rest', async () => {
    const controller = new AbortController();
    let asked = 0;
    behaviour.hold = () => {
      if (++asked === 2) controller.abort(new Error('enough'));
      return asked < 2 ? Promise.resolve() : new Promise(() => undefined);
    };
    const first = await embed({}, controller.signal);
    expect(first).toMatchObject({ outcome: 'cancelled', kept: 32 });
    behaviour = {};
    at.server.embedded.length = 0;
    const second = await project.request('runs/resume', { run: first.run });
    expect(second).toMatchObject({ run: first.run, outcome: 'done', kept: 40 });
    expect(inputs()).toEqual([8]);
  });

  it('names the samples that could not be embedded, and tries those again', async () => {
    behaviour.fail = ({ input }) => (input.some((text) => text.includes('range 1?')) ? 400 : undefined);
    const bad = (await questions()).filter((question) => question.includes('range 1?')).length;
    expect(bad).toBeGreaterThan(0);
    // A model that embedded nothing yet may be none that could: another text shows that it is.
    await project.request('samples/embed', { filter: { text: 'range 2?' } });
    const result = await embed();
    expect(result).toMatchObject({ kept: 40 - bad, failed: bad, outcome: 'done' });
    expect(result.dropped[0]).toMatchObject({ by: 'failed', count: bad });
    behaviour = {};
    expect(await project.request('runs/resume', { run: result.run, failed: true })).toMatchObject({ kept: 40, failed: 0, outcome: 'done' });
  });

  it('stops at its budget, and says what to do where no model is chosen that embeds', async () => {
    expect(await embed({ maxTokens: 5 })).toMatchObject({ outcome: 'stopped', kept: 0 });
    project.close();
    project = await at.open();
    await expect(embed()).rejects.toThrow('no model is chosen that embeds: name one with --embedding-model');
  });
});

describe('samples alike', () => {
  /** Turned by what the question ends with: 1 and 2 are near, 3 is far. */
  const vector = (text: string): number[] => {
    const angle = text.includes('range 3?') ? 1.2 : text.includes('range 2?') ? 0.3 : 0;
    return [Math.cos(angle), Math.sin(angle)];
  };
  const edit = (sample: string, question: string) => project.request('review/edit', { sample, parts: { question } });

  it('are those near in meaning, but for those with other numbers', async () => {
    vectors = vector;
    const { samples } = await project.request('samples/ids', all);
    const [first, second, third, ...others] = samples;
    await edit(first!, 'Why does the tide turn, and what moves it? range 1?');
    await edit(second!, 'What makes the sea go back, range 2?');
    await edit(third!, 'Why does the tide turn, and what moves it? range 7?');
    await project.request('review/reject', { samples: others, reason: 'dull' });
    await embed();
    const found = await project.request('samples/alike', { filter: { status: ['pending'] }, limit: 10 });
    expect(found).toMatchObject({
      model: 'embed',
      threshold: 0.8,
      suggested: 0.8,
      compared: 3,
      missing: 0,
      total: 2,
      otherNumbers: 1,
      leftOut: 0,
    });
    const ids = found.pairs.map(({ a, b }) => new Set([a.sample, b.sample]));
    expect(ids).toContainEqual(new Set([first, second]));
    expect(found.pairs[0]!.cosine).toBeCloseTo(Math.cos(0.3), 5);
    const labels = found.pairs.flatMap(({ a, b }) => [a.label, b.label]);
    expect(labels).toContain('What makes the sea go back, range 2?');
    const strict = await project.request('samples/alike', { filter: { status: ['pending'] }, threshold: 0.99, limit: 10 });
    expect(strict).toMatchObject({ total: 0, otherNumbers: 1, pairs: [], nearest: found.nearest });
    const nearest = await project.request('samples/alike', { filter: { status: ['pending', 'rejected'] }, limit: 1 });
    expect(nearest).toMatchObject({ compared: 40, missing: 0 });
    expect(nearest.pairs).toHaveLength(1);
    expect(nearest.total).toBeGreaterThan(1);
  });

  it('are not known before samples are embedded', async () => {
    const ask = () => project.request('samples/alike', { filter: {}, limit: 10 });
    expect(await ask()).toMatchObject({ model: 'embed', compared: 0, missing: 40, total: 0, nearest: [] });
    const [sample] = (await project.request('samples/ids', all)).samples;
    await project.request('samples/embed', { samples: [sample!] });
    expect(await ask()).toMatchObject({ compared: 1, missing: 39, total: 0 });
  });
});
