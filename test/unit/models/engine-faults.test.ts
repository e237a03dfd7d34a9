/** What becomes of a request to a server that fails, with the whole request engine around the model: over real HTTP. */
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { ModelErrorKind } from '../../../src/engine/models/model-error.ts';
import { createOpenAiModel } from '../../../src/engine/models/openai/openai-model.ts';
import { type Fault, ModelServer } from '../../support/model-server.ts';
import { type Composed, composed, settled } from './composition.ts';
import { modelErrorOf, never, request, until } from './support.ts';

let server: ModelServer;
let open: Composed | undefined;

beforeAll(async () => {
  server = await ModelServer.start();
});
afterAll(() => server.close());
beforeEach(() => {
  server.requests.length = 0;
  server.failWhen(() => undefined);
});
afterEach(() => {
  server.release();
  open?.close();
  open = undefined;
});

const compose = (): Composed => {
  const name = `m1 at ${server.url}`;
  open = composed(createOpenAiModel({ baseUrl: server.url }, 'm1'), { name, price: { prompt: 1, completion: 10 } });
  return open;
};

interface Case {
  readonly name: string;
  readonly fault: Fault;
  readonly kind: ModelErrorKind;
  /** What the server charged for the spoilt attempt, or what was heard of it. */
  readonly paid?: number;
  /** Fewer where each is paid for. */
  readonly attempts?: number;
}

const usage = 18;

const passing: Case[] = [
  { name: 'an error within the server', fault: { kind: 'status', status: 500 }, kind: 'server' },
  { name: 'a gateway without its server', fault: { kind: 'status', status: 502, text: '<html>' }, kind: 'server' },
  { name: 'an overloaded server', fault: { kind: 'status', status: 503 }, kind: 'overloaded' },
  { name: 'a connection that ends without an answer', fault: { kind: 'cut', afterChunks: 0 }, kind: 'connection' },
  { name: 'a connection cut in mid-stream', fault: { kind: 'cut', afterChunks: 2 }, kind: 'connection', paid: 1 },
  { name: 'an error in mid-stream', fault: { kind: 'error-event', message: 'out of memory' }, kind: 'server', paid: 1 },
  { name: 'broken JSON', fault: { kind: 'broken-json' }, kind: 'bad-reply', paid: 1 },
  { name: 'a web page in place of a reply', fault: { kind: 'html' }, kind: 'bad-reply' },
  { name: 'an empty reply', fault: { kind: 'empty' }, kind: 'bad-reply', paid: usage, attempts: 3 },
];

describe('what passes', () => {
  it.each(passing)('is not seen at all: $name', async ({ fault, paid }) => {
    const composition = compose();
    server.fail(fault);
    const reply = await settled(composition, composition.chat(request(), never));
    expect(reply).toEqual({ text: 'This is the reply.', usage: { promptTokens: 11, completionTokens: 7, estimated: false } });
    const { calls, retried, tokens } = composition.usage.total;
    expect({ calls, retried }).toEqual({ calls: 2, retried: 1 });
    const wasted = tokens.prompt + tokens.completion - usage;
    if (paid === undefined) expect(wasted).toBe(0);
    else expect(wasted).toBeGreaterThanOrEqual(paid);
  });

  it.each(passing)('and does not, is given up in the end: $name', async ({ fault, kind, attempts = 8 }) => {
    const composition = compose();
    server.failWhen(() => fault);
    const error = await settled(composition, modelErrorOf(composition.chat(request(), never)));
    expect(error.kind).toBe(kind);
    expect(error.message).toMatch(new RegExp(`^${server.url} \\(m1\\) .*\\. Given up after ${attempts} attempts\\.$`));
    expect(server.chats).toHaveLength(attempts);
  });

  it('starts over for whoever listens', async () => {
    const composition = compose();
    server.fail({ kind: 'cut', afterChunks: 2 });
    const heard: string[] = [];
    const observer = { connected: () => heard.push('|'), text: (delta: string) => heard.push(delta) };
    await settled(composition, composition.chat(request({ observer }), never));
    const [, first, second] = heard.join('').split('|');
    expect('This is the reply.'.startsWith(first!)).toBe(true);
    expect(first).not.toBe('This is the reply.');
    expect(second).toBe('This is the reply.');
  });
});

