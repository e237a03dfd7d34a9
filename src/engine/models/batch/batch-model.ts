import { UsageError } from '../../errors.ts';
import type { ChatModel } from '../chat-model.ts';
import type { OpenedModel } from '../opened-model.ts';
import { FileBatches, type FileBatchOptions } from './file-batches.ts';
import { type OpenAiBatchOptions, OpenAiBatches } from './openai-batches.ts';

export { cancelBatches } from './cancel-batches.ts';

export type BatchOptions = ({ readonly kind: 'openai' } & OpenAiBatchOptions) | ({ readonly kind: 'files' } & FileBatchOptions);

/**
 * A model whose requests are sent together: it stands below the reply cache and the budget, in place of the rate limiter,
 * timeouts and the model itself.
 * @throws UsageError when the model cannot be asked in that way.
 */
export function createBatchModel(opened: OpenedModel, options: BatchOptions): ChatModel {
  if (opened.batches === undefined) {
    throw new UsageError(
      `${opened.name} cannot be asked in batches; models of OpenAI-compatible endpoints can. Choose such a model, or run without batches`,
    );
  }
  if (options.kind === 'files') return new FileBatches(opened, options);
  return new OpenAiBatches(opened, opened.batches, options);
}
