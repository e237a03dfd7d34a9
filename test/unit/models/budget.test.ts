import { describe, expect, it } from 'vitest';
import { noUsage, type Budget, type RunUsage } from '../../../src/core/samples/run-usage.ts';
import type { ChatModel, ChatReply, ChatRequest } from '../../../src/engine/models/chat-model.ts';
import { ModelError } from '../../../src/engine/models/model-error.ts';
import { BudgetGuard, BudgetExceeded } from '../../../src/engine/models/requests/budget.ts';
import { UsageCounter } from '../../../src/engine/models/requests/usage-counter.ts';
import type { Price } from '../../../src/protocol/profile.ts';
import { atRest, HeldModel, never, question, replyOf, scripted } from './support.ts';

const noBudget: Budget = { tokens: null, cost: null };
/** Its prompt, counted: two words and a number, four for the message, three for the reply. */
const promptTokens = 10;
const short = (n: number, maxTokens = 100): ChatRequest => question(n, { sampling: { maxTokens } });
const price: Price = { prompt: 1, completion: 10 };

function budgeted(model: ChatModel, budget: Partial<Budget>, { before, at }: { before?: RunUsage; at?: Price } = {}) {
  const usage = new UsageCounter(before);
  const guard = new BudgetGuard({ ...noBudget, ...budget }, usage);
  return { usage, chat: (request: ChatRequest, signal = never) => guard.around(model, { price: at }).chat(request, signal) };
}

const messageOf = async (promise: Promise<unknown>): Promise<string> => {
  const error: unknown = await promise.then(
    () => 'it did not fail',
    (reason: unknown) => reason,
  );
  if (!(error instanceof BudgetExceeded)) throw new Error('no BudgetExceeded', { cause: error });
  return error.message;
};

describe('without a budget', () => {
  it('everything is asked as it is, and counted', async () => {
    const model = scripted(replyOf('reply', 10, 5));
    const { chat, usage } = budgeted(model, {}, { at: price });
    await Promise.all(Array.from({ length: 50 }, (_, n) => chat(question(n))));
    expect(usage.total.tokens).toEqual({ prompt: 500, completion: 250 });
    expect(usage.total.cost).toBeCloseTo(0.003, 10);
    expect(model.calls[0]).not.toHaveProperty('sampling');
  });

  it('a model of unknown price is used, at a cost that is not known', async () => {
    const { chat, usage } = budgeted(scripted(replyOf('reply')), {});
    await chat(question(1));
    expect(usage.total.cost).toBeNull();
  });
});

describe('the usage', () => {
  it('is on the disk before a reply, or a failure that was paid for, is handed on, and once for each', async () => {
    const model = new HeldModel();
    const usage = new UsageCounter();
    const written = Promise.withResolvers<undefined>();
    const recorded: RunUsage[] = [];
    const recordUsage = async (): Promise<void> => {
      recorded.push(usage.total);
      await written.promise;
    };
    const recording = new BudgetGuard(noBudget, usage).around(model, { price, recordUsage });
    let handedOn = 0;
    const count = (): void => {
      handedOn += 1;
    };
    let kept = 0;
    const keep = (): Promise<void> => {
      kept += 1;
      return Promise.resolve();
    };
    const answered = recording.chat(question(1, { keep }), never).finally(count);
    const failed = recording.chat(question(2), never).finally(count);
    const refused = expect(failed).rejects.toThrow('cut off');
    await atRest();
    // The model itself keeps a reply; whoever keeps it again adds nothing.
    const { request, reply } = model.calls[0]!;
    const whileKept = request.keep!(replyOf('reply', 10, 5));
    reply(replyOf('reply', 10, 5));
    model.calls[1]!.fail(new ModelError('truncated', 'cut off', { usage: replyOf('', 10, 20).usage }));
    await atRest();
    expect({ handedOn, kept }).toEqual({ handedOn: 0, kept: 1 });
    expect(recorded.map(({ tokens }) => tokens)).toEqual([
      { prompt: 10, completion: 5 },
      { prompt: 20, completion: 25 },
    ]);
    written.resolve(undefined);
    await Promise.all([whileKept, answered, refused]);
    expect(usage.total.cost).toBeCloseTo(0.00027, 10);
  });
});

