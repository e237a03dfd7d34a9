import type OpenAI from 'openai';
import { countTokens } from '../../../core/corpus/tokens.ts';
import { reasonOf } from '../clock.ts';
import type { Embedder } from '../embedder.ts';
import { ModelError } from '../model-error.ts';
import { vectorsOf } from './embeddings.ts';
import { createClient, type Endpoint, endpointName, secretsOf } from './endpoint.ts';
import { type Asked, badReply, modelError } from './failures.ts';
import { createTransport } from './transport.ts';

interface EmbedderOptions {
  /** The most texts of one request; servers allow between 32 and 2048, and a refusal halves it. */
  readonly maxTexts?: number;
  /** The most tokens of one request, all texts together; OpenAI allows 300,000. */
  readonly maxTokens?: number;
}

/** A thousand vectors of 4096 numbers, written out. */
const maxBytes = 64 * 1024 * 1024;

/**
 * A model behind `/v1/embeddings`. Makes one attempt a batch of texts: deadlines and retries are the request engine's.
 * @throws TypeError when the endpoint's URL is none.
 */
export function createOpenAiEmbedder(
  endpoint: Endpoint,
  id: string,
  { maxTexts = 128, maxTokens = 100_000 }: EmbedderOptions = {},
): Embedder {
  const client = createClient(endpoint, createTransport({ maxBytes }));
  const named = { endpoint: endpointName(endpoint), model: id, secrets: secretsOf(endpoint) };
  let encoding: Encoding = 'base64';
  let size = maxTexts;
  let dimensions: number | undefined;

  /** Undefined when the server refused them in that form or number: they are to be put in another. */
  async function vectors(texts: readonly string[], signal: AbortSignal): Promise<Float32Array[] | undefined> {
    const asked: Asked = { ...named, prompt: texts };
    const put = encoding;
    try {
      const found = vectorsOf(await post(client, id, texts, put, signal), texts.length, asked);
      dimensions ??= found[0]!.length;
      if (found.some(({ length }) => length !== dimensions)) throw badReply('sent embeddings of different lengths', asked);
      return found;
    } catch (error) {
      if (signal.aborted) throw reasonOf(signal);
      const failed = modelError(error, asked);
      if (failed.kind !== 'bad-request') throw failed;
      // Older servers know no encoding but numbers, and some refuse more than a few texts at once.
      if (put === 'base64') encoding = 'float';
      else if (texts.length > 1) size = Math.min(size, Math.ceil(texts.length / 2));
      else {
        // The text was at fault, not the number of them.
        size = maxTexts;
        throw failed;
      }
      return undefined;
    }
  }

  return {
    id,
    async embed(texts, signal) {
      const empty = texts.findIndex((text) => text.trim() === '');
      if (empty >= 0) throw new ModelError('bad-request', `text ${empty + 1} of ${texts.length} is empty: it has no embedding`);
      const all: Float32Array[] = [];
      for (let start = 0; start < texts.length;) {
        signal.throwIfAborted();
        const batch = batchAt(texts, start, size, maxTokens);
        const found = await vectors(batch, signal);
        if (found === undefined) continue;
        all.push(...found);
        start += batch.length;
      }
      return all;
    },
  };
}

type Encoding = 'base64' | 'float';

async function post(client: OpenAI, model: string, texts: readonly string[], encoding: Encoding, signal: AbortSignal): Promise<unknown> {
  // The parsed result would be whatever the server sent, under a type that promises more.
  const response = await client.embeddings.create({ model, input: [...texts], encoding_format: encoding }, { signal }).asResponse();
  return JSON.parse(await response.text());
}

/** As many texts from `start` on as one request may hold, and at least one. */
function batchAt(texts: readonly string[], start: number, maxTexts: number, maxTokens: number): readonly string[] {
  let end = start;
  for (let tokens = 0; end < texts.length && end - start < maxTexts; end += 1) {
    tokens += countTokens(texts[end]!);
    if (tokens > maxTokens && end > start) break;
  }
  return texts.slice(start, end);
}
