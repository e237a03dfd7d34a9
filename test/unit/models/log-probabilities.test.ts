/** Log-probabilities of replies: how they are asked for, read, and done without. */
import { mkdtempSync, rmSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createOpenAiModel, type OpenAiModelOptions } from '../../../src/engine/models/openai/openai-model.ts';
import { ProjectPath } from '../../../src/engine/files/project-path.ts';
import { requestKey } from '../../../src/engine/models/requests/reply-cache.ts';
import { ResponseStore } from '../../../src/engine/models/requests/response-store.ts';
import { ModelServer, type Fault, type ServedToken } from '../../support/model-server.ts';
import { never, replyOf, request } from './support.ts';

let server: ModelServer;
let text: string;
let tokens: readonly ServedToken[] | undefined;

beforeAll(async () => {
  server = await ModelServer.start({ reply: () => text, tokens: () => tokens ?? [] });
});
afterAll(() => server.close());
beforeEach(() => {
  server.requests.length = 0;
  server.failWhen(() => undefined);
  text = 'The sea rises.';
  tokens = [
    { token: 'The', logprob: -0.5 },
    { token: ' sea', logprob: -1.5 },
    { token: ' rises', logprob: -0.25 },
    { token: '.', logprob: 0 },
  ];
});

const model = (options: OpenAiModelOptions = {}) => createOpenAiModel({ baseUrl: server.url }, 'm1', options);
const ask = (options: OpenAiModelOptions = {}) => model(options).chat({ ...request(), logProbabilities: true }, never);
const known = { logs: [-0.5, -1.5, -0.25, 0], ends: [3, 7, 13, 14] };
const asked = () => server.chats.map(({ body }) => body!.logprobs);