describe('a budget in tokens', () => {
  it('holds with many in flight, whatever the replies come to', async () => {
    const budget = 2000;
    let [inFlight, most, used] = [0, 0, 0];
    const model: ChatModel = {
      id: 'm1',
      async chat({ sampling }): Promise<ChatReply> {
        inFlight += 1;
        most = Math.max(most, inFlight);
        await atRest();
        inFlight -= 1;
        const completion = Math.min(sampling!.maxTokens!, 1 + ((used * 7) % 100));
        used += promptTokens + completion;
        return replyOf('reply', promptTokens, completion);
      },
    };
    const { chat, usage } = budgeted(model, { tokens: budget });
    const ends = await Promise.allSettled(Array.from({ length: 300 }, (_, n) => chat(short(n))));
    const stopped = ends.filter((end) => end.status === 'rejected');
    expect(stopped.length).toBeGreaterThan(0);
    expect(stopped.every(({ reason }) => reason instanceof BudgetExceeded)).toBe(true);
    const { prompt, completion } = usage.total.tokens;
    expect(prompt + completion).toBe(used);
    expect(used).toBeLessThanOrEqual(budget);
    // Of the budget, less than one request is left over; and until then requests ran side by side.
    expect(used).toBeGreaterThan(budget - promptTokens - 100);
    expect(most).toBeGreaterThan(5);
  });

  it('lets requests wait for what others do not use, in the order they came', async () => {
    const model = new HeldModel();
    const { chat } = budgeted(model, { tokens: 250 });
    const chats = [1, 2, 3, 4].map((n) => chat(short(n)));
    await atRest();
    expect(model.asked).toEqual(['Question 1', 'Question 2']);
    model.calls[0]!.reply(replyOf('short', 10, 5));
    await chats[0];
    await atRest();
    expect(model.asked).toEqual(['Question 1', 'Question 2', 'Question 3']);
    for (const call of model.calls.slice(1)) call.reply(replyOf('short', 10, 5));
    await Promise.all(chats.slice(0, 3));
    await atRest();
    model.calls[3]!.reply(replyOf('short', 10, 5));
    expect((await chats[3])?.text).toBe('short');
  });

  it('says what is used and what the next request would need', async () => {
    const model = scripted(replyOf('reply', 10, 490));
    const { chat } = budgeted(model, { tokens: 600 });
    await chat(short(1, 500));
    expect(await messageOf(chat(short(2, 500)))).toBe(
      'stopped within the budget of 600 tokens: 500 are used and the next request may need 266 or more; raise the budget and resume to go on',
    );
    expect(model.calls).toHaveLength(1);
  });

  it('limits replies that nothing else limits, so that it can be kept', async () => {
    const model = scripted(replyOf('reply'));
    await budgeted(model, { tokens: 100_000 }).chat(question(1));
    expect(model.calls[0]?.sampling?.maxTokens).toBe(4096);
  });

  it('lets the last reply have what is left, and stops when that was too little', async () => {
    const model = scripted(
      replyOf('fits', 10, 300),
      new ModelError('truncated', 'stopped in mid-reply', { usage: replyOf('', 10, 680).usage }),
    );
    const { chat, usage } = budgeted(model, { tokens: 1000 });
    expect((await chat(question(1))).text).toBe('fits');
    expect(await messageOf(chat(question(2)))).toBe(
      'stopped by the budget of 1000 tokens: it left 680 tokens for the last reply, which was longer; raise the budget and resume to go on',
    );
    expect(model.calls.map(({ sampling }) => sampling?.maxTokens)).toEqual([990, 680]);
    expect(usage.total.tokens).toEqual({ prompt: 20, completion: 980 });
  });

  it('does not hide that a reply was longer than the request itself allows', async () => {
    const { chat } = budgeted(scripted(new ModelError('truncated', 'stopped in mid-reply')), { tokens: 10_000 });
    await expect(chat(short(1))).rejects.toThrow(ModelError);
  });

  it('counts what an earlier part of the run has used', async () => {
    const before: RunUsage = { ...noUsage, tokens: { prompt: 900, completion: 50 } };
    const model = scripted(replyOf('reply'));
    expect(await messageOf(budgeted(model, { tokens: 1000 }, { before }).chat(short(1)))).toContain('950 are used');
    expect((await budgeted(model, { tokens: 2000 }, { before }).chat(short(1))).text).toBe('reply');
  });

  it('stops all that wait when nothing is left', async () => {
    const model = new HeldModel();
    const { chat } = budgeted(model, { tokens: 150 });
    const chats = [1, 2, 3, 4, 5].map((n) => chat(short(n)));
    const ends = Promise.allSettled(chats);
    await atRest();
    model.calls[0]!.reply(replyOf('all of it', 10, 100));
    expect((await ends).map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'rejected', 'rejected', 'rejected']);
    expect(model.calls).toHaveLength(1);
  });

  it('keeps nobody who is called off while waiting, and nobody behind them', async () => {
    const model = new HeldModel();
    const { chat } = budgeted(model, { tokens: 250 });
    const first = chat(short(1));
    const leaving = new AbortController();
    const large = chat(short(2, 200), leaving.signal);
    const small = chat(short(3, 50));
    await atRest();
    expect(model.asked).toEqual(['Question 1']);
    leaving.abort(new Error('enough'));
    await expect(large).rejects.toThrow('enough');
    await atRest();
    expect(model.asked).toEqual(['Question 1', 'Question 3']);
    for (const call of model.calls) call.reply();
    await Promise.all([first, small]);
  });

  it('sends nothing for a request that is called off already', async () => {
    const model = scripted(replyOf('reply'));
    await expect(budgeted(model, {}).chat(question(1), AbortSignal.abort(new Error('enough')))).rejects.toThrow('enough');
    expect(model.calls).toHaveLength(0);
  });
});

