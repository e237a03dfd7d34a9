/** Errors of servers wherever they say them, and in whose words: over real HTTP. */
import { describe, expect, it } from 'vitest';
import { createOpenAiModel } from '../../../src/engine/models/openai/openai-model.ts';
import type { ContextSize, ModelErrorKind } from '../../../src/engine/models/model-error.ts';
import type { ChatBody, Fault } from '../../support/model-server.ts';
import { oneServer } from './one-server.ts';
import { modelErrorOf, never, request } from './support.ts';

const at = oneServer();

const key = 'sk-quirk-0123456789abcdef';
const model = (id = 'm1') => createOpenAiModel({ baseUrl: at.server.url, apiKey: key }, id);

const answer = (text: string, { status = 200, type = 'application/json' } = {}): Fault => ({
  kind: 'status',
  status,
  text,
  headers: { 'content-type': type },
});
const json = (value: unknown, status = 200): Fault => answer(JSON.stringify(value), { status });
const events = (...lines: string[]): Fault => answer(lines.map((line) => `${line}\n\n`).join(''), { type: 'text/event-stream' });
const piece = JSON.stringify({ choices: [{ index: 0, delta: { content: 'Tides ' }, finish_reason: null }] });

async function failing(fault: Fault, more: Parameters<typeof request>[0] = {}) {
  at.server.failWhen(() => fault);
  const error = await modelErrorOf(model().chat(request(more), never));
  expect(error.message).not.toContain(key);
  return error;
}

describe('an error within a good status', () => {
  const cases: readonly (readonly [string, Fault, ModelErrorKind, string])[] = [
    [
      'an object with a status for code',
      json({ error: { message: 'Too quick for the free plan', code: 429 } }),
      'rate-limited',
      'Too quick',
    ],
    ['a wrong key', json({ error: { message: 'No credentials were given', code: 401 } }), 'auth', 'No credentials were given'],
    ['a wrong key, in words', json({ error: 'The API key is invalid' }), 'auth', 'The API key is invalid'],
    ['a key that is quoted back', json({ error: `API key not valid: ${key}` }), 'auth', 'API key not valid'],
    ['a detail', json({ detail: 'Not authenticated' }), 'auth', 'Not authenticated'],
    [
      'an object that calls itself one',
      json({ object: 'error', message: 'weights went missing', code: 500 }),
      'server',
      'weights went missing',
    ],
    ['a code with a message', json({ code: 1302, msg: 'Requests per minute exceeded' }), 'rate-limited', 'Requests per minute exceeded'],
    ['a response of a base', json({ choices: null, base_resp: { status_code: 1004, status_msg: 'login fail' } }), 'auth', 'login fail'],
    ['no success', json({ success: false, errors: [{ code: 10000, message: 'Authentication error' }] }), 'auth', 'Authentication error'],
    ['a number with a text', json({ error_code: 17, error_msg: 'the daily quota is used up: no quota' }), 'quota', 'daily quota'],
    ['a problem', json({ title: 'Busy', status: 503, detail: 'no free slots' }), 'overloaded', 'no free slots'],
    ['a type', json({ type: 'error', error: { type: 'overloaded_error', message: 'Overloaded' } }), 'overloaded', 'Overloaded'],
    ['a list', json([{ error: { code: 400, message: 'API key not valid', status: 'INVALID_ARGUMENT' } }]), 'auth', 'API key not valid'],
    ['a model that is not there', json({ error: 'model "m1" is not loaded' }), 'not-found', 'is not loaded'],
    [
      'what the one behind it said',
      json({ error: { message: 'Provider failed', code: 502, metadata: { raw: 'the gears are stuck' } } }),
      'server',
      'Provider failed: the gears are stuck',
    ],
    [
      'a choice that ended so',
      json({
        choices: [{ index: 0, finish_reason: 'error', error: { code: 402, message: 'Not enough credits' }, message: { content: '' } }],
      }),
      'quota',
      'Not enough credits',
    ],
    [
      'an event that is called so',
      events('event: error\ndata: {"message":"the queue is full","code":503}'),
      'overloaded',
      'the queue is full',
    ],
    ['an event with a text', events('event: error\ndata: CUDA ran out of memory'), 'server', 'CUDA ran out of memory'],
    [
      'an event with an error',
      events('data: {"error":{"message":"Slow down, please","code":"rate_limit_exceeded"}}'),
      'rate-limited',
      'Slow down',
    ],
    ['an event with a detail', events('data: {"detail":"Unauthorized"}'), 'auth', 'Unauthorized'],
    ['a text', answer('the backend is asleep', { type: 'text/plain' }), 'bad-reply', 'the backend is asleep'],
  ];
  it.each(cases)('is told as %s', async (_, fault, kind, words) => {
    const error = await failing(fault);
    expect(error).toMatchObject({ kind });
    expect(error.message).toContain(words);
  });

  it('in mid-reply has its kind, too', async () => {
    const error = await failing(events(`data: ${piece}`, 'data: {"error":{"message":"Upstream is overloaded","code":502}}'));
    expect(error.kind).toBe('overloaded');
    expect(error.message).toContain('broke off its reply with an error: Upstream is overloaded');
  });

  it.each([
    ['no error beside a reply', { error: null, choices: [{ message: { content: 'Tides.' }, finish_reason: 'stop' }] }],
    ['success in words', { code: 0, msg: 'success', choices: [{ message: { content: 'Tides.' }, finish_reason: 'stop' }] }],
    ['a base without fault', { base_resp: { status_code: 0, status_msg: '' }, choices: [{ message: { content: 'Tides.' } }] }],
    ['a reply that speaks of one', { choices: [{ message: { content: 'Tides.', error: 'rate limit' }, finish_reason: 'stop' }] }],
    ['a text completion', { choices: [{ text: 'Tides.', finish_reason: 'stop' }] }],
    ['Ollama’s own form', { model: 'm1', message: { role: 'assistant', content: 'Tides.' }, done: true }],
    [
      'a tool that was called',
      { choices: [{ message: { content: null, tool_calls: [{ function: { arguments: '{"text":"Tides."}' } }] } }] },
    ],
  ])('is not seen in %s', async (_, value) => {
    at.server.failWhen(() => json(value));
    expect((await model().chat(request(), never)).text).toBe('Tides.');
  });
});

