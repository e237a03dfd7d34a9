import { setImmediate } from 'node:timers/promises';

/** So long, in milliseconds, items are begun and handed on before everything else gets its turn. */
const atOnce = 10;

/**
 * Works on several items at once and yields the results in the items' order, so that what a run makes does not depend
 * on which reply came first. `concurrency` says how many, before each item is taken; by 0 the next one is held back for now,
 * while others are under way. When one fails, no more are taken, those under way are still yielded (they are paid for),
 * and the failure is thrown at the end. Takes no more, and waits for those under way, when the consumer stops.
 */
export async function* inOrder<T, R>(
  items: Iterable<T>,
  concurrency: (next: T) => number,
  work: (item: T) => Promise<R>,
): AsyncGenerator<R> {
  const pending: Promise<PromiseSettledResult<R>>[] = [];
  const breath = new Breath();
  let failure: PromiseRejectedResult | undefined;
  const next = async (): Promise<R[]> => {
    if (breath.isDue) await breath.take();
    const settled = await pending.shift()!;
    if (settled.status === 'fulfilled') return [settled.value];
    failure ??= settled;
    return [];
  };
  try {
    for (const item of items) {
      while (pending.length >= Math.max(1, concurrency(item)) && failure === undefined) yield* await next();
      if (failure !== undefined) break;
      pending.push(settled(work(item)));
      if (breath.isDue) await breath.take();
    }
    while (pending.length > 0) yield* await next();
  } finally {
    await Promise.all(pending);
  }
  if (failure !== undefined) throw failure.reason;
}

/** Tens of thousands may be waited for, so no frame and no function is made for each. */
const settled = <R>(work: Promise<R>): Promise<PromiseSettledResult<R>> =>
  work.then<PromiseSettledResult<R>, PromiseRejectedResult>(fulfilled, rejected);

const fulfilled = <R>(value: R): PromiseFulfilledResult<R> => ({ status: 'fulfilled', value });
const rejected = (reason: unknown): PromiseRejectedResult => ({ status: 'rejected', reason });

/** Lets the event loop turn every so often. */
class Breath {
  #last = performance.now();

  get isDue(): boolean {
    return performance.now() - this.#last >= atOnce;
  }

  async take(): Promise<void> {
    await setImmediate();
    this.#last = performance.now();
  }
}
