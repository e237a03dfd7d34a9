/** Perplexity of samples by the model that wrote them, from the wire to the figures of sets. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { samplePerplexity } from '../../../src/core/quality/perplexity.ts';
import type { OpenedProject } from '../../../src/engine/project.ts';
import { type EngineArguments, type EngineParams, engineRequests } from '../../../src/protocol/engine.ts';
import { labelOf } from '../../../src/core/samples/shapes/index.ts';
import type { ChatBody, ServedToken } from '../../support/model-server.ts';
import { asks, ModelledProject, wellBehaved } from './support/modelled-project.ts';

const settings = 'gates:\n  selfContained: false\nmodels: { questions: hand, answers: hand, logProbabilities: true }\n';

/** Words as tokens: the longer, the less likely. */
const tokensOf = (reply: string): ServedToken[] =>
  Array.from(reply.matchAll(/\s*\S+|\s+$/g), ([token]) => ({ token, logprob: -token.length / 10 }));
const perplexity = (text: string): number => {
  const logs = tokensOf(text).map(({ logprob }) => logprob);
  return Math.exp(-logs.reduce((sum, log) => sum + log, 0) / logs.length);
};

let at: ModelledProject;
let project: OpenedProject;
let reply: (body: ChatBody) => string;

beforeEach(async () => {
  reply = wellBehaved;
  at = await ModelledProject.start({ batches: true, tokens: tokensOf, reply: (body) => reply(body) });
  at.manySets(settings);
  project = await at.open();
  await project.request('extract', {});
});
afterEach(async () => {
  project.close();
  await at.end();
});

const generate = (more: Partial<EngineArguments<'generate'>> = {}) =>
  project.request('generate', { method: 'level3', count: 6, seed: 1, ...more });
const measure = (query: EngineParams<'quality/measure'> = {}) =>
  project.request('quality/measure', engineRequests['quality/measure'].params.parse(query));
async function made() {
  const { samples } = await project.request('samples/ids', { filter: {} });
  return Promise.all(samples.map((sample) => project.request('samples/get', { sample })));
}
const fieldsOf = async () => (await made()).map(({ current }) => current.fields ?? {});
async function reopened(text: string): Promise<void> {
  project.close();
  at.manySets(text);
  project = await at.open();
}

