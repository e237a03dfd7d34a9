import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { type AddressInfo, createServer as createTcpServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ModelSources } from '../../../src/engine/models/catalog.ts';
import { listAvailable, type ListOptions } from '../../../src/engine/models/list.ts';
import { ModelServer, type ModelServerOptions } from '../../support/model-server.ts';
import { never } from './support.ts';

let folder: string;
const closing: (() => Promise<unknown>)[] = [];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'loom-list-'));
});
afterEach(async () => {
  rmSync(folder, { recursive: true });
  for (const close of closing.splice(0)) await close();
});

async function start(options: ModelServerOptions = {}): Promise<ModelServer> {
  const server = await ModelServer.start(options);
  closing.push(() => server.close());
  return server;
}

/** A server that takes connections and never answers. */
async function startSilent(): Promise<number> {
  const server = createTcpServer((socket) => socket.on('error', () => undefined).resume());
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  closing.push(() => new Promise((resolve) => server.close(resolve)));
  return portOf(server.address());
}

async function startClosed(): Promise<string> {
  const server = await ModelServer.start();
  const { url } = server;
  await server.close();
  return url;
}

const portOf = (address: AddressInfo | string | null): number => (address as AddressInfo).port;
const port = ({ url }: { url: string }) => Number(new URL(url).port);
const profiles = (content: object): string => {
  const file = join(folder, 'profiles.json');
  writeFileSync(file, JSON.stringify(content));
  return file;
};
const list = async (environment: NodeJS.ProcessEnv = {}, options: ListOptions = {}) => {
  const [builtin, ...rest] = await listAvailable({ folder, environment }, never, { ports: [], ...options });
  expect(builtin).toEqual({ id: 'builtin/extractive', source: 'builtin', reachable: true, endpoint: null });
  return rest;
};

