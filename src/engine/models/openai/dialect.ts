import type { ChatCompletionCreateParamsNonStreaming, ChatCompletionCreateParamsStreaming } from 'openai/resources/chat/completions';
import { mayBeJson } from '../../../core/methods/json.ts';
import type { ChatMessage } from '../../../core/prompts/chat.ts';
import type { ChatRequest } from '../chat-model.ts';
import type { ContextSize } from '../model-error.ts';
import { errorKind } from './error-kind.ts';
import { Guesses } from './guesses.ts';
import {
  isAboutLength,
  isWordless,
  mayBeParameter,
  type OptionalParameter,
  type RequestRefusal,
  refusedKeyword,
  refusedParameter,
  refuses,
  refusesSystem,
  replyLimit,
  wantsStrict,
} from './refusals.ts';
import { schemaWithout } from './schema-keywords.ts';

export type Body = ChatCompletionCreateParamsNonStreaming | ChatCompletionCreateParamsStreaming;

/** The limit for the reply in a body. */
export function replyTokensOf(body: {
  readonly max_tokens?: number | null;
  readonly max_completion_tokens?: number | null;
}): number | undefined {
  return body.max_tokens ?? body.max_completion_tokens ?? undefined;
}

/** Models that think first: they take no temperature and count the reply's tokens otherwise. */
const reasoningIds = /^(o\d|gpt-5(?!.*chat))/;

type TellContext = (signal: AbortSignal) => Promise<number | undefined>;

/** Characters of a prompt that may be too long for a model of today. */
const longPrompt = 4000;

/**
 * Form of requests to one model of one server. "OpenAI-compatible" means something else everywhere, so what is
 * refused is left out from then on.
 */
export class Dialect {
  readonly #model: string;
  readonly #refused: Set<OptionalParameter>;
  readonly #guesses: Guesses;
  readonly #refusedKeywords = new Set<string>();
  #isStrict = false;
  #takesSystem = true;
  /** A reply under a schema was in JSON: one that is not is the model's slip from then on. */
  #keptSchema = false;
  #maxReply = Infinity;
  #context: number | undefined;
  #told: Promise<void> | undefined;

  constructor(model: string, options: { readonly reasoning?: boolean; readonly stream?: boolean }) {
    this.#model = model;
    const reasoning = options.reasoning ?? reasoningIds.test(model.slice(model.lastIndexOf('/') + 1));
    this.#refused = new Set(reasoning ? ['temperature', 'top_p', 'max_tokens'] : ['max_completion_tokens']);
    if (options.stream === false) this.#refused.add('stream');
    this.#guesses = new Guesses(this.#refused);
  }

  /** False once the server was found to take no schema. */
  get takesSchema(): boolean {
    return !this.#refused.has('response_format');
  }

  /** Tells whether a request is put with its schema, and in the words that go with it. */
  holds({ schema }: ChatRequest): boolean {
    return schema !== undefined && this.takesSchema;
  }

