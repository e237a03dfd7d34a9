import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { checkEmbedder, checkEndpoint } from '../../../src/engine/models/check.ts';
import type { OpenedProfile } from '../../../src/protocol/profile.ts';
import { ModelServer, type ModelServerOptions } from '../../support/model-server.ts';
import { VirtualClock } from '../../support/virtual-clock.ts';
import { never } from './support.ts';

const servers: ModelServer[] = [];
afterEach(async () => {
  for (const server of servers.splice(0)) await server.close();
});

async function start(options: ModelServerOptions = {}): Promise<ModelServer> {
  const server = await ModelServer.start({ models: ['small', 'large'], ...options });
  servers.push(server);
  return server;
}

const profile = ({ url }: { url: string }, more: Partial<OpenedProfile> = {}): OpenedProfile => ({ url, model: 'small', ...more });

describe('trying an endpoint', () => {
  it('lists its models and asks the one named for a word', async () => {
    const server = await start({ key: 'sk-secret-key-1' });
    expect(await checkEndpoint(profile(server, { apiKey: 'sk-secret-key-1' }), never)).toEqual({
      models: ['small', 'large'],
      problem: null,
    });
    expect(server.chats).toHaveLength(1);
    expect(server.chats[0]?.body).toMatchObject({ model: 'small', max_tokens: 256 });
  });

  it('does without a list where there is none', async () => {
    const server = await start({ models: 'none' });
    expect(await checkEndpoint(profile(server), never)).toEqual({ models: [], problem: null });
  });

  it('takes a model that is still thinking at the limit for one that works', async () => {
    const server = await start();
    server.fail({ kind: 'finish', reason: 'length' });
    expect(await checkEndpoint(profile(server), never)).toMatchObject({ problem: null });
  });

  it('says that no server listens there, and asks no more', async () => {
    const server = await start();
    const { url } = server;
    await servers.pop()!.close();
    const { models, problem } = await checkEndpoint({ url, model: 'small' }, never);
    expect(models).toEqual([]);
    expect(problem).toContain(`${url} (list of models) refused the connection: no server listens there. Start it, or correct the URL.`);
  });

  it('says that the key is not accepted, without showing it', async () => {
    const server = await start({ key: 'sk-secret-key-1' });
    const { problem } = await checkEndpoint(profile(server, { apiKey: 'sk-another-key-2' }), never);
    expect(problem).toContain('answered 401: Incorrect API key provided. Set a key that this endpoint accepts for this model.');
    expect(problem).not.toContain('sk-another');
  });

  it('says that there is no such model, and which there are', async () => {
    const server = await start({ models: ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i', 'j'] });
    server.fail({ kind: 'status', status: 404, code: 'model_not_found', message: 'no such model' });
    const { models, problem } = await checkEndpoint(profile(server, { model: 'smal' }), never);
    expect(problem).toBe(`${server.url} has no model “smal”. Choose one that it has: a, b, c, d, e, f, g, h and 2 more.`);
    expect(models).toHaveLength(10);
  });

  it('says that the URL lacks its end', async () => {
    const server = await start();
    server.fail({ kind: 'status', status: 404, text: '404 page not found' });
    const { problem } = await checkEndpoint({ url: server.url.replace('/v1', ''), model: 'small' }, never);
    expect(problem).toContain('answered 404: 404 page not found');
    expect(problem).toContain('the URL, which usually ends in /v1');
  });

  it('says that a web page is no reply', async () => {
    const server = await start();
    server.fail({ kind: 'html' });
    const { problem } = await checkEndpoint(profile(server), never);
    expect(problem).toContain('sent “text/html” where JSON was expected');
  });

  it('says of an embedding model what it is', async () => {
    const server = await start({ models: ['chat', 'embed'], embeddings: { models: ['embed'] } });
    const { problem } = await checkEndpoint(profile(server, { model: 'embed' }), never);
    expect(problem).toBe('“embed” is an embedding model: it cannot write samples. Choose a chat model: chat, embed.');
  });

  it('says so when the URL is none', async () => {
    const { problem } = await checkEndpoint({ url: 'https://me:secret@host/v1', model: 'small' }, never);
    expect(problem).toBe("the model “small” cannot be asked: the endpoint's URL must not hold a user name or password");
  });

  it('says so when a header cannot be sent, without its value', async () => {
    const server = await start();
    const { problem } = await checkEndpoint(profile(server, { headers: { 'x-token': 'secret\nvalue' } }), never);
    expect(problem).toBe('the model “small” cannot be asked: the header “x-token” cannot be sent as it is');
  });

  it('gives up on a model that says nothing', async () => {
    const server = await start();
    server.fail({ kind: 'stall', at: 'headers' });
    const clock = new VirtualClock();
    const check = checkEndpoint(profile(server), never, { clock });
    await server.stalled;
    await clock.advance(600_001);
    expect((await check).problem).toContain(`small at ${server.url} sent nothing for 600 s after it was asked.`);
  });

  it('asks the model even where the list never comes', async () => {
    let connections = 0;
    const silent = createServer((socket) => {
      connections += 1;
      socket.on('error', () => undefined).resume();
      if (connections > 1) socket.destroy();
    });
    silent.listen(0, '127.0.0.1');
    await once(silent, 'listening');
    const { port } = silent.address() as AddressInfo;
    const { problem } = await checkEndpoint({ url: `http://127.0.0.1:${port}/v1`, model: 'small' }, never, { listMs: 50 });
    expect(problem).toContain('(small) ended the connection before the reply was complete');
    silent.close();
    await once(silent, 'close');
  });

  it('stops when it is called off, with the reason given', async () => {
    const server = await start();
    server.fail({ kind: 'stall', at: 'middle' });
    const controller = new AbortController();
    const check = checkEndpoint(profile(server), controller.signal);
    await server.stalled;
    controller.abort(new Error('the user has had enough'));
    await expect(check).rejects.toThrow('the user has had enough');
  });
});

describe('trying an endpoint for embeddings', () => {
  const embeddings = { models: ['embed'] };

  it('has one text embedded, and asks nobody to chat', async () => {
    const server = await start({ models: ['chat', 'embed'], embeddings });
    expect(await checkEmbedder(profile(server, { model: 'embed' }), never)).toEqual({ models: ['chat', 'embed'], problem: null });
    expect(server.embedded.map(({ input }) => input)).toEqual([['ready']]);
    expect(server.chats).toEqual([]);
  });

  it('says of a model that chats what it is not', async () => {
    const server = await start({ models: ['chat', 'embed'], embeddings });
    const { problem } = await checkEmbedder(profile(server, { model: 'chat' }), never);
    expect(problem).toContain('answered 404: The model `chat` does not embed.');
    expect(problem).toContain(' “chat” may be no embedding model: choose one: chat, embed.');
  });

  it('says what else is wrong', async () => {
    const server = await start({ key: 'sk-secret-key-1', embeddings });
    expect((await checkEmbedder(profile(server, { model: 'embed' }), never)).problem).toContain('answered 401');
    expect((await checkEmbedder({ url: 'https://me:secret@host/v1', model: 'embed' }, never)).problem).toContain(
      'must not hold a user name',
    );
    const { url } = server;
    await servers.pop()!.close();
    expect((await checkEmbedder({ url, model: 'embed' }, never)).problem).toContain('refused the connection');
  });

  it('stops when it is called off, with the reason given', async () => {
    const server = await start({ embeddings });
    const controller = new AbortController();
    controller.abort(new Error('the user has had enough'));
    await expect(checkEmbedder(profile(server, { model: 'embed' }), controller.signal)).rejects.toThrow('the user has had enough');
  });
});