describe('what there is to choose from', () => {
  it('is the offline model on a bare machine', async () => {
    expect(await list()).toEqual([]);
  });

  it('is what the project has recorded', async () => {
    mkdirSync(join(folder, '.loom/recorded'), { recursive: true });
    writeFileSync(join(folder, '.loom/recorded/demo.jsonl'), '');
    expect(await list()).toEqual([{ id: 'recorded/demo', source: 'recorded', reachable: true, endpoint: null }]);
  });

  it('is every model of the environment’s endpoint', async () => {
    const server = await start({ models: ['small', 'large'], key: 'sk-ambient-key' });
    const entry = { source: 'environment', reachable: true, endpoint: server.url };
    expect(await list({ OPENAI_BASE_URL: server.url, OPENAI_API_KEY: 'sk-ambient-key' })).toEqual([
      { id: 'small', ...entry },
      { id: 'large', ...entry },
    ]);
  });

  it('is any model of an endpoint that has no list; none that can be reached where nothing listens or the key is wrong', async () => {
    const listless = await start({ models: 'none' });
    const locked = await start({ key: 'sk-secret-key-1' });
    const entry = { id: '*', source: 'environment' };
    expect(await list({ OPENAI_BASE_URL: listless.url })).toEqual([{ ...entry, reachable: true, endpoint: listless.url }]);
    expect(await list({ OPENAI_BASE_URL: locked.url })).toEqual([{ ...entry, reachable: false, endpoint: locked.url }]);
    const url = await startClosed();
    expect(await list({ OPENAI_BASE_URL: url })).toEqual([{ ...entry, reachable: false, endpoint: url }]);
  });

  it('is every profile by its name, asked with its own key', async () => {
    const server = await start({ key: 'sk-own-key' });
    const gone = await startClosed();
    const file = profiles({ fast: { url: server.url, model: 'm1' }, gone: { url: gone, model: 'm2' } });
    expect(await list({ LOOM_PROFILES: file, LOOM_KEY_FAST: 'sk-own-key' })).toEqual([
      { id: 'fast', source: 'profile', reachable: true, endpoint: server.url },
      { id: 'gone', source: 'profile', reachable: false, endpoint: gone },
    ]);
  });

  it('is what servers on the usual local ports have, and no key is sent to them', async () => {
    const ollama = await start({ models: ['llama3:latest', 'qwen3:8b'] });
    const vllm = await start({ models: ['org/model'] });
    const free = new URL(await startClosed()).port;
    const found = await list(
      { OPENAI_BASE_URL: 'http://127.0.0.1:1/v1', OPENAI_API_KEY: 'sk-ambient-key' },
      { ports: [port(ollama), Number(free), port(vllm)] },
    );
    expect(found.slice(1)).toEqual([
      { id: 'llama3:latest', source: 'local', reachable: true, endpoint: ollama.url },
      { id: 'qwen3:8b', source: 'local', reachable: true, endpoint: ollama.url },
      { id: 'org/model', source: 'local', reachable: true, endpoint: vllm.url },
    ]);
    for (const { requests } of [ollama, vllm]) {
      expect(requests).toHaveLength(1);
      expect(JSON.stringify(requests[0]?.headers)).not.toMatch(/authorization|api-key|sk-/);
    }
  });

  it('names a local server once where the environment names it too', async () => {
    const server = await start({ models: ['small'] });
    const url = server.url.replace('127.0.0.1', 'localhost');
    const found = await list({ OPENAI_BASE_URL: server.url }, { ports: [port(server)] });
    expect(found.map(({ source }) => source)).toEqual(['environment']);
    const same = await list({ OPENAI_BASE_URL: url }, { ports: [port(server)] });
    expect(same.map(({ source }) => source)).toEqual(['environment']);
  });

  it('passes over a local server that is something else, and ids that could write to a terminal', async () => {
    const site = createServer((_, response) => {
      response.writeHead(200, { 'content-type': 'text/html' }).end('<html></html>');
    });
    site.listen(0, '127.0.0.1');
    await once(site, 'listening');
    closing.push(() => new Promise((resolve) => site.close(resolve)));
    const untrusted = await start({ models: ['\u001b[2Jgone', 'x'.repeat(300), 'good', 'a\u202eb'] });
    const found = await list({}, { ports: [portOf(site.address()), port(untrusted)] });
    expect(found.map(({ id }) => id)).toEqual(['good']);
  });

  it('is there in a moment, however long a server takes', async () => {
    const silent = await startSilent();
    const url = `http://127.0.0.1:${silent}/v1`;
    const found = await list({ OPENAI_BASE_URL: url }, { ports: [await startSilent()], endpointMs: 40, localMs: 40 });
    expect(found).toEqual([{ id: '*', source: 'environment', reachable: false, endpoint: url }]);
  });

  it('inside VS Code leaves the environment alone', async () => {
    const server = await start();
    const local = await start({ models: ['small'] });
    const sources: ModelSources = {
      folder,
      host: {
        chat: () => Promise.reject(new Error('not asked')),
        profile: () => Promise.reject(new Error('not asked')),
        modelFolder: () => Promise.reject(new Error('not asked')),
      },
    };
    const before = process.env.OPENAI_BASE_URL;
    const data = process.env.XDG_DATA_HOME;
    process.env.XDG_DATA_HOME = folder;
    process.env.OPENAI_BASE_URL = server.url;
    try {
      const found = await listAvailable(sources, never, { ports: [port(local)] });
      expect(found.map(({ source }) => source)).toEqual(['builtin', 'local']);
      expect(server.requests).toEqual([]);
    } finally {
      if (data === undefined) delete process.env.XDG_DATA_HOME;
      else process.env.XDG_DATA_HOME = data;
      if (before === undefined) delete process.env.OPENAI_BASE_URL;
      else process.env.OPENAI_BASE_URL = before;
    }
  });

  it('stops when it is called off, with the reason given', async () => {
    const controller = new AbortController();
    const listing = listAvailable({ folder, environment: {} }, controller.signal, { ports: [await startSilent()] });
    controller.abort(new Error('the user has had enough'));
    await expect(listing).rejects.toThrow('the user has had enough');
  });
});
