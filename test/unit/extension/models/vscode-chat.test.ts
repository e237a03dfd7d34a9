import { beforeEach, describe, expect, it } from 'vitest';
import type { LanguageModelChat, LanguageModelChatMessage } from 'vscode';
import { CancellationTokenSource } from 'vscode-jsonrpc/node';
import { createVscodeChat } from '../../../../src/extension/models/vscode-chat.ts';
import type { EngineHostParams } from '../../../../src/protocol/host.ts';

/** One of VS Code's models in memory: a token a word. */
class MemoryModel {
  readonly id = 'one/large';
  readonly vendor = 'acme';
  maxInputTokens = 100;
  reply: () => AsyncIterable<string> = () => Readable('the ', 'tide ', 'rises');
  sent: { readonly messages: unknown; readonly justification: string | undefined } | undefined;

  countTokens(text: string): Promise<number> {
    return Promise.resolve(text.split(/\s+/).filter(Boolean).length);
  }

  sendRequest(messages: unknown, { justification }: { readonly justification?: string }) {
    this.sent = { messages, justification };
    return Promise.resolve({ text: this.reply() });
  }
}

async function* Readable(...parts: readonly string[]): AsyncGenerator<string> {
  for (const part of parts) yield await Promise.resolve(part);
}

class LanguageModelError extends Error {
  readonly code: string;
  constructor(code: string, message: string) {
    super(message);
    this.code = code;
  }
}

let model: MemoryModel;
let available: MemoryModel[];
let chosen: Set<string>;
let pieces: string[];
let source: CancellationTokenSource;

beforeEach(() => {
  model = new MemoryModel();
  available = [model];
  chosen = new Set(['vscode/acme/one/large']);
  pieces = [];
  source = new CancellationTokenSource();
});

const message = (role: string) => (text: string) => ({ role, text }) as unknown as LanguageModelChatMessage;

const ask = (
  messages: EngineHostParams<'host/chat'>['messages'] = [{ role: 'user', content: 'why does it rise' }],
  named = 'acme/one/large',
) =>
  createVscodeChat(
    {
      select: ({ vendor, id }) =>
        Promise.resolve(available.filter((each) => each.vendor === vendor && each.id === id) as unknown as LanguageModelChat[]),
      user: message('user'),
      assistant: message('assistant'),
      justification: () => 'for questions',
    },
    (id) => Promise.resolve(chosen.has(id)),
  )({ chat: 'c', model: named, messages }, { token: source.token, delta: (_, text) => pieces.push(text) });

const failing = (error: Error) => () => {
  model.reply = () => {
    throw error;
  };
};

describe('a chat with a model of VS Code’s', () => {
  it('streams the reply and counts both sides by the model’s own tokenizer', async () => {
    expect(await ask()).toEqual({ text: 'the tide rises', promptTokens: 4, completionTokens: 3 });
    expect(pieces).toEqual(['the ', 'tide ', 'rises']);
    expect(model.sent?.justification).toBe('for questions');
  });

  it('puts the system’s words first, as the user’s, since there is no role for them', async () => {
    await ask([
      { role: 'user', content: 'u' },
      { role: 'assistant', content: 'a' },
      { role: 'system', content: 's' },
    ]);
    expect(model.sent?.messages).toEqual([
      { role: 'user', text: 's' },
      { role: 'user', text: 'u' },
      { role: 'assistant', text: 'a' },
    ]);
  });

  it('asks no model that the user has not chosen', async () => {
    chosen.clear();
    expect(await ask()).toMatchObject({ kind: 'auth', message: expect.stringContaining('Choose Model') as string });
    expect(model.sent).toBeUndefined();
  });

  it('says how much too long a prompt is, and does not send it', async () => {
    model.maxInputTokens = 3;
    expect(await ask()).toEqual({
      kind: 'bad-request',
      message: expect.stringContaining('the prompt has 4 tokens, 1 more than vscode/acme/one/large takes') as string,
    });
    expect(model.sent).toBeUndefined();
  });

  it('says so when the model is gone, or never was', async () => {
    available = [];
    expect(await ask()).toMatchObject({ kind: 'not-found' });
    expect(await ask([], 'acme')).toMatchObject({ kind: 'not-found' });
  });

  it.each([
    [new LanguageModelError('NoPermissions', 'x'), 'auth', 'does not let Concept Loom use'],
    [new LanguageModelError('Blocked', 'x'), 'quota', 'quota'],
    [new LanguageModelError('NotFound', 'x'), 'not-found', 'has no model'],
    [new LanguageModelError('constructor', 'Too many requests'), 'rate-limited', 'Too many requests'],
    [new Error('429: slow down'), 'rate-limited', 'slow down'],
    [new Error('filtered by the content filter'), 'content-filter', 'filtered'],
    [new Error('socket hang up'), 'server', 'socket hang up'],
  ])('takes %s for “%s”', async (error, kind, words) => {
    failing(error)();
    expect(await ask()).toEqual({ kind, message: expect.stringContaining(words) as string });
  });

  it('keeps words of the prompt out of what a provider’s error is told as', async () => {
    const prompt = 'Answer from this text: the tide rises twice a day.';
    failing(new Error(`bad input near "the tide rises twice a day."`))();
    const answer = await ask([{ role: 'user', content: prompt }]);
    expect(answer).toEqual({ kind: 'server', message: 'vscode/acme/one/large gave no reply' });
  });

  it('gives no reply once it was called off, though the stream ended without an error', async () => {
    model.reply = async function* () {
      yield await Promise.resolve('the ');
      source.cancel();
    };
    await expect(ask()).rejects.toThrow('cancelled');
  });
});