describe('what does not pass', () => {
  it.each<Case & { readonly words: string }>([
    { name: 'a wrong key', fault: { kind: 'status', status: 401 }, kind: 'auth', words: 'Set a key that this endpoint accepts' },
    { name: 'a model that is gone', fault: { kind: 'status', status: 404 }, kind: 'not-found', words: 'Check the model’s id' },
    {
      name: 'an account without credit',
      fault: { kind: 'status', status: 429, code: 'insufficient_quota' },
      kind: 'quota',
      words: 'The account has no credit left',
    },
    {
      name: 'a content filter',
      fault: { kind: 'finish', reason: 'content_filter' },
      kind: 'content-filter',
      words: 'withheld',
      paid: usage,
    },
    { name: 'a truncated reply', fault: { kind: 'finish', reason: 'length' }, kind: 'truncated', words: 'Raise the limit', paid: usage },
    { name: 'a reply of 10 MB', fault: { kind: 'huge', bytes: 10 * 1024 * 1024 }, kind: 'too-large', words: 'more than 8 MB', paid: 1 },
  ])('is said at once, and what it cost is counted: $name', async ({ fault, kind, words, paid = 0 }) => {
    const composition = compose();
    server.failWhen(() => fault);
    const error = await modelErrorOf(composition.chat(request(), never));
    expect(error.kind).toBe(kind);
    expect(error.message).toContain(words);
    expect(error.message).not.toContain('Given up');
    expect(server.chats).toHaveLength(1);
    const { tokens } = composition.usage.total;
    expect(tokens.prompt + tokens.completion).toBeGreaterThanOrEqual(paid);
    if (paid === 0) expect(tokens).toEqual({ prompt: 0, completion: 0 });
  });
});

describe('a refusal for too many requests', () => {
  it('with Retry-After is put again no sooner, and not seen', async () => {
    const composition = compose();
    server.fail({ kind: 'status', status: 429, headers: { 'retry-after': '3' } });
    const end = composition.chat(request(), never);
    await until(() => composition.clock.nextIn === 3000);
    await composition.clock.advance(2999);
    expect(server.chats).toHaveLength(1);
    await composition.clock.advance(1);
    expect((await end).text).toBe('This is the reply.');
    expect(composition.usage.total).toMatchObject({ calls: 2, retried: 1 });
  });

  it('without it is put again as soon as may be, and not seen', async () => {
    const composition = compose();
    server.fail({ kind: 'status', status: 429 });
    const reply = await settled(composition, composition.chat(request(), never));
    expect(reply.text).toBe('This is the reply.');
  });

  it('that is to last for an hour is not waited for, and that is said', async () => {
    const composition = compose();
    server.fail({ kind: 'status', status: 429, message: 'Daily limit', headers: { 'retry-after': '3600' } });
    expect((await modelErrorOf(composition.chat(request(), never))).message).toBe(
      `${server.url} (m1) answered 429: Daily limit. Requests are slowed down and tried again; let others finish first. ` +
        'It asks to be left alone for 60 minutes, which is not waited for.',
    );
  });
});

describe('a stall', () => {
  it('of two minutes in mid-reply is broken off and put again, and not seen', async () => {
    const composition = compose();
    server.fail({ kind: 'stall', at: 'middle' });
    const heard: string[] = [];
    const end = composition.chat(request({ observer: { text: (delta) => heard.push(delta) } }), never);
    await server.stalled;
    await until(() => heard.length > 0);
    await composition.clock.advance(120_000);
    expect((await settled(composition, end)).text).toBe('This is the reply.');
    expect(composition.usage.total).toMatchObject({ calls: 2, retried: 1 });
  });

  it('of 30 seconds is no reason to give up: models load and think for longer', async () => {
    const composition = compose();
    server.fail({ kind: 'stall', at: 'first-token' });
    const end = composition.chat(request(), never);
    await server.stalled;
    await composition.clock.advance(30_000);
    server.release();
    expect((await end).text).toBe('This is the reply.');
    expect(server.chats).toHaveLength(1);
  });
});
