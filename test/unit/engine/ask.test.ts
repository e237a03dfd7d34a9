import { describe, expect, it } from 'vitest';
import { ReplyError } from '../../../src/core/methods/reply-error.ts';
import type { ChatModel } from '../../../src/engine/models/chat-model.ts';
import { ask } from '../../../src/engine/runs/ask.ts';

const signal = new AbortController().signal;

function modelSaying(...replies: string[]): ChatModel & { readonly heard: string[] } {
  const heard: string[] = [];
  return {
    id: 'test',
    heard,
    chat({ messages }) {
      heard.push(messages.map(({ content }) => content).join('\n'));
      const text = replies.shift();
      if (text === undefined) return Promise.reject(new Error('asked too often'));
      return Promise.resolve({ text, usage: { promptTokens: 1, completionTokens: 1, estimated: false } });
    },
  };
}

function asked(model: ChatModel) {
  return ask(
    {
      model,
      origin: { method: 'answer', question: 'Why?', references: [] },
      seed: 1,
      limit: 100,
      render: ({ complaint }) => [{ role: 'user', content: `Why?${complaint}` }],
      parse(reply) {
        if (!reply.startsWith('because')) throw new ReplyError('reason', reply);
        return reply;
      },
    },
    { run: 'r', attempt: 0, signal },
  );
}

describe('ask', () => {
  it('returns what was parsed, and keeps the prompt’s text under its hash', async () => {
    const { value, prompt, sent } = await asked(modelSaying('because'));
    expect(value).toBe('because');
    expect(sent).toEqual({ type: 'prompt.sent', prompt, method: 'answer', messages: [{ role: 'user', content: 'Why?' }] });
  });

  it('asks once more, saying what was wrong', async () => {
    const model = modelSaying('dunno', 'because');
    expect((await asked(model)).value).toBe('because');
    expect(model.heard[1]).toContain('the reply has no reason.');
    expect(model.heard[1]).not.toContain('dunno');
  });

  it('gives up after the second reply', async () => {
    const model = modelSaying('dunno', 'no idea', 'because');
    await expect(asked(model)).rejects.toThrow('no idea');
    expect(model.heard).toHaveLength(2);
  });

  it('does not ask again when the model failed', async () => {
    const model = modelSaying();
    await expect(asked(model)).rejects.toThrow('asked too often');
    expect(model.heard).toHaveLength(1);
  });
});