describe('an error status', () => {
  const cases: readonly (readonly [string, Fault, ModelErrorKind, string])[] = [
    ['as a detail', json({ detail: 'The weights are gone' }, 500), 'server', 'The weights are gone'],
    [
      'as a list',
      json({ detail: [{ loc: ['body', 'messages'], msg: 'Field required' }] }, 422),
      'bad-request',
      'body.messages: Field required',
    ],
    ['as a message', json({ message: 'Bad gateway' }, 502), 'server', 'Bad gateway'],
    ['as a string', json({ error: 'no such page' }, 404), 'not-found', 'no such page'],
    ['of a wrong key as a wrong request', json([{ error: { message: 'API key not valid. Pass a valid one.' } }], 400), 'auth', 'API key'],
    ['with a mark before it', answer('\uFEFF{"error":{"message":"Nothing here"}}', { status: 404 }), 'not-found', 'Nothing here'],
    [
      'of a limit that is soon renewed',
      json({ error: { message: 'exceeded your current quota, retry in 12 s' } }, 429),
      'rate-limited',
      'quota',
    ],
    ['of an account', json({ error: { message: 'Insufficient Balance' } }, 400), 'quota', 'Insufficient Balance'],
  ];
  it.each(cases)('tells its words %s', async (_, fault, kind, words) => {
    const error = await failing(fault);
    expect(error).toMatchObject({ kind });
    expect(error.message).toContain(words);
  });
});

