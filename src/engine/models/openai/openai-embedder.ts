import { countTokens } from '../../../core/corpus/tokens.ts';
import type { ChatRequest } from '../chat-model.ts';
import { reasonOf } from '../clock.ts';
import type { Embedder, EmbeddingReply } from '../embedder.ts';
import { ModelError } from '../model-error.ts';
import { embeddingsOf } from './embeddings.ts';
import { createClient } from './client.ts';
import { type Endpoint, endpointName, secretsOf } from './endpoint.ts';
import { type AskedEndpoint, badReply, modelError } from './failures.ts';
import { rateLimits } from './rate-limit-headers.ts';
import { createTransport, type TransportOptions } from './transport.ts';

/** A thousand vectors of 4096 numbers, written out. */
const maxBytes = 64 * 1024 * 1024;

/**
 * A model behind `/v1/embeddings`. Makes one attempt at all the texts of a request: how many go into one, deadlines and
 * retries are for those who ask.
 * @throws TypeError when the endpoint's URL is none, or its key or a header cannot be sent.
 */
export function createOpenAiEmbedder(endpoint: Endpoint, id: string): Embedder {
  const client = createClient(endpoint, createTransport({ maxBytes }));
  const named = { endpoint: endpointName(endpoint), model: id, secrets: secretsOf(endpoint) };
  let encoding: 'base64' | 'float' = 'base64';
  let dimensions: number | undefined;

  async function post(input: string[], { observer }: ChatRequest, signal: AbortSignal): Promise<unknown> {
    const fetchOptions: TransportOptions & { keepalive: true } = { keepalive: true, onConnected: () => observer?.connected?.() };
    // The parsed result would be whatever the server sent, under a type that promises more.
    const body = { model: id, input, encoding_format: encoding };
    const response = await client.embeddings.create(body, { signal, fetchOptions }).asResponse();
    const limits = rateLimits(response.headers);
    if (limits) observer?.limits?.(limits);
    return JSON.parse(await response.text());
  }

  async function attempt(texts: string[], request: ChatRequest, signal: AbortSignal): Promise<EmbeddingReply> {
    const asked: AskedEndpoint = { ...named, prompt: texts };
    try {
      const { vectors, promptTokens } = embeddingsOf(await post(texts, request, signal), texts.length, asked);
      dimensions ??= vectors[0]!.length;
      if (vectors.some(({ length }) => length !== dimensions)) throw badReply('sent embeddings of different lengths', asked);
      return { vectors, usage: usageOf(texts, promptTokens) };
    } catch (error) {
      throw signal.aborted ? reasonOf(signal) : modelError(error, asked);
    }
  }

  return {
    id,
    async chat(request, signal) {
      signal.throwIfAborted();
      const texts = request.messages.map(({ content }) => content);
      const empty = texts.findIndex((text) => text.trim() === '');
      if (empty >= 0) throw new ModelError('bad-request', `text ${empty + 1} of ${texts.length} is empty: it has no embedding`);
      const put = encoding;
      try {
        return await attempt(texts, request, signal);
      } catch (error) {
        // Older servers know no encoding but numbers.
        if (put === 'float' || !(error instanceof ModelError) || error.kind !== 'bad-request') throw error;
        encoding = 'float';
        return await attempt(texts, request, signal);
      }
    },
  };
}

const usageOf = (texts: readonly string[], promptTokens: number | undefined): EmbeddingReply['usage'] => ({
  promptTokens: promptTokens ?? texts.reduce((sum, text) => sum + countTokens(text), 0),
  completionTokens: 0,
  estimated: promptTokens === undefined,
});
