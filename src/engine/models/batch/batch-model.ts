import type { Price } from '../../../protocol/profile.ts';
import { UsageError } from '../../errors.ts';
import type { ChatModel } from '../chat-model.ts';
import type { OpenedModel } from '../opened-model.ts';
import { FileBatches, type FileBatchOptions } from './file-batches.ts';
import { type OpenAiBatchOptions, OpenAiBatches } from './openai-batches.ts';

export { cancelBatches } from './cancel-batches.ts';

export type BatchOptions = ({ readonly kind: 'openai' } & OpenAiBatchOptions) | ({ readonly kind: 'files' } & FileBatchOptions);

/**
 * A model whose requests are sent together: it stands below the reply cache and the budget, in place of admission,
 * timeouts and the model itself.
 * @throws UsageError when the model cannot be asked in that way.
 */
export function createBatchModel(opened: OpenedModel, options: BatchOptions): ChatModel {
  if (options.kind === 'files') return new FileBatches(opened, options);
  if (opened.batches === undefined) {
    throw new UsageError(
      `${opened.name} has no Batch API; models of OpenAI-compatible endpoints may have one. Choose such a model, or run without batches`,
    );
  }
  return new OpenAiBatches(opened, opened.batches, options);
}

/** What OpenAI, Azure and those who follow them charge for a batch: half. */
export const batchPrice = (price: Price | undefined): Price | undefined =>
  price && { prompt: price.prompt / 2, completion: price.completion / 2 };
