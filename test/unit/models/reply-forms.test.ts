/** The forms in which servers that call themselves compatible write the same reply. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createOpenAiModel, type OpenAiModelOptions } from '../../../src/engine/models/openai/openai-model.ts';
import { ModelServer } from '../../support/model-server.ts';
import { modelErrorOf, never, request } from './support.ts';

let server: ModelServer;
let text = '';

beforeAll(async () => {
  server = await ModelServer.start({ reply: () => text });
});
afterAll(() => server.close());
beforeEach(() => {
  server.requests.length = 0;
  server.failWhen(() => undefined);
});

const model = (options: OpenAiModelOptions = {}) => createOpenAiModel({ baseUrl: server.url }, 'm1', options);
const answer = (reply: string) => {
  text = reply;
  return model().chat(request(), never);
};

/** The server's next answer, byte for byte. */
const send = (type: string, body: string) => {
  server.fail({ kind: 'status', status: 200, text: body, headers: { 'content-type': type } });
};
const event = (delta: object, reason: string | null = null) =>
  `data: ${JSON.stringify({ choices: [{ index: 0, delta, finish_reason: reason }] })}\n\n`;
const thinking = (thought: string) => ({ type: 'thinking', thinking: [{ type: 'text', text: thought }] });

describe('thoughts are kept apart from the reply', () => {
  it('where their opening tag stands in the prompt and only the closing one is sent', async () => {
    const reply = await answer('The moon pulls.\nTwice a day.\n</think>\n\nTides follow the moon.');
    expect(reply).toMatchObject({ text: 'Tides follow the moon.', reasoning: 'The moon pulls.\nTwice a day.\n' });
  });

  it('but a reply that speaks of the tag is left whole', async () => {
    for (const reply of ['A model ends with </think> before it replies.', 'Write <think>\nso\n</think>\nand then the reply.']) {
      expect(await answer(reply)).toMatchObject({ text: reply });
      expect(await answer(reply)).not.toHaveProperty('reasoning');
    }
  });

  it('where the closing tag ends all there is: a model that thought and did not reply', async () => {
    text = 'The moon pulls.\n</think>\n';
    const error = await modelErrorOf(model().chat(request(), never));
    expect(error.message).toContain('sent its thoughts, but no reply');
  });

  it('where content comes in parts, streamed', async () => {
    const parts = [event({ content: [thinking('The moon ')] }), event({ content: [thinking('pulls.')] })];
    const rest = [event({ content: [{ type: 'text', text: 'Tides ' }] }), event({ content: 'follow the moon.' }), event({}, 'stop')];
    send('text/event-stream', `${[...parts, ...rest].join('')}data: [DONE]\n\n`);
    const reply = await model().chat(request(), never);
    expect(reply).toMatchObject({ text: 'Tides follow the moon.', reasoning: 'The moon pulls.', usage: { estimated: true } });
  });

  it('where content comes in parts, whole, with parts of no known type between', async () => {
    const content = [thinking('The moon pulls.'), { type: 'reference', reference_ids: [1] }, { type: 'text', text: 'Tides.' }];
    send('application/json', JSON.stringify({ choices: [{ index: 0, message: { content }, finish_reason: 'stop' }] }));
    expect(await model({ stream: false }).chat(request(), never)).toMatchObject({ text: 'Tides.', reasoning: 'The moon pulls.' });
  });

  it('where one of the two fields for them is sent empty', async () => {
    const message = { content: 'Tides.', reasoning_content: '', reasoning: 'The moon pulls.' };
    send('application/json', JSON.stringify({ choices: [{ index: 0, message, finish_reason: 'stop' }] }));
    expect(await model().chat(request(), never)).toMatchObject({ text: 'Tides.', reasoning: 'The moon pulls.' });
  });
});

describe('a model that reasons', () => {
  it('is put so when its profile says so, whatever its id', async () => {
    text = 'Tides.';
    await model({ reasoning: true }).chat(request({ sampling: { temperature: 0.5, topP: 0.9, maxTokens: 100 } }), never);
    expect(server.chats[0]?.body).toMatchObject({ max_completion_tokens: 100 });
    for (const field of ['temperature', 'top_p', 'max_tokens']) expect(server.chats[0]?.body).not.toHaveProperty(field);
  });

  it('and used up its limit before it replied is reported as cut short, not as a wrong request', async () => {
    const message = 'Could not finish the message because max_tokens or model output limit was reached. Please try again.';
    server.fail({ kind: 'status', status: 400, message });
    const error = await modelErrorOf(model({ reasoning: true }).chat(request({ sampling: { maxTokens: 5 } }), never));
    expect(error.kind).toBe('truncated');
    expect(error.message).toContain('Raise the limit for the tokens of a reply');
  });
});

describe('a field that is refused', () => {
  it('is recognised in a list of what is wrong, as FastAPI servers send it', async () => {
    text = 'Tides.';
    const detail = [{ type: 'extra_forbidden', loc: ['body', 'seed'], msg: 'Extra inputs are not permitted', input: 7 }];
    server.failWhen((body) => ('seed' in body ? { kind: 'status', status: 422, text: JSON.stringify({ detail }) } : undefined));
    expect((await model().chat(request(), never)).text).toBe('Tides.');
    expect(server.chats).toHaveLength(2);
    expect(server.chats[1]?.body).not.toHaveProperty('seed');
  });

  it('is given up even when both names for the limit are', async () => {
    text = 'Tides.';
    server.failWhen((body) => {
      const param = ['max_tokens', 'max_completion_tokens'].find((field) => field in body);
      return param === undefined ? undefined : { kind: 'status', status: 400, param, message: `Unsupported parameter: ${param}` };
    });
    expect((await model().chat(request({ sampling: { maxTokens: 9 } }), never)).text).toBe('Tides.');
    expect(server.chats).toHaveLength(3);
  });
});