describe('a budget in money', () => {
  it('holds with many in flight', async () => {
    const model: ChatModel = {
      id: 'm1',
      chat: async ({ sampling }) => {
        await atRest();
        return replyOf('reply', promptTokens, sampling!.maxTokens);
      },
    };
    const { chat, usage } = budgeted(model, { cost: 0.01 }, { at: price });
    const ends = await Promise.allSettled(Array.from({ length: 100 }, (_, n) => chat(short(n, 200))));
    const stopped = ends.filter((end) => end.status === 'rejected').map(({ reason }) => String(reason));
    expect(stopped[0]).toMatch(/stopped (within|by) the budget of \$0\.01: /);
    expect(usage.total.cost).toBeLessThanOrEqual(0.01);
    expect(usage.total.cost).toBeGreaterThan(0.01 - 0.00201);
  });

  it('says what is spent and what the next request would cost', async () => {
    const { chat } = budgeted(scripted(replyOf('reply', 10, 490)), { cost: 0.005 }, { at: price });
    await chat(short(1, 490));
    expect(await messageOf(chat(short(2, 490)))).toBe(
      'stopped within the budget of $0.005: $0.00491 is spent and the next request may cost $0.00257 or more; raise the budget and resume to go on',
    );
  });

  it('cannot be kept with a model of unknown price: nothing is sent', async () => {
    const model = scripted(replyOf('reply'));
    expect(await messageOf(budgeted(model, { cost: 5 }).chat(question(1)))).toBe(
      'the price of m1 is not known, so a budget in money cannot be kept; set the price of each model in its profile, or a budget in tokens',
    );
    expect(model.calls).toHaveLength(0);
  });

  it('cannot be kept when what was spent before has no known price: nothing is sent', async () => {
    const model = scripted(replyOf('reply'));
    const before: RunUsage = { ...noUsage, calls: 1, cost: null };
    expect(await messageOf(budgeted(model, { cost: 5 }, { before, at: price }).chat(question(1)))).toMatch(
      /^a model that this run asks, or asked before, has no known price, so a budget in money cannot be kept/,
    );
    expect(model.calls).toHaveLength(0);
  });

  it('never stops a model that is free', async () => {
    const model = scripted(replyOf('reply', 1000, 4096));
    const { chat, usage } = budgeted(model, { cost: 0.000001 }, { at: { prompt: 0, completion: 0 } });
    for (let n = 0; n < 20; n += 1) await chat(question(n));
    expect(usage.total.cost).toBe(0);
  });
});

describe('what a failed request cost', () => {
  it('is counted as the server said', async () => {
    const failure = new ModelError('truncated', 'too long', { usage: { promptTokens: 11, completionTokens: 7, estimated: false } });
    const { chat, usage } = budgeted(scripted(failure), {}, { at: price });
    await expect(chat(question(1))).rejects.toBe(failure);
    expect(usage.total.tokens).toEqual({ prompt: 11, completion: 7 });
  });

  it.each([
    ['lost its connection', new ModelError('connection', 'cut')],
    ['was called off', new Error('enough')],
  ])('is what was heard of the reply, when it %s', async (_, failure) => {
    const heard: string[] = [];
    const model: ChatModel = {
      id: 'm1',
      chat: ({ observer }) => {
        observer?.reasoning?.('Let me see.');
        observer?.text?.(' Energy is kept.');
        return Promise.reject(failure);
      },
    };
    const { chat, usage } = budgeted(model, { tokens: 10_000 }, { at: price });
    await expect(chat(question(1, { observer: { text: (delta) => heard.push(delta) } }))).rejects.toBe(failure);
    expect(usage.total.tokens).toEqual({ prompt: promptTokens, completion: 8 });
    expect(heard).toEqual([' Energy is kept.']);
  });

  it('is nothing when nothing was heard', async () => {
    const { chat, usage } = budgeted(scripted(new ModelError('connection', 'refused')), {});
    await expect(chat(question(1))).rejects.toThrow('refused');
    expect(usage.total).toEqual(noUsage);
  });
});
