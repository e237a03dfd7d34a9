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
    const [first, answers] = [new FirstMade({ same: true, near: null, meaning: null }), waiting()];
    const early = first.unlessDuplicate('q', { job: 1, id: 'a' }, answers.make, keeps);
    const late = first.unlessDuplicate('q', { job: 2, id: 'b' }, answers.make, keeps);
    const same = first.unlessDuplicate('q', { job: 1, id: 'c' }, answers.make, keeps);
    answers.resolve('sound');
    expect(await Promise.all([early, late, same])).toEqual([{ made: 'sound' }, { same: 'a' }, { same: 'a' }]);
    expect(answers.asked()).toBe(1);
  });

  it('a later one is gone on with when the earlier one falls', async () => {
    const [first, answers, others] = [new FirstMade({ same: true, near: null, meaning: null }), waiting(), waiting()];
    const early = first.unlessDuplicate('q', { job: 1, id: 'a' }, answers.make, keeps);
    const late = first.unlessDuplicate('q', { job: 2, id: 'b' }, others.make, keeps);
    const last = first.unlessDuplicate('q', { job: 3, id: 'c' }, others.make, keeps);
    answers.resolve('of no use');
    others.resolve('sound');
    expect(await Promise.all([early, late, last])).toEqual([{ made: 'of no use' }, { made: 'sound' }, { same: 'b' }]);
  });

  it('one of the same job is not tried again, whether the first of it falls or fails', async () => {
    const [first, answers, others] = [new FirstMade({ same: true, near: null, meaning: null }), waiting(), waiting()];
    const early = first.unlessDuplicate('q', { job: 1, id: 'a' }, answers.make, keeps);
    const same = first.unlessDuplicate('q', { job: 1, id: 'b' }, others.make, keeps);
    const late = first.unlessDuplicate('q', { job: 2, id: 'c' }, others.make, keeps);
    answers.reject(new Error('refused'));
    others.resolve('of no use');
    await expect(early).rejects.toThrow('refused');
    expect(await Promise.all([same, late])).toEqual([{ same: null }, { made: 'of no use' }]);
    expect(await first.unlessDuplicate('q', { job: 2, id: 'd' }, others.make, keeps)).toEqual({ same: null });
    expect(others.asked()).toBe(1);
  });

  it('a later one is gone on with when the earlier one fails', async () => {
    const [first, answers, others] = [new FirstMade({ same: true, near: null, meaning: null }), waiting(), waiting()];
    const early = first.unlessDuplicate('q', { job: 1, id: 'a' }, answers.make, keeps);
    const late = first.unlessDuplicate('q', { job: 2, id: 'b' }, others.make, keeps);
    answers.reject(new Error('refused'));
    others.resolve('sound');
    await expect(early).rejects.toThrow('refused');
    expect(await late).toEqual({ made: 'sound' });
  });

  it('an earlier one that comes later waits for nobody, since results are taken in in the jobs’ order', async () => {
    const [first, answers, others] = [new FirstMade({ same: true, near: null, meaning: null }), waiting(), waiting()];
    const late = first.unlessDuplicate('q', { job: 2, id: 'b' }, answers.make, keeps);
    others.resolve('sound');
    expect(await first.unlessDuplicate('q', { job: 1, id: 'a' }, others.make, keeps)).toEqual({ made: 'sound' });
    answers.resolve('sound');
    expect(await late).toEqual({ made: 'sound' });
  });

  describe('that is nearly the same', () => {
    const [question, near] = ['When is the sea at the quay highest in a month?', 'When is the sea at the pier highest in a month?'];
    // Of 9 runs of three words each, 3 have the word that differs.
    const alike = 6 / 12;

    it('a later one waits, also of the same job, and is told how alike it is', async () => {
      const [first, answers, others] = [new FirstMade({ same: true, near: 0.5, meaning: null }), waiting(), waiting()];
      const early = first.unlessDuplicate(question, { job: 1, id: 'a' }, answers.make, keeps);
      const same = first.unlessDuplicate(near, { job: 1, id: 'b' }, others.make, keeps);
      const late = first.unlessDuplicate(near, { job: 2, id: 'c' }, others.make, keeps);
      answers.resolve('sound');
      const like = { like: 'a', similarity: expect.closeTo(alike, 10) as number, by: 'words' };
      expect(await Promise.all([early, same, late])).toEqual([{ made: 'sound' }, like, like]);
      expect(others.asked()).toBe(0);
    });

    it('is gone on with where the other falls, once', async () => {
      const [first, answers, others] = [new FirstMade({ same: true, near: 0.5, meaning: null }), waiting(), waiting()];
      const early = first.unlessDuplicate(question, { job: 1, id: 'a' }, answers.make, keeps);
      const same = first.unlessDuplicate(near, { job: 1, id: 'b' }, others.make, keeps);
      const late = first.unlessDuplicate(near, { job: 2, id: 'c' }, others.make, keeps);
      answers.resolve('of no use');
      others.resolve('sound');
      expect(await Promise.all([early, same, late])).toEqual([{ made: 'of no use' }, { made: 'sound' }, { same: 'b' }]);
      expect(others.asked()).toBe(1);
    });

    it('is another where fewer runs are shared than is asked for', async () => {
      const [first, answers] = [new FirstMade({ same: true, near: 0.6, meaning: null }), waiting()];
      answers.resolve('sound');
      await first.unlessDuplicate(question, { job: 1, id: 'a' }, answers.make, keeps);
      expect(await first.unlessDuplicate(near, { job: 1, id: 'b' }, answers.make, keeps)).toEqual({ made: 'sound' });
    });

    it('waits also where the same may be said twice, and the same text is the most alike', async () => {
      const [first, answers, others] = [new FirstMade({ same: false, near: 0.5, meaning: null }), waiting(), waiting()];
      const early = first.unlessDuplicate(question, { job: 1, id: 'a' }, answers.make, keeps);
      const late = first.unlessDuplicate(near, { job: 2, id: 'b' }, others.make, keeps);
      const same = first.unlessDuplicate(question.toUpperCase(), { job: 3, id: 'c' }, others.make, keeps);
      answers.resolve('sound');
      const like = { like: 'a', similarity: expect.closeTo(alike, 10) as number, by: 'words' };
      expect(await Promise.all([early, late, same])).toEqual([{ made: 'sound' }, like, { like: 'a', similarity: 1, by: 'words' }]);
      expect(others.asked()).toBe(0);
    });
  });

  it('nobody waits where neither the same nor what is nearly so is held back', async () => {
    const [first, answers] = [new FirstMade({ same: false, near: null, meaning: null }), waiting()];
    const both = [1, 2].map((job) => first.unlessDuplicate('q', { job, id: `${job}` }, answers.make, keeps));
    answers.resolve('sound');
    expect(await Promise.all(both)).toEqual([{ made: 'sound' }, { made: 'sound' }]);
    expect(answers.asked()).toBe(2);
  });
});
