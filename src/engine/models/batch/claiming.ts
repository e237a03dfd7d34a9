import { setImmediate } from 'node:timers/promises';
import type { BatchStore, NewBatch } from './batch-store.ts';

/** Requests that are bound to a batch in one transaction, and in one turn of the event loop. */
const claimedAtOnce = 2000;

/** Binds requests to a new batch, a few at a time. @returns those that were in none. */
export async function claim(store: BatchStore, about: NewBatch, keys: Iterable<string>, signal: AbortSignal): Promise<Set<string>> {
  const claimed = new Set<string>();
  let some: string[] = [];
  const bind = (): void => {
    for (const key of store.claim(about, some)) claimed.add(key);
    some = [];
  };
  for (const key of keys) {
    some.push(key);
    if (some.length < claimedAtOnce) continue;
    bind();
    await setImmediate();
    signal.throwIfAborted();
  }
  bind();
  return claimed;
}
