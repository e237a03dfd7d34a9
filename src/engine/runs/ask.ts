import { shortHash } from '../../core/hash.ts';
import type { MethodSchema } from '../../core/methods/reply-schema.ts';
import { mayBeJson } from '../../core/methods/json.ts';
import { ReplyError } from '../../core/methods/reply-error.ts';
import type { ChatMessage } from '../../core/prompts/chat.ts';
import type { Origin } from '../../core/prompts/origin.ts';
import type { NewEvent } from '../../core/samples/events.ts';
import type { TokenProbabilities } from '../../core/quality/perplexity.ts';
import type { Usage } from '../../core/samples/sample.ts';
import type { ChatModel } from '../models/chat-model.ts';
import { ModelError } from '../models/model-error.ts';
import { loadTokenizer } from '../tokenizer.ts';
import { rendered } from './rendered.ts';
import { lastShortening } from './shorten.ts';
import { firstWording, type CallWording } from './wording.ts';

export interface ModelCall<T> {
  readonly model: ChatModel;
  readonly origin: Origin;
  readonly seed: number;
  /** The form of the reply as a schema, for models that can be held to one. */
  readonly schema?: MethodSchema | undefined;
  /** The most tokens of a reply in that form. */
  readonly limit: number;
  /** True when the log-probabilities of the reply's tokens are wanted. */
  readonly logProbabilities?: boolean;
  readonly render: (wording: CallWording) => readonly ChatMessage[];
  /** Passage that it is about, for a message. */
  readonly about?: string;
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
  /** The reply, and the log-probabilities of its tokens where they were wanted and came. */
  readonly reply: string;
  readonly probabilities: TokenProbabilities | undefined;
  /** Hash of the messages that were answered, and the event that keeps their text. */
  readonly prompt: string;
  readonly sent: NewEvent;
}

/** A reply that keeps its form and is not wanted all the same. */
export class UnusableReply extends Error {
  override readonly name = 'UnusableReply';
}

/** What was learnt of a call while it was asked. */
interface PromptFit {
  /** The step at which its passages are shown. */
  step: number;
  /** A reply that was to be held to its schema was no JSON, and of no use. */
  ignoredSchema: boolean;
}

/**
 * Asks, parses, and asks once more with the parser's complaint when the reply does not keep its form, repeats itself, or is not wanted.
 * @throws ReplyError, or UnusableReply, when the second reply is of no use either; whatever the model throws. Where its context is too small for the
 * prompt, that is shortened, step by step.
 */
export function ask<T>(call: ModelCall<T>, asking: Asking): Promise<Answered<T>> {
  // No frame of its own: in a batch, tens of thousands wait here.
  const fit: PromptFit = { step: 0, ignoredSchema: false };
  return askFitting(call, '', asking, fit).catch((error: unknown) => {
    const complaint = complaintOf(error);
    if (complaint === null) throw error;
    return askFitting(call, complaint, asking, fit);
  });
}

/** What a model is told of its last reply when it is asked once more; null for what another reply would not mend. */
function complaintOf(error: unknown): string | null {
  if (error instanceof ReplyError) return `${error.complaint}.`;
  if (error instanceof UnusableReply) return `${error.message}.`;
  return error instanceof ModelError && error.kind === 'repeating'
    ? 'the reply repeated itself over and over. Say each thing once, and end.'
    : null;
}

function askFitting<T>(call: ModelCall<T>, complaint: string, asking: Asking, fit: PromptFit): Promise<Answered<T>> {
  return askOnce(call, complaint, asking, fit).catch(async (error: unknown) => {
    if (!(error instanceof ModelError) || error.kind !== 'context' || asking.signal.aborted) throw error;
    const next = await nextStep(call, complaint, fit.step, error);
    if (next === undefined) throw unfit(error, call);
    fit.step = next;
    return await askFitting(call, complaint, asking, fit);
  });
}

/** The fewest tokens that a shortened prompt leaves for its reply. */
const minReplyTokens = 256;

/** The next step that says less, and by what the server told of its sizes may fit; the last one where none does. */
async function nextStep<T>(call: ModelCall<T>, complaint: string, step: number, { context = {} }: ModelError): Promise<number | undefined> {
  const { countTokens } = await loadTokenizer();
  const sizeOf = (at: number): number =>
    call.render({ ...firstWording, complaint, shortening: at }).reduce((sum, { content }) => sum + 4 + countTokens(content), 0);
  const size = sizeOf(step);
  const factor = context.prompt === undefined ? 1 : context.prompt / size;
  const room = context.limit === undefined ? Infinity : context.limit - Math.min(minReplyTokens, context.limit / 4);
  let next: number | undefined;
  for (let at = step + 1; at <= lastShortening; at += 1) {
    const shorter = sizeOf(at);
    if (shorter >= size) continue;
    next = at;
    if (shorter * factor <= room) break;
  }
  return next;
}

function unfit({ message, context, usage, status }: ModelError, { about }: ModelCall<unknown>): ModelError {
  const which = about === undefined ? '' : ` This was the shortest prompt for ${about}.`;
  return new ModelError('context', message + which, {
    ...(context === undefined ? {} : { context }),
    ...(usage === undefined ? {} : { usage }),
    ...(status === undefined ? {} : { status }),
  });
}

async function askOnce<T>(call: ModelCall<T>, complaint: string, { run, attempt, signal }: Asking, fit: PromptFit): Promise<Answered<T>> {
  const { model, origin, seed, schema, limit, logProbabilities = false, render, parse } = call;
  const { step: shortening, ignoredSchema } = fit;
  const asked = rendered(() => render({ complaint, shortening, json: false }));
  const inJson = schema === undefined ? undefined : rendered(() => render({ complaint, shortening, json: true }));
  const form = schema === undefined ? {} : { schema: { ...schema, ...(inJson && { messages: inJson }) } };
  const wanted = logProbabilities ? { logProbabilities } : {};
  const learnt = { ...(shortening === 0 ? {} : { shortening }), ...(ignoredSchema && { ignoredSchema }) };
  const {
    text,
    usage,
    probabilities,
    held = false,
  } = await model.chat({ messages: asked, origin, seed, ...form, ...learnt, ...wanted, replyLimit: limit, ordinal: attempt, run }, signal);
  const messages = (held && inJson ? inJson : asked).map(({ role, content }) => ({ role, content }));
  const prompt = shortHash(JSON.stringify(messages));
  const value = parsed(
    () => parse(text),
    () => (fit.ignoredSchema ||= held && !mayBeJson(text)),
  );
  // A reply of the cache may have what nobody asks for now.
  const known = logProbabilities ? probabilities : undefined;
  return {
    value,
    usage,
    reply: text,
    probabilities: known,
    prompt,
    sent: { type: 'prompt.sent', prompt, method: origin.method, messages },
  };
}

function parsed<T>(parse: () => T, onUnformed: () => void): T {
  try {
    return parse();
  } catch (error) {
    if (error instanceof ReplyError) onUnformed();
    throw error;
  }
}
