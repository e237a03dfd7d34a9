import { describe, expect, it } from 'vitest';
import { inOrder } from '../../../src/engine/runs/in-order.ts';

describe('inOrder', () => {
  it('yields in the items’ order, whichever finishes first', async () => {
    const finish: (() => void)[] = [];
    const work = (item: number) =>
      new Promise<number>((resolve) => {
        finish[item] = () => {
          resolve(item);
        };
        if (item === 2) for (const done of finish.toReversed()) done();
      });
    expect(await Array.fromAsync(inOrder([0, 1, 2], () => 3, work))).toEqual([0, 1, 2]);
  });

  it('never has more under way than asked for', async () => {
    let [under, most] = [0, 0];
    const work = async (item: number) => {
      most = Math.max(most, ++under);
      await Promise.resolve();
      under--;
      return item;
    };
    expect(await Array.fromAsync(inOrder([1, 2, 3, 4, 5, 6, 7], () => 3, work))).toHaveLength(7);
    expect(most).toBe(3);
  });

  it('takes no more items once the consumer has enough', async () => {
    let taken = 0;
    function* items() {
      for (;;) yield taken++;
    }
    for await (const item of inOrder(
      items(),
      () => 2,
      (each) => Promise.resolve(each),
    ))
      if (item === 3) break;
    expect(taken).toBeLessThanOrEqual(6);
  });

  it('takes as many at once as are wanted by then', async () => {
    let [under, concurrency] = [0, 4];
    const seen: number[] = [];
    const work = async (item: number) => {
      seen.push(++under);
      await Promise.resolve();
      under--;
      return item;
    };
    for await (const item of inOrder([1, 2, 3, 4, 5, 6, 7, 8], () => concurrency, work)) if (item === 1) concurrency = 1;
    expect(Math.max(...seen.slice(0, 4))).toBe(4);
    expect(Math.max(...seen.slice(4))).toBe(1);
  });

  it('holds an item back until those before it are taken in', async () => {
    const log: string[] = [];
    const work = async (item: number) => {
      log.push(`begun ${item}`);
      await Promise.resolve();
      return item;
    };
    let seen = 0;
    const concurrency = (next: number): number => (next < 3 || seen === 2 ? 4 : 0);
    for await (const item of inOrder([1, 2, 3, 4], concurrency, work)) log.push(`seen ${(seen = item)}`);
    expect(log.slice(0, 5)).toEqual(['begun 1', 'begun 2', 'seen 1', 'seen 2', 'begun 3']);
  });

  it('throws a failure at the end: what was under way is yielded before, and nothing more is begun', async () => {
    const [got, begun]: [number[], number[]] = [[], []];
    const work = (item: number) => {
      begun.push(item);
      return item === 1 ? Promise.reject(new Error('one')) : Promise.resolve(item);
    };
    await expect(async () => {
      for await (const item of inOrder([0, 1, 2, 3, 4], () => 3, work)) got.push(item);
    }).rejects.toThrow('one');
    expect(begun).toEqual([0, 1, 2, 3]);
    expect(got).toEqual([0, 2, 3]);
  });
});