describe('a full context', () => {
  const cases: readonly (readonly [string, number, unknown, ContextSize])[] = [
    [
      'llama.cpp',
      400,
      { error: { message: 'too big', type: 'exceed_context_size_error', n_prompt_tokens: 6100, n_ctx: 4096 } },
      { limit: 4096, prompt: 6100 },
    ],
    [
      'llama.cpp in words',
      400,
      { error: { message: 'request (6100 tokens) exceeds the available context size (4096 tokens), try increasing it' } },
      { limit: 4096, prompt: 6100 },
    ],
    [
      'vLLM',
      400,
      {
        object: 'error',
        message:
          "This model's maximum context length is 4096 tokens. However, you requested 6600 tokens (6100 in the messages, 500 in the completion).",
      },
      { limit: 4096, prompt: 6100 },
    ],
    [
      'OpenAI',
      400,
      {
        error: {
          message: "This model's maximum context length is 4,096 tokens. However, your messages resulted in 6,100 tokens.",
          code: 'context_length_exceeded',
        },
      },
      { limit: 4096, prompt: 6100 },
    ],
    [
      'TGI',
      422,
      {
        error:
          'Input validation error: `inputs` tokens + `max_new_tokens` must be <= 4096. Given: 6100 `inputs` tokens and 500 `max_new_tokens`',
      },
      { limit: 4096, prompt: 6100 },
    ],
    [
      'llama-cpp-python',
      500,
      { error: { message: 'Requested tokens (6100) exceed context window of 4096' } },
      { limit: 4096, prompt: 6100 },
    ],
    [
      'SGLang',
      400,
      { message: "The input (6100 tokens) is longer than the model's context length (4096 tokens)." },
      { limit: 4096, prompt: 6100 },
    ],
    [
      'Mistral',
      400,
      { message: 'Prompt contains 6100 tokens and 0 draft tokens, too large for model with 4096 maximum context length' },
      { limit: 4096, prompt: 6100 },
    ],
    [
      'Anthropic',
      400,
      { type: 'error', error: { message: 'prompt is too long: 6100 tokens > 4096 maximum' } },
      { limit: 4096, prompt: 6100 },
    ],
    [
      'Gemini',
      400,
      { error: { message: 'The input token count (6100) exceeds the maximum number of tokens allowed (4096).' } },
      { limit: 4096, prompt: 6100 },
    ],
    [
      'xAI',
      400,
      { error: "This model's maximum prompt length is 4096 but the request contains 6100 tokens." },
      { limit: 4096, prompt: 6100 },
    ],
    [
      'LM Studio',
      400,
      {
        error:
          'Trying to keep the first 6100 tokens when context the overflows. However, the model is loaded with context length of only 4096 tokens, which is not enough.',
      },
      { limit: 4096, prompt: 6100 },
    ],
    [
      'Cohere',
      400,
      { message: 'too many tokens: the total number of tokens in the prompt cannot exceed 4096 - received 6100.' },
      { limit: 4096, prompt: 6100 },
    ],
    [
      'Moonshot',
      400,
      { error: { message: 'Your request exceeded model token limit: 4096 (requested: 6100)' } },
      { limit: 4096, prompt: 6100 },
    ],
    ['DashScope', 400, { message: 'Range of input length should be [1, 4096]' }, { limit: 4096 }],
    ['no sizes', 500, { error: 'the input length exceeds the context length' }, {}],
    ['a good status', 200, { error: { message: 'prompt is too long', code: 400 } }, {}],
  ];
  it.each(cases)('is told by %s', async (_, status, body, sizes) => {
    const error = await failing(json(body, status));
    expect(error).toMatchObject({ kind: 'context', retryable: false, context: sizes });
    expect(at.server.chats, 'and not asked again').toHaveLength(1);
  });

  it.each(['Rate limit of 30000 tokens per minute reached', 'The context of this conversation is gone', 'max_tokens must be at least 1'])(
    'is not what “%s” means',
    async (message) => {
      expect((await failing(json({ error: { message } }, 400))).kind).not.toBe('context');
    },
  );

  it('is found where a prompt was cut in silence, and what that cost is told', async () => {
    const usage = { prompt_tokens: 2048, completion_tokens: 9 };
    const value = { choices: [{ message: { content: 'Yes.' }, finish_reason: 'stop' }], usage };
    const messages = [{ role: 'user', content: 'The moon pulls at the sea. '.repeat(500) }] as const;
    const error = await failing(json(value), { messages });
    expect(error).toMatchObject({ kind: 'context', context: { limit: 2048 }, usage: { promptTokens: 2048, completionTokens: 9 } });
  });

  it('lowers the limit of the reply where that alone is too much', async () => {
    const refuse = ({ max_tokens: limit = 0 }: ChatBody & { max_tokens?: number }): Fault | undefined =>
      limit > 1000
        ? json(
            {
              message: `This model's maximum context length is 4096 tokens. However, you requested ${3096 + limit} tokens (3096 in the messages, ${limit} in the completion).`,
            },
            400,
          )
        : undefined;
    at.server.failWhen(refuse);
    expect((await model().chat(request({ sampling: { maxTokens: 4000 } }), never)).text).toBe('This is the reply.');
    expect(at.server.chats.map(({ body }) => (body as { max_tokens?: number }).max_tokens)).toEqual([4000, 984]);
  });

  it('is known from then on: what cannot fit is not sent', async () => {
    const asked = model();
    at.server.fail(json({ error: { message: 'prompt is too long: 6100 tokens > 512 maximum' } }, 400));
    await modelErrorOf(asked.chat(request(), never));
    const messages = [{ role: 'user', content: 'The moon pulls at the sea. '.repeat(500) }] as const;
    const error = await modelErrorOf(asked.chat(request({ messages }), never));
    expect(error).toMatchObject({ kind: 'context', context: { limit: 512 } });
    expect(at.server.chats).toHaveLength(1);
  });
});

