import * as z from 'zod';
import { countTokens } from '../../../core/corpus/tokens.ts';
import type { Usage } from '../../../core/samples/sample.ts';
import type { ChatReply, ChatRequest } from '../chat-model.ts';
import { ModelError } from '../model-error.ts';
import { type AskedEndpoint, badReply, cutOff, failure, filtered } from './failures.ts';
import { withoutSecrets } from './redact.ts';
import { splitUnopened, ThinkSplitter } from './think-splitter.ts';

/** Mistral writes content in parts, some of them thoughts: `[{type: 'thinking', thinking: [{type: 'text', text}]}]`. */
const part = z.object({ text: z.string().nullish(), thinking: z.array(z.object({ text: z.string().nullish() })).nullish() });

const said = z.object({
  content: z.union([z.string(), z.array(part)]).nullish(),
  refusal: z.string().nullish(),
  /** DeepSeek and vLLM call it `reasoning_content`, OpenRouter, Ollama and newer vLLM `reasoning`. */
  reasoning_content: z.string().nullish(),
  reasoning: z.string().nullish(),
});

const chunk = z.object({
  choices: z.array(z.object({ delta: said.nullish(), message: said.nullish(), finish_reason: z.string().nullish() })).nullish(),
  usage: z.object({ prompt_tokens: z.int().nonnegative(), completion_tokens: z.int().nonnegative() }).nullish().catch(null),
});

/** Puts a reply together from the chunks of a stream, or from a single completion, which is read as one chunk. */
export class ReplyAssembly {
  readonly #request: ChatRequest;
  readonly #asked: AskedEndpoint;
  readonly #splitter = new ThinkSplitter();
  readonly #text: string[] = [];
  readonly #reasoning: string[] = [];
  #refusal = '';
  #finish: string | undefined;
  #usage: Usage | undefined;
  #choices = 0;

  constructor(request: ChatRequest, asked: AskedEndpoint) {
    this.#request = request;
    this.#asked = asked;
  }

  /** @throws ModelError when it is no part of a chat completion. */
  add(value: unknown): void {
    const { data } = chunk.safeParse(value);
    if (data === undefined) throw badReply('sent something that is no chat completion', this.#asked);
    if (data.usage) {
      this.#usage = { promptTokens: data.usage.prompt_tokens, completionTokens: data.usage.completion_tokens, estimated: false };
    }
    const choice = data.choices?.[0];
    if (choice === undefined) return;
    this.#choices += 1;
    this.#finish = choice.finish_reason ?? this.#finish;
    const delta = choice.delta ?? choice.message;
    if (!delta) return;
    this.#refusal += delta.refusal ?? '';
    this.#keep({ reasoning: delta.reasoning_content || delta.reasoning || '', text: '' });
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
    if (text !== '') {
      this.#text.push(text);
      this.#request.observer?.text?.(text);
    }
  }

  /**
   * The whole reply, when its end has come. `isComplete`: the server marked the end of the stream.
   * @throws ModelError when there is no usable reply; its `usage` is what was paid nevertheless.
   */
  finish(isComplete: boolean): ChatReply {
    this.#keep(this.#splitter.end());
    const whole = splitUnopened(this.#reasoning.join(''), this.#text.join(''));
    const { secrets } = this.#asked;
    const [reasoning, text] = [withoutSecrets(whole.reasoning, secrets), withoutSecrets(whole.text, secrets)];
    const usage = this.#usage ?? this.#estimate(text + reasoning);
    const asked = this.#asked;
    if (this.#choices === 0) throw isComplete ? badReply('sent a reply without any choice in it', asked) : cutOff(asked);
    // Some servers mark only one of the two ends; a stream with neither was cut.
    if (this.#finish === undefined && !isComplete) throw paid(cutOff(asked), usage);
    if (this.#finish === 'content_filter') throw paid(filtered(asked, 'withheld the reply: its content filter was set off'), usage);
    if (this.#finish === 'length') {
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
      throw paid(badReply(reasoning === '' ? 'sent an empty reply' : 'sent its thoughts, but no reply', asked), usage);
    }
    return { text, usage, ...(reasoning === '' ? {} : { reasoning }) };
  }

  /** Our count, where the server sends none; four tokens a message for what separates them (o200k chat format). */
  #estimate(reply: string): Usage {
    const promptTokens = this.#request.messages.reduce((sum, { content }) => sum + 4 + countTokens(content), 0);
    return { promptTokens, completionTokens: countTokens(reply), estimated: true };
  }
}

const paid = ({ kind, message }: ModelError, usage: Usage): ModelError => new ModelError(kind, message, { usage });
