import type OpenAI from 'openai';
import { reasonOf } from '../clock.ts';
import type { ChatModel, ChatReply, ChatRequest } from '../chat-model.ts';
import { type Body, Dialect, replyTokensOf } from './dialect.ts';
import { createClient } from './client.ts';
import { type Endpoint, endpointName, secretsOf } from './endpoint.ts';
import { contextSize } from './context-size.ts';
import { type AskedEndpoint, heldBack, isApiError, modelError, refusalOf, tooLongFor } from './failures.ts';
import { fittingReply, isSurelyTooLong, shorterReply, withReply } from './fit-reply.ts';
import { rateLimits } from './rate-limit-headers.ts';
import { readReplyBody } from './reply-body.ts';
import { promptTokensOf, ReplyAssembly } from './reply.ts';
import { createTransport, type TransportOptions } from './transport.ts';

export interface OpenAiModelOptions {
  /** True when the model thinks first; guessed from its id when not said. */
  readonly reasoning?: boolean;
  /** True when replies come piece by piece (the default), so that a stalled one is noticed before it ends. */
  readonly stream?: boolean;
  /** The largest response that is read, in bytes. */
  readonly maxReplyBytes?: number;
  /** What is known of how the model is asked; learnt anew when not given. */
  readonly dialect?: Dialect;
  /** The context that the server tells before it is asked; put once, before the first long prompt. */
  readonly toldContext?: (signal: AbortSignal) => Promise<number | undefined>;
}

/**
 * A model behind an OpenAI-compatible chat endpoint. Makes one attempt a call: deadlines, retries and rates are the
 * request engine's. Fails with `ModelError` alone, or with the signal's reason.
 * @throws TypeError when the endpoint's URL is none.
 */
export function createOpenAiModel(endpoint: Endpoint, modelId: string, options: OpenAiModelOptions = {}): ChatModel {
  const client = createClient(endpoint, createTransport(options.maxReplyBytes === undefined ? {} : { maxBytes: options.maxReplyBytes }));
  const dialect = options.dialect ?? new Dialect(modelId, options);
  const name = endpointName(endpoint);
  const secrets = secretsOf(endpoint);
  return {
    id: modelId,
    async chat(request, signal) {
      const asked: AskedEndpoint = {
        endpoint: name,
        model: modelId,
        secrets,
        prompt: [...request.messages, ...(request.schema?.messages ?? [])].map(({ content }) => content),
      };
      try {
        await dialect.knowContext(request, options.toldContext, signal);
        return await attempt(client, dialect, request, asked, signal);
      } catch (error) {
        if (signal.aborted) throw reasonOf(signal);
        throw modelError(error, asked);
      }
    },
  };
}

/** A server that finds fault with whatever it is sent is not asked for ever. */
const maxWordings = 12;

async function attempt(
  client: OpenAI,
  dialect: Dialect,
  request: ChatRequest,
  asked: AskedEndpoint,
  signal: AbortSignal,
): Promise<ChatReply> {
  if (request.ignoredSchema === true) dialect.ignoredSchema();
  let put = fitted(dialect, request, asked);
  for (let wordings = 1; ; wordings += 1) {
    const body = dialect.body(put);
    const limit = replyTokensOf(body);
    try {
      // Asked in the schema's words, it is that prompt whose tokens count.
      const held = 'response_format' in body;
      const sent = held ? { ...put, messages: put.schema?.messages ?? put.messages } : put;
      const reply = await exchange(client, body, sent, { ...asked, replyTokens: limit }, signal);
      dialect.repliedTo(body, reply.text);
      return held ? { ...reply, held } : reply;
    } catch (error) {
      if (isApiError(error) && error.headers) report(error.headers, request);
      const written = heldBack(error);
      if (written !== undefined) return { ...unheld(written, put, asked), held: true };
      const refusal = refusalOf(error);
      if (refusal === undefined || wordings >= maxWordings) throw modelError(error, { ...asked, replyTokens: limit });
      dialect.heard(contextSize(refusal.error, limit));
      const shorter = limit === undefined ? undefined : shorterReply(refusal, limit, () => promptTokensOf(request));
      if (shorter !== undefined) put = withReply(put, shorter);
      else if (!dialect.learn(refusal, body)) throw modelError(error, { ...asked, replyTokens: limit });
    }
  }
}

/** A reply that its server held back, read as if it had come. */
function unheld(text: string, request: ChatRequest, asked: AskedEndpoint): ChatReply {
  const assembly = new ReplyAssembly({ ...request, messages: request.schema?.messages ?? request.messages }, asked);
  assembly.add({ choices: [{ message: { content: text }, finish_reason: 'stop' }] });
  return assembly.finish('whole');
}

/** A request as far as the context is known to have room. @throws ModelError when it has none, whatever counts the tokens. */
function fitted(dialect: Dialect, request: ChatRequest, asked: AskedEndpoint): ChatRequest {
  const { context } = dialect;
  if (context === undefined) return request;
  const prompt = promptTokensOf(request);
  if (isSurelyTooLong(context, prompt)) throw tooLongFor(context, prompt, asked);
  const limit = request.sampling?.maxTokens;
  const fitting = limit === undefined ? undefined : fittingReply(context, limit, prompt);
  return fitting === undefined || fitting === limit ? request : withReply(request, fitting);
}

/** Of a token that is sent in a piece of its own, its log-probability and its bytes are a part; so much more comes where they are sent for each. */
const probabilitiesFactor = 8;

async function exchange(client: OpenAI, body: Body, request: ChatRequest, asked: AskedEndpoint, signal: AbortSignal): Promise<ChatReply> {
  signal.throwIfAborted();
  const ending = { isDelimited: false };
  const fetchOptions: TransportOptions & { keepalive: true } = {
    keepalive: true,
    streamed: true,
    ...('logprobs' in body ? { sizeFactor: probabilitiesFactor } : {}),
    onConnected: () => request.observer?.connected?.(),
    onDelimited: () => (ending.isDelimited = true),
  };
  const response = await client.chat.completions.create(body, { signal, fetchOptions }).asResponse();
  report(response.headers, request);
  const assembly = new ReplyAssembly(request, asked);
  const end = await readReplyBody(response, (value, isError) => {
    assembly.add(value, isError);
  });
  // An aborted stream may end as if it were complete.
  signal.throwIfAborted();
  return assembly.finish(end === 'unmarked' && !ending.isDelimited ? 'cut' : end);
}

function report(headers: Headers, request: ChatRequest): void {
  const limits = request.observer?.limits === undefined ? undefined : rateLimits(headers);
  if (limits) request.observer?.limits?.(limits);
}
