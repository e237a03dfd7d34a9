import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import * as z from 'zod';
import { describeFilter } from '../../../src/cli/describe.ts';
import type { ChatBody } from '../../support/model-server.ts';
import { writeTinyModel } from '../../support/tiny-onnx.ts';
import { methodAsked } from '../engine/support/method-replies.ts';
import { ModelledProject, wellBehaved } from '../engine/support/modelled-project.ts';
import { runLoom } from './loom.ts';

const isRating = (body: ChatBody): boolean => methodAsked(body) === 'rate';
const rating = 'relevance: 4 - off\nclarity: 5 - plain\nlanguage: 6 - sound';

describe('the document filter in words', () => {
  const filter = { enabled: true, threshold: 6.5, rated: 1, kept: 1, histogram: [{ from: 8, documents: 1 }] };
  const documents = [{ file: 'a.md', record: 0, score: 8, rated: true, kept: true, byHand: false }];
  const shown = (more: { r2: number | null; features: string; embeddings: { model: string; missing: number } | null }) =>
    describeFilter({ ...filter, documents, ...more }).split('\n');

  it('says what predictions stand on', () => {
    expect(shown({ r2: 0.5, features: 'words', embeddings: null })[0]).toBe(
      '1 of 1 documents rated; the others predicted from words, R² 0.50 on held-out ratings',
    );
    expect(shown({ r2: 0.7, features: 'embed', embeddings: { model: 'embed', missing: 0 } }).slice(0, 2)).toEqual([
      '1 of 1 documents rated; the others predicted from embeddings of embed, R² 0.70 on held-out ratings',
      ' 8.0 │██████████████████████████████ 1',
    ]);
  });
});

describe('loom rate and loom filter', { timeout: 240_000 }, () => {
  let at: ModelledProject;

  beforeEach(async () => {
    at = await ModelledProject.start({ reply: (body) => (isRating(body) ? rating : wellBehaved(body)), embeddings: { models: ['embed'] } });
  });
  afterEach(() => at.end());

  const loom = (...args: string[]) => runLoom(at.folder, { ...process.env, ...at.environment }, ...args);

  it('rate, filter and let in again by hand', async () => {
    const rated = await loom('rate', '--model', 'hand', '--count', '2', '--json');
    expect({ code: rated.code, err: rated.err }).toMatchObject({ code: 0 });
    expect(JSON.parse(rated.out)).toMatchObject({ kept: 2, calls: 2, outcome: 'done' });
    const schema = z.object({ enabled: z.boolean(), threshold: z.number(), rated: z.int(), kept: z.int(), r2: z.number().nullable() });
    const change = await loom('filter', '--on', '--json');
    expect(schema.parse(JSON.parse(change.out))).toEqual({ enabled: true, threshold: 6.5, rated: 2, kept: 1, r2: null });
    const kept = await loom('filter', '--keep', 'harbour.md', '--keep', 'spring-tides.md', '--keep', 'streams.txt');
    expect(kept.out).toMatch(/2 of 3 documents rated; too few ratings to predict the others/);
    expect(kept.out).toMatch(/ 5\.0 ┆█+ 2/);
    expect(kept.out).toMatch(/filter on, threshold 6\.5: 3 kept, 0 left out/);
  });

  it('embed documents on this machine’s processor, where a profile says in which folder the model lies', async () => {
    const model = writeTinyModel(join(at.folder, '../tiny'), { 'sentence_bert_config.json': { max_seq_length: 8 } });
    const file = join(at.folder, '../profiles.json');
    writeFileSync(file, JSON.stringify({ tiny: { folder: model } }));
    const environment = { ...process.env, ...at.environment, LOOM_PROFILES: file };
    const rate = (...args: string[]) =>
      runLoom(at.folder, environment, 'rate', '--count', '0', '--embedding-model', 'onnx/tiny', '--json', ...args);
    expect(JSON.parse((await rate('--estimate')).out)).toMatchObject({ estimate: true, calls: 1 });
    const rated = await rate();
    expect({ code: rated.code, err: rated.err }).toMatchObject({ code: 0 });
    expect(JSON.parse(rated.out)).toMatchObject({ calls: 1, cost: 0, embeddings: { model: 'onnx/tiny', missing: 0 }, outcome: 'done' });
    expect(rated.out).toContain('3 texts were longer than onnx/tiny reads');
    expect(JSON.parse((await rate()).out), 'what is kept is not embedded again').toMatchObject({ calls: 0 });
    expect(at.server.embedded).toEqual([]);
    expect((await runLoom(at.folder, environment, 'models')).out).toContain('onnx/tiny  (folder)');
  });

  it('embed documents with the model named, once, and say what predictions stand on', async () => {
    const withModels = ['--embedding-model', 'embed', '--model', 'hand', '--json'];
    const estimate = await loom('rate', '--estimate', '--count', '2', ...withModels);
    expect(JSON.parse(estimate.out)).toMatchObject({ estimate: true, calls: 3 });
    expect(at.server.requests).toEqual([]);
    const rated = await loom('rate', '--count', '2', ...withModels);
    expect({ code: rated.code, err: rated.err }).toMatchObject({ code: 0 });
    expect(JSON.parse(rated.out)).toMatchObject({ kept: 2, calls: 3, features: 'embed', embeddings: { model: 'embed', missing: 0 } });
    expect(at.server.embedded.map(({ input }) => input.length)).toEqual([3]);
    writeFileSync(join(at.folder, 'new.md'), '# New\n\nThe bore runs up the river.\n');
    const filter = await loom('filter', '--embedding-model', 'embed');
    expect(filter.out).toContain('1 have no embedding of embed yet, and until all have one words count: loom rate embeds them');
    const again = await loom('rate', '--count', '0', '--embedding-model', 'embed');
    expect(again.out).toMatch(/^0 rated, 0 failed\n1 calls, [^]*\n2 of 4 documents rated; too few ratings to predict the others$/m);
    expect(at.server.embedded.map(({ input }) => input.length)).toEqual([3, 1]);
  });

  it('say what to do about a model that embeds nothing', async () => {
    const offline = await loom('rate', '--model', 'hand', '--embedding-model', 'builtin/extractive');
    expect(offline.code).toBe(2);
    expect(offline.err).toContain('“builtin/extractive” embeds nothing: choose a model behind an OpenAI-compatible endpoint');
    const chats = await loom('rate', '--model', 'hand', '--embedding-model', 'hand', '--count', '1');
    expect(chats.code).toBe(1);
    expect(chats.err).toContain('If “hand” is a model that chats, it embeds nothing: choose an embedding model (--embedding-model');
  });

  it('refuse a threshold off the scale, and the offline model', async () => {
    expect((await loom('filter', '--threshold', '11')).code).toBe(2);
    const offline = await loom('rate', '--count', '1');
    expect(offline.code).toBe(2);
    expect(offline.err).toContain('needs a language model');
  });
});
