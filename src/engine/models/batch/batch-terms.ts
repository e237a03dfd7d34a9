import { type BatchKind, batchKinds } from '../../../core/samples/events.ts';
import type { Price } from '../../../protocol/profile.ts';
import type { OpenedModel } from '../opened-model.ts';

/** How a model can be asked in batches: an engine run by hand speaks the protocol of the endpoints that may have a Batch API. */
export const batchesOf = ({ batches }: OpenedModel): readonly BatchKind[] => (batches === undefined ? [] : batchKinds);

/** What OpenAI, Azure and those who follow them charge for a batch: half. */
export const batchPrice = (price: Price | undefined): Price | undefined =>
  price && { prompt: price.prompt / 2, completion: price.completion / 2 };
