import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { RateLimit } from '../../../src/engine/models/chat-model.ts';
import type { Endpoint } from '../../../src/engine/models/openai/endpoint.ts';
import { listModels } from '../../../src/engine/models/openai/list-models.ts';
import { createOpenAiModel, type OpenAiModelOptions } from '../../../src/engine/models/openai/openai-model.ts';
import { ModelServer } from '../../support/model-server.ts';
import { never, promptText, request } from './support.ts';

let server: ModelServer;

beforeAll(async () => {
  server = await ModelServer.start({ models: ['small', 'large'] });
});
afterAll(() => server.close());
beforeEach(() => {
  server.requests.length = 0;
  server.failWhen(() => undefined);
});

const endpoint = (more: Partial<Endpoint> = {}): Endpoint => ({ baseUrl: server.url, apiKey: 'sk-secret-key-1', ...more });
const model = (options?: OpenAiModelOptions, id = 'small', at = endpoint()) => createOpenAiModel(at, id, options);

/** Refuses a body that has the field, as servers do that do not know it. */
const refuse = (field: string) => (body: object) =>
  field in body ? ({ kind: 'status', status: 400, param: field, message: `Unsupported parameter: ${field}` } as const) : undefined;

describe('a chat', () => {
  it('streams the reply and counts what the server counted', async () => {
    const deltas: string[] = [];
    let connected = 0;
    const observer = { text: (delta: string) => deltas.push(delta), connected: () => (connected += 1) };
    const reply = await model().chat(request({ observer }), never);
    expect(reply).toEqual({ text: 'This is the reply.', usage: { promptTokens: 11, completionTokens: 7, estimated: false } });
    expect(deltas.length).toBeGreaterThan(2);
    expect(deltas.join('')).toBe(reply.text);
    expect(connected).toBe(1);
    expect(server.chats[0]?.body).toMatchObject({ model: 'small', stream: true, stream_options: { include_usage: true }, seed: 7 });
  });

  it('asks for the whole reply at once when told to', async () => {
    const reply = await model({ stream: false }).chat(request(), never);
    expect(reply.text).toBe('This is the reply.');
    expect(server.chats[0]?.body).not.toHaveProperty('stream');
    expect(server.chats[0]?.body).not.toHaveProperty('stream_options');
  });

  it('estimates the tokens, and says so, when the server sends no usage', async () => {
    server.fail({ kind: 'no-usage' });
    const { usage } = await model().chat(request(), never);
    expect(usage.estimated).toBe(true);
    expect(usage.promptTokens).toBeGreaterThan(10);
    expect(usage.completionTokens).toBe(5);
  });

  it('reads a whole completion from a server that ignores the wish for a stream', async () => {
    server.fail({ kind: 'no-stream' });
    const { text, usage } = await model().chat(request(), never);
    expect(text).toBe('This is the reply.');
    expect(usage.estimated).toBe(false);
  });

  it.each(['reasoning', 'reasoning_content', 'think'] as const)('keeps apart what came as %s', async (as) => {
    server.fail({ kind: 'reasoning', text: 'Let me see: energy is kept.', as });
    const thoughts: string[] = [];
    const reply = await model().chat(request({ observer: { reasoning: (delta) => thoughts.push(delta) } }), never);
    expect(reply.text).toBe('This is the reply.');
    expect(reply.reasoning?.trim()).toBe('Let me see: energy is kept.');
    expect(thoughts.join('')).toBe(reply.reasoning);
  });

  it('stops when it is aborted, with the reason it was given', async () => {
    server.fail({ kind: 'stall', at: 'middle' });
    const controller = new AbortController();
    const chat = model().chat(request(), controller.signal);
    await server.stalled;
    controller.abort(new Error('the user has had enough'));
    await expect(chat).rejects.toThrow('the user has had enough');
    server.release();
  });
});

