import type { Price } from '../../protocol/profile.ts';
import type { ChatModel } from './chat-model.ts';
import type { Embedder } from './embedder.ts';
import type { Endpoint } from './openai/endpoint.ts';
import type { Timeouts } from './requests/timeouts.ts';

/** Properties of a model that the request engine has to know, whatever the model does. */
interface Opened {
  /** Name of the model in messages: `gpt-4o at https://api.openai.com/v1`. */
  readonly name: string;
  /** Identity of the endpoint, for the reply cache and for sharing a rate limit; holds no secret. */
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
  /** Endpoint of its Batch API; absent for models that have none. */
  readonly batches?: Endpoint;
  /** Tells whether replies can be held to a schema, as far as is known; absent for models that have no such thing. */
  readonly takesSchema?: () => boolean;
  /** True when the model thinks first; guessed from its id when not said. */
  readonly reasoning?: boolean;
}

/** A model that embeds, behind an endpoint or on this machine's own processor. */
export interface OpenedEmbedder extends Opened {
  readonly embedder: Embedder;
  /** False for one that runs in this process: it is not paced, timed or tried again. */
  readonly remote: boolean;
  /** Name of the space that its vectors lie in, apart from all others; holds no secret. */
  readonly space: string;
}

/** @throws UsageError, saying what there is, when no model answers to the id. */
export type OpenModel = (id: string) => Promise<OpenedModel>;

/** @throws UsageError, saying what to do, when there is no such model, or none that could embed. */
export type OpenEmbedder = (id: string) => Promise<OpenedEmbedder>;
