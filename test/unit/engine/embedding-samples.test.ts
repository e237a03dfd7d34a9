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

describe('duplicates by meaning', () => {
  /** Turned by the number that the question ends with, in hundredths. */
  const vector = (text: string): number[] => {
    const angle = Number(/range (\d+)\?/.exec(text)?.[1] ?? 300) / 100;
    return [Math.cos(angle), Math.sin(angle)];
  };
  const compared = { filter: { status: ['pending' as const] }, by: 'meaning' as const };
  const list = (more: { threshold?: number } = {}) => project.request('duplicates/list', { ...compared, offset: 0, limit: 10, ...more });
  const thin = (first: string[] = []) => project.request('duplicates/thin', { ...compared, keep: 'oldest', first });

  /** Leaves as many samples as questions to review, with these questions. */
  const leave = async (...texts: readonly string[]): Promise<string[]> => {
    const { samples } = await project.request('samples/ids', all);
    const kept = samples.slice(0, texts.length);
    for (const [at, question] of texts.entries()) await project.request('review/edit', { sample: kept[at]!, parts: { question } });
    await project.request('review/reject', { samples: samples.slice(texts.length), reason: 'dull' });
    return kept;
  };
  const rejected = async (ids: readonly string[]) => {
    const { samples } = await project.request('samples/list', { filter: { id: [...ids], status: ['rejected'] }, offset: 0, limit: 10 });
    return samples.map(({ id, note }) => [id, note]);
  };

  beforeEach(() => {
    vectors = vector;
  });

  it('are those near in meaning, but for those with other numbers', async () => {
    const [first, second, third, ...others] = await leave(
      'Why does the tide turn, and what moves it? range 0?',
      'What makes the sea go back, range 30?',
      'Why does the tide turn, and what moves it? range 29?',
      'How do ships come into a harbour, range 200?',
    );
    expect(others).toHaveLength(1);
    await embed();
    const found = await list();
    // The third is near both others in meaning, and another problem than the first.
    expect(found).toMatchObject({
      ...{ threshold: 0.8, compared: 4, clusters: 1, samples: 3 },
      meaning: { model: 'embed', suggested: 0.8, missing: 0, otherNumbers: 1, leftOut: 0 },
    });
    expect(found.list[0]!.samples.map(({ id, similarity }) => [id, similarity.toFixed(4)])).toEqual([
      [first, Math.cos(0.3).toFixed(4)],
      [second, Math.cos(0.01).toFixed(4)],
      [third, Math.cos(0.01).toFixed(4)],
    ]);
    const { nearest } = found.meaning!;
    expect(nearest.reduce((sum, { texts }) => sum + texts, 0)).toBe(4);
    expect(nearest.at(-1)).toEqual({ from: 0.95, texts: 3 });
    // A threshold changes which are told, and nothing of what they are told from.
    expect(await list({ threshold: 0.99 })).toMatchObject({
      threshold: 0.99,
      clusters: 1,
      samples: 2,
      meaning: { otherNumbers: 0, nearest },
    });
    expect(await list({ threshold: 0.85 })).toMatchObject({
      threshold: 0.85,
      clusters: 1,
      samples: 3,
      meaning: { otherNumbers: 1, nearest },
    });
    expect(await list({ threshold: 0.5 })).toMatchObject({ samples: 3, meaning: { otherNumbers: 1, suggested: 0.8 } });
    expect(await project.request('duplicates/list', { ...compared, by: 'words', offset: 0, limit: 10 })).toMatchObject({ meaning: null });
    // What is compared is what samples say now: an edited one has no embedding, and then another.
    await project.request('review/edit', { sample: second!, parts: { question: 'What else makes the sea go back, range 310?' } });
    expect(await list()).toMatchObject({ compared: 3, clusters: 0, meaning: { missing: 1, otherNumbers: 1 } });
    await embed();
    expect(await list()).toMatchObject({ compared: 4, clusters: 0, meaning: { missing: 0, otherNumbers: 1 } });
  });

  it('are thinned out as one action: what is near the one that stays, not the end of a chain', async () => {
    const [first, second, third, ...alone] = await leave(
      'Why does the tide turn, range 0?',
      'What makes the sea go back, range 50?',
      'Whence comes it that waters ebb, range 100?',
      'How do ships come into a harbour, range 200?',
    );
    await embed();
    expect(await list()).toMatchObject({ clusters: 1, samples: 3 });
    expect(await thin()).toMatchObject({ changed: [second], clusters: 1, refused: [], cancelled: false });
    expect(await rejected([first!, second!, third!, ...alone])).toEqual([
      [second, `the same in other words as ${first!} (cosine ${Math.cos(0.5).toFixed(2)})`],
    ]);
    await project.request('review/undo', {});
    expect(await rejected([second!])).toEqual([]);
    // The middle is near both ends.
    expect(await thin([second!])).toMatchObject({ changed: [first, third] });
    await expect(thin(['nobody'])).rejects.toThrow('sample nobody is not among');
  });

  it('are not known before samples are embedded, nor where no model is chosen', async () => {
    const ask = () => project.request('duplicates/list', { filter: {}, by: 'meaning', offset: 0, limit: 10 });
    const none = { clusters: 0, samples: 0, list: [] };
    expect(await ask()).toMatchObject({ ...none, compared: 0, meaning: { model: 'embed', missing: 40, nearest: [] } });
    const [sample] = (await project.request('samples/ids', all)).samples;
    await project.request('samples/embed', { samples: [sample!] });
    expect(await ask()).toMatchObject({ ...none, compared: 1, meaning: { missing: 39 } });
    expect(await thin()).toMatchObject({ changed: [], clusters: 0 });
    project.close();
    project = await at.open();
    expect(await ask()).toMatchObject({ ...none, compared: 0, meaning: { model: null, missing: 40, nearest: [] } });
    expect(at.server.embedded.flatMap(({ input }) => input)).toHaveLength(1);
  });

  it('stop when they are called off', async () => {
    await embed();
    const stop = new AbortController();
    const asked = project.request('duplicates/list', { filter: {}, by: 'meaning', offset: 0, limit: 10 }, stop.signal);
    stop.abort(new Error('enough'));
    await expect(asked).rejects.toThrow('enough');
  });
});
