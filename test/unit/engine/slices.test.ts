import { expect, it } from 'vitest';
import { inSlices, pauses } from '../../../src/engine/slices.ts';

const items = Array.from({ length: 100 }, (_, at) => at);
const never = new AbortController().signal;

/** The sizes of the slices that items are worked on in, each of which takes so long. */
async function sizes(msAnItem: (done: number) => number, signal = never, report: (done: number) => void = () => undefined) {
  const taken: number[] = [];
  let time = 0;
  let done = 0;
  const work = (slice: readonly number[]): void => {
    expect(slice[0]).toBe(done);
    taken.push(slice.length);
    time += slice.length * msAnItem(done);
    done += slice.length;
  };
  expect(await inSlices(items, work, { signal, report, now: () => time })).toBe(done);
  return taken;
}

it('takes as many as take 30 ms, never twice as many as before, and one where one takes longer', async () => {
  expect(await sizes(() => 2)).toEqual([10, 15, 15, 15, 15, 15, 15]);
  expect(await sizes(() => 0)).toEqual([10, 20, 40, 30]);
  expect((await sizes((done) => (done < 10 ? 2 : 100))).slice(0, 4)).toEqual([10, 15, 1, 1]);
});

it('ends after the slice in which it is called off', async () => {
  const cancel = new AbortController();
  const taken = await sizes(
    () => 2,
    cancel.signal,
    (done) => {
      if (done >= 25) cancel.abort();
    },
  );
  expect(taken).toEqual([10, 15]);
});

it('gives way when a slice has taken its time, and not before', async () => {
  let time = 0;
  const pause = pauses(undefined, () => time);
  let others = 0;
  setImmediate(() => (others += 1));
  for (const at of [0, 15, 29]) {
    time = at;
    await pause();
    expect(others).toBe(0);
  }
  time = 30;
  await pause();
  expect(others).toBe(1);
  setImmediate(() => (others += 1));
  time = 59;
  await pause();
  expect(others).toBe(1);
});

it('tells at the next pause that the work was called off, and after the turn in which it is', async () => {
  const before = new AbortController();
  const early = pauses(before.signal, () => 0);
  await early();
  before.abort(new Error('called off'));
  await expect(early()).rejects.toThrow('called off');

  const meanwhile = new AbortController();
  let time = 0;
  const late = pauses(meanwhile.signal, () => time);
  setImmediate(() => {
    meanwhile.abort(new Error('called off'));
  });
  time = 30;
  await expect(late()).rejects.toThrow('called off');
});
