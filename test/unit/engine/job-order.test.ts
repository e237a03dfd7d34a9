import { describe, expect, it } from 'vitest';
import { level1 } from '../../../src/core/methods/level1/method.ts';
import { level2 } from '../../../src/core/methods/level2/method.ts';
import { level3 } from '../../../src/core/methods/level3/method.ts';
import { rephrase } from '../../../src/core/methods/rephrase/method.ts';
import { JobOrder, lagOf } from '../../../src/engine/runs/job-order.ts';

describe('how far a job is behind those it learns from', () => {
  it('follows from the count, and costs a large run nothing', () => {
    expect([1, 128, 800, 4096, 100_000].map((count) => lagOf(level3, count, Infinity))).toEqual([16, 16, 100, 512, 512]);
  });

  it('is at most a round of the passages, so that one that comes up again knows of the time before', () => {
    expect(lagOf(level2, 800, 44)).toBe(44);
    expect(lagOf(level1, 800, 44)).toBe(44);
    expect(lagOf(level1, 800, 1)).toBe(1);
    expect(lagOf(level1, 800, 0)).toBe(1);
  });

  it('is as long as it can be where only a passage that comes up again has something to learn', () => {
    expect(lagOf(level1, 80, 2000)).toBe(512);
  });

  it('is none where prompts name nothing that was asked before', () => {
    expect(lagOf(rephrase, 80, 44)).toBe(Infinity);
  });
});

describe('the order of a run’s jobs', () => {
  const set = (ordinal: number) => ({ ordinal });
  function ordered(lag: number, ordinals: readonly number[]): JobOrder {
    const order = new JobOrder(lag);
    expect([...order.placed(ordinals.map((ordinal) => ({ set: set(ordinal) })))]).toHaveLength(ordinals.length);
    return order;
  }

  it('holds a job back until those it learns from are recorded, by their places and not by their ordinals', () => {
    const order = ordered(2, [900, 0, 450, 451]);
    order.begin(set(900));
    expect(order.mayBegin(set(0))).toBe(true);
    order.begin(set(0));
    expect(order.mayBegin(set(450))).toBe(false);
    order.recorded();
    expect(order.mayBegin(set(450))).toBe(true);
    expect([900, 0, 451].map((earlier) => order.learns(set(450), earlier))).toEqual([true, false, false]);
  });

  it('holds back a job that is tried again, too, whatever lies between', () => {
    const order = ordered(2, [0, 1, 2, 3, 4]);
    order.begin(set(0));
    expect(order.mayBegin(set(4))).toBe(false);
    order.recorded();
    expect(order.mayBegin(set(4))).toBe(true);
  });

  it('holds nothing back, and teaches nothing, without a lag', () => {
    const order = ordered(Infinity, [0, 1, 2]);
    order.begin(set(0));
    expect(order.teaches).toBe(false);
    expect(order.mayBegin(set(2))).toBe(true);
    expect(order.learns(set(2), 0)).toBe(false);
  });
});
