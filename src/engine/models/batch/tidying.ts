import { ModelError } from '../model-error.ts';
import type { BatchStore } from './batch-store.ts';
import { collect, type Collecting } from './collecting.ts';

/** Tells whether nothing is left to do at an endpoint for batches that nobody waits for. */
export const isTidy = (store: BatchStore, endpoint: string): boolean =>
  store.discarded(endpoint).length === 0 && store.leftCalledOff(endpoint).length === 0;

/**
 * Deletes at an endpoint the files of batches whose replies are kept, those too of batches that were called off and have
 * ended since. A courtesy, which fails nobody: what the endpoint will not delete stays there, and one that fails or is
 * gone is asked again when the next batch is collected, or by the next process.
 */
export async function tidy(endpoint: string, collecting: Collecting): Promise<void> {
  const { store, api, signal } = collecting;
  await courteously(async () => {
    for (const { token, id } of store.leftCalledOff(endpoint)) await collect(token, await api.get(id, signal), collecting);
  });
  await courteously(async () => {
    for (const file of store.discarded(endpoint)) {
      await deleteFile(file, collecting);
      store.deleted(endpoint, file);
    }
  });
}

async function courteously(work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (!(error instanceof ModelError)) throw error;
  }
}

/** @throws ModelError when it may be deleted later. */
async function deleteFile(file: string, { api, signal }: Collecting): Promise<void> {
  try {
    await api.delete(file, signal);
  } catch (error) {
    // Another key may be allowed to.
    if (!(error instanceof ModelError) || error.retryable || error.kind === 'auth') throw error;
  }
}
