import type { Price } from '../../protocol/profile.ts';
import type { ChatModel } from './chat-model.ts';
import type { Embedder } from './embedder.ts';
import type { Endpoint } from './openai/endpoint.ts';
import type { Timeouts } from './requests/timeouts.ts';

/** What the request engine has to know of a model, whatever it does. */
interface Opened {
  /** How messages call it: `gpt-4o at https://api.openai.com/v1`. */
  readonly name: string;
  /** What answers, for the reply cache and for sharing a rate limit; holds no secret. */
  readonly endpoint: string;
  readonly price?: Price;
  readonly maxConcurrent?: number;
  readonly timeouts?: Timeouts;
}

export interface OpenedModel extends Opened {
  readonly model: ChatModel;
  /** False for what costs and waits for nothing, and depends on more than its messages: it is not cached, paced or timed. */
  readonly remote: boolean;
  readonly temperature?: number;
  readonly maxReplyTokens?: number;
  /** Where its Batch API is; absent for models that have none. */
  readonly batches?: Endpoint;
  /** Whether it thinks first; guessed from its id when not said. */
  readonly reasoning?: boolean;
}

/** A model that embeds; it always stands behind an endpoint. */
export interface OpenedEmbedder extends Opened {
  readonly embedder: Embedder;
  /** What its vectors lie in, apart from all others; holds no secret. */
  readonly space: string;
}

/** @throws UsageError, saying what there is, when no model answers to the id. */
export type OpenModel = (id: string) => Promise<OpenedModel>;

/** @throws UsageError, saying what to do, when there is no such model, or none that could embed. */
export type OpenEmbedder = (id: string) => Promise<OpenedEmbedder>;
