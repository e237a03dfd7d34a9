import { afterEach, describe, expect, it } from 'vitest';
import { ModelError } from '../../../src/engine/models/model-error.ts';
import { BudgetExceeded } from '../../../src/engine/models/requests/budget.ts';
import { type Composed, composed } from './composition.ts';
import { atRest, HeldModel, modelErrorOf, never, question, replyOf, request, scripted } from './support.ts';

let open: Composed | undefined;
afterEach(() => {
  open?.close();
  open = undefined;
});

const compose = (...args: Parameters<typeof composed>): Composed => (open = composed(...args));
const busy = new ModelError('overloaded', 'busy');
const price = { prompt: 1, completion: 10 };
const enough = new Error('enough');

describe('a model as runs ask it', () => {
  it('does not pay for a reply that was paid for, not even over its budget', async () => {
    const model = scripted(replyOf('paid for', 90, 5));
    const { chat, usage } = compose(model, { price }, { budget: { tokens: 400 } });
    await chat(request(), never);
    const used = usage.total;
    for (let again = 0; again < 20; again += 1) expect((await chat(request(), never)).cached).toBe(true);
    expect(usage.total).toEqual({ ...used, cached: 20 });
    await expect(chat(question(2, { sampling: { maxTokens: 350 } }), never)).resolves.toBeDefined();
    await expect(chat(question(3, { sampling: { maxTokens: 350 } }), never)).rejects.toThrow(BudgetExceeded);
    expect((await chat(request(), never)).text).toBe('paid for');
  });

  it('charges every attempt, and counts those put again', async () => {
    const spoilt = new ModelError('bad-reply', 'empty', { usage: replyOf('', 10, 1).usage });
    const { chat, usage, clock } = compose(scripted(spoilt, spoilt, replyOf('good', 10, 5)), { price });
    const end = chat(request(), never);
    await clock.advance(0);
    expect((await end).text).toBe('good');
    expect(usage.total).toMatchObject({ calls: 3, retried: 2, cached: 0, tokens: { prompt: 30, completion: 7 } });
  });

  it('holds neither a place nor money while it waits to be put again', async () => {
    const model = new HeldModel();
    const limited = { sampling: { maxTokens: 300 } };
    const { chat, clock } = compose(model, {}, { maxInFlight: 1, budget: { tokens: 400 }, random: () => 0.5 });
    const first = chat(question(1, limited), never);
    await atRest();
    model.calls[0]!.fail(new ModelError('server', 'down'));
    await atRest();
    const second = chat(question(2, limited), never);
    await atRest();
    expect(model.asked).toEqual(['Question 1', 'Question 2']);
    model.calls[1]!.reply(replyOf('second', 10, 5));
    await second;
    await clock.advance(1000);
    model.calls[2]!.reply(replyOf('first', 10, 5));
    expect((await first).text).toBe('first');
  });

  it('is not timed while it waits for its turn', async () => {
    const model = new HeldModel();
    const { chat, clock } = compose(model, { timeouts: { firstTokenMs: 1000, idleMs: 1000 } }, { maxInFlight: 1 });
    const first = chat(question(1), never);
    const second = chat(question(2), never);
    await clock.advance(900);
    model.calls[0]!.reply();
    await first;
    await clock.advance(900);
    model.calls[1]!.reply();
    expect((await second).text).toContain('reply');
  });

  it('gives up on a model that stalls, and asks again', async () => {
    const model = new HeldModel();
    const { chat, clock, usage } = compose(model, { timeouts: { firstTokenMs: 1000, idleMs: 1000 } });
    const end = chat(question(1), never);
    await clock.advance(1000);
    expect(model.calls[0]!.signal.aborted).toBe(true);
    model.calls[1]!.reply(replyOf('at last'));
    expect((await end).text).toBe('at last');
    expect(usage.total).toMatchObject({ calls: 2, retried: 1 });
  });

  it('has time for a model that loads for a minute and thinks for several, unless told otherwise', async () => {
    const model = new HeldModel();
    const { chat, clock } = compose(model);
    const end = chat(question(1, { observer: {} }), never);
    await atRest();
    model.calls[0]!.request.observer?.connected?.();
    await clock.advance(299_000);
    model.calls[0]!.request.observer?.reasoning?.('Let me see.');
    await clock.advance(119_000);
    model.calls[0]!.reply(replyOf('thought through'));
    expect((await end).text).toBe('thought through');
  });

  it('never puts again what the budget stopped', async () => {
    const model = scripted(replyOf('reply'));
    const { chat, usage } = compose(model, {}, { budget: { tokens: 20 } });
    await expect(chat(request(), never)).rejects.toThrow(BudgetExceeded);
    expect(usage.total).toMatchObject({ calls: 0, retried: 0 });
  });

  it('shares replies with other runs, each of which counts for itself', async () => {
    const model = scripted(replyOf('reply'));
    const { chat, run } = compose(model);
    await chat(request(), never);
    expect((await run({ tokens: 1 }).chat(request(), never)).cached).toBe(true);
    expect(model.calls).toHaveLength(1);
  });
});