  body(request: ChatRequest): Body {
    const { sampling = {}, seed, schema } = request;
    const held = this.holds(request) ? schema : undefined;
    const messages = held?.messages ?? request.messages;
    const takes = (field: OptionalParameter): boolean => !this.#refused.has(field);
    const { temperature, topP } = sampling;
    const maxTokens = sampling.maxTokens === undefined ? undefined : Math.min(sampling.maxTokens, this.#maxReply);
    // OpenAI deprecates both; to most other servers they are the only names known.
    const common: { seed?: number; max_tokens?: number } = {
      ...(takes('seed') ? { seed } : {}),
      ...(maxTokens !== undefined && takes('max_tokens') ? { max_tokens: maxTokens } : {}),
    };
    return {
      model: this.#model,
      messages: this.#takesSystem ? [...messages] : withoutSystem(messages),
      ...common,
      ...(temperature !== undefined && takes('temperature') ? { temperature } : {}),
      ...(topP !== undefined && takes('top_p') ? { top_p: topP } : {}),
      ...(maxTokens !== undefined && !takes('max_tokens') && takes('max_completion_tokens') ? { max_completion_tokens: maxTokens } : {}),
      ...(held === undefined
        ? {}
        : {
            response_format: {
              type: 'json_schema',
              json_schema: {
                name: held.name,
                ...(this.#isStrict ? { strict: true } : {}),
                schema: schemaWithout(held.schema, this.#refusedKeywords),
              },
            },
          }),
      ...(request.logProbabilities === true && takes('logprobs') ? { logprobs: true } : {}),
      ...(takes('stream') ? { stream: true, ...(takes('stream_options') ? { stream_options: { include_usage: true } } : {}) } : {}),
    };
  }

  /** Tokens that prompt and reply may have together, as the server has told. */
  get context(): number | undefined {
    return this.#context;
  }

  /** Asks once for the context that a server tells beforehand, when a prompt is long enough to want to know. */
  async knowContext({ messages }: ChatRequest, tell: TellContext | undefined, signal: AbortSignal): Promise<void> {
    const characters = messages.reduce((sum, { content }) => sum + content.length, 0);
    if (tell === undefined || this.#context !== undefined || characters < longPrompt) return;
    this.#told ??= tell(signal).then((limit) => {
      this.#context ??= limit;
    });
    await this.#told;
  }

  /** Takes in what a server tells of its context; the latest counts, since it may be started anew with another. */
  heard(size: ContextSize | undefined): void {
    this.#context = size?.limit ?? this.#context;
  }

  /** Notes that a request of this form was answered, and with what. */
  repliedTo(body: Body, reply: string): void {
    this.#guesses.answered(body);
    if ('response_format' in body && mayBeJson(reply)) this.#keptSchema = true;
  }

  /** Notes that a reply under a schema was no JSON, and of no use. A server that lets that through holds no model to any. */
  ignoredSchema(): void {
    if (!this.#keptSchema) this.#refused.add('response_format');
  }

  /** Learns from a refused request. @returns whether the request is worth putting again, in other words. */
  learn(refusal: RequestRefusal, body: Body): boolean {
    if (isWordless(refusal)) return this.#guesses.suspectSchema(body);
    if (!refuses(refusal) || isAboutLength(refusal)) return false;
    if (body.messages.some(({ role }) => role === 'system') && refusesSystem(refusal)) {
      this.#takesSystem = false;
      return true;
    }
    if (this.#learnSchema(refusal, body)) return true;
    const allowed = replyLimit(refusal, replyTokensOf(body) ?? 0);
    if (allowed !== undefined) {
      this.#maxReply = Math.min(this.#maxReply, allowed);
      return true;
    }
    const refused = refusedParameter(refusal, body);
    if (refused === undefined) return this.#guess(refusal, body);
    // Another request in flight may have learnt it first.
    if (this.#refused.has(refused)) return true;
    this.#refused.add(refused);
    // A model that wants the one name for the limit refuses the other; one that refuses both gets none.
    if (refused === 'max_tokens') this.#refused.delete('max_completion_tokens');
    return true;
  }

  /** Learns in which form a schema is taken, before it is given up. */
  #learnSchema(refusal: RequestRefusal, { response_format: format }: Body): boolean {
    if (format?.type !== 'json_schema') return false;
    if (format.json_schema.strict !== true && wantsStrict(refusal)) {
      this.#isStrict = true;
      return true;
    }
    const keyword = refusedKeyword(refusal, JSON.stringify(format));
    if (keyword !== undefined) this.#refusedKeywords.add(keyword);
    return keyword !== undefined;
  }

  /** Tries whether one of the parameters that no request was answered with yet is what the server does not say. */
  #guess(refusal: RequestRefusal, body: Body): boolean {
    const kind = errorKind(refusal.error, refusal.status);
    const isRefusal = kind === 'bad-request' || kind === 'server' || kind === 'not-found';
    return isRefusal && mayBeParameter(refusal) && this.#guesses.leaveOutMore(body);
  }
}

/** The messages for a model without a role for the system: its words go before the user's, and turns alternate. */
function withoutSystem(messages: readonly ChatMessage[]): ChatMessage[] {
  const turns: ChatMessage[] = [];
  for (const { role, content } of messages) {
    const turn = role === 'system' ? 'user' : role;
    const last = turns.at(-1);
    if (last?.role === turn) turns[turns.length - 1] = { ...last, content: `${last.content}\n\n${content}` };
    else turns.push({ role: turn, content });
  }
  return turns;
}

/** What each model of each server was found not to take, kept as long as the models can be opened anew. */
export class Dialects {
  readonly #known = new Map<string, Dialect>();

  of(endpoint: string, model: string, options: ConstructorParameters<typeof Dialect>[1]): Dialect {
    const key = JSON.stringify([endpoint, model, options]);
    const known = this.#known.get(key) ?? new Dialect(model, options);
    this.#known.set(key, known);
    return known;
  }
}
