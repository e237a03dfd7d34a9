import * as z from 'zod';
import { countTokens } from '../../../core/corpus/tokens.ts';
import type { Usage } from '../../../core/samples/sample.ts';
import type { ChatReply, ChatRequest } from '../chat-model.ts';
import { ModelError } from '../model-error.ts';
import { type AskedEndpoint, badReply, cutOff, ErrorInReply, failure, filtered } from './failures.ts';
import { redact, withoutSecrets } from './redact.ts';
import type { BodyEnd } from './reply-body.ts';
import { argumentsOf, piecesOf, textOf } from './reply-parts.ts';
import { errorWithin, serverError } from './server-error.ts';
import { TokenCollector } from './token-probabilities.ts';
import { ThinkSplitter } from './think-splitter.ts';
import { thoughtsApart } from './thoughts-apart.ts';

const call = z.object({ function: z.object({ arguments: z.unknown().optional() }).nullish().catch(null) });

/** A field of an unknown form costs no reply that was paid for. */
const said = z.object({
  content: z.unknown().optional(),
  refusal: z.string().nullish().catch(null),
  /** DeepSeek and vLLM call it `reasoning_content`, OpenRouter, Ollama and newer vLLM `reasoning`. */
  reasoning_content: z.unknown().optional(),
  reasoning: z.unknown().optional(),
  tool_calls: z.array(call).nullish().catch(null),
  function_call: z.object({ arguments: z.unknown().optional() }).nullish().catch(null),
});

const count = z.int().nonnegative();

const chunk = z.object({
  choices: z
    .array(
      z.object({
        delta: said.nullish(),
        message: said.nullish(),
        text: z.string().nullish(),
        finish_reason: z.string().nullish().catch(null),
        logprobs: z.unknown().optional(),
      }),
    )
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
  /** Gemini's, where it does not take a prompt. */
  promptFeedback: z.object({ blockReason: z.string() }).nullish().catch(null),
});

type ReplyChoice = NonNullable<z.infer<typeof chunk>['choices']>[number];

/** Reasons that servers give for an end, by what they mean; any other is that the reply is whole. */
const ends: Readonly<Record<string, 'length' | 'filter' | 'broken'>> = {
  ...{ length: 'length', max_tokens: 'length', model_length: 'length', token_limit: 'length', max_output_tokens: 'length' },
  ...{
    content_filter: 'filter',
    safety: 'filter',
    recitation: 'filter',
    prohibited_content: 'filter',
    sensitive: 'filter',
    blocklist: 'filter',
    spii: 'filter',
    refusal: 'filter',
    guardrail_intervened: 'filter',
  },
  ...{ abort: 'broken', aborted: 'broken', cancelled: 'broken', insufficient_system_resource: 'broken', network_error: 'broken' },
};

/** Some say beside a reason what is behind it: `content_filter: PROHIBITED_CONTENT`. */
const endOf = (reason = ''): (typeof ends)[string] | undefined =>
  reason
    .toLowerCase()
    .split(/[\s:;,/]+/)
    .map((word) => ends[word])
    .find((end) => end !== undefined);

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
  /** What came piece by piece, and what came as a whole message, also beside that. */
  readonly #pieces: string[] = [];
  readonly #messages: string[] = [];
  /** Undefined where nobody wants to know. */
  readonly #tokens: TokenCollector | undefined;

  constructor(request: ChatRequest, asked: AskedEndpoint) {
    this.#request = request;
    this.#asked = asked;
    if (request.logProbabilities === true) this.#tokens = new TokenCollector();
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
    if (data.promptFeedback) {
      const what = `did not take the prompt (${redact(data.promptFeedback.blockReason, this.#asked)}): its content filter was set off`;
      throw filtered(this.#asked, what);
    }
    const choice = data.choices?.[0] ?? nativeChoice(data);
    if (choice !== undefined) this.#choose(choice);
  }

  #choose(choice: ReplyChoice): void {
    this.#choices += 1;
    this.#finish = choice.finish_reason ?? this.#finish;
    this.#tokens?.add(choice.logprobs);
    const delta = choice.delta ?? choice.message;
    if (!delta) {
      if (typeof choice.text === 'string') this.#addText(choice.text, this.#pieces);
      return;
    }
    this.#refusal += delta.refusal ?? '';
    this.#keep({ reasoning: textOf(delta.reasoning_content) || textOf(delta.reasoning), text: '' });
    for (const { function: tool } of delta.tool_calls ?? []) this.#called += argumentsOf(tool?.arguments);
    this.#called += argumentsOf(delta.function_call?.arguments);
    for (const { reasoning, text } of piecesOf(delta.content)) {
      this.#keep({ reasoning, text: '' });
      this.#addText(text, choice.delta ? this.#pieces : this.#messages);
    }
  }

  #addText(text: string, to: string[]): void {
    if (text === '') return;
    const before = to === this.#messages ? (to.at(-1) ?? this.#pieces.join('')) : '';
    to.push(text);
    // Whoever listens hears what is new of it; the end tells what was meant.
    const news = text.startsWith(before) ? text.slice(before.length) : text;
    if (news !== '') this.#keep(this.#splitter.push(news));
  }

  /** All that came: a message that repeats what came before it says it once. */
  #whole(): string {
    const [pieces, messages] = [this.#pieces.join(''), this.#messages];
    const isGrowing = messages.length > 1 && messages.every((each, index) => index === 0 || each.startsWith(messages[index - 1]!));
    const message = isGrowing ? messages.at(-1)! : messages.join('');
    return message.startsWith(pieces) ? message : pieces + message;
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
    const parted = thoughtsApart(this.#whole());
    const whole = parted.text === '' && this.#called !== '' ? { ...parted, text: textOfCall(this.#called) } : parted;
    const { secrets } = this.#asked;
    const thoughts = withoutSecrets(this.#reasoning.join('') || whole.reasoning, secrets);
    const isMisplaced = whole.text.trim() === '' && this.#request.schema !== undefined && isObject(thoughts);
    const [reasoning, text] = isMisplaced ? ['', thoughts] : [thoughts, withoutSecrets(whole.text, secrets)];
    // Some count nothing, and say so.
    const isCounted = this.#usage !== undefined && (this.#usage.completionTokens > 0 || text + reasoning === '');
    const usage = isCounted ? this.#usage! : this.#estimate(text + reasoning);
    const asked = this.#asked;
    const isUnmarked = this.#finish === undefined && end !== 'whole';
    if (this.#choices === 0) throw noChoice(end, asked, this.#usage);
    const reason = endOf(this.#finish);
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
      throw reasoning === ''
        ? failure('bad-reply', asked, 'sent an empty reply', 'If this goes on, choose another model.', { usage, isBrokenOff: isUnmarked })
        : failure('bad-reply', asked, 'sent its thoughts, but no reply', thoughtsAlone, { usage, isBrokenOff: isUnmarked });
    }
    const probabilities = this.#tokens?.of(text, reasoning !== '');
    return {
      ...{ text, usage },
      ...(reasoning === '' ? {} : { reasoning }),
      ...(probabilities === undefined ? {} : { probabilities }),
      ...(isUnmarked ? { isUnmarked } : {}),
    };
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

const thoughtsAlone = 'If this goes on, turn its thinking off, or look how the server tells thoughts from replies.';

/** A reply that was held to a schema, and went where thoughts go: thoughts are no JSON object from end to end. */
function isObject(text: string): boolean {
  if (!/^\s*\{[^]*\}\s*$/.test(text)) return false;
  try {
    return typeof JSON.parse(text) === 'object';
  } catch {
    // Thoughts in braces.
    return false;
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
