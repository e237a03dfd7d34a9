/** Replies that were paid for, in forms that few servers write: each is read for what it says, or told for what it is. */
import { describe, expect, it } from 'vitest';
import { createOpenAiModel } from '../../../src/engine/models/openai/openai-model.ts';
import { listModels } from '../../../src/engine/models/openai/list-models.ts';
import type { Fault } from '../../support/model-server.ts';
import { oneServer } from './one-server.ts';
import { modelErrorOf, never, request } from './support.ts';

const at = oneServer();

const usage = { prompt_tokens: 40, completion_tokens: 6 };
const send = (text: string, status = 200, headers: Readonly<Record<string, string>> = {}): Fault => ({
  kind: 'status',
  status,
  text,
  headers: { 'content-type': 'application/json', ...headers },
});
const json = (value: unknown, status = 200): Fault => send(JSON.stringify(value), status);
const message = (fields: object, reason: unknown = 'stop'): Fault =>
  json({ choices: [{ index: 0, message: fields, finish_reason: reason }], usage });
const stream = (...values: readonly (object | string)[]): Fault =>
  send(values.map((each) => (typeof each === 'string' ? each : `data: ${JSON.stringify(each)}\n\n`)).join(''), 200, {
    'content-type': 'text/event-stream',
  });
const piece = (content: string, more: object = {}): object => ({ choices: [{ index: 0, delta: { content }, ...more }] });
const schema = { name: 'tides', schema: { type: 'object', properties: { cause: { type: 'string' } } } };

const model = () => createOpenAiModel({ baseUrl: at.server.url }, 'm1');
const reply = (fault: Fault, more: Parameters<typeof request>[0] = {}) => {
  at.server.failWhen(() => fault);
  return model().chat(request(more), never);
};
const failing = (fault: Fault, more: Parameters<typeof request>[0] = {}) => modelErrorOf(reply(fault, more));

describe('content is read', () => {
  it.each<readonly [string, object, string | undefined]>([
    ['as a part alone', { content: { type: 'text', text: 'The moon pulls.' } }, undefined],
    ['as a list of texts', { content: ['The moon ', 'pulls.'] }, undefined],
    ['as an output text', { content: [{ type: 'output_text', text: 'The moon pulls.', annotations: [] }] }, undefined],
    ['with a value', { content: [{ type: 'text', text: { value: 'The moon pulls.' } }] }, undefined],
    [
      'behind thoughts in a text',
      {
        content: [
          { type: 'thinking', thinking: 'A draft.' },
          { type: 'text', text: 'The moon pulls.' },
        ],
      },
      'A draft.',
    ],
    [
      'behind thoughts under text',
      {
        content: [
          { type: 'reasoning', text: 'A draft.' },
          { type: 'text', text: 'The moon pulls.' },
        ],
      },
      'A draft.',
    ],
    ['beside thoughts in an object', { content: 'The moon pulls.', reasoning: { text: 'A draft.' } }, 'A draft.'],
    [
      'beside fields of other types',
      { content: 'The moon pulls.', reasoning: { effort: 'low' }, refusal: false, tool_calls: {} },
      undefined,
    ],
    ['in the call of a function', { content: null, function_call: { name: 'f', arguments: '{"text":"The moon pulls."}' } }, undefined],
    [
      'in arguments that are an object',
      { content: null, tool_calls: [{ function: { arguments: { text: 'The moon pulls.' } } }] },
      undefined,
    ],
  ])('%s', async (_, fields, reasoning) => {
    const { reasoning: thoughts, text } = await reply(message(fields));
    expect({ text, thoughts }).toEqual({ text: 'The moon pulls.', thoughts: reasoning });
  });

  it.each([[{ type: 'stop' }], [1], ['eos'], [false]])('whatever its end is called: %j', async (reason) => {
    expect((await reply(message({ content: 'The moon pulls.' }, reason))).text).toBe('The moon pulls.');
  });

  it('once, where its last event says all of it again', async () => {
    const whole = { choices: [{ index: 0, delta: null, message: { content: 'The moon pulls.' }, finish_reason: 'stop' }] };
    expect((await reply(stream(piece('The moon '), piece('pulls.'), whole))).text).toBe('The moon pulls.');
  });

  it('once, where each event says all that came so far', async () => {
    const growing = ['The', 'The moon', 'The moon pulls.'].map((content) => ({ choices: [{ index: 0, message: { content } }] }));
    expect((await reply(stream(...growing, 'data: [DONE]\n\n'))).text).toBe('The moon pulls.');
  });

  it('from among thoughts, where it was held to a schema and put there whole', async () => {
    const written = '{"cause": "the moon"}';
    expect(await reply(message({ content: null, reasoning_content: written }), { schema })).toMatchObject({ text: written });
    const error = await failing(message({ content: null, reasoning_content: 'It may be {"cause": "the moon"}.' }), { schema });
    expect(error.message).toContain('sent its thoughts, but no reply. If this goes on, turn its thinking off');
    expect((await failing(message({ content: '', reasoning_content: written }))).message).toContain('no reply');
  });

  it('from what a server held back, and the schema is asked for again', async () => {
    const error = { message: 'Generated JSON does not match: jsonschema', code: 'json_validate_failed', failed_generation: '{"cause": 7}' };
    at.server.fail(json({ error }, 400));
    const one = model();
    expect(await one.chat(request({ schema }), never)).toMatchObject({ text: '{"cause": 7}', held: true, usage: { estimated: true } });
    await one.chat(request({ schema }), never);
    expect(at.server.chats.map(({ body }) => 'response_format' in (body ?? {}))).toEqual([true, true]);
  });

  it('and counted, where a server counts nothing', async () => {
    const value = { choices: [{ message: { content: 'The moon pulls.' } }], usage: { prompt_tokens: 0, completion_tokens: 0 } };
    expect((await reply(json(value))).usage).toMatchObject({ estimated: true, completionTokens: 4 });
  });
});

