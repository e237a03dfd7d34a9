import { beforeEach, describe, expect, it } from 'vitest';
import type { ChatModel } from '../../../src/engine/models/chat-model.ts';
import { ModelError } from '../../../src/engine/models/model-error.ts';
import { RateLimiter } from '../../../src/engine/models/requests/rate-limiter.ts';
import { TokenBucket } from '../../support/model-server/rate-limit.ts';
import { VirtualClock } from '../../support/virtual-clock.ts';
import { atRest, HeldModel, never, question, replyOf } from './support.ts';

let clock: VirtualClock;
beforeEach(() => {
  clock = new VirtualClock();
});

const range = (count: number): number[] => Array.from({ length: count }, (_, n) => n);

/** Answers what is in flight, 50 ms later. */
async function answerAll(model: HeldModel, from: number): Promise<number> {
  const until = model.calls.length;
  await clock.advance(50);
  for (const call of model.calls.slice(from, until)) call.reply();
  await atRest();
  return until;
}

describe('two runs at one endpoint', () => {
  it('take turns: three requests are not behind a thousand', async () => {
    const model = new HeldModel();
    const rateLimiter = new RateLimiter(clock, 4);
    const limited = rateLimiter.around(model);
    const ends = range(1000).map((n) => limited.chat(question(n, { run: 'large' }), never));
    const preview = Promise.all(range(3).map((n) => limited.chat(question(n, { run: 'preview' }), never)));
    const state = { isDone: false };
    void preview.then(() => (state.isDone = true));
    let answered = 0;
    while (!state.isDone) answered = await answerAll(model, answered);
    // Four of the large run were in flight already; then every second place was the preview's.
    expect(model.calls.slice(4, 10).map(({ request }) => request.run)).toEqual([
      'large',
      'preview',
      'large',
      'preview',
      'large',
      'preview',
    ]);
    expect(answered).toBeLessThanOrEqual(16);
    while (answered < 1003) answered = await answerAll(model, answered);
    expect(await Promise.all(ends)).toHaveLength(1000);
  });

  it('share it, though each goes through a model of its own', async () => {
    const [first, second] = [new HeldModel(), new HeldModel()];
    const rateLimiter = new RateLimiter(clock, 4);
    const ends = range(8).flatMap((n) => [
      rateLimiter.around(first).chat(question(n, { run: 'a' }), never),
      rateLimiter.around(second).chat(question(n, { run: 'b' }), never),
    ]);
    await atRest();
    expect([first.calls.length, second.calls.length]).toEqual([2, 2]);
    for (let round = 0; round < 4; round += 1) for (const model of [first, second]) await answerAll(model, 0);
    expect(await Promise.all(ends)).toHaveLength(16);
  });
});

describe('a request that is called off', () => {
  it('while it waits leaves the line, and its place to the next', async () => {
    const model = new HeldModel();
    const limited = new RateLimiter(clock, 1).around(model);
    const leaving = new AbortController();
    const first = limited.chat(question(1), never);
    const second = limited.chat(question(2), leaving.signal);
    const third = limited.chat(question(3), never);
    leaving.abort(new Error('enough'));
    await expect(second).rejects.toThrow('enough');
    model.calls[0]!.reply();
    await first;
    await atRest();
    expect(model.asked).toEqual(['Question 1', 'Question 3']);
    model.calls[1]!.reply();
    await third;
  });

  it('in flight gives its place back', async () => {
    const model = new HeldModel();
    const limited = new RateLimiter(clock, 1).around(model);
    const leaving = new AbortController();
    const first = limited.chat(question(1), leaving.signal);
    const second = limited.chat(question(2), never);
    await atRest();
    leaving.abort(new Error('enough'));
    await expect(first).rejects.toThrow('enough');
    await atRest();
    model.calls[1]!.reply();
    expect((await second).text).toContain('reply');
  });

  it('before it came is not let in', async () => {
    const model = new HeldModel();
    await expect(new RateLimiter(clock).around(model).chat(question(1), AbortSignal.abort(new Error('enough')))).rejects.toThrow('enough');
    expect(model.calls).toHaveLength(0);
  });
});

