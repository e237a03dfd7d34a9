/** Nothing secret is written or said: every file, every message and all output are searched for keys, headers and prompts. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { type Endpoint, endpointIdentity, endpointName } from '../../../src/engine/models/openai/endpoint.ts';
import { createOpenAiModel } from '../../../src/engine/models/openai/openai-model.ts';
import { type Fault, ModelServer } from '../../support/model-server.ts';
import { type Composed, composed, settled } from './composition.ts';
import { never, request } from './support.ts';

const key = 'sk-proj-0123456789abcdefghij';
const plainKey = 'a1b2c3d4e5f60718293a4b5c6d7e8f90';
const header = 'Basic dXNlcjpwYXNzd29yZA==';
const query = 'q-9f8e7d6c5b4a39281706';
const prompt = 'My unpublished theorem: every purple oscillator of Zweibrücken is its own inverse.';

let server: ModelServer;
let open: Composed | undefined;
beforeAll(async () => {
  server = await ModelServer.start();
});
afterAll(() => server.close());
afterEach(() => {
  vi.restoreAllMocks();
  server.release();
  open?.close();
  open = undefined;
});

interface Place {
  readonly place: string;
  readonly endpointAt: (url: string) => Endpoint;
  readonly secrets: readonly string[];
}

const places: readonly Place[] = [
  { place: 'as a bearer token', endpointAt: (baseUrl) => ({ baseUrl, apiKey: key }), secrets: [key] },
  {
    place: 'in api-key',
    endpointAt: (baseUrl) => ({ baseUrl: `${baseUrl}?api-version=2024-10-21`, apiKey: plainKey, apiKeyHeader: 'api-key' }),
    secrets: [plainKey],
  },
  {
    place: 'in headers of its own',
    endpointAt: (baseUrl) => ({ baseUrl, headers: { 'X-Auth': header, 'X-Other': key } }),
    secrets: [header, key],
  },
  {
    place: 'in the query',
    endpointAt: (baseUrl) => ({ baseUrl: `${baseUrl}?subscription-key=${query}`, apiKey: plainKey }),
    secrets: [query, plainKey],
  },
];

/** Servers do repeat what they were sent: `echo` is every secret. */
const faultsOf = (echo: string): readonly Fault[] => [
  { kind: 'status', status: 401, message: `Incorrect API key: ${echo}` },
  { kind: 'status', status: 403, text: `forbidden: ${echo}` },
  { kind: 'status', status: 404, message: `no model for ${echo}`, code: echo },
  { kind: 'status', status: 400, message: `bad prompt: ${prompt}` },
  { kind: 'status', status: 413, message: `too long: ${prompt.slice(0, 40)}…` },
  { kind: 'status', status: 429, code: 'insufficient_quota', message: `quota of ${echo}` },
  { kind: 'status', status: 307, text: '', headers: { location: `https://elsewhere.example/?key=${encodeURIComponent(echo)}` } },
  { kind: 'finish', reason: 'length' },
  { kind: 'finish', reason: 'content_filter' },
  { kind: 'refusal' },
  { kind: 'huge', bytes: 9 * 1024 * 1024 },
];

const passingOf = (echo: string): readonly Fault[] => [
  { kind: 'status', status: 500, message: `exploded on ${prompt}` },
  { kind: 'status', status: 429, message: `slow down, ${echo}` },
  { kind: 'error-event', message: `${prompt} made us run out of memory` },
  { kind: 'cut', afterChunks: 0 },
  { kind: 'cut', afterChunks: 2 },
  { kind: 'broken-json' },
  { kind: 'html' },
  { kind: 'empty' },
];

/** All that this process writes while `work` runs, through the console or past it. */
async function outputOf(work: () => Promise<void>): Promise<string> {
  const written: string[] = [];
  for (const stream of [process.stdout, process.stderr]) {
    vi.spyOn(stream, 'write').mockImplementation((chunk) => {
      written.push(typeof chunk === 'string' ? chunk : Buffer.from(chunk).toString());
      return true;
    });
  }
  for (const method of ['log', 'info', 'warn', 'error', 'debug', 'trace'] as const) {
    vi.spyOn(console, method).mockImplementation((...parts: unknown[]) => {
      written.push(inspect(parts));
    });
  }
  await work();
  vi.restoreAllMocks();
  return written.join('\n');
}