describe('what is no reply is told', () => {
  it.each([
    ['an end with its reason', message({ content: '' }, 'content_filter: PROHIBITED_CONTENT')],
    ['a refused prompt', json({ promptFeedback: { blockReason: 'SAFETY' } })],
    ['an end by a guard', message({ content: 'Sorry' }, 'guardrail_intervened')],
  ])('as filtered, and not tried again: %s', async (_, fault) => {
    expect(await failing(fault)).toMatchObject({ kind: 'content-filter', retryable: false });
  });

  it('in the words of a server that forgot the form of its stream', async () => {
    const error = await failing(stream(': wait\n\n', '{"error":{"message":"The gears are stuck","code":502}}\n'));
    expect(error.message).toContain('answered with an error: The gears are stuck');
    const later = await failing(stream(piece('The moon'), '{"error":\n {"message":"The gears are stuck"}}\n'));
    expect(later.message).toContain('broke off its reply with an error: The gears are stuck');
    const plain = await failing(stream(': wait\n\n', 'upstream connect error\n'));
    expect(plain.message).toContain('upstream connect error');
  });

  it.each([
    [403, 'auth', 'the page “Just a moment...”'],
    [524, 'timeout-first-token', 'the page “Just a moment...”'],
    [200, 'bad-reply', 'where JSON was expected: the page “Just a moment...”'],
  ])('by the name of a page: %i', async (status, kind, words) => {
    const page = send('<!doctype html><html><head><title>\n Just a moment...</title></head></html>', status, {
      'content-type': 'text/html',
    });
    const error = await failing(page);
    expect({ kind: error.kind, message: error.message }).toEqual({ kind, message: expect.stringContaining(words) as string });
  });
});

describe('a limit says when to come again', () => {
  const limited = (message: string, details?: unknown): Fault => json({ error: { message, details, code: 429 } }, 429);
  it.each([
    ['Please try again in 4.2s.', 4200],
    ['Please try again in 1m26.4s.', 86_400],
    ['Retry after 250 ms', 250],
    ['You can retry in 2 minutes and 5 seconds', 125_000],
    ['Wait 3h before the next', 10_800_000],
  ])('in words: “%s”', async (message, ms) => {
    expect(await failing(limited(message))).toMatchObject({ kind: 'rate-limited', retryAfterMs: ms, retryable: true });
  });

  it('in a detail', async () => {
    expect(await failing(limited('Slow down', [{ '@type': 'RetryInfo', retryDelay: '34.5s' }]))).toMatchObject({ retryAfterMs: 34_500 });
  });

  it.each(['Limit reached: free requests per day', 'The daily limit of this key is used up', 'Requests per-week exceeded'])(
    'or that it will be long, and is not tried again: “%s”',
    async (message) => {
      expect(await failing(limited(message))).toMatchObject({ kind: 'rate-limited', retryable: false });
    },
  );
});

it.each([
  ['alone', [{ id: 'tide' }, { id: 'moon' }]],
  ['by their name', { models: [{ id: 'tide' }, { id: 'moon' }] }],
])('models are listed %s', async (_, list) => {
  const { createServer } = await import('node:http');
  const lister = createServer((_request, response) => response.end(JSON.stringify(list)));
  await new Promise<void>((resolve) => lister.listen(0, '127.0.0.1', resolve));
  const address = lister.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  expect(await listModels({ baseUrl: `http://127.0.0.1:${port}/v1` }, never)).toEqual(['tide', 'moon']);
  lister.close();
});
