import type { APIError } from 'openai';
import type { ChatCompletionCreateParamsNonStreaming, ChatCompletionCreateParamsStreaming } from 'openai/resources/chat/completions';
import type { ChatRequest } from '../chat-model.ts';

/** Parameter of the protocol that a server or model was found not to take. */
type RefusedParameter =
  'stream_options' | 'stream' | 'temperature' | 'top_p' | 'max_tokens' | 'max_completion_tokens' | 'response_format' | 'seed';

export type Body = ChatCompletionCreateParamsNonStreaming | ChatCompletionCreateParamsStreaming;

/** Models that think first: they take no temperature and count the reply's tokens otherwise. */
const reasoningIds = /^(o\d|gpt-5(?!.*chat))/;

/**
 * Form of requests to one model of one server. "OpenAI-compatible" means something else everywhere, so what is
 * refused with a 400 is left out from then on.
 */
export class Dialect {
  readonly #model: string;
  readonly #refused: Set<RefusedParameter>;

  constructor(model: string, options: { readonly reasoning?: boolean; readonly stream?: boolean }) {
    this.#model = model;
    const reasoning = options.reasoning ?? reasoningIds.test(model.slice(model.lastIndexOf('/') + 1));
    this.#refused = new Set(reasoning ? ['temperature', 'top_p', 'max_tokens'] : ['max_completion_tokens']);
    if (options.stream === false) this.#refused.add('stream');
  }

  body({ messages, sampling = {}, seed, schema }: ChatRequest): Body {
    const takes = (field: RefusedParameter): boolean => !this.#refused.has(field);
    const { temperature, topP, maxTokens } = sampling;
    // OpenAI deprecates both; to most other servers they are the only names known.
    const common: { seed?: number; max_tokens?: number } = {
      ...(takes('seed') ? { seed } : {}),
      ...(maxTokens !== undefined && takes('max_tokens') ? { max_tokens: maxTokens } : {}),
    };
    return {
      model: this.#model,
      messages: [...messages],
      ...common,
      ...(temperature !== undefined && takes('temperature') ? { temperature } : {}),
      ...(topP !== undefined && takes('top_p') ? { top_p: topP } : {}),
      ...(maxTokens !== undefined && !takes('max_tokens') && takes('max_completion_tokens') ? { max_completion_tokens: maxTokens } : {}),
      ...(schema !== undefined && takes('response_format') ? { response_format: { type: 'json_schema', json_schema: { ...schema } } } : {}),
      ...(takes('stream') ? { stream: true, ...(takes('stream_options') ? { stream_options: { include_usage: true } } : {}) } : {}),
    };
  }

  /** Learns from a refused request. @returns whether the request is worth putting again, in other words. */
  learn(error: APIError, body: Body): boolean {
    if (error.status !== 400 && error.status !== 422) return false;
    const refused = optional.find((field) => field in body && names(error, field));
    if (refused === undefined) return false;
    // Another request in flight may have learnt it first.
    if (this.#refused.has(refused)) return true;
    this.#refused.add(refused);
    // A model that wants the one name for the limit refuses the other; one that refuses both gets none.
    if (refused === 'max_tokens') this.#refused.delete('max_completion_tokens');
    return true;
  }
}

/** Longer names first: `stream` is part of `stream_options`. */
const optional = [
  'stream_options',
  'max_completion_tokens',
  'max_tokens',
  'response_format',
  'temperature',
  'top_p',
  'seed',
  'stream',
] as const;

function names({ param, message }: APIError, field: string): boolean {
  if (typeof param === 'string' && param !== '') return param === field || param.startsWith(`${field}.`);
  return new RegExp(`\\b${field}\\b`).test(message) || (field === 'response_format' && /\bjson_schema\b/.test(message));
}
