/**
 * Works on several items at once and yields the results in the items' order, so that what a run makes does not depend
 * on which reply came first. `width` says how many, before each item is taken. When one fails, no more are taken, those
 * under way are still yielded (they are paid for), and the failure is thrown at the end. Takes no more, and waits for
 * those under way, when the consumer stops.
 */
export async function* inOrder<T, R>(items: Iterable<T>, width: () => number, work: (item: T) => Promise<R>): AsyncGenerator<R> {
  const pending: Promise<PromiseSettledResult<R>>[] = [];
  let failure: PromiseRejectedResult | undefined;
  const next = async (): Promise<R[]> => {
    const settled = await pending.shift()!;
    if (settled.status === 'fulfilled') return [settled.value];
    failure ??= settled;
    return [];
  };
  try {
    for (const item of items) {
      while (pending.length >= Math.max(1, width()) && failure === undefined) yield* await next();
      if (failure !== undefined) break;
      pending.push(settle(work(item)));
    }
    while (pending.length > 0) yield* await next();
  } finally {
    await Promise.all(pending);
  }
  if (failure !== undefined) throw failure.reason;
}

async function settle<R>(work: Promise<R>): Promise<PromiseSettledResult<R>> {
  const [settled] = await Promise.allSettled([work]);
  return settled;
}
