import { afterEach, describe, expect, it } from 'vitest';
import { embeddingRequest } from '../../../src/engine/models/embedder.ts';
import { createOpenAiEmbedder } from '../../../src/engine/models/openai/openai-embedder.ts';
import { ModelServer } from '../../support/model-server.ts';
import type { EmbeddingOptions } from '../../support/model-server/embeddings.ts';
import { modelErrorOf, never } from './support.ts';

let server: ModelServer;
afterEach(() => server.close());

async function embedder(options: Partial<EmbeddingOptions> = {}, id = 'embed') {
  server = await ModelServer.start({ key: 'sk-secret-key-1', embeddings: { models: ['embed'], ...options } });
  const model = createOpenAiEmbedder({ baseUrl: server.url, apiKey: 'sk-secret-key-1' }, id);
  const ask = (texts: readonly string[], signal = never) => model.chat(embeddingRequest(texts), signal);
  return { ask, embed: async (texts: readonly string[], signal = never) => (await ask(texts, signal)).vectors };
}

const texts = ['a', 'bb', 'ccc', 'dddd', 'eeeee'];
const vectors = texts.map((text) => Float32Array.of(text.length, text.charCodeAt(0)));

describe('embeddings', () => {
  it('come in the order of the texts, whatever order they are sent in', async () => {
    expect(await (await embedder()).embed(texts)).toEqual(vectors);
    expect(server.embedded).toEqual([{ model: 'embed', input: texts, encoding_format: 'base64' }]);
  });

  it('keep every bit of a number in base64', async () => {
    const numbers = [0.1, -1e-30, 3.4e38, 0];
    const found = await (await embedder({ vector: () => numbers })).embed(['a']);
    expect(found).toEqual([Float32Array.from(numbers)]);
  });

  it.each(['ignored', 'refused'] as const)('are read as numbers where base64 is %s', async (base64) => {
    const model = await embedder({ base64 });
    expect(await model.embed(texts)).toEqual(vectors);
    await model.embed(['a']);
    const formats = server.embedded.map(({ encoding_format }) => encoding_format);
    expect(formats).toEqual(base64 === 'ignored' ? ['base64', 'base64'] : ['base64', 'float', 'float']);
  });

  it('cost what the server says, or else what the texts count', async () => {
    expect((await (await embedder({ tokens: 7 })).ask(texts)).usage).toEqual({ promptTokens: 35, completionTokens: 0, estimated: false });
    await server.close();
    expect((await (await embedder({ tokens: null })).ask(['a tide', 'a wave'])).usage).toEqual({
      promptTokens: 4,
      completionTokens: 0,
      estimated: true,
    });
  });

  it('are asked for in one request, which is the whole of what is refused', async () => {
    const error = await modelErrorOf((await embedder({ maxTexts: 2 })).embed(texts));
    expect(error.kind).toBe('bad-request');
    expect(server.embedded.map(({ input }) => input.length)).toEqual([5, 5]);
  });

  it('tell when the request has a connection', async () => {
    server = await ModelServer.start({ embeddings: { models: ['embed'] } });
    let connected = 0;
    const observer = { connected: () => (connected += 1) };
    await createOpenAiEmbedder({ baseUrl: server.url }, 'embed').chat({ ...embeddingRequest(['a']), observer }, never);
    expect(connected).toBe(1);
  });

  it('of an empty text are refused before anything is sent', async () => {
    const error = await modelErrorOf((await embedder()).embed(['a', ' \n']));
    expect(error).toMatchObject({ kind: 'bad-request', message: 'text 2 of 2 is empty: it has no embedding' });
    expect(server.requests).toEqual([]);
  });

  it('of different lengths are not taken, in one reply or in two', async () => {
    const vector = (text: string) => (text.length > 1 ? [1, 2, 3] : [1, 2]);
    const once = await modelErrorOf((await embedder({ vector })).embed(['a', 'bb']));
    expect(once).toMatchObject({ kind: 'bad-reply' });
    await server.close();
    const model = await embedder({ vector });
    await model.embed(['a']);
    expect((await modelErrorOf(model.embed(['bb']))).message).toContain('sent embeddings of different lengths');
  });

  it('that are no numbers, or none, are not taken', async () => {
    for (const vector of [[], [Number.NaN, 1], [Number.POSITIVE_INFINITY]]) {
      const error = await modelErrorOf((await embedder({ vector: () => vector })).embed(['a']));
      expect(error.message).toContain('sent an embedding that is no vector of numbers');
      await server.close();
    }
    await embedder();
  });

  it('fail in words that name the endpoint, and hold neither key nor text', async () => {
    const error = await modelErrorOf((await embedder({}, 'other')).embed(['the harmonic oscillator conserves energy']));
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
