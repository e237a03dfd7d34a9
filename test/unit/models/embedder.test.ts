import { afterEach, describe, expect, it } from 'vitest';
import { createOpenAiEmbedder } from '../../../src/engine/models/openai/openai-embedder.ts';
import { ModelServer } from '../../support/model-server.ts';
import type { EmbeddingOptions } from '../../support/model-server/embeddings.ts';
import { modelErrorOf, never } from './support.ts';

let server: ModelServer;
afterEach(() => server.close());

async function embedder(options: Partial<EmbeddingOptions> = {}, limits = {}, id = 'embed') {
  server = await ModelServer.start({ key: 'sk-secret-key-1', embeddings: { models: ['embed'], ...options } });
  return createOpenAiEmbedder({ baseUrl: server.url, apiKey: 'sk-secret-key-1' }, id, limits);
}

const texts = ['a', 'bb', 'ccc', 'dddd', 'eeeee'];
const vectors = texts.map((text) => Float32Array.of(text.length, text.charCodeAt(0)));

describe('embeddings', () => {
  it('come in the order of the texts, whatever order they are sent in', async () => {
    expect(await (await embedder()).embed(texts, never)).toEqual(vectors);
    expect(server.embedded).toEqual([{ model: 'embed', input: texts, encoding_format: 'base64' }]);
  });

  it('keep every bit of a number in base64', async () => {
    const numbers = [0.1, -1e-30, 3.4e38, 0];
    const found = await (await embedder({ vector: () => numbers })).embed(['a'], never);
    expect(found).toEqual([Float32Array.from(numbers)]);
  });

  it.each(['ignored', 'refused'] as const)('are read as numbers where base64 is %s', async (base64) => {
    const model = await embedder({ base64 });
    expect(await model.embed(texts, never)).toEqual(vectors);
    await model.embed(['a'], never);
    const formats = server.embedded.map(({ encoding_format }) => encoding_format);
    expect(formats).toEqual(base64 === 'ignored' ? ['base64', 'base64'] : ['base64', 'float', 'float']);
  });

  it('are asked for in batches by count', async () => {
    expect(await (await embedder({}, { maxTexts: 2 })).embed(texts, never)).toEqual(vectors);
    expect(server.embedded.map(({ input }) => input)).toEqual([['a', 'bb'], ['ccc', 'dddd'], ['eeeee']]);
  });

  it('are asked for in batches by tokens, a text over the limit by itself', async () => {
    const long = 'many words that are too many '.repeat(3);
    await (await embedder({}, { maxTokens: 8 })).embed(['one', 'two', long, 'three'], never);
    expect(server.embedded.map(({ input }) => input)).toEqual([['one', 'two'], [long], ['three']]);
  });

  it('are asked for in smaller batches where the server refuses so many texts, from then on', async () => {
    const model = await embedder({ maxTexts: 2 });
    expect(await model.embed(texts, never)).toEqual(vectors);
    server.embedded.length = 0;
    await model.embed(texts, never);
    expect(server.embedded.map(({ input }) => input.length)).toEqual([2, 2, 1]);
  });

  it('of no texts are none, and nothing is asked', async () => {
    expect(await (await embedder()).embed([], never)).toEqual([]);
    expect(server.requests).toEqual([]);
  });

  it('of an empty text are refused before anything is sent', async () => {
    const error = await modelErrorOf((await embedder()).embed(['a', ' \n'], never));
    expect(error).toMatchObject({ kind: 'bad-request', message: 'text 2 of 2 is empty: it has no embedding' });
    expect(server.requests).toEqual([]);
  });

  it('of different lengths are not taken, in one reply or in two', async () => {
    const vector = (text: string) => (text.length > 1 ? [1, 2, 3] : [1, 2]);
    const once = await modelErrorOf((await embedder({ vector })).embed(['a', 'bb'], never));
    expect(once).toMatchObject({ kind: 'bad-reply' });
    await server.close();
    const model = await embedder({ vector });
    await model.embed(['a'], never);
    expect((await modelErrorOf(model.embed(['bb'], never))).message).toContain('sent embeddings of different lengths');
  });

  it('that are no numbers, or none, are not taken', async () => {
    for (const vector of [[], [Number.NaN, 1], [Number.POSITIVE_INFINITY]]) {
      const error = await modelErrorOf((await embedder({ vector: () => vector })).embed(['a'], never));
      expect(error.message).toContain('sent an embedding that is no vector of numbers');
      await server.close();
    }
    await embedder();
  });

  it('fail in words that name the endpoint, and hold neither key nor text', async () => {
    const error = await modelErrorOf((await embedder({}, {}, 'other')).embed(['the harmonic oscillator conserves energy'], never));
    expect(error.kind).toBe('not-found');
    expect(error.message).toContain(`${server.url} (other) answered 404`);
    expect(error.message).not.toMatch(/harmonic|sk-secret/);
  });

  it('stop when they are called off, with the reason given', async () => {
    const controller = new AbortController();
    controller.abort(new Error('the user has had enough'));
    await expect((await embedder()).embed(['a'], controller.signal)).rejects.toThrow('the user has had enough');
  });
});
