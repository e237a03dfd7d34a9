import { describe, expect, it } from 'vitest';
import { FirstMade } from '../../../src/engine/runs/first-made.ts';

describe('of the same candidate made by several jobs under way', () => {
  const waiting = () => {
    const { promise, resolve, reject } = Promise.withResolvers<string>();
    let asked = 0;
    const make = (): Promise<string> => (asked++, promise);
    return { make, resolve, reject, asked: () => asked };
  };
  const keeps = (made: string): boolean => made === 'sound';

  it('a later one waits, and is told of the earlier one that is kept', async () => {
    const [first, answers] = [new FirstMade(), waiting()];
    const early = first.unlessDuplicate('q', { job: 1, id: 'a' }, answers.make, keeps);
    const late = first.unlessDuplicate('q', { job: 2, id: 'b' }, answers.make, keeps);
    const same = first.unlessDuplicate('q', { job: 1, id: 'c' }, answers.make, keeps);
    answers.resolve('sound');
    expect(await Promise.all([early, late, same])).toEqual([{ made: 'sound' }, { duplicate: 'a' }, { duplicate: 'a' }]);
    expect(answers.asked()).toBe(1);
  });

  it('a later one is gone on with when the earlier one falls', async () => {
    const [first, answers, others] = [new FirstMade(), waiting(), waiting()];
    const early = first.unlessDuplicate('q', { job: 1, id: 'a' }, answers.make, keeps);
    const late = first.unlessDuplicate('q', { job: 2, id: 'b' }, others.make, keeps);
    const last = first.unlessDuplicate('q', { job: 3, id: 'c' }, others.make, keeps);
    answers.resolve('of no use');
    others.resolve('sound');
    expect(await Promise.all([early, late, last])).toEqual([{ made: 'of no use' }, { made: 'sound' }, { duplicate: 'b' }]);
  });

  it('one of the same job is not tried again, whether the first of it falls or fails', async () => {
    const [first, answers, others] = [new FirstMade(), waiting(), waiting()];
    const early = first.unlessDuplicate('q', { job: 1, id: 'a' }, answers.make, keeps);
    const same = first.unlessDuplicate('q', { job: 1, id: 'b' }, others.make, keeps);
    const late = first.unlessDuplicate('q', { job: 2, id: 'c' }, others.make, keeps);
    answers.reject(new Error('refused'));
    others.resolve('of no use');
    await expect(early).rejects.toThrow('refused');
    expect(await Promise.all([same, late])).toEqual([{ duplicate: null }, { made: 'of no use' }]);
    expect(await first.unlessDuplicate('q', { job: 2, id: 'd' }, others.make, keeps)).toEqual({ duplicate: null });
    expect(others.asked()).toBe(1);
  });

  it('a later one is gone on with when the earlier one fails', async () => {
    const [first, answers, others] = [new FirstMade(), waiting(), waiting()];
    const early = first.unlessDuplicate('q', { job: 1, id: 'a' }, answers.make, keeps);
    const late = first.unlessDuplicate('q', { job: 2, id: 'b' }, others.make, keeps);
    answers.reject(new Error('refused'));
    others.resolve('sound');
    await expect(early).rejects.toThrow('refused');
    expect(await late).toEqual({ made: 'sound' });
  });

  it('an earlier one that comes later waits for nobody, since results are taken in in the jobs’ order', async () => {
    const [first, answers, others] = [new FirstMade(), waiting(), waiting()];
    const late = first.unlessDuplicate('q', { job: 2, id: 'b' }, answers.make, keeps);
    others.resolve('sound');
    expect(await first.unlessDuplicate('q', { job: 1, id: 'a' }, others.make, keeps)).toEqual({ made: 'sound' });
    answers.resolve('sound');
    expect(await late).toEqual({ made: 'sound' });
  });
});