describe('the pace', () => {
  /** A server that allows so many a second, and answers in 50 ms; refusals come at once. */
  function limitedServer(perSecond: number, retryAfterMs?: number): ChatModel & { refused: number; accepted: number } {
    const bucket = new TokenBucket({ perSecond, burst: perSecond / 10 }, clock.now());
    const counts = { refused: 0, accepted: 0 };
    return Object.assign(counts, {
      id: 'm1',
      chat: () => {
        const isAccepted = bucket.take(clock.now()) === 0;
        if (isAccepted) counts.accepted += 1;
        else counts.refused += 1;
        return new Promise<ReturnType<typeof replyOf>>((resolve, reject) => {
          clock.after(isAccepted ? 50 : 3, () => {
            if (isAccepted) resolve(replyOf('reply'));
            else reject(new ModelError('rate-limited', 'Slow down.', retryAfterMs === undefined ? {} : { retryAfterMs }));
          });
        });
      },
    });
  }

  it('is unlimited until a server refuses, and then what it allows', async () => {
    const model = limitedServer(100);
    const rateLimiter = new RateLimiter(clock);
    const limited = rateLimiter.around(model);
    const ends = Promise.allSettled(range(2500).map((n) => limited.chat(question(n), never)));
    await clock.advance(0);
    // As many as a new window holds, with no pace kept between them.
    expect(model.accepted).toBe(8);
    await clock.advance(20_000);
    expect(model.accepted).toBeGreaterThan(20 * 100 * 0.93);
    expect(model.refused).toBeLessThan(model.accepted * 0.03);
    await clock.advance(20_000);
    await ends;
    expect(clock.pending).toBe(0);
  });

  it('leaves a server alone for as long as it asks', async () => {
    const times: number[] = [];
    const model: ChatModel = {
      id: 'm1',
      chat: () => {
        times.push(clock.now());
        if (times.length > 1) return Promise.resolve(replyOf('reply'));
        return Promise.reject(new ModelError('rate-limited', 'Slow down.', { retryAfterMs: 7000 }));
      },
    };
    const limited = new RateLimiter(clock, 1).around(model);
    const ends = Promise.allSettled([1, 2].map((n) => limited.chat(question(n), never)));
    await clock.advance(6999);
    expect(times).toEqual([0]);
    await clock.advance(1000);
    expect(times).toHaveLength(2);
    expect(times[1]).toBeGreaterThanOrEqual(7000);
    await ends;
  });

  it('lets go what is called off while the server is left alone, and then keeps no timer', async () => {
    const model: ChatModel = {
      id: 'm1',
      chat: () => Promise.reject(new ModelError('rate-limited', 'Slow down.', { retryAfterMs: 600_000 })),
    };
    const limited = new RateLimiter(clock, 1).around(model);
    const leaving = new AbortController();
    const [first, second] = [limited.chat(question(1), never), limited.chat(question(2), leaving.signal)];
    await expect(first).rejects.toThrow('Slow down.');
    leaving.abort(new Error('enough'));
    await expect(second).rejects.toThrow('enough');
    await atRest();
    expect(clock.pending).toBe(0);
  });

  it('is told by the headers, which go on to whoever else listens', async () => {
    const limits = { requests: { limit: 100, remaining: 0, resetMs: 10_000 } };
    const heard: unknown[] = [];
    let asked = 0;
    const model: ChatModel = {
      id: 'm1',
      chat: ({ observer }) => {
        asked += 1;
        observer?.limits?.(limits);
        return Promise.resolve(replyOf('reply'));
      },
    };
    const limited = new RateLimiter(clock).around(model);
    await limited.chat(question(1, { observer: { limits: (told) => heard.push(told) } }), never);
    expect(heard).toEqual([limits]);
    const ends = Promise.all(range(30).map((n) => limited.chat(question(n), never)));
    await clock.advance(2000);
    expect(asked).toBeGreaterThan(15);
    expect(asked).toBeLessThan(25);
    await clock.advance(10_000);
    await ends;
  });
});
