import { type BatchKind, batchKinds } from '../../../core/samples/events.ts';
import type { Price } from '../../../protocol/profile.ts';
import type { OpenedModel } from '../opened-model.ts';

/** Kinds of batches that a model can be asked in: an engine run by hand speaks the protocol of the endpoints that may have a Batch API. */
export const batchesOf = ({ batches }: OpenedModel): readonly BatchKind[] => (batches === undefined ? [] : batchKinds);

/** Price of a batch at OpenAI, Azure and those who follow them: half. */
export const batchPrice = (price: Price | undefined): Price | undefined =>
  price && { prompt: price.prompt / 2, completion: price.completion / 2 };