/** No secret, and no stretch of the prompt that could not be chance. */
function expectNone(secrets: readonly string[], text: string, where: string): void {
  for (const secret of secrets) expect(text.includes(secret), `${secret} in ${where}`).toBe(false);
  for (let at = 0; at + 24 <= prompt.length; at += 1)
    expect(text.includes(prompt.slice(at, at + 24)), `the prompt in ${where}`).toBe(false);
}

function filesOf(folder: string): Map<string, string> {
  return new Map(readdirSync(folder).map((name) => [name, readFileSync(join(folder, name)).toString('latin1')]));
}

describe.each(places)('with the key $place', ({ endpointAt, secrets }) => {
  const echo = secrets.join(', ');

  function composedAt(): { composition: Composed; sent: (n: number) => Promise<unknown> } {
    const endpoint = endpointAt(server.url);
    const model = createOpenAiModel(endpoint, 'm1');
    const composition = composed(model, { name: `m1 at ${endpointName(endpoint)}`, endpoint: endpointIdentity(endpoint) });
    open = composition;
    const messages = [{ role: 'user' as const, content: prompt }];
    const sent = (n: number): Promise<unknown> =>
      settled(
        composition,
        composition.chat(request({ messages, ordinal: n }), never).catch((error: unknown) => error),
      );
    return { composition, sent };
  }

  it('neither files nor messages nor output hold it, nor the prompt', async () => {
    const { composition, sent } = composedAt();
    const said: unknown[] = [];
    const output = await outputOf(async () => {
      for (const [n, fault] of [...faultsOf(echo), ...passingOf(echo)].entries()) {
        server.fail(fault);
        said.push(await sent(n));
      }
      said.push(await sent(0), await sent(100));
    });
    const errors = said.filter((each) => each instanceof Error);
    expect(errors).toHaveLength(faultsOf(echo).length);
    for (const error of errors) {
      // With the stack, the fields and every cause, as a logger would write it.
      expectNone(secrets, `${error.message}\n${inspect(error, { depth: 20 })}\n${JSON.stringify(error)}`, error.message);
    }
    expectNone(secrets, output, 'the output');
    expectNone(secrets, inspect(composition.usage.total), 'the usage counter');
    const files = filesOf(composition.folder);
    expect([...files.keys()].sort()).toEqual(['responses.sqlite', 'responses.sqlite-shm', 'responses.sqlite-wal']);
    expect([...files.values()].join('')).toContain('This is the reply.');
    for (const [name, content] of files) expectNone(secrets, content, name);
  });

  it('a reply that repeats them is handed on, and kept, without them', async () => {
    for (const stream of [true, false]) {
      const repeating = await ModelServer.start({ reply: () => `You sent ${echo}, and this is the reply.` });
      const endpoint = endpointAt(repeating.url);
      open = composed(createOpenAiModel(endpoint, 'm1', { stream }), { endpoint: endpointIdentity(endpoint) });
      const { text } = await open.chat(request(), never);
      expect(text).toMatch(/^You sent (‹key›|Basic ‹key›)(, ‹key›)?, and this is the reply\.$/);
      expectNone(secrets, text, 'the reply');
      for (const [name, content] of filesOf(open.folder)) expectNone(secrets, content, name);
      open.close();
      open = undefined;
      await repeating.close();
    }
  });

  it('another host that it redirects to is not asked', async () => {
    const other = await ModelServer.start();
    for (const status of [301, 302, 303, 307, 308]) {
      server.fail({ kind: 'status', status, text: '', headers: { location: `${other.url}/chat/completions` } });
      expect(String(await composedAt().sent(status))).toContain('it redirects to');
      open?.close();
    }
    open = undefined;
    expect(other.requests).toEqual([]);
    await other.close();
  });

  it('giving up says none of it either', async () => {
    const { sent } = composedAt();
    server.failWhen(() => ({ kind: 'status', status: 503, message: echo }));
    const error = await sent(0);
    server.failWhen(() => undefined);
    expect(String(error)).toContain('Given up after 8 attempts.');
    expectNone(secrets, inspect(error, { depth: 20 }), 'the error');
  });
});