describe('what is sent', () => {
  it('passes sampling and a schema on', async () => {
    const schema = { name: 'answer', schema: { type: 'object' } };
    await model().chat(request({ sampling: { temperature: 0.5, topP: 0.9, maxTokens: 100 }, schema }), never);
    expect(server.chats[0]?.body).toMatchObject({
      temperature: 0.5,
      top_p: 0.9,
      max_tokens: 100,
      response_format: { type: 'json_schema', json_schema: schema },
    });
  });

  it.each(['o3-mini', 'gpt-5', 'openai/gpt-5-mini'])('spares %s a temperature and names its limit otherwise', async (id) => {
    await model({}, id).chat(request({ sampling: { temperature: 0.5, maxTokens: 100 } }), never);
    expect(server.chats[0]?.body).toMatchObject({ max_completion_tokens: 100 });
    expect(server.chats[0]?.body).not.toHaveProperty('temperature');
    expect(server.chats[0]?.body).not.toHaveProperty('max_tokens');
  });

  it.each(['stream_options', 'response_format', 'temperature', 'seed', 'stream'])('does without %s where it is refused', async (field) => {
    server.failWhen(refuse(field));
    const asked = model();
    const full = request({ sampling: { temperature: 0.5 }, schema: { name: 'answer', schema: {} } });
    expect((await asked.chat(full, never)).text).toBe('This is the reply.');
    expect(server.chats).toHaveLength(2);
    await asked.chat(full, never);
    expect(server.chats, 'the lesson is remembered').toHaveLength(3);
  });

  it('takes the other name for the limit where max_tokens is refused', async () => {
    server.failWhen(refuse('max_tokens'));
    await model().chat(request({ sampling: { maxTokens: 9 } }), never);
    expect(server.chats.at(-1)?.body).toMatchObject({ max_completion_tokens: 9 });
  });

  it('sends the key as a bearer token, or in Azure’s header with its query, or not at all', async () => {
    await model().chat(request(), never);
    await model({}, 'small', endpoint({ apiKeyHeader: 'api-key', baseUrl: `${server.url}?api-version=2024-10-21` })).chat(request(), never);
    await model({}, 'small', { baseUrl: server.url, headers: { 'x-team': 'tides' } }).chat(request(), never);
    const [bearer, azure, open] = server.chats;
    expect(bearer?.headers.authorization).toBe('Bearer sk-secret-key-1');
    expect(azure?.headers).toMatchObject({ 'api-key': 'sk-secret-key-1' });
    expect(azure?.headers.authorization).toBeUndefined();
    expect(azure?.path).toBe('/v1/chat/completions?api-version=2024-10-21');
    expect(open?.headers).toMatchObject({ 'x-team': 'tides' });
    expect(open?.headers.authorization).toBeUndefined();
  });

  it('sends nothing that the environment holds for another server', async () => {
    const held = { OPENAI_CUSTOM_HEADERS: 'x-other-key: abc', OPENAI_ORG_ID: 'org', OPENAI_PROJECT_ID: 'p', OPENAI_ADMIN_KEY: 'admin-key' };
    const before = Object.fromEntries(Object.keys(held).map((name) => [name, process.env[name]]));
    Object.assign(process.env, held);
    try {
      await model({}, 'small', { baseUrl: server.url }).chat(request(), never);
    } finally {
      for (const [name, value] of Object.entries(before)) {
        if (value === undefined) Reflect.deleteProperty(process.env, name);
        else process.env[name] = value;
      }
    }
    const { headers } = server.chats[0]!;
    expect(Object.keys(headers).filter((name) => /openai-|x-other|authorization/.test(name))).toEqual([]);
  });
});

describe('what the server tells beside the reply', () => {
  it('passes on what is left of its limits', async () => {
    server.limit({ perSecond: 10, burst: 20, headers: true });
    const seen: (RateLimit | undefined)[] = [];
    await model().chat(request({ observer: { limits: ({ requests }) => seen.push(requests) } }), never);
    server.limit(undefined);
    expect(seen).toEqual([{ limit: 20, remaining: 19, resetMs: 100 }]);
  });

  it('lists its models', async () => {
    expect(await listModels(endpoint(), never)).toEqual(['small', 'large']);
    await expect(listModels({ baseUrl: server.url.replace('/v1', '/v2') }, never)).rejects.toThrow(/answered 404/);
  });

  it('takes a URL for what it is', () => {
    expect(() => model({}, 'small', { baseUrl: 'localhost:1234' })).toThrow('must start with http:// or https://');
    expect(() => model({}, 'small', { baseUrl: 'https://me:pw@host/v1' })).toThrow('must not hold a user name or password');
    expect(promptText).not.toBe('');
  });
});