describe('log-probabilities', () => {
  it.each([true, false])('come with the reply, each with the place where its token ends (stream: %s)', async (stream) => {
    expect(await ask({ stream })).toMatchObject({ text, probabilities: known });
    expect(asked()).toEqual([true]);
  });

  it('are not asked for, nor taken, where nobody wants them', async () => {
    expect(await model().chat(request(), never)).not.toHaveProperty('probabilities');
    expect(asked()).toEqual([undefined]);
  });

  it.each<[string, Partial<Fault & { kind: 'status' }>]>([
    ['by its name', { status: 400, message: 'Unsupported parameter: logprobs', param: 'logprobs' }],
    ['in words', { status: 400, message: 'Logprobs is not enabled for models/m1' }],
    ['as Pydantic does', { status: 422, text: '{"detail":[{"loc":["body","logprobs"],"msg":"Extra inputs are not permitted"}]}' }],
    ['by a right that is lacking', { status: 403, message: 'You are not allowed to request logprobs from this model' }],
    ['and does not say it', { status: 400, message: 'Bad request' }],
  ])('are done without where a server refuses them, %s, and are not asked for again', async (_, fault) => {
    server.failWhen(({ logprobs }) => (logprobs === true ? { kind: 'status', status: 400, ...fault } : undefined));
    const one = model();
    for (let nth = 0; nth < 3; nth++) {
      const reply = await one.chat({ ...request(), logProbabilities: true }, never);
      expect(reply.text).toBe(text);
      expect(reply).not.toHaveProperty('probabilities');
    }
    expect(asked()).toEqual([true, undefined, undefined, undefined]);
    // Nothing else was given up with them.
    expect(server.chats.at(-1)!.body).toHaveProperty('seed');
  });

  it.each<[string, unknown]>([
    ['none', []],
    ['numbers that are none', [{ token: 'The', logprob: 'high' }]],
    ['tokens without any', [{ token: 'The' }]],
    ['no list', 'yes'],
  ])('cost no reply where %s came', async (_, sent) => {
    for (const stream of [true, false]) {
      // As whatever a server may send in their place.
      tokens = undefined;
      server.fail(whole(sent));
      const reply = await ask({ stream });
      expect(reply.text).toBe(text);
      expect(reply).not.toHaveProperty('probabilities');
    }
  });

  it('are of the reply alone where thoughts stand before it', async () => {
    text = '<think>So: high?</think>\n\nHigh.';
    tokens = ['<think>', 'So', ': high', '?', '</think>', '\n\n', 'High', '.'].map((token, at) => ({ token, logprob: -at }));
    for (const stream of [true, false]) {
      expect(await ask({ stream })).toMatchObject({ text: 'High.', probabilities: { logs: [-6, -7], ends: [4, 5] } });
    }
    // Where these cannot be told from the reply, there is no figure of it.
    tokens = [{ token: 'something else', logprob: -1 }];
    server.fail({ kind: 'reasoning', text: 'Hm.', as: 'reasoning' });
    expect(await ask({ stream: false })).not.toHaveProperty('probabilities');
  });

  it('have places by the bytes of their tokens, of which a character may be in two', async () => {
    text = 'a🌊b';
    const [a, first, second, b] = [[97], [0xf0, 0x9f], [0x8c, 0x8a], [98]];
    tokens = [a, first, second, b].map((bytes, at) => ({
      token: bytes.length === 1 ? String.fromCharCode(bytes[0]!) : '\\x',
      logprob: -1 - at,
      bytes,
    }));
    expect(await ask({ stream: false })).toMatchObject({ text, probabilities: { logs: [-1, -2, -3, -4], ends: [1, 1, 3, 4] } });
  });

  it('are of the whole reply where its tokens are not its text', async () => {
    tokens = [
      { token: 'Ġsea', logprob: -1 },
      { token: 'Ġrises', logprob: -2 },
    ];
    expect(await ask({ stream: false })).toMatchObject({ probabilities: { logs: [-1, -2], ends: null } });
  });

  it('may make a reply larger than others are read', async () => {
    const bytes = 9 * 1024 * 1024;
    const padded = (): Fault => {
      const fault = whole(tokens);
      return fault.kind === 'status' ? { ...fault, text: fault.text! + ' '.repeat(bytes) } : fault;
    };
    server.fail(padded(), padded());
    expect(await ask({ stream: false })).toMatchObject({ text, probabilities: known });
    await expect(model().chat(request(), never)).rejects.toThrow('more than 8 MB');
  });

  it('are no part of what tells a request from others: a reply that was paid for without answers it', () => {
    const keyOf = (more: object) => requestKey('endpoint', 'm1', { ...request(), ...more });
    expect(keyOf({ logProbabilities: true })).toBe(keyOf({}));
  });

  it('are kept with the reply, which is there without them where they cannot be read', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'loom-probabilities-'));
    const place = () => ProjectPath.of(folder).at('cache/responses.sqlite');
    const first = ResponseStore.open(place());
    const reply = replyOf(text);
    await first.put('known', 'm1', { ...reply, probabilities: known });
    await first.put('whole', 'm1', { ...reply, probabilities: { logs: [-0.123456789], ends: null } });
    await first.put('none', 'm1', reply);
    await first.put('again', 'm1', { ...reply, probabilities: known });
    await first.put('again', 'm1', reply);
    await first.put('broken', 'm1', { ...reply, probabilities: known });
    first.close();
    const database = new DatabaseSync(join(folder, 'cache', 'responses.sqlite'));
    for (const tokens of ['{', '[]', '{"logs":[-1],"ends":[1,2]}', '{"logs":[],"ends":[]}']) {
      database.prepare("UPDATE probabilities SET tokens = ? WHERE key = 'broken'").run(tokens);
      const store = ResponseStore.open(place());
      expect(store.get('broken')).toEqual(reply);
      store.close();
    }
    database.close();
    const second = ResponseStore.open(place());
    expect(second.get('known')).toEqual({ ...reply, probabilities: known });
    expect(second.get('whole')?.probabilities).toEqual({ logs: [-0.123457], ends: null });
    expect([second.get('none'), second.get('again')]).toEqual([reply, reply]);
    second.close();
    rmSync(folder, { recursive: true });
  });

  it('leave out what a server only calls unlikely', async () => {
    tokens = [...tokens!.slice(0, 3), { token: '.', logprob: -9999 }];
    expect(await ask({ stream: false })).toMatchObject({ probabilities: { logs: known.logs.slice(0, 3), ends: known.ends.slice(0, 3) } });
  });
});

/** A whole completion with something in place of its log-probabilities. */
const whole = (content: unknown): Fault => ({
  kind: 'status',
  status: 200,
  text: JSON.stringify({
    choices: [{ index: 0, message: { role: 'assistant', content: text }, finish_reason: 'stop', logprobs: { content } }],
  }),
  headers: { 'content-type': 'application/json' },
});
