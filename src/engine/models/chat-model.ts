import type { ChatMessage } from '../../core/prompts/chat.ts';
import type { Origin } from '../../core/prompts/origin.ts';
import type { TokenProbabilities } from '../../core/quality/perplexity.ts';
import type { Usage } from '../../core/samples/sample.ts';

/** Parameters for drawing the reply; what is left out is the server's default. */
export interface Sampling {
  readonly temperature?: number;
  readonly topP?: number;
  /** The most tokens of the reply, reasoning included. */
  readonly maxTokens?: number;
}

/** The form the reply should have; a server that cannot hold a model to it is asked without. */
interface ReplySchema {
  /** Letters, digits, `_` and `-`. */
  readonly name: string;
  readonly schema: Readonly<Record<string, unknown>>;
  /** Messages that ask for this form, where the others ask for another: those are sent where a server takes no schema. */
  readonly messages?: readonly ChatMessage[];
}

/** State of one of a server's limits, as it tells it; units are requests or tokens. */
export interface RateLimit {
  readonly limit: number;
  readonly remaining: number;
  /** Until it is as if nothing had been used. */
  readonly resetMs: number;
}

/** Told how far a reply is. What is retried starts over with `connected`. */
export interface ReplyObserver {
  /** The request has a connection; its bytes are on their way. */
  connected?(): void;
  /** The server said how much of its limits is left. */
  limits?(limits: { readonly requests?: RateLimit; readonly tokens?: RateLimit }): void;
  /** The next piece of the reply. */
  text?(delta: string): void;
  /** The next piece of what the model thought before replying. */
  reasoning?(delta: string): void;
}

export interface ChatRequest {
  readonly messages: readonly ChatMessage[];
  readonly origin: Origin;
  readonly seed: number;
  readonly sampling?: Sampling;
  readonly schema?: ReplySchema;
  /**
   * The most tokens that a reply in its form takes, thoughts aside. No property of the request, as its sampling is: a reply that
   * was paid for under another limit answers it.
   */
  readonly replyLimit?: number;
  /**
   * True when the log-probabilities of the reply's tokens are wanted, where its server tells them. No property of the request
   * either: a reply that was paid for without answers it.
   */
  readonly logProbabilities?: boolean;
  /** Place of this reply among several to the same messages; another ordinal is never answered from the cache of the first. */
  readonly ordinal?: number;
  /** Step at which its passages were shortened to fit into the context; absent when they are whole. */
  readonly shortening?: number;
  /** True when the reply before this one was to be held to the schema, was no JSON all the same, and of no use. */
  readonly ignoredSchema?: boolean;
  /** The run that asks: runs at the same endpoint take turns. */
  readonly run?: string;
  readonly observer?: ReplyObserver;
  /** Puts the reply on the disk with what it cost, before it is handed on; once, however often it is called. */
  readonly keep?: (reply: ChatReply) => Promise<void>;
}

/** Result of any request. */
export interface Reply {
  readonly usage: Usage;
}

export interface ChatReply extends Reply {
  readonly text: string;
  /** Thoughts of the model before replying, where it shows them. */
  readonly reasoning?: string;
  /** Log-probabilities of the tokens of `text`, where they were wanted and came. */
  readonly probabilities?: TokenProbabilities;
  /** True when it was to be held to the request's schema, and was asked in the messages that go with that. */
  readonly held?: boolean;
  /** True when nothing was asked for it: it had been paid for before. */
  readonly cached?: boolean;
  /** True when the server did not say that the reply is whole: it may have been broken off. */
  readonly isUnmarked?: boolean;
}

/** Something that answers messages; `R` is what it answers with. */
export interface ChatModel<R extends Reply = ChatReply> {
  /** As samples name it: `builtin/extractive`. */
  readonly id: string;
  /** @throws when there is no reply; an abort rejects with the signal's reason. */
  chat(request: ChatRequest, signal: AbortSignal): Promise<R>;
}

export const totalTokens = ({ promptTokens, completionTokens }: Omit<Usage, 'estimated'>): number => promptTokens + completionTokens;
