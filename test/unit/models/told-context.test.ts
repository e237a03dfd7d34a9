/** The context that servers tell before they are asked for a reply. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { listSizedModels } from '../../../src/engine/models/openai/list-models.ts';
import { openProfile } from '../../../src/engine/models/openai/open-profile.ts';
import { toldContext } from '../../../src/engine/models/openai/told-context.ts';
import { modelErrorOf, never, request } from './support.ts';

const closing: (() => void)[] = [];
afterEach(() => {
  for (const close of closing.splice(0)) close();
});

/** A server with these answers by path, 404 elsewhere; the paths that it was asked for. */
async function serve(answers: Readonly<Record<string, unknown>>): Promise<{ url: string; asked: string[] }> {
  const asked: string[] = [];
  const server = createServer(({ url = '' }, response) => {
    asked.push(url);
    const value = answers[url];
    response.writeHead(value === undefined ? 404 : 200, { 'content-type': 'application/json' }).end(JSON.stringify(value ?? {}));
  });
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  closing.push(() => {
    server.closeAllConnections();
    server.close();
  });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`, asked };
}

const listing = (...data: object[]) => ({ '/v1/models': { object: 'list', data } });

describe('the context of a model', () => {
  it.each([
    ['vLLM', { max_model_len: 4096 }, 4096],
    ['LM Studio', { max_context_length: 131_072, loaded_context_length: 8192 }, 8192],
    ['OpenRouter', { context_length: 200_000 }, 200_000],
    ['llama.cpp', { meta: { n_ctx: 2048, n_ctx_train: 32_768 } }, 2048],
    ['nobody', { context_length: 'long' }, undefined],
  ])('is told in the list of %s', async (_, sizes, context) => {
    const { url } = await serve(listing({ id: 'other', context_length: 512 }, { id: 'small', ...sizes }));
    expect(await toldContext({ baseUrl: url }, 'small', never)).toBe(context);
    expect((await listSizedModels({ baseUrl: url }, never))[1]).toEqual({ id: 'small', context });
  });

  it('is that of llama.cpp’s properties, where its list tells only what it was trained with', async () => {
    const { url } = await serve({
      ...listing({ id: 'a.gguf', meta: { n_ctx_train: 32_768 } }),
      '/props': { default_generation_settings: { n_ctx: 1024 } },
    });
    expect(await toldContext({ baseUrl: url }, 'small', never)).toBe(1024);
  });

  it('keeps a prompt from being sent that cannot fit, and is asked for once, before a long one', async () => {
    const { url, asked } = await serve(listing({ id: 'small', max_model_len: 600 }));
    const { model } = openProfile({ url, model: 'small' });
    await modelErrorOf(model.chat(request(), never));
    expect(asked).toEqual(['/v1/chat/completions']);
    const messages = [{ role: 'user', content: 'The moon pulls at the sea. '.repeat(400) }] as const;
    for (let n = 0; n < 2; n += 1) {
      const error = await modelErrorOf(model.chat(request({ messages }), never));
      expect(error).toMatchObject({ kind: 'context', context: { limit: 600 } });
      expect(error.message).toContain('has a context of 600 tokens, and was not sent a prompt of about');
    }
    expect(asked).toEqual(['/v1/chat/completions', '/v1/models']);
  });

  it('is not known where there is no list', async () => {
    const { url } = await serve({});
    expect(await toldContext({ baseUrl: url }, 'small', never)).toBeUndefined();
  });
});
