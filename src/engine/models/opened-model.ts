import type { Price } from '../../protocol/profile.ts';
import type { ChatModel } from './chat-model.ts';
import type { Endpoint } from './openai/endpoint.ts';
import type { Timeouts } from './requests/timeouts.ts';

/** A model with what the request engine has to know of it. */
export interface OpenedModel {
  readonly model: ChatModel;
  /** How messages call it: `gpt-4o at https://api.openai.com/v1`. */
  readonly name: string;
  /** What answers, for the reply cache and for sharing a rate limit; holds no secret. */
  readonly endpoint: string;
  /** False for what costs and waits for nothing, and depends on more than its messages: it is not cached, paced or timed. */
  readonly remote: boolean;
  readonly price?: Price;
  readonly temperature?: number;
  readonly maxReplyTokens?: number;
  readonly maxConcurrent?: number;
  readonly timeouts?: Timeouts;
  /** Where its Batch API is; absent for models that have none. */
  readonly batches?: Endpoint;
  /** Whether it thinks first; guessed from its id when not said. */
  readonly reasoning?: boolean;
}

/** @throws UsageError, saying what there is, when no model answers to the id. */
export type OpenModel = (id: string) => Promise<OpenedModel>;
