import { UsageError } from '../../errors.ts';
import { heldSince } from '../../storage/writer-locks.ts';
import { type Clock, sleep, systemClock } from '../clock.ts';
import { ModelError } from '../model-error.ts';
import type { OpenModel } from '../opened-model.ts';
import { BatchApi } from './batch-api.ts';
import { type BatchRow, BatchStore } from './batch-store.ts';
import { retrying } from './retrying.ts';
import { lockFolder } from './scratch-file.ts';
import { tidy } from './tidying.ts';

/** For as long as it may take a batch that is being handed in to be given up. */
const timeoutMs = 30_000;

/**
 * Calls off at its endpoint what a run still has in batches there. What was answered before remains, and is used if the
 * run is resumed.
 * @throws the first error, when all were tried.
 */
export async function cancelBatches(folder: string, run: string, open: OpenModel, clock: Clock = systemClock): Promise<void> {
  const store = new BatchStore(folder);
  const errors: unknown[] = [];
  try {
    for (const batch of store.unfinished(run)) {
      try {
        await cancel(folder, store, batch, open, clock);
      } catch (error) {
        errors.push(error);
      }
    }
  } finally {
    store.close();
  }
  if (errors.length > 0) throw errors[0];
}

async function cancel(folder: string, store: BatchStore, { token }: BatchRow, open: OpenModel, clock: Clock): Promise<void> {
  const signal = new AbortController().signal;
  const until = clock.now() + timeoutMs;
  let batch = store.batch(token);
  while (batch?.id === null && clock.now() < until && heldSince(lockFolder(folder), batch.owner) !== undefined) {
    await sleep(clock, 100, signal);
    batch = store.batch(token);
  }
  if (batch === undefined) return;
  const { model, endpoint, batches, name } = await open(batch.model);
  if (batches === undefined || endpoint !== batch.endpoint) {
    throw new UsageError(
      `${batch.id ?? 'a batch'} was begun at ${batch.endpoint.replace(/\?.*/, '')}, and “${batch.model}” is now ${name}: ` +
        'cancel the batch where it was begun, or set the model’s URL back and cancel the run again',
    );
  }
  const api = new BatchApi(batches, model.id, clock);
  const retries = { clock, signal, attempts: 3 };
  const known = batch;
  const id = known.id ?? (await retrying(() => api.find(known, signal), retries));
  if (id === undefined) {
    store.forget(token);
    await tidy(endpoint, { folder, store, api, signal });
    return;
  }
  if (known.id === null) store.created(token, id);
  store.calledOff(token);
  try {
    await retrying(() => api.cancel(id, signal), retries);
  } catch (error) {
    // A batch that has ended cannot be called off, and need not be.
    if (!(error instanceof ModelError) || (await api.get(id, signal)).end === null) throw error;
  }
  await tidy(endpoint, { folder, store, api, signal });
}