describe('what a server does not take', () => {
  const full = () =>
    request({
      messages: [
        { role: 'system', content: 'You teach.' },
        { role: 'user', content: 'What are tides?' },
      ],
      sampling: { temperature: 0.5, topP: 0.9, maxTokens: 100 },
    });

  it.each([
    ['System role not supported', 400],
    ['Conversation roles must alternate user/assistant/user/assistant/...', 400],
    ['Only user and assistant roles are supported, got system at row 3', 500],
    ["messages.0.role: Input should be 'user' or 'assistant'", 422],
    ["'system' is not one of ['user', 'assistant'] - 'messages.0.role'", 400],
    ['Developer instruction is not enabled for models/small', 400],
    ['Please use a valid role: user, model.', 400],
    ['The first message must have the role user', 500],
    ['Jinja Exception: System messages are not allowed', 200],
  ])('a role for the system’s words: “%s”', async (message, status) => {
    at.server.failWhen(({ messages }) => (messages[0]?.role === 'system' ? json({ error: { message, code: 400 } }, status) : undefined));
    const asked = model();
    await asked.chat(full(), never);
    await asked.chat(full(), never);
    expect(at.server.chats, 'it is learnt once').toHaveLength(3);
    expect(at.server.chats[2]?.body?.messages).toEqual([{ role: 'user', content: 'You teach.\n\nWhat are tides?' }]);
  });

  it.each([
    ['seed', 400, { error: { message: 'Unrecognized request argument supplied: seed' } }],
    ['seed', 500, { error: { message: 'unexpected field seed' } }],
    ['seed', 500, { detail: "generate() got an unexpected keyword argument 'seed'" }],
    ['seed', 422, { detail: [{ type: 'extra_forbidden', loc: ['body', 'seed'], msg: 'Extra inputs are not permitted' }] }],
    ['seed', 400, { error: { message: 'Extra inputs are not permitted' } }],
    ['seed', 200, { error: { message: 'Unsupported parameter: seed' } }],
    ['stream_options', 400, { error: { message: 'include_usage is not supported' } }],
    ['stream_options', 422, { detail: 'Validation error' }],
    ['temperature', 400, { error: { message: 'Only the default temperature is supported', param: 'temperature' } }],
    ['temperature', 400, {}],
    ['top_p', 400, { message: 'top-p cannot be used with this model' }],
    ['max_tokens', 400, { error: { message: "'max_tokens' is not supported with this model. Use 'max_completion_tokens' instead." } }],
  ])('%s, refused with %i and %j', async (field, status, body) => {
    at.server.failWhen((sent) => (field in sent ? json(body, status) : undefined));
    const asked = model();
    expect((await asked.chat(full(), never)).text).toBe('This is the reply.');
    const before = at.server.chats.length;
    await asked.chat(full(), never);
    expect(at.server.chats, 'it is learnt').toHaveLength(before + 1);
    expect(at.server.chats.at(-1)?.body).not.toHaveProperty(field);
  });

  it('a longer reply than it allows is asked for no more', async () => {
    at.server.failWhen(({ max_tokens: limit = 0 }: ChatBody & { max_tokens?: number }) =>
      limit > 512 ? json({ error: { message: 'max_tokens must be less than or equal to 512' } }, 400) : undefined,
    );
    const asked = model();
    for (let n = 0; n < 2; n += 1) await asked.chat(request({ sampling: { maxTokens: 4000 } }), never);
    expect(at.server.chats.map(({ body }) => (body as { max_tokens?: number }).max_tokens)).toEqual([4000, 512, 512]);
  });

  it('is asked for no more than a dozen times, whatever it says', async () => {
    let limit = 5000;
    at.server.failWhen(() => json({ error: { message: `max_tokens must be at most ${(limit -= 1)}` } }, 400));
    expect((await modelErrorOf(model().chat(request({ sampling: { maxTokens: 5000 } }), never))).kind).toBe('bad-request');
    expect(at.server.chats.length).toBeLessThanOrEqual(12);
  });
});

