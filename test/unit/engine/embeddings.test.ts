import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { OpenedProject } from '../../../src/engine/project.ts';
import type { ChatBody } from '../../support/model-server.ts';
import type { EmbeddingBody } from '../../support/model-server/embeddings.ts';
import { methodAsked } from './support/method-replies.ts';
import { ModelledProject, promptOf, wellBehaved } from './support/modelled-project.ts';

const isRating = (body: ChatBody): boolean => methodAsked(body) === 'rate';

/** How good a document is: in no word of it, since each port has a number of its own. */
function quality(text: string): number {
  const port = Number(/port (\d+)/i.exec(text)?.[1] ?? 0);
  return ((port * 37) % 41) / 40;
}

function reply(body: ChatBody): string {
  if (!isRating(body)) return wellBehaved(body);
  const score = Math.round(1 + 9 * quality(promptOf(body)));
  return `relevance: ${score} - so\nclarity: ${score} - so\nlanguage: ${score} - so`;
}

/** Three documents are there already. */
const ports = 67;
const documents = ports + 3;
const tokens = 100;

describe('the document filter on embeddings', () => {
  let at: ModelledProject;
  let project: OpenedProject;
  /** What the server does with a request for vectors; the tests change it. */
  const server: { fail: (body: EmbeddingBody) => number | undefined; hold: () => Promise<unknown> } = {
    fail: () => undefined,
    hold: () => Promise.resolve(),
  };

  const start = async (limits: { readonly maxTexts?: number; readonly maxLength?: number } = {}): Promise<void> => {
    server.fail = () => undefined;
    server.hold = () => Promise.resolve();
    const vector = (text: string) => [1, quality(text), 0.3, 0.2];
    const behaviour = { fail: (body: EmbeddingBody) => server.fail(body), hold: () => server.hold() };
    at = await ModelledProject.start({ reply, embeddings: { models: ['embed', 'other'], vector, tokens, ...behaviour, ...limits } });
    at.moreDocuments(ports);
    project = await at.open({ embeddingModel: 'embed' });
  };
  const list = () => project.request('documents/list', {});
  const asked = () => at.server.embedded.flatMap(({ input }) => input);
  const sizes = () => at.server.embedded.map(({ input }) => input.length);
  const reopen = async (embeddingModel = 'embed'): Promise<void> => {
    project.close();
    project = await at.open({ embeddingModel });
  };

  beforeEach(() => start());
  afterEach(async () => {
    project.close();
    await at.end();
  });

  it('predicts ratings that words do not tell, having asked for each vector once', async () => {
    const run = await project.request('rate', { count: 20 });
    expect(run).toMatchObject({ kept: 20, failed: 0, outcome: 'done', reason: null, calls: 20 + 3 });
    expect(run.tokens).toEqual({ prompt: 20 * 11 + documents * tokens, completion: 20 * 7 });
    expect(sizes()).toEqual([32, 32, 6]);
    const { runs } = await project.request('runs/list', {});
    expect(runs[0]).toMatchObject({ kind: 'rate', model: 'hand', planned: 20, usage: { calls: 23 } });
    expect(new Set(asked()).size).toBe(documents);
    const embedded = await list();
    expect(embedded).toMatchObject({ features: 'embed', embeddings: { model: 'embed', missing: 0 } });
    expect(embedded.r2).toBeGreaterThan(0.9);
    for (const { file, score } of embedded.documents.filter((each) => each.file.startsWith('port-'))) {
      expect(Math.abs(score! - (1 + 9 * quality(file.replace('-', ' ')))), file).toBeLessThan(1.5);
    }
    const onWords = await at.open();
    const words = await onWords.request('documents/list', {});
    onWords.close();
    expect(words).toMatchObject({ features: 'words', embeddings: null, rated: 20 });
    expect(words.r2).toBeLessThan(0.3);
  });

  it('pays for a vector once, in this process and in the next', async () => {
    await project.request('rate', { count: 12 });
    expect(await project.request('rate', { count: 5 })).toMatchObject({ kept: 5, calls: 5 });
    await reopen();
    expect(await project.request('rate', { count: 0 })).toMatchObject({ kept: 0, calls: 0, outcome: 'done' });
    expect(await list()).toMatchObject({ features: 'embed', rated: 17 });
    expect(asked()).toHaveLength(documents);
  });

  it('stands on words as a whole while one document has no vector, and says so', async () => {
    await project.request('rate', { count: 20 });
    const { r2 } = await list();
    writeFileSync(join(at.folder, 'new.md'), '# New\n\nThe bore of port 99 runs up the river with the flood.\n');
    await project.request('refresh', {});
    const without = await list();
    expect(without).toMatchObject({ features: 'words', embeddings: { model: 'embed', missing: 1 } });
    expect(without.r2).toBeLessThan(0.3);
    expect(await project.request('rate', { count: 0 })).toMatchObject({ calls: 1 });
    expect(await list()).toMatchObject({ features: 'embed', embeddings: { missing: 0 }, r2 });
  });

  it('never measures by two models at once', async () => {
    await project.request('rate', { count: 12 });
    await reopen('other');
    expect(await list()).toMatchObject({ features: 'words', embeddings: { model: 'other', missing: documents } });
    await project.request('rate', { count: 0 });
    expect(await list()).toMatchObject({ features: 'other', embeddings: { missing: 0 } });
    await reopen('embed');
    expect(await list()).toMatchObject({ features: 'embed', embeddings: { missing: 0 } });
    expect(at.server.embedded.map(({ model }) => model)).toEqual(['embed', 'embed', 'embed', 'other', 'other', 'other']);
  });

  it('asks anew where a name stands for another model than before', async () => {
    const file = join(at.folder, 'profiles.json');
    const profile = (model: string) => {
      writeFileSync(file, JSON.stringify({ mine: { url: at.server.url, model } }));
    };
    at.environment.LOOM_PROFILES = file;
    profile('embed');
    await reopen('mine');
    await project.request('rate', { count: 0 });
    profile('other');
    expect(await project.request('rate/estimate', { count: 0 })).toMatchObject({ calls: 3 });
    await project.request('rate', { count: 0 });
    expect(at.server.embedded.map(({ model }) => model)).toEqual(['embed', 'embed', 'embed', 'other', 'other', 'other']);
    expect(await list()).toMatchObject({ embeddings: { model: 'mine', missing: 0 } });
  });

  it('asks nobody for looking, nor for an estimate, nor in Restricted Mode', async () => {
    const estimate = await project.request('rate/estimate', { count: 10 });
    const ratings = await (await at.open()).request('rate/estimate', { count: 10 });
    expect(estimate.calls).toBe(ratings.calls + 3);
    // Our own count of the texts; the server's is made up.
    expect(estimate.tokens.prompt - ratings.tokens.prompt).toBeGreaterThan(documents * 40);
    await list();
    await project.request('corpus/files', {});
    await project.request('status', {});
    project.close();
    project = await at.open({ embeddingModel: 'embed', trusted: false });
    expect(await list()).toMatchObject({ features: 'words', embeddings: { missing: documents } });
    await expect(project.request('rate', { count: 0 })).rejects.toThrow(/trust/i);
    expect(at.server.requests).toEqual([]);
  });

  it('costs what the profile says, and nothing that is not known', async () => {
    expect((await project.request('rate', { count: 0 })).cost).toBeNull();
    at.environment.LOOM_PRICE = '100/1000';
    expect((await project.request('rate/estimate', { count: 0 })).cost).toBe(0);
    await reopen('other');
    expect((await project.request('rate', { count: 0 })).cost).toBeCloseTo((documents * tokens * 100) / 1e6);
  });

  it('stops at the budget, and goes on in another process, asking for no vector twice', async () => {
    const limited = await project.request('rate', { count: 0, maxTokens: 5_000 });
    const stored = limited.tokens.prompt / tokens;
    expect(limited.outcome).toBe('stopped');
    expect([32, 32 + 6]).toContain(stored);
    expect(limited.reason).toMatch(/budget of 5,?000 tokens/);
    await reopen();
    expect(await list()).toMatchObject({ features: 'words', embeddings: { missing: documents - stored } });
    const resumed = await project.request('runs/resume', { run: limited.run, maxTokens: 1_000_000 });
    expect(resumed).toMatchObject({ outcome: 'done', tokens: { prompt: documents * tokens } });
    expect(await list()).toMatchObject({ embeddings: { missing: 0 } });
    expect(asked()).toHaveLength(documents);
  });

  it('goes on where its server failed, asking again for nothing that is stored', async () => {
    server.fail = () => (at.server.embedded.length > 1 ? 401 : undefined);
    const failed = await project.request('rate', { count: 12 });
    expect(failed).toMatchObject({ kept: 12, outcome: 'failed' });
    expect(failed.reason).toContain('answered 401');
    const stored = new Set(at.server.embedded[0]!.input);
    await reopen();
    server.fail = () => undefined;
    at.server.embedded.length = 0;
    expect(await project.request('runs/resume', { run: failed.run })).toMatchObject({ kept: 12, outcome: 'done' });
    expect(asked()).toHaveLength(documents - 32);
    expect(asked().filter((text) => stored.has(text))).toEqual([]);
    expect(await list()).toMatchObject({ embeddings: { missing: 0 } });
  });

  it('puts a request again when the server has too much to do', async () => {
    server.fail = () => (at.server.embedded.length === 1 ? 503 : undefined);
    expect(await project.request('rate', { count: 0 })).toMatchObject({ outcome: 'done', calls: 4, retried: 1 });
    expect(await list()).toMatchObject({ embeddings: { missing: 0 } });
  });

  it('tells which text its server does not take, and keeps the vectors of the others', async () => {
    server.fail = ({ input }) => (input.some((text) => text.includes('At port 7 ')) ? 400 : undefined);
    const run = await project.request('rate', { count: 0 });
    expect(run.outcome).toBe('done');
    expect(run.reason).toMatch(/^1 of 70 documents could not be embedded: \S+ \(embed\) answered 400/);
    expect(await list()).toMatchObject({ features: 'words', embeddings: { missing: 1 } });
    expect(run.tokens.prompt).toBe((documents - 1) * tokens);
    // That the model embeds is known from before: what is wrong is wrong with the text.
    expect(await project.request('rate', { count: 0 })).toMatchObject({
      outcome: 'done',
      reason: expect.stringMatching(/^1 of 1/) as string,
    });
    server.fail = () => undefined;
    await project.request('rate', { count: 0 });
    expect(await list()).toMatchObject({ embeddings: { missing: 0 } });
  });

  it('can be called off', async () => {
    const reached = Promise.withResolvers<undefined>();
    server.hold = () => {
      reached.resolve(undefined);
      return new Promise(() => undefined);
    };
    const cancel = new AbortController();
    const run = project.request('rate', { count: 0 }, cancel.signal);
    await reached.promise;
    cancel.abort(new Error('enough'));
    expect(await run).toMatchObject({ outcome: 'cancelled', cancelled: true });
  });

  it('says of a model that embeds nothing what to do, and keeps the ratings', async () => {
    await reopen('hand');
    const { run, reason, outcome, kept } = await project.request('rate', { count: 12 });
    expect({ outcome, kept }).toEqual({ outcome: 'failed', kept: 12 });
    expect(reason).toMatch(/\(hand\) answered 404[^]*If “hand” is a model that chats, it embeds nothing: choose an embedding model/);
    expect(await list()).toMatchObject({ features: 'words', rated: 12, embeddings: { missing: documents } });
    expect(sizes()).toEqual([32]);
    await expect(project.request('runs/resume', { run })).resolves.toMatchObject({ outcome: 'failed' });
    for (const model of ['builtin/extractive', 'recorded/rivers', 'vscode/acme/one']) {
      await reopen(model);
      await expect(project.request('rate', { count: 1 })).rejects.toThrow(`“${model}” embeds nothing: choose a model behind`);
      await expect(project.request('models/choose', { use: 'embeddings', model })).rejects.toThrow('embeds nothing');
    }
  });

  it('is chosen in the settings, and taken out of them, with their comments kept', async () => {
    const settings = join(at.folder, '.loom', 'project.yaml');
    mkdirSync(join(at.folder, '.loom'), { recursive: true });
    writeFileSync(settings, '# mine\nmodels:\n  judge: hand # here\n');
    project.close();
    project = await at.open();
    await project.request('models/choose', { use: 'embeddings', model: 'embed' });
    expect(readFileSync(settings, 'utf8')).toBe('# mine\nmodels:\n  judge: hand # here\n  embeddings: embed\n');
    expect((await project.request('status', {})).models).toMatchObject({ embeddings: 'embed' });
    await project.request('models/choose', { use: 'embeddings', model: null });
    expect(readFileSync(settings, 'utf8')).toBe('# mine\nmodels:\n  judge: hand # here\n');
    expect((await project.request('status', {})).models).toMatchObject({ embeddings: null });
  });

  it('lets graph and generation follow when the last vector comes', async () => {
    await project.request('extract', {});
    await project.request('rate', { count: 20 });
    await project.request('documents/filter', { enabled: true });
    writeFileSync(join(at.folder, 'new.md'), '# New\n\nThe bore of port 99 runs up the river with the flood.\n');
    await project.request('refresh', {});
    await project.request('extract', {});
    const units = async () => ({ units: (await project.request('status', {})).units, kept: (await list()).kept });
    const before = await units();
    await project.request('rate', { count: 0 });
    const after = await units();
    expect(before.units).toBe(before.kept);
    expect(after.units).toBe(after.kept);
    expect(after.kept).not.toBe(before.kept);
  });

  describe('of a server that takes little at once', () => {
    beforeEach(async () => {
      project.close();
      await at.end();
      await start({ maxTexts: 10, maxLength: 120 });
    });

    it('asks for fewer texts, and for the beginnings of those that are too long', async () => {
      const run = await project.request('rate', { count: 0 });
      expect(run).toMatchObject({ outcome: 'done', reason: null });
      expect(await list()).toMatchObject({ embeddings: { missing: 0 } });
      expect(run.tokens.prompt).toBe(documents * tokens);
    });
  });
});