describe('the perplexity of a sample', () => {
  it('is of the reply that wrote its answer, where that was asked for by itself', async () => {
    await generate();
    const answer = at.server.chats.find(({ body }) => asks.answer(body!))!;
    const expected = perplexity(wellBehaved(answer.body!));
    for (const fields of await fieldsOf()) expect(fields).toEqual({ perplexity: expect.closeTo(expected, 3) as unknown });
    // Nobody makes anything of those of an extraction.
    expect(at.server.chats.every(({ body }) => (body!.logprobs === true) === !asks.extraction(body!))).toBe(true);
  });

  it('is of its own words in a reply with several, and differs between them', async () => {
    await generate({ answer: false });
    const samples = await made();
    for (const { current } of samples) {
      // The first word comes with the blank before it, and the last of a line without what follows.
      expect(current.fields).toEqual({ perplexity: expect.closeTo(perplexity(` ${labelOf(current.content)}`), 3) as unknown });
    }
    expect(samples).toHaveLength(6);
  });

  it('is of the answer that was kept, where several were drawn', async () => {
    await reopened(`${settings}answers: { samples: 3 }\n`);
    const written = new Map<string, string>();
    reply = (body) => {
      if (!asks.answer(body)) return wellBehaved(body);
      const metres = body.seed! % 3 === 0 ? 7 : 5;
      const answer = `${'so '.repeat(body.seed! % 5)}it differs by ${metres} metres. Final answer: ${metres}`;
      const text = `<answer>\n${answer}\n</answer>\n<evidence>\n</evidence>`;
      written.set(answer, text);
      return text;
    };
    await generate({ count: 4 });
    for (const { current } of await made()) {
      const { content, fields } = current;
      const text = written.get(content.shape === 'qa' ? content.answer : '')!;
      expect(fields).toMatchObject({ answers: 3, perplexity: expect.closeTo(perplexity(text), 3) as unknown });
    }
    expect(written.size).toBeGreaterThan(3);
  });

  it('goes with its version: an edited one has none, one that is asked for again has its own', async () => {
    await generate({ count: 2 });
    const [first, second] = await made();
    await project.request('review/edit', { sample: first!.id, parts: { answer: 'By half a metre.' } });
    await project.request('review/regenerate', { samples: [second!.id], instruction: null, answerOnly: true });
    const [edited, again] = await made();
    expect(edited!.current.fields ?? {}).not.toHaveProperty('perplexity');
    expect(again!.current.fields).toHaveProperty('perplexity');
    await project.request('review/undo', {});
    reply = (body) => wellBehaved(body).replace('difference', 'sum');
    // A model that tells nothing any more leaves nothing of what it told of another answer.
    await reopened(settings.replace('true', 'false'));
    await project.request('review/regenerate', { samples: [second!.id], instruction: null, answerOnly: true });
    expect((await made())[1]!.current.fields ?? {}).not.toHaveProperty('perplexity');
  });

  it('is there when the same replies come from the cache, and not where they were paid for without', async () => {
    await generate({ count: 3 });
    const before = await fieldsOf();
    const calls = at.server.chats.length;
    await project.request('review/reject', { samples: (await made()).map(({ id }) => id), reason: 'dull' });
    const again = await generate({ count: 3 });
    expect(again.cached).toBeGreaterThan(0);
    expect(at.server.chats.length - calls).toBe(again.calls);
    for (const fields of await fieldsOf()) expect(fields).toHaveProperty('perplexity');
    expect(before).toHaveLength(3);
  });

  it('costs nothing of what was paid for: those replies answer, and the run says that they have none', async () => {
    await reopened(settings.replace('true', 'false'));
    await generate();
    expect(at.server.chats.some(({ body }) => body!.logprobs === true)).toBe(false);
    const prompts = [...at.promptsInJournal().keys()].sort();
    const asked = at.server.chats.length;
    await reopened(settings);
    await project.request('review/reject', { samples: (await made()).map(({ id }) => id), reason: 'dull' });
    const { calls, cached, notes } = await project.request('generate', { method: 'level3', count: 6, seed: 1 });
    expect(at.server.chats.length - asked).toBe(calls);
    expect(cached).toBeGreaterThan(0);
    expect(notes?.join('\n')).toMatch(/repl(?:y|ies) of hand .*came without log-probabilities: what .* wrote has no perplexity/);
    expect([...at.promptsInJournal().keys()].sort()).toEqual(expect.arrayContaining(prompts));
  });

  it('is done without where the endpoint refuses it, which is told once', async () => {
    at.server.failWhen(({ logprobs }) =>
      logprobs === true ? { kind: 'status', status: 400, message: 'Unrecognized request argument supplied: logprobs' } : undefined,
    );
    const { outcome, kept, notes } = await generate();
    expect({ outcome, kept }).toEqual({ outcome: 'done', kept: 6 });
    expect(notes).toEqual([expect.stringMatching(/^\d+ replies of hand at http.* came without log-probabilities/)]);
    for (const fields of await fieldsOf()) expect(fields).not.toHaveProperty('perplexity');
    expect(at.server.chats.filter(({ body }) => body!.logprobs === true).length).toBeLessThan(at.server.chats.length / 2);
  });

  it('is none of a model that has no such thing, which is told too', async () => {
    project.close();
    project = await at.open({ model: 'builtin/extractive' });
    await project.request('extract', { again: true });
    const { kept, notes } = await generate({ count: 2 });
    expect(kept).toBeGreaterThan(0);
    expect(notes).toEqual([expect.stringMatching(/of the offline model came without log-probabilities/)]);
    for (const fields of await fieldsOf()) expect(fields).not.toHaveProperty('perplexity');
  });

  it('comes of batches too, which go on without where the endpoint refuses it', async () => {
    const { batches } = at.server;
    batches.fate = (body) => {
      const text = wellBehaved(body);
      return body.logprobs === true ? { text, tokens: tokensOf(text) } : { text };
    };
    expect(await generate({ batch: 'openai' })).toMatchObject({ outcome: 'done', kept: 6 });
    for (const fields of await fieldsOf()) expect(fields).toHaveProperty('perplexity');
    batches.fate = (body) =>
      body.logprobs === true
        ? { status: 400, error: { message: 'logprobs is not supported by this model', param: 'logprobs' } }
        : { text: wellBehaved(body) };
    const without = await generate({ batch: 'openai', seed: 2 });
    expect(without).toMatchObject({ outcome: 'done', kept: 6, failed: 0 });
    expect(without.notes).toEqual([expect.stringContaining('came without log-probabilities')]);
  });
});

describe('the perplexity of sets', () => {
  it('is a mean over draws of those that have one, with its errors; those that have none are counted', async () => {
    await generate({ method: 'level3', count: 60 });
    const ids = (await project.request('samples/ids', { filter: {} })).samples;
    for (const sample of ids.slice(0, 5)) await project.request('review/edit', { sample, parts: { answer: `By ${sample} metres.` } });
    const measured = await measure({ rounds: 6, seed: 3 });
    const known = (await fieldsOf()).flatMap((fields) => samplePerplexity({ fields }) ?? []);
    expect(known).toHaveLength(55);
    const own = measured.measures.find(({ id }) => id === 'perplexity')!;
    expect(own).toMatchObject({ higher: 'neither', size: 27 });
    const [spread] = own.figures;
    const mean = known.reduce((sum, each) => sum + each, 0) / known.length;
    expect(Math.abs(spread!.mean - mean)).toBeLessThanOrEqual(5 * spread!.standardError + 1e-9);
    expect(measured.leftOut).toContainEqual({
      what: 'Perplexity of 5 of 60 in “samples”',
      reason: 'they were edited, or their replies came without log-probabilities',
    });
    expect(measured.notes.join('\n')).toContain('perplexity is the writer’s own');
    expect(measured.distributions.find(({ field }) => field === 'fields.perplexity')).toMatchObject({ having: 55, lacking: 5 });
    const few = await measure({ filter: { id: ids.slice(0, 20) } });
    expect(few.measures.filter(({ id }) => id === 'perplexity')).toEqual([]);
    expect(few.leftOut).toContainEqual({
      what: 'Perplexity of “samples”',
      reason: '15 samples that have one: it takes 40 to draw from',
    });
  });

  it('is left out with the way to it where no sample has one', async () => {
    await reopened(settings.replace('true', 'false'));
    await generate({ count: 3 });
    const { leftOut, notes } = await measure({});
    expect(leftOut).toContainEqual({ what: 'Perplexity', reason: expect.stringContaining('models.logProbabilities') as unknown });
    expect(notes.join('\n')).not.toContain('perplexity');
  });
});
