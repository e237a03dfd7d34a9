import type OpenAI from 'openai';
import { Stream } from 'openai/streaming';
import { reasonOf } from '../clock.ts';
import type { ChatModel, ChatReply, ChatRequest } from '../chat-model.ts';
import { type Body, Dialect } from './dialect.ts';
import { createClient } from './client.ts';
import { type Endpoint, endpointName, secretsOf } from './endpoint.ts';
import { type AskedEndpoint, badReply, isApiError, modelError } from './failures.ts';
import { rateLimits } from './rate-limit-headers.ts';
import { ReplyAssembly } from './reply.ts';
import { createTransport, type TransportOptions } from './transport.ts';

export interface OpenAiModelOptions {
  /** True when the model thinks first; guessed from its id when not said. */
  readonly reasoning?: boolean;
  /** True when replies come piece by piece (the default), so that a stalled one is noticed before it ends. */
  readonly stream?: boolean;
  /** The largest response that is read, in bytes. */
  readonly maxReplyBytes?: number;
}

/**
 * A model behind an OpenAI-compatible chat endpoint. Makes one attempt a call: deadlines, retries and rates are the
 * request engine's. Fails with `ModelError` alone, or with the signal's reason.
 * @throws TypeError when the endpoint's URL is none.
 */
export function createOpenAiModel(endpoint: Endpoint, modelId: string, options: OpenAiModelOptions = {}): ChatModel {
  const client = createClient(endpoint, createTransport(options.maxReplyBytes === undefined ? {} : { maxBytes: options.maxReplyBytes }));
  const dialect = new Dialect(modelId, options);
  const name = endpointName(endpoint);
  const secrets = secretsOf(endpoint);
  return {
    id: modelId,
    async chat(request, signal) {
      const asked: AskedEndpoint = { endpoint: name, model: modelId, secrets, prompt: request.messages.map(({ content }) => content) };
      try {
        return await attempt(client, dialect, request, asked, signal);
      } catch (error) {
        if (signal.aborted) throw reasonOf(signal);
        if (isApiError(error) && error.headers) report(error.headers, request);
        throw modelError(error, asked);
      }
    },
  };
}

async function attempt(
  client: OpenAI,
  dialect: Dialect,
  request: ChatRequest,
  asked: AskedEndpoint,
  signal: AbortSignal,
): Promise<ChatReply> {
  for (;;) {
    const body = dialect.body(request);
    try {
      return await exchange(client, body, request, asked, signal);
    } catch (error) {
      // Each thing is unlearnt once, so this ends.
      if (!isApiError(error) || !dialect.learn(error, body)) throw error;
    }
  }
}

async function exchange(client: OpenAI, body: Body, request: ChatRequest, asked: AskedEndpoint, signal: AbortSignal): Promise<ChatReply> {
  signal.throwIfAborted();
  const fetchOptions: TransportOptions & { keepalive: true } = { keepalive: true, onConnected: () => request.observer?.connected?.() };
  const response = await client.chat.completions.create(body, { signal, fetchOptions }).asResponse();
  report(response.headers, request);
  const assembly = new ReplyAssembly(request, asked);
  const type = response.headers.get('content-type') ?? '';
  if (type.includes('text/event-stream')) {
    // With the client, for its log level: without one the SDK writes to the console.
    for await (const chunk of Stream.fromSSEResponse<unknown>(response, new AbortController(), client)) assembly.add(chunk);
    // An aborted stream may end as if it were complete.
    signal.throwIfAborted();
    return assembly.finish(false);
  }
  // Servers that do not stream answer with the whole completion, asked for or not.
  if (!type.includes('json')) {
    throw badReply(`sent ${type === '' ? 'a reply of no type' : `“${type.slice(0, 60)}”`} where JSON was expected`, asked);
  }
  assembly.add(JSON.parse(await response.text()));
  return assembly.finish(true);
}

function report(headers: Headers, request: ChatRequest): void {
  const limits = request.observer?.limits === undefined ? undefined : rateLimits(headers);
  if (limits) request.observer?.limits?.(limits);
}
