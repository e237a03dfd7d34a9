import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { onnxModels } from '../../../src/engine/models/onnx/open-onnx.ts';
import { writeTinyModel } from '../../support/tiny-onnx.ts';
import { createOpenEmbedder, createOpenModel } from '../../../src/engine/models/catalog.ts';
import type { ModelHost } from '../../../src/engine/models/host-model.ts';
import { UsageError } from '../../../src/engine/errors.ts';
import { ModelServer } from '../../support/model-server.ts';
import { embeddingRequest } from '../../../src/engine/models/embedder.ts';
import { never, request } from './support.ts';

let server: ModelServer;
let other: ModelServer;
let folder: string;

beforeAll(async () => {
  server = await ModelServer.start();
  other = await ModelServer.start();
});
afterAll(async () => {
  await server.close();
  await other.close();
});
beforeEach(() => {
  server.requests.length = 0;
  other.requests.length = 0;
  folder = mkdtempSync(join(tmpdir(), 'loom-catalog-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

/** A file of profiles, as `LOOM_PROFILES` names it. */
function profiles(content: object | string): string {
  const file = join(folder, 'profiles.json');
  writeFileSync(file, typeof content === 'string' ? content : JSON.stringify(content));
  return file;
}

const inTerminal = (environment: NodeJS.ProcessEnv) => createOpenModel({ folder, environment });
const refused = async (id: string, environment: NodeJS.ProcessEnv): Promise<string> => {
  const error: unknown = await inTerminal(environment)(id).catch((reason: unknown) => reason);
  if (error instanceof UsageError) return error.message;
  throw new Error('it was not refused', { cause: error });
};
const keysSent = ({ chats }: ModelServer) => chats.map(({ headers }) => headers.authorization);

describe('on the command line, a model', () => {
  it('is any of the endpoint that the environment names, at the price it names', async () => {
    const open = inTerminal({ OPENAI_BASE_URL: server.url, OPENAI_API_KEY: 'sk-ambient-key', LOOM_PRICE: '0.15 / 0.60' });
    const { model, ...rest } = await open('org/some-model:7b');
    await model.chat(request(), never);
    expect(model.id).toBe('org/some-model:7b');
    expect(server.chats[0]?.body?.model).toBe('org/some-model:7b');
    expect(keysSent(server)).toEqual(['Bearer sk-ambient-key']);
    expect(rest).toMatchObject({ name: `org/some-model:7b at ${server.url}`, remote: true, price: { prompt: 0.15, completion: 0.6 } });
    expect(rest.endpoint).not.toContain('sk-');
  });

  it('is at OpenAI when only a key is set, and has no price when none is', async () => {
    const opened = await inTerminal({ OPENAI_API_KEY: 'sk-ambient-key' })('gpt-4o');
    expect(opened.name).toBe('gpt-4o at https://api.openai.com/v1');
    expect(opened).not.toHaveProperty('price');
  });

  it('is a profile by its name, with all that the profile says', async () => {
    const profile = {
      url: server.url,
      model: 'm1',
      temperature: 0.3,
      maxReplyTokens: 900,
      maxConcurrent: 2,
      price: { prompt: 1, completion: 2 },
    };
    const environment = { LOOM_PROFILES: profiles({ 'my-fast model': profile }), LOOM_KEY_MY_FAST_MODEL: 'sk-own-key' };
    const { model, ...rest } = await inTerminal(environment)('my-fast model');
    await model.chat(request(), never);
    expect(model.id, 'samples name the model, not the profile').toBe('m1');
    expect(keysSent(server)).toEqual(['Bearer sk-own-key']);
    expect(rest).toMatchObject({ temperature: 0.3, maxReplyTokens: 900, maxConcurrent: 2, price: { prompt: 1, completion: 2 } });
    expect(rest.batches).toEqual({ baseUrl: server.url, apiKey: 'sk-own-key' });
  });

  it('of a profile has Azure’s header, and is put as one that reasons where the profile says so', async () => {
    const azure = {
      url: `${server.url}?api-version=1`,
      model: 'm1',
      keyHeader: 'api-key',
      headers: { 'x-team': 'tides' },
      reasoning: true,
    };
    const { model, endpoint } = await inTerminal({ LOOM_PROFILES: profiles({ azure }), LOOM_KEY_AZURE: 'sk-own-key' })('azure');
    await model.chat(request({ sampling: { maxTokens: 9 } }), never);
    expect(server.chats[0]?.headers).toMatchObject({ 'api-key': 'sk-own-key', 'x-team': 'tides' });
    expect(server.chats[0]?.body).toMatchObject({ max_completion_tokens: 9 });
    expect(endpoint).toBe(`${server.url}?1`);
  });

  it('gets OPENAI_API_KEY where its profile is for the same endpoint, and nowhere else', async () => {
    const file = profiles({ here: { url: `${server.url}/`, model: 'm1' }, there: { url: other.url, model: 'm1' } });
    const open = inTerminal({ LOOM_PROFILES: file, OPENAI_BASE_URL: server.url, OPENAI_API_KEY: 'sk-ambient-key' });
    for (const id of ['here', 'there']) await (await open(id)).model.chat(request(), never);
    expect(keysSent(server)).toEqual(['Bearer sk-ambient-key']);
    expect(keysSent(other)).toEqual([undefined]);
  });

  it('is refused where one variable would send its key to two endpoints', async () => {
    const file = profiles({ 'a-b': { url: server.url, model: 'm1' }, 'a.b': { url: other.url, model: 'm1' } });
    expect(await refused('a-b', { LOOM_PROFILES: file, LOOM_KEY_A_B: 'sk-own-key' })).toBe(
      'LOOM_KEY_A_B is the key of both “a-b” and “a.b”, at different endpoints: give one of them another name',
    );
    await expect(inTerminal({ LOOM_PROFILES: file })('a-b'), 'without a key nothing is amiss').resolves.toBeDefined();
  });

  it('is refused where its key cannot be a key, which is not shown; a line break at its end does no harm', async () => {
    const environment = (key: string) => ({ OPENAI_BASE_URL: server.url, OPENAI_API_KEY: key });
    for (const key of ['sk-copied…from-a-list', 'sk-two\nlines']) {
      const message = await refused('m1', environment(key));
      expect(message).toBe('the model “m1” cannot be asked: the key holds characters that no key has: copy it anew');
    }
    await (await inTerminal(environment('sk-from-a-file\r\n'))('m1')).model.chat(request(), never);
    expect(keysSent(server)).toEqual(['Bearer sk-from-a-file']);
  });

  it('is a recording of the project', async () => {
    mkdirSync(join(folder, '.loom/recorded'), { recursive: true });
    writeFileSync(join(folder, '.loom/recorded/demo.jsonl'), '');
    expect((await inTerminal({})('recorded/demo')).model.id).toBe('recorded/demo');
  });

  it('that is not there is answered by what there is', async () => {
    mkdirSync(join(folder, '.loom/recorded'), { recursive: true });
    writeFileSync(join(folder, '.loom/recorded/demo.jsonl'), '');
    const message = await refused('gpt', { LOOM_PROFILES: profiles({ fast: { url: server.url, model: 'm1' } }) });
    expect(message).toContain('there is no model “gpt” here: there are builtin/extractive, fast, recorded/demo.');
    expect(message).toContain('set OPENAI_BASE_URL (and OPENAI_API_KEY), or name a file of profiles in LOOM_PROFILES');
    expect(await refused('gpt', {})).toContain('there are builtin/extractive, recorded/demo.');
  });

  it('of VS Code’s is refused', async () => {
    expect(await refused('vscode/copilot/gpt-4o', { OPENAI_BASE_URL: server.url })).toContain('can be asked only inside VS Code');
  });

  it('is never at a URL that its id holds', async () => {
    const { model } = await inTerminal({ OPENAI_BASE_URL: server.url })(`${other.url}#m1`);
    await model.chat(request(), never);
    expect(server.chats).toHaveLength(1);
    expect(other.requests).toEqual([]);
  });
});

describe('what does not hold in the environment is named', () => {
  it.each(['localhost:8000', 'ftp://host/v1', 'https://me:pw@host/v1'])('OPENAI_BASE_URL=%s', async (url) => {
    expect(await refused('gpt', { OPENAI_BASE_URL: url })).toMatch(/^OPENAI_BASE_URL: the endpoint's URL must/);
  });

  it.each(['free', '0.15', '1/2/3', '-1/2', '1e3/2', '/'])('LOOM_PRICE=%s', async (price) => {
    expect(await refused('gpt', { OPENAI_BASE_URL: server.url, LOOM_PRICE: price })).toMatch(/^LOOM_PRICE: .*0\.15\/0\.60$/);
  });

  it.each([
    ['{ "a": { "url": "https://host/v1", "model": "m",\n } }', 'the file is not valid JSON'],
    [[], 'the file: '],
    [{ fast: { url: 'localhost:8000', model: 'm' } }, 'fast.url: must be a URL that starts with http:// or https://'],
    [{ fast: { url: 'https://me:pw@host/v1', model: 'm' } }, 'fast.url: must not hold a user name or password'],
    [{ fast: { url: 'https://host/v1' } }, 'fast.model: '],
    [{ fast: { url: 'https://host/v1', model: 'm', price: { prompt: -1, completion: 0 } } }, 'fast.price.prompt: '],
    [{ fast: { url: 'https://host/v1', model: 'm', apiKey: 'sk-in-the-file' } }, 'fast: Unrecognized key: "apiKey"'],
    [{ 'vscode/a/b': { url: 'https://host/v1', model: 'm' } }, 'vscode/a/b: a name must not be empty, nor begin with builtin/'],
  ])('a file of profiles: %j', async (content, problem) => {
    const file = profiles(content);
    const message = await refused('fast', { LOOM_PROFILES: file });
    expect(message).toContain(file);
    expect(message).toContain(problem);
    expect(message).not.toMatch(/sk-|me:pw/);
  });

  it('a file of profiles that is not there', async () => {
    expect(await refused('fast', { LOOM_PROFILES: join(folder, 'none.json') })).toMatch(/^LOOM_PROFILES: the file cannot be read: ENOENT/);
  });
});

describe('a model that embeds', () => {
  let embedding: ModelServer;
  beforeEach(async () => {
    embedding = await ModelServer.start({ embeddings: { models: ['embed'] } });
  });
  afterEach(() => embedding.close());

  const ask = async (id: string, environment: NodeJS.ProcessEnv) => {
    const opened = await createOpenEmbedder({ folder, environment })(id);
    await opened.embedder.chat(embeddingRequest(['tide']), never);
    return opened;
  };

  it('is of the endpoint that the environment names, or a profile, as one that chats is', async () => {
    const price = { prompt: 0.02, completion: 0 };
    const ambient = await ask('embed', { OPENAI_BASE_URL: embedding.url, OPENAI_API_KEY: 'sk-ambient-key' });
    const file = profiles({ mine: { url: embedding.url, model: 'embed', price, maxConcurrent: 2 } });
    const mine = await ask('mine', { LOOM_PROFILES: file, LOOM_KEY_MINE: 'sk-profile-key' });
    expect(mine).toMatchObject({ name: `embed at ${embedding.url}`, price, maxConcurrent: 2 });
    expect(embedding.requests.map(({ headers }) => headers.authorization)).toEqual(['Bearer sk-ambient-key', 'Bearer sk-profile-key']);
    // The same model, whatever it is called and whoever pays.
    expect(mine.space).toBe(ambient.space);
    expect(mine.space).not.toContain('sk-');
  });

  it.each(['builtin/extractive', 'recorded/rivers', 'vscode/acme/one'])('is never %s', async (id) => {
    const opened = createOpenEmbedder({ folder, environment: { OPENAI_BASE_URL: embedding.url } })(id);
    await expect(opened).rejects.toThrow(`“${id}” embeds nothing: choose a model behind an OpenAI-compatible endpoint`);
  });

  it('that nobody set up is not there, and what can be done is said', async () => {
    await expect(createOpenEmbedder({ folder, environment: {} })('embed')).rejects.toThrow('set OPENAI_BASE_URL');
  });
});

describe('a sentence model in a folder', () => {
  afterAll(() => onnxModels.close());
  const tiny = () => writeTinyModel(join(folder, 'weights'));

  it('is one of the file of profiles, by its name after onnx/', async () => {
    const environment = { LOOM_PROFILES: profiles({ small: { folder: tiny() }, cloud: { url: server.url, model: 'm1' } }) };
    const { embedder, price, remote } = await createOpenEmbedder({ folder, environment })('onnx/small');
    expect([...(await embedder.chat(embeddingRequest(['moon']), never)).vectors[0]!]).toEqual([0, 0, 1, 0]);
    expect({ id: embedder.id, price, remote }).toEqual({ id: 'onnx/small', price: { prompt: 0, completion: 0 }, remote: false });
    expect((await inTerminal(environment)('cloud')).name).toBe(`m1 at ${server.url}`);
    expect(await refused('onnx/small', environment)).toContain('“onnx/small” embeds texts and writes none');
    // By its bare name it is no endpoint, which alone such names are for.
    await expect(createOpenEmbedder({ folder, environment })('small')).rejects.toThrow('there is no model “small” here');
  });

  it('is one of the machine’s settings inside VS Code', async () => {
    const host = {
      chat: () => Promise.reject(new Error('not asked')),
      profile: () => Promise.reject(new Error('not asked')),
      modelFolder: (name: string) => Promise.resolve(name === 'small' ? tiny() : null),
    };
    const open = createOpenEmbedder({ folder, host });
    expect((await open('onnx/small')).embedder.id).toBe('onnx/small');
    await expect(open('onnx/other')).rejects.toThrow(
      'there is no model “onnx/other” here. A project names a model of this kind, and its user says in which folder it lies: the setting conceptLoom.modelFolders adds one',
    );
  });

  it.each(['onnx/../weights', 'onnx/./weights', 'onnx/weights', 'onnx//etc', 'onnx/', 'onnx/__proto__', 'onnx/constructor'])(
    'is never the place that a project names: %s',
    async (id) => {
      tiny();
      const environment = { LOOM_PROFILES: profiles({ small: { folder: join(folder, 'weights') } }) };
      await expect(createOpenEmbedder({ folder, environment })(id)).rejects.toThrow(
        `there is no model “${id}” here: there is onnx/small. `,
      );
    },
  );

  it.each([
    [{ small: { folder: 'models/small' } }, 'small.folder: must be an absolute path'],
    [{ small: { folder: '/models/small', url: 'http://127.0.0.1' } }, 'small: Unrecognized key: "url"'],
    [{ 'onnx/small': { folder: '/models/small' } }, 'nor begin with builtin/, recorded/, vscode/ or onnx/'],
  ])('of a profile that does not hold is refused, and the place in the file is told: %j', async (content, message) => {
    const file = profiles(content);
    const error: unknown = await createOpenEmbedder({ folder, environment: { LOOM_PROFILES: file } })('onnx/small').catch(
      (reason: unknown) => reason,
    );
    expect(error).toBeInstanceOf(UsageError);
    expect(String(error)).toContain(file);
    expect(String(error)).toContain(message);
  });
});

describe('inside VS Code, a model', () => {
  const host = (more: Partial<ModelHost> = {}): ModelHost => ({
    profile: () => Promise.resolve(null),
    modelFolder: () => Promise.resolve(null),
    chat: () => Promise.resolve({ text: 'Tides.', promptTokens: 1, completionTokens: 1 }),
    ...more,
  });

  it('is one that the host knows by its name', async () => {
    const profile = (name: string) => Promise.resolve(name === 'fast' ? { url: server.url, model: 'm1', apiKey: 'sk-kept-key' } : null);
    const { model } = await createOpenModel({ folder, host: host({ profile }) })('fast');
    await model.chat(request(), never);
    expect(keysSent(server)).toEqual(['Bearer sk-kept-key']);
  });

  it('is one of VS Code’s', async () => {
    const { model } = await createOpenModel({ folder, host: host() })('vscode/copilot/org/gpt-4o');
    expect((await model.chat(request(), never)).text).toBe('Tides.');
    await expect(createOpenModel({ folder, host: host() })('vscode/copilot')).rejects.toThrow('named vscode/<vendor>/<id>');
  });

  it('is never sought in the environment', async () => {
    const before = process.env.OPENAI_BASE_URL;
    process.env.OPENAI_BASE_URL = server.url;
    try {
      await expect(createOpenModel({ folder, host: host() })('gpt')).rejects.toThrow('“Concept Loom: Choose Model” shows what there is');
    } finally {
      if (before === undefined) delete process.env.OPENAI_BASE_URL;
      else process.env.OPENAI_BASE_URL = before;
    }
  });
});
