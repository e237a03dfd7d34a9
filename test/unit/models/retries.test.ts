import { describe, expect, it } from 'vitest';
import type { ChatModel } from '../../../src/engine/models/chat-model.ts';
import { ModelError, type ModelErrorKind } from '../../../src/engine/models/model-error.ts';
import { BudgetExceeded } from '../../../src/engine/models/requests/budget.ts';
import { defaultRetries, type RetryOptions, withRetries } from '../../../src/engine/models/requests/retries.ts';
import { VirtualClock } from '../../support/virtual-clock.ts';
import { atRest, modelErrorOf, never, replyOf, request, scripted } from './support.ts';

function retried(model: ChatModel, random: () => number, options: Partial<RetryOptions> = {}) {
  const clock = new VirtualClock();
  let again = 0;
  const wrapped = withRetries(model, { ...defaultRetries, ...options, clock, random, onRetry: () => (again += 1) });
  return { clock, chat: (signal = never) => wrapped.chat(request(), signal), again: () => again };
}

/** The times at which the model is asked, when it always fails with `error`. */
async function timesOf(error: ModelError, random: () => number, options: Partial<RetryOptions> = {}): Promise<number[]> {
  const times: number[] = [];
  const model: ChatModel = {
    id: 'm1',
    chat: () => {
      times.push(clock.now());
      return Promise.reject(error);
    },
  };
  const { clock, chat } = retried(model, random, options);
  const end = modelErrorOf(chat());
  await clock.advance(3_600_000);
  await end;
  return times;
}

const gaps = (times: readonly number[]): number[] => times.slice(1).map((time, at) => time - times[at]!);
const busy = new ModelError('overloaded', 'The server is busy.');

describe('a failed request', () => {
  it.each<[ModelErrorKind, boolean]>([
    ['rate-limited', true],
    ['overloaded', true],
    ['server', true],
    ['connection', true],
    ['timeout-connect', true],
    ['timeout-first-token', true],
    ['timeout-idle', true],
    ['bad-reply', true],
    ['auth', false],
    ['quota', false],
    ['not-found', false],
    ['bad-request', false],
    ['content-filter', false],
    ['truncated', false],
    ['too-large', false],
  ])('with %s is put again: %s', async (kind, isPutAgain) => {
    const model = scripted(new ModelError(kind, 'It failed.'), replyOf('at last'));
    const { clock, chat, again } = retried(model, () => 0.5);
    const end = chat().then(
      ({ text }) => text,
      (error: unknown) => (error instanceof Error ? error.message : ''),
    );
    await clock.advance(60_000);
    expect(await end).toBe(isPutAgain ? 'at last' : 'It failed.');
    expect(again()).toBe(isPutAgain ? 1 : 0);
  });

  it('that the budget stopped, or that is no failure of a model, is not put again', async () => {
    for (const error of [new BudgetExceeded('stopped'), new TypeError('a mistake of ours')]) {
      const model = scripted(error);
      await expect(retried(model, () => 0).chat()).rejects.toBe(error);
      expect(model.calls).toHaveLength(1);
    }
  });

  it('is given up after so many attempts, and that is said', async () => {
    const model = scripted(busy);
    const { clock, chat, again } = retried(model, () => 0.5);
    const end = modelErrorOf(chat());
    await clock.advance(600_000);
    expect(await end).toMatchObject({ kind: 'overloaded', message: 'The server is busy. Given up after 8 attempts.' });
    expect(model.calls).toHaveLength(8);
    expect(again()).toBe(7);
    expect(clock.pending).toBe(0);
  });

  it('keeps what the server said and charged', async () => {
    const { usage } = replyOf('', 3, 4);
    const cause = new Error('cause');
    const error = new ModelError('server', 'Down.', { status: 500, retryAfterMs: 10, usage, cause });
    const end = modelErrorOf(retried(scripted(error), () => 0, { maxAttempts: 1 }).chat());
    expect(await end).toMatchObject({ message: 'Down.', status: 500, retryAfterMs: 10, usage, cause });
  });
});

describe('the wait before the next attempt', () => {
  it('is drawn from all of a span that doubles, up to the longest', async () => {
    expect(gaps(await timesOf(busy, () => 0))).toEqual([0, 0, 0, 0, 0, 0, 0]);
    const most = gaps(await timesOf(busy, () => 1 - Number.EPSILON));
    for (const [at, bound] of [500, 1000, 2000, 4000, 8000, 16_000, 30_000].entries()) {
      expect(most[at]).toBeLessThan(bound);
      expect(most[at]).toBeCloseTo(bound, 5);
    }
    expect(gaps(await timesOf(busy, () => 0.25))).toEqual([125, 250, 500, 1000, 2000, 4000, 7500]);
  });

  it('is never shorter than the server asked for', async () => {
    const limited = new ModelError('rate-limited', 'Slow down.', { retryAfterMs: 3000 });
    expect(gaps(await timesOf(limited, () => 0, { maxAttempts: 3 }))).toEqual([3000, 3000]);
    expect(gaps(await timesOf(limited, () => 0.5, { maxAttempts: 3 }))).toEqual([3250, 3500]);
  });

  it('is not begun when the server asks for more patience than there is, and that is said', async () => {
    const closed = new ModelError('rate-limited', 'Daily limit reached.', { retryAfterMs: 3_600_000 });
    const model = scripted(closed);
    expect((await modelErrorOf(retried(model, () => 0).chat())).message).toBe(
      'Daily limit reached. It asks to be left alone for 60 minutes, which is not waited for.',
    );
    expect(model.calls).toHaveLength(1);
  });

  it('ends at once when the request is called off', async () => {
    const leaving = new AbortController();
    const model = scripted(busy);
    const { clock, chat } = retried(model, () => 0.5);
    const end = chat(leaving.signal);
    await atRest();
    expect(clock.pending).toBe(1);
    leaving.abort(new Error('enough'));
    await expect(end).rejects.toThrow('enough');
    expect(clock.pending).toBe(0);
    expect(model.calls).toHaveLength(1);
  });
});
