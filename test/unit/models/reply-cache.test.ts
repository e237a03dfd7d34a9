import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ChatRequest } from '../../../src/engine/models/chat-model.ts';
import { ProjectPath } from '../../../src/engine/files/project-path.ts';
import { ModelError } from '../../../src/engine/models/model-error.ts';
import { BudgetExceeded } from '../../../src/engine/models/requests/budget.ts';
import { ReplyCache, requestKey } from '../../../src/engine/models/requests/reply-cache.ts';
import { ResponseStore } from '../../../src/engine/models/requests/response-store.ts';
import { atRest, HeldModel, never, replyOf, request, scripted } from './support.ts';

let folder: string;
let path: string;
let store: ResponseStore;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'loom-cache-'));
  path = join(folder, 'responses.sqlite');
  store = ResponseStore.open(ProjectPath.of(folder).at(basename(path)));
});
afterEach(() => {
  store.close();
  rmSync(folder, { recursive: true });
});

const endpoint = 'https://api.example/v1?';
const keyOf = (more: Partial<ChatRequest> = {}, at = endpoint, model = 'm1'): string => requestKey(at, model, request(more));

describe('an identical request', () => {
  it('is not asked again, in this process or after it', async () => {
    const model = scripted(replyOf('paid for'));
    const first = await new ReplyCache(store).around(model, { endpoint }).chat(request(), never);
    expect(first).toEqual(replyOf('paid for'));
    const reopened = ResponseStore.open(ProjectPath.of(folder).at(basename(path)));
    let cached = 0;
    const again = new ReplyCache(reopened).around(model, { endpoint, onCached: () => (cached += 1) });
    expect(await again.chat(request(), never)).toEqual({ ...first, cached: true });
    expect(model.calls).toHaveLength(1);
    expect(cached).toBe(1);
    reopened.close();
  });

  it('is one whatever the run, the origin and who listens', () => {
    const same = keyOf({ run: 'r2', observer: {}, origin: { method: 'answer', question: 'another', references: [] } });
    expect(same).toBe(keyOf());
  });

  it.each<[string, string]>([
    ['words', keyOf({ messages: [{ role: 'user', content: 'Something else.' }] })],
    ['roles', keyOf({ messages: [{ role: 'system', content: request().messages[0]!.content }] })],
    ['temperature', keyOf({ sampling: { temperature: 1 } })],
    ['limit', keyOf({ sampling: { maxTokens: 5 } })],
    ['top-p', keyOf({ sampling: { topP: 0.5 } })],
    ['schema', keyOf({ schema: { name: 'reply', schema: { type: 'object' } } })],
    ['ordinal', keyOf({ ordinal: 1 })],
    ['seed', keyOf({ seed: 8 })],
    ['endpoint', keyOf({}, 'https://other.example/v1?')],
    ['model', keyOf({}, endpoint, 'm2')],
  ])('is another one with another %s', (_, key) => {
    expect(key).not.toBe(keyOf());
  });

  it('has a seed only where the reply is drawn: not at temperature 0', () => {
    const at = (temperature: number, seed: number): string => keyOf({ seed, sampling: { temperature } });
    expect(at(0, 1)).toBe(at(0, 2));
    expect(at(0.7, 1)).not.toBe(at(0.7, 2));
    expect(keyOf({ ordinal: 1, sampling: { temperature: 0 } })).not.toBe(keyOf({ sampling: { temperature: 0 } }));
  });
});

