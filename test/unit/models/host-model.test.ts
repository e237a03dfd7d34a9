import { describe, expect, it } from 'vitest';
import { createHostModel, type ModelHost } from '../../../src/engine/models/host-model.ts';
import { modelErrorOf, never, promptText, request } from './support.ts';

type Chat = ModelHost['chat'];
const opened = (chat: Chat) =>
  createHostModel({ chat, profile: () => Promise.resolve(null), modelFolder: () => Promise.resolve(null) }, 'copilot/gpt-4o');
const usage = { promptTokens: 12, completionTokens: 3 };

describe('a model of VS Code’s', () => {
  it('is asked through the host, piece by piece, under the id that samples keep', async () => {
    const asked: unknown[] = [];
    const { model, ...rest } = opened((params, onDelta) => {
      asked.push(params);
      onDelta('Tides ');
      onDelta('follow.');
      return Promise.resolve({ text: 'Tides follow.', ...usage });
    });
    const deltas: string[] = [];
    const reply = await model.chat(request({ observer: { text: (delta) => deltas.push(delta) } }), never);
    expect(asked).toEqual([{ model: 'copilot/gpt-4o', messages: [{ role: 'user', content: promptText }] }]);
    expect(deltas).toEqual(['Tides ', 'follow.']);
    expect(reply).toEqual({ text: 'Tides follow.', usage: { ...usage, estimated: true } });
    expect(model.id).toBe('vscode/copilot/gpt-4o');
    expect(rest).toMatchObject({ endpoint: 'vscode/copilot', remote: true });
    expect(rest, 'a price that is not known is not one of nothing').not.toHaveProperty('price');
  });

  it('has its thoughts kept apart', async () => {
    const thoughts: string[] = [];
    const { model } = opened((_, onDelta) => {
      onDelta('<think>The moon');
      onDelta(' pulls.</think>\nTides.');
      return Promise.resolve({ text: '<think>The moon pulls.</think>\nTides.', ...usage });
    });
    const reply = await model.chat(request({ observer: { reasoning: (delta) => thoughts.push(delta) } }), never);
    expect(reply).toMatchObject({ text: 'Tides.', reasoning: 'The moon pulls.' });
    expect(thoughts.join('')).toBe('The moon pulls.');
  });

  it.each([
    ['quota', false],
    ['auth', false],
    ['rate-limited', true],
    ['server', true],
    ['content-filter', false],
  ] as const)('that fails by %s fails with the host’s words', async (kind, retryable) => {
    const { model } = opened(() => Promise.resolve({ kind, message: 'The monthly allowance is used up. Wait, or choose another model.' }));
    const error = await modelErrorOf(model.chat(request(), never));
    expect(error).toMatchObject({
      kind,
      retryable,
      message: 'copilot/gpt-4o of VS Code: The monthly allowance is used up. Wait, or choose another model.',
    });
  });

  it('never has the prompt in the words of its failure', async () => {
    const failures: Chat[] = [
      () => Promise.resolve({ kind: 'bad-request', message: `Refused: ${promptText}` }),
      () => Promise.reject(new Error(`Refused: ${promptText}`)),
    ];
    for (const chat of failures) {
      const error = await modelErrorOf(opened(chat).model.chat(request(), never));
      expect(error.message).not.toContain('harmonic');
    }
  });

  it('whose host is gone may be asked again later', async () => {
    const { model } = opened(() => Promise.reject(new Error('Connection is closed.')));
    const error = await modelErrorOf(model.chat(request(), never));
    expect(error).toMatchObject({ kind: 'connection', retryable: true });
    expect(error.message).toContain('copilot/gpt-4o of VS Code could not be asked: Connection is closed.');
  });

  it('that sends nothing has sent an empty reply', async () => {
    const { model } = opened(() => Promise.resolve({ text: ' \n', ...usage }));
    expect(await modelErrorOf(model.chat(request(), never))).toMatchObject({ kind: 'bad-reply', usage: { promptTokens: 12 } });
  });

  it('stops when it is called off, with the reason given, and the host hears of it', async () => {
    const controller = new AbortController();
    const { model } = opened(
      (_, _onDelta, signal) =>
        new Promise((_resolve, reject) => {
          signal.addEventListener('abort', () => {
            reject(new Error('cancelled'));
          });
        }),
    );
    const chat = model.chat(request(), controller.signal);
    controller.abort(new Error('the user has had enough'));
    await expect(chat).rejects.toThrow('the user has had enough');
  });
});
