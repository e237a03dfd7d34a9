import { setImmediate } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { SharedWork, SharedWorks } from '../../../src/engine/models/shared-work.ts';
import { atRest, never } from './support.ts';

/** Work that ends when the test says so. */
function held() {
  const begun: { readonly signal: AbortSignal; readonly end: (value: string) => void; readonly fail: (error: Error) => void }[] = [];
  const work = (signal: AbortSignal): Promise<string> => {
    const { promise, resolve, reject } = Promise.withResolvers<string>();
    begun.push({ signal, end: resolve, fail: reject });
    return promise;
  };
  return { begun, work };
}

it('begins with the first who joins, once, and gives all the same', async () => {
  const { begun, work } = held();
  const shared = new SharedWork(work);
  expect(begun).toHaveLength(0);
  const all = [shared.join(never), shared.join(never)];
  expect(begun).toHaveLength(1);
  begun[0]!.end('done');
  expect(await Promise.all(all)).toEqual(['done', 'done']);
});

it('lets one leave with its own reason, and works on for the others', async () => {
  const { begun, work } = held();
  const shared = new SharedWork(work);
  const stop = new AbortController();
  const gone = expect(shared.join(stop.signal)).rejects.toThrow('not wanted any more');
  const stays = shared.join(never);
  stop.abort(new Error('not wanted any more'));
  await gone;
  expect(begun[0]!.signal.aborted).toBe(false);
  begun[0]!.end('done');
  expect(await stays).toBe('done');
});

it('is called off, with the reason of the last, when that one leaves', async () => {
  const { begun, work } = held();
  let over = 0;
  const shared = new SharedWork(work, () => (over += 1));
  const [first, last] = [new AbortController(), new AbortController()];
  const gone = [first, last].map(({ signal }) => expect(shared.join(signal)).rejects.toThrow());
  first.abort(new Error('first'));
  expect([begun[0]!.signal.aborted, over]).toEqual([false, 0]);
  last.abort(new Error('last'));
  expect(begun[0]!.signal.reason).toEqual(new Error('last'));
  await Promise.all(gone);
  // Its failure is nobody's any more, and no second end.
  begun[0]!.fail(new Error('called off'));
  await atRest();
  expect(over).toBe(1);
});

it('fails for all who wait', async () => {
  const { begun, work } = held();
  const shared = new SharedWork(work);
  const all = [1, 2, 3].map(() => shared.join(never));
  begun[0]!.fail(new Error('no'));
  expect((await Promise.allSettled(all)).map(({ status }) => status)).toEqual(['rejected', 'rejected', 'rejected']);
  await expect(all[2]).rejects.toThrow('no');
});

it('does not take in one who has left already, nor begin for it', async () => {
  const { begun, work } = held();
  await expect(new SharedWork(work).join(AbortSignal.abort(new Error('gone')))).rejects.toThrow('gone');
  const works = new SharedWorks<string>();
  await expect(works.join('a', AbortSignal.abort(new Error('gone')), work)).rejects.toThrow('gone');
  expect(begun).toHaveLength(0);
  expect(works.has('a')).toBe(false);
});

it('tells a few in each turn of the event loop, and whoever leaves meanwhile is told of that alone', async () => {
  const { begun, work } = held();
  const shared = new SharedWork(work);
  let told = 0;
  const stop = new AbortController();
  const many = Array.from({ length: 200 }, () => shared.join(never).then(() => (told += 1)));
  const gone = expect(shared.join(stop.signal)).rejects.toThrow('stopped');
  begun[0]!.end('done');
  await setImmediate();
  expect(told).toBeGreaterThan(0);
  expect(told).toBeLessThan(200);
  stop.abort(new Error('stopped'));
  await gone;
  await Promise.all(many);
  expect(begun[0]!.signal.aborted).toBe(false);
});

it('is joined by its key while it lasts; after its end, or when it was called off, the next one begins anew', async () => {
  const { begun, work } = held();
  const works = new SharedWorks<string>();
  const both = [works.join('a', never, work), works.join('a', never, work)];
  const other = works.join('b', never, work);
  expect(begun).toHaveLength(2);
  begun[0]!.end('first');
  begun[1]!.end('other');
  expect(await Promise.all([...both, other])).toEqual(['first', 'first', 'other']);
  expect(works.has('a')).toBe(false);
  const stop = new AbortController();
  const deserted = expect(works.join('a', stop.signal, work)).rejects.toThrow('stopped');
  stop.abort(new Error('stopped'));
  const anew = works.join('a', never, work);
  expect(begun).toHaveLength(4);
  // The end of the one that was called off ends nothing of the new one.
  begun[2]!.fail(new Error('called off'));
  await deserted;
  await atRest();
  expect(works.has('a')).toBe(true);
  begun[3]!.end('anew');
  expect(await anew).toBe('anew');
});