describe('what the profile sets', () => {
  it('is asked for where the request says nothing', async () => {
    const model = scripted(replyOf('reply'));
    const { chat } = compose(model, { temperature: 0.2, maxReplyTokens: 700 });
    await chat(question(1), never);
    await chat(question(2, { sampling: { temperature: 1, topP: 0.5 } }), never);
    expect(model.calls.map(({ sampling }) => sampling)).toEqual([
      { temperature: 0.2, maxTokens: 700 },
      { temperature: 1, topP: 0.5, maxTokens: 700 },
    ]);
  });

  it('belongs to what the cache knows a request by', async () => {
    const model = scripted(replyOf('reply'));
    const { chat } = compose(model, { temperature: 0 });
    await chat(request({ seed: 1 }), never);
    expect((await chat(request({ seed: 2 }), never)).cached).toBe(true);
    expect((await chat(request({ seed: 2, sampling: { temperature: 1 } }), never)).cached).toBeUndefined();
  });
});

describe('a model that is not remote', () => {
  it('is counted and budgeted, and neither cached nor paced nor timed', async () => {
    const model = new HeldModel();
    const { chat, usage, clock } = compose(model, { remote: false, endpoint: '' }, { maxInFlight: 1, budget: { cost: 1, tokens: 1000 } });
    const ends = [1, 2, 3].map((n) => chat(question(n, { sampling: { maxTokens: 100 } }), never));
    await atRest();
    expect(model.calls).toHaveLength(3);
    expect(clock.pending).toBe(0);
    for (const call of model.calls) call.reply(replyOf('reply', 100, 100));
    await Promise.all(ends);
    const again = chat(question(1, { sampling: { maxTokens: 100 } }), never);
    await atRest();
    model.calls[3]!.reply(replyOf('again', 100, 100));
    expect(await again).toEqual(replyOf('again', 100, 100));
    expect(usage.total).toEqual({ calls: 4, cached: 0, retried: 0, tokens: { prompt: 400, completion: 400 }, cost: 0 });
    await expect(chat(question(5, { sampling: { maxTokens: 200 } }), never)).rejects.toThrow(/budget of 1000 tokens: 800 are used/);
  });

  it('fails as it fails', async () => {
    const model = scripted(busy);
    expect(await modelErrorOf(compose(model, { remote: false }).chat(request(), never))).toBe(busy);
    expect(model.calls).toHaveLength(1);
  });
});

describe('what stands below the budget', () => {
  it('is asked in place of the model, with budget and cache around it', async () => {
    const [model, below] = [scripted(replyOf('not asked')), new HeldModel()];
    const { chat, usage, clock } = compose(model, { price }, { below, maxInFlight: 1, budget: { tokens: 2000 } });
    const ends = [1, 2, 3].map((n) => chat(question(n, { sampling: { maxTokens: 100 } }), never));
    await atRest();
    expect(below.calls).toHaveLength(3);
    await clock.advance(86_400_000);
    for (const call of below.calls) call.reply(replyOf('a day later'));
    expect((await Promise.all(ends)).map(({ text }) => text)).toEqual(Array(3).fill('a day later'));
    expect((await chat(question(1, { sampling: { maxTokens: 100 } }), never)).cached).toBe(true);
    expect(model.calls).toHaveLength(0);
    // It counts by itself what leaves.
    expect(usage.total).toMatchObject({ calls: 0, cached: 1, cost: 0.00018 });
  });
});

describe('a request that is called off', () => {
  /** Calls a request off when it has come as far as it gets. */
  async function stopped(composition: Composed): Promise<void> {
    const leaving = new AbortController();
    const end = composition.chat(question(1), leaving.signal);
    await atRest();
    leaving.abort(enough);
    await expect(end).rejects.toBe(enough);
    await atRest();
    expect(composition.clock.pending).toBe(0);
  }

  it('in flight is stopped there', async () => {
    const model = new HeldModel();
    await stopped(compose(model));
    expect(model.calls).toHaveLength(1);
    expect(model.calls[0]!.signal.reason).toBe(enough);
  });

  it('while waiting to be put again is not', async () => {
    const model = scripted(new ModelError('rate-limited', 'slow down', { retryAfterMs: 60_000 }));
    await stopped(compose(model));
    expect(model.calls).toHaveLength(1);
  });

  it('while waiting for its turn never has one', async () => {
    const model = new HeldModel();
    const composition = compose(model, {}, { maxInFlight: 1 });
    const first = composition.chat(question(0), never);
    await atRest();
    const leaving = new AbortController();
    const second = composition.chat(question(1), leaving.signal);
    await atRest();
    leaving.abort(enough);
    await expect(second).rejects.toBe(enough);
    model.calls[0]!.reply();
    await first;
    await atRest();
    expect(model.asked).toEqual(['Question 0']);
  });

  it('while waiting for the bookings of others is not sent', async () => {
    const model = new HeldModel();
    const composition = compose(model, { maxReplyTokens: 300 }, { budget: { tokens: 400 } });
    const first = composition.chat(question(0), never);
    await atRest();
    const leaving = new AbortController();
    const second = composition.chat(question(1), leaving.signal);
    await atRest();
    leaving.abort(enough);
    await expect(second).rejects.toBe(enough);
    model.calls[0]!.reply();
    await first;
    await atRest();
    expect(model.asked).toEqual(['Question 0']);
  });

  it('leaves the model itself free to be asked by others', async () => {
    const model = new HeldModel();
    const composition = compose(model, {}, { maxInFlight: 1 });
    await stopped(composition);
    const next = composition.chat(question(1), never);
    await atRest();
    model.calls[1]!.reply(replyOf('anew'));
    expect((await next).text).toBe('anew');
  });
});
