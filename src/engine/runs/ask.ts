import { shortHash } from '../../core/hash.ts';
import { ReplyError } from '../../core/methods/reply-error.ts';
import type { ChatMessage } from '../../core/prompts/chat.ts';
import type { Origin } from '../../core/prompts/origin.ts';
import type { NewEvent } from '../../core/samples/events.ts';
import type { Usage } from '../../core/samples/sample.ts';
import type { ChatModel, ChatRequest } from '../models/chat-model.ts';
import { rendered } from './rendered.ts';

export interface ModelCall<T> {
  readonly model: ChatModel;
  readonly origin: Origin;
  readonly seed: number;
  /** The form of the reply, where it is JSON. */
  readonly schema?: ChatRequest['schema'];
  /** The messages; `complaint` says why the last reply was of no use, and is empty at first. */
  readonly render: (complaint: string) => readonly ChatMessage[];
  readonly parse: (reply: string) => T;
}

/** For whom it is asked. */
export interface Asking {
  readonly run: string;
  /** Number of times that the same was asked in vain: a reply that was of no use is not taken from the cache again. */
  readonly attempt: number;
  readonly signal: AbortSignal;
}

export interface Answered<T> {
  readonly value: T;
  readonly usage: Usage;
  /** Hash of the messages that were answered, and the event that keeps their text. */
  readonly prompt: string;
  readonly sent: NewEvent;
}

/** A reply that keeps its form and is not wanted all the same. */
export class UnusableReply extends Error {
  override readonly name = 'UnusableReply';
}

/**
 * Asks, parses, and asks once more with the parser's complaint when the reply does not keep its form, or is not wanted.
 * @throws ReplyError, or UnusableReply, when the second reply is of no use either; whatever the model throws.
 */
export function ask<T>(call: ModelCall<T>, asking: Asking): Promise<Answered<T>> {
  // No frame of its own: in a batch, tens of thousands wait here.
  return askOnce(call, '', asking).catch((error: unknown) => {
    if (!(error instanceof ReplyError || error instanceof UnusableReply)) throw error;
    return askOnce(call, `${error.message}.`, asking);
  });
}

async function askOnce<T>(call: ModelCall<T>, complaint: string, { run, attempt, signal }: Asking): Promise<Answered<T>> {
  const { model, origin, seed, schema, render, parse } = call;
  const asked = rendered(() => render(complaint));
  const form = schema === undefined ? {} : { schema };
  const { text, usage } = await model.chat({ messages: asked, origin, seed, ...form, ordinal: attempt, run }, signal);
  const messages = asked.map(({ role, content }) => ({ role, content }));
  const prompt = shortHash(JSON.stringify(messages));
  return { value: parse(text), usage, prompt, sent: { type: 'prompt.sent', prompt, method: origin.method, messages } };
}
