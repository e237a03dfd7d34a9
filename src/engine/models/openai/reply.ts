import * as z from 'zod';
import { countTokens } from '../../../core/corpus/tokens.ts';
import type { Usage } from '../../../core/samples/sample.ts';
import type { ChatReply, ChatRequest } from '../chat-model.ts';
import { ModelError } from '../model-error.ts';
import { type AskedEndpoint, badReply, cutOff, ErrorInReply, failure, filtered } from './failures.ts';
import { withoutSecrets } from './redact.ts';
import type { BodyEnd } from './reply-body.ts';
import { errorWithin, serverError } from './server-error.ts';
import { ThinkSplitter } from './think-splitter.ts';

/** Mistral writes content in parts, some of them thoughts: `[{type: 'thinking', thinking: [{type: 'text', text}]}]`. */
const part = z.object({ text: z.string().nullish(), thinking: z.array(z.object({ text: z.string().nullish() })).nullish() });

const said = z.object({
  content: z.union([z.string(), z.array(part)]).nullish(),
  refusal: z.string().nullish(),
  /** DeepSeek and vLLM call it `reasoning_content`, OpenRouter, Ollama and newer vLLM `reasoning`. */
  reasoning_content: z.string().nullish(),
  reasoning: z.string().nullish(),
  tool_calls: z
    .array(z.object({ function: z.object({ arguments: z.string().nullish() }).nullish() }))
    .nullish()
    .catch(null),
});

const count = z.int().nonnegative();

const chunk = z.object({
  choices: z
    .array(z.object({ delta: said.nullish(), message: said.nullish(), text: z.string().nullish(), finish_reason: z.string().nullish() }))
    .nullish(),
  usage: z
    .object({
      prompt_tokens: count,
      completion_tokens: count,
      prompt_tokens_details: z.object({ cached_tokens: count.nullish() }).nullish().catch(null),
    })
    .nullish()
    .catch(null),
  /** Ollama's own form. */
  message: z.object({ content: z.string(), thinking: z.string().nullish() }).nullish().catch(null),
  done: z.boolean().nullish().catch(null),
  done_reason: z.string().nullish().catch(null),
});

type ReplyChoice = NonNullable<z.infer<typeof chunk>['choices']>[number];

/** Reasons that servers give for an end, by what they mean; any other is that the reply is whole. */
const ends: Readonly<Record<string, 'length' | 'filter' | 'broken'>> = {
  ...{ length: 'length', max_tokens: 'length', model_length: 'length', token_limit: 'length' },
  ...{
    content_filter: 'filter',
    safety: 'filter',
    recitation: 'filter',
    prohibited_content: 'filter',
    sensitive: 'filter',
    blocklist: 'filter',
  },
  ...{ abort: 'broken', aborted: 'broken', cancelled: 'broken', insufficient_system_resource: 'broken' },
};

/** Puts a reply together from the chunks of a stream, or from a single completion, which is read as one chunk. */
export class ReplyAssembly {
  readonly #request: ChatRequest;
  readonly #asked: AskedEndpoint;
  readonly #splitter = new ThinkSplitter();
  readonly #reasoning: string[] = [];
  #refusal = '';
  #finish: string | undefined;
  #usage: Usage | undefined;
  /** Tokens of the prompt that were read before, which some servers leave out of their count. */
  #cached = 0;
  /** What a tool that nobody offered was called with. */
  #called = '';
  #choices = 0;

  constructor(request: ChatRequest, asked: AskedEndpoint) {
    this.#request = request;
    this.#asked = asked;
  }

  /** @throws ModelError when it is no part of a chat completion; ErrorInReply when it is an error in place of one. */
  add(value: unknown, isError = false): void {
    const error = isError ? serverError(value) : errorWithin(value);
    if (error !== undefined) throw new ErrorInReply(error, this.#choices > 0, this.#usage);
    const { data } = chunk.safeParse(value);
    if (data === undefined) throw badReply('sent something that is no chat completion', this.#asked);
    if (data.usage) {
      const { prompt_tokens: promptTokens, completion_tokens: completionTokens, prompt_tokens_details: details } = data.usage;
      this.#usage = { promptTokens, completionTokens, estimated: false };
      this.#cached = details?.cached_tokens ?? 0;
    }
    const choice = data.choices?.[0] ?? nativeChoice(data);
    if (choice !== undefined) this.#choose(choice);
  }

  #choose(choice: ReplyChoice): void {
    this.#choices += 1;
    this.#finish = choice.finish_reason ?? this.#finish;
    const delta = choice.delta ?? choice.message;
    if (!delta) {
      if (typeof choice.text === 'string') this.#addPart({ text: choice.text });
      return;
    }
    this.#refusal += delta.refusal ?? '';
    this.#keep({ reasoning: delta.reasoning_content || delta.reasoning || '', text: '' });
    for (const call of delta.tool_calls ?? []) this.#called += call.function?.arguments ?? '';
    const parts = typeof delta.content === 'string' ? [{ text: delta.content }] : (delta.content ?? []);
    for (const each of parts) this.#addPart(each);
  }

  #addPart({ text, thinking }: z.infer<typeof part>): void {
    for (const thought of thinking ?? []) this.#keep({ reasoning: thought.text ?? '', text: '' });
    if (text) this.#keep(this.#splitter.push(text));
  }