describe('a reply is read whatever its body is called', () => {
  const text = (delta: string, reason: string | null = null) =>
    JSON.stringify({ choices: [{ index: 0, delta: { content: delta }, finish_reason: reason }] });
  const stream = [text('Tides '), text('follow '), text('the moon.', 'stop')];
  const sse = (end: string, done = true) => [...stream, ...(done ? ['[DONE]'] : [])].map((data) => `data: ${data}${end}${end}`).join('');
  it.each([
    ['events as plain text', sse('\n'), 'text/plain'],
    ['events as JSON', sse('\n'), 'application/json'],
    ['events with returns', sse('\r\n'), 'text/event-stream'],
    ['events with returns alone', sse('\r'), 'text/event-stream'],
    ['events without their mark', sse('\n', false), 'text/html'],
    ['events without blank lines', `${stream.map((data) => `data: ${data}\n`).join('')}\n`, 'text/event-stream'],
    ['events named twice', stream.map((data) => `data: data: ${data}\n\n`).join(''), 'text/event-stream'],
    ['an end without its blank line', sse('\n', false).trimEnd(), 'text/event-stream'],
    ['comments and heartbeats', `: hold on\n\nevent: ping\ndata: still here\n\n${sse('\n')}`, 'text/event-stream'],
    ['blank lines before all', `\n\n\n${sse('\n')}`, 'text/event-stream'],
    ['a value a line', stream.join('\n'), 'application/x-ndjson'],
    ['one value, written out', JSON.stringify({ choices: [{ message: { content: 'Tides follow the moon.' } }] }, null, 2), 'text/plain'],
    [
      'one value after a mark',
      `\uFEFF${JSON.stringify({ choices: [{ message: { content: 'Tides follow the moon.' } }] })}`,
      'text/event-stream',
    ],
  ])('%s', async (_, body, type) => {
    at.server.fail(answer(body, { type }));
    expect((await model().chat(request(), never)).text).toBe('Tides follow the moon.');
  });

  it('but an event that is cut through is no reply', async () => {
    at.server.fail(answer(sse('\n', false).slice(0, -20), { type: 'text/event-stream' }));
    const error = await modelErrorOf(model().chat(request(), never));
    expect(error).toMatchObject({ kind: 'connection', retryable: true, isBrokenOff: true });
  });
});