describe('identical requests at once', () => {
  it('share one call, and all but one are free', async () => {
    const model = new HeldModel();
    let cached = 0;
    const cache = new ReplyCache(store).around(model, { endpoint, onCached: () => (cached += 1) });
    const chats = [1, 2, 3].map(() => cache.chat(request(), never));
    await atRest();
    expect(model.calls).toHaveLength(1);
    model.calls[0]!.reply(replyOf('shared'));
    expect((await Promise.all(chats)).map(({ text, cached: free }) => [text, free])).toEqual([
      ['shared', undefined],
      ['shared', true],
      ['shared', true],
    ]);
    expect(cached).toBe(2);
  });

  it('leave the call to the others when one is called off, even the one that began it', async () => {
    const model = new HeldModel();
    const cache = new ReplyCache(store).around(model, { endpoint });
    const leaving = new AbortController();
    const first = cache.chat(request(), leaving.signal);
    const second = cache.chat(request(), never);
    leaving.abort(new Error('enough'));
    await expect(first).rejects.toThrow('enough');
    expect(model.calls[0]!.signal.aborted).toBe(false);
    model.calls[0]!.reply(replyOf('for the other'));
    expect((await second).text).toBe('for the other');
  });

  it('call it off when the last of them is called off, and the next one begins anew', async () => {
    const model = new HeldModel();
    const cache = new ReplyCache(store).around(model, { endpoint });
    const leaving = new AbortController();
    const chats = [1, 2].map(() => cache.chat(request(), leaving.signal));
    leaving.abort(new Error('enough'));
    for (const chat of chats) await expect(chat).rejects.toThrow('enough');
    expect(model.calls[0]!.signal.aborted).toBe(true);
    const next = cache.chat(request(), never);
    await atRest();
    model.calls[1]!.reply(replyOf('anew'));
    expect((await next).text).toBe('anew');
  });

  it('fail together, and nothing is kept of it', async () => {
    const model = new HeldModel();
    const cache = new ReplyCache(store).around(model, { endpoint });
    const chats = [1, 2].map(() => cache.chat(request(), never));
    model.calls[0]!.fail(new ModelError('auth', 'no key'));
    for (const chat of chats) await expect(chat).rejects.toThrow('no key');
    void cache.chat(request(), never);
    expect(model.calls).toHaveLength(2);
    model.calls[1]!.reply();
  });

  it('do not stop at the budget of another run', async () => {
    const [limited, other] = [new HeldModel(), new HeldModel()];
    const cache = new ReplyCache(store);
    const first = cache.around(limited, { endpoint }).chat(request(), never);
    const second = cache.around(other, { endpoint }).chat(request(), never);
    limited.calls[0]!.fail(new BudgetExceeded('the budget of the first run'));
    await expect(first).rejects.toThrow(BudgetExceeded);
    await atRest();
    other.calls[0]!.reply(replyOf('paid by the second'));
    expect(await second).toEqual(replyOf('paid by the second'));
  });
});

describe('a reply', () => {
  it('is on disk before anybody has it', async () => {
    const cache = new ReplyCache(store).around(scripted(replyOf('kept')), { endpoint });
    const reader = ResponseStore.open(ProjectPath.of(folder).at(basename(path)));
    const seen = await cache.chat(request(), never).then(() => reader.get(keyOf())?.text);
    expect(seen).toBe('kept');
    reader.close();
  });

  it('that arrives after everybody left was paid for, and is kept', async () => {
    const paid = Promise.withResolvers<ReturnType<typeof replyOf>>();
    const cache = new ReplyCache(store).around({ id: 'm1', chat: () => paid.promise }, { endpoint });
    const leaving = new AbortController();
    const chat = cache.chat(request(), leaving.signal);
    leaving.abort(new Error('enough'));
    await expect(chat).rejects.toThrow('enough');
    paid.resolve(replyOf('late'));
    await expect.poll(() => store.get(keyOf())?.text).toBe('late');
  });

  it('is not handed on when it cannot be kept', async () => {
    const model = new HeldModel();
    const broken = ResponseStore.open(ProjectPath.of(folder).at('broken.sqlite'));
    const chat = new ReplyCache(broken).around(model, { endpoint }).chat(request(), never);
    broken.close();
    model.calls[0]!.reply();
    await expect(chat).rejects.toThrow();
  });

  it('is not looked for when the request is called off already', async () => {
    const model = scripted(replyOf('never asked'));
    const chat = new ReplyCache(store).around(model, { endpoint }).chat(request(), AbortSignal.abort(new Error('enough')));
    await expect(chat).rejects.toThrow('enough');
    expect(model.calls).toHaveLength(0);
  });
});