  #keep({ reasoning, text }: { readonly reasoning: string; readonly text: string }): void {
    if (reasoning !== '') {
      this.#reasoning.push(reasoning);
      this.#request.observer?.reasoning?.(reasoning);
    }
    if (text !== '') this.#request.observer?.text?.(text);
  }

  /**
   * The whole reply, when its end has come. `cut`: the body had no end of its own, so that a connection which broke cannot be told.
   * @throws ModelError when there is no usable reply; its `usage` is what was paid nevertheless.
   */
  finish(end: BodyEnd | 'cut'): ChatReply {
    this.#keep(this.#splitter.end());
    const parted = this.#splitter.whole();
    const whole = parted.text === '' && this.#called !== '' ? { ...parted, text: textOfCall(this.#called) } : parted;
    const { secrets } = this.#asked;
    const [reasoning, text] = [withoutSecrets(this.#reasoning.join('') || whole.reasoning, secrets), withoutSecrets(whole.text, secrets)];
    const usage = this.#usage ?? this.#estimate(text + reasoning);
    const asked = this.#asked;
    const isUnmarked = this.#finish === undefined && end !== 'whole';
    if (this.#choices === 0) throw noChoice(end, asked, this.#usage);
    const reason = ends[this.#finish?.toLowerCase() ?? ''];
    // Some servers mark only one of the two ends, or none: where the body has an end of its own, that is the reply's.
    if ((this.#finish === undefined && end === 'cut') || reason === 'broken') throw paid(cutOff(asked), usage);
    if (reason === 'filter') throw paid(filtered(asked, 'withheld the reply: its content filter was set off'), usage);
    this.#requireWholePrompt(usage);
    if (reason === 'length') {
      throw failure(
        'truncated',
        asked,
        `stopped in mid-reply after ${usage.completionTokens} tokens, its limit`,
        'Raise the limit for the tokens of a reply, or ask for less at once.',
        { usage },
      );
    }
    if (text.trim() === '') {
      if (this.#refusal !== '') throw paid(filtered(asked, 'refused to answer this prompt'), usage);
      const what = reasoning === '' ? 'sent an empty reply' : 'sent its thoughts, but no reply';
      throw badReply(what, asked, { usage, isBrokenOff: isUnmarked });
    }
    return { text, usage, ...(reasoning === '' ? {} : { reasoning }), ...(isUnmarked ? { isUnmarked } : {}) };
  }

  /** Ollama cuts a prompt that does not fit in silence, and tells the tokens that are left: as many as its context holds. */
  #requireWholePrompt(usage: Usage): void {
    const { promptTokens, estimated } = usage;
    if (estimated || this.#cached > 0 || promptTokens < minCutPrompt) return;
    const sent = this.#estimate('').promptTokens;
    const offRound = Math.min(promptTokens % contextStep, contextStep - (promptTokens % contextStep));
    if (sent < promptTokens * (offRound <= 4 ? 1.3 : 2)) return;
    throw failure(
      'context',
      this.#asked,
      `read ${promptTokens} tokens of a prompt of about ${sent}, and cut the rest off`,
      'The prompt is too long for this model: use smaller passages or a model with a larger context.',
      { usage, context: { limit: promptTokens, prompt: sent } },
    );
  }

  /** Our count, where the server sends none. */
  #estimate(reply: string): Usage {
    return { promptTokens: promptTokensOf(this.#request), completionTokens: countTokens(reply), estimated: true };
  }
}

/** Our count of a prompt; four tokens a message for what separates them (o200k chat format). */
export const promptTokensOf = ({ messages }: ChatRequest): number =>
  messages.reduce((sum, { content }) => sum + 4 + countTokens(content), 0);

/** A context is a multiple of this, and none is smaller than that. */
const [contextStep, minCutPrompt] = [256, 1000];

const noChoice = (end: BodyEnd | 'cut', asked: AskedEndpoint, usage: Usage | undefined): ModelError =>
  end === 'whole' || end === 'marked'
    ? badReply('sent a reply without any choice in it', asked, { isBrokenOff: end === 'marked', ...(usage === undefined ? {} : { usage }) })
    : cutOff(asked);

function nativeChoice({ message, done, done_reason: reason }: z.infer<typeof chunk>): ReplyChoice | undefined {
  if (!message) return undefined;
  const delta = { content: message.content, reasoning: message.thinking };
  return { delta, finish_reason: done === true ? (reason ?? 'stop') : null };
}

/** A model that calls a tool instead of replying wrote the reply into its arguments: as the only text of them, or as what they are. */
function textOfCall(called: string): string {
  try {
    const value: unknown = JSON.parse(called);
    const fields: unknown[] = typeof value === 'object' && value !== null ? Object.values(value) : [];
    return fields.length === 1 && typeof fields[0] === 'string' ? fields[0] : called;
  } catch {
    // No JSON: whoever reads replies looks for a form in it.
    return called;
  }
}

function paid({ kind, message, status, context, isBrokenOff }: ModelError, usage: Usage): ModelError {
  return new ModelError(kind, message, {
    usage,
    isBrokenOff,
    ...(status === undefined ? {} : { status }),
    ...(context === undefined ? {} : { context }),
  });
}
