/** Refusals in words that no table can hold all of: what each means, and what is learnt of it. */
import { describe, expect, it } from 'vitest';
import { createOpenAiModel } from '../../../src/engine/models/openai/openai-model.ts';
import type { ModelErrorKind } from '../../../src/engine/models/model-error.ts';
import type { ChatBody, Fault } from '../../support/model-server.ts';
import { oneServer } from './one-server.ts';
import { modelErrorOf, never, request } from './support.ts';

const at = oneServer();

const model = () => createOpenAiModel({ baseUrl: at.server.url }, 'm1');
const refuse = (status: number, body: unknown): Fault => ({
  kind: 'status',
  status,
  text: typeof body === 'string' ? body : JSON.stringify(body),
  headers: { 'content-type': 'application/json' },
});

describe('a refusal means', () => {
  it.each<readonly [ModelErrorKind, number, unknown]>([
    [
      'content-filter',
      403,
      { error: { message: 'This prompt requires moderation. The input was flagged for "gore". No credits were used.' } },
    ],
    ['content-filter', 400, { error: { message: 'Content Exists Risk', type: 'invalid_request_error' } }],
    ['content-filter', 400, { error: { message: 'Stopped by our safety system.', code: 'moderation_blocked' } }],
    ['content-filter', 451, { error: { message: 'the prompt was flagged' } }],
    ['content-filter', 400, { error: { message: '输入可能包含敏感内容' } }],
    ['quota', 403, { message: 'Your account balance is insufficient' }],
    ['quota', 403, { error: 'The team does not have any credits yet' }],
    ['quota', 429, { error: { message: '余额不足,请充值' } }],
    ['rate-limited', 403, { message: 'API rate limit exceeded' }],
    ['overloaded', 498, { error: { message: 'Capacity exceeded' } }],
    ['not-found', 400, { error: { message: 'The model `m1` has been decommissioned' } }],
    ['not-found', 410, { error: { message: 'Gone for good' } }],
    ['auth', 403, { error: { message: 'Your region is not supported' } }],
    ['auth', 407, 'The proxy wants to know you'],
  ])('%s: %i %j', async (kind, status, body) => {
    at.server.failWhen(() => refuse(status, body));
    expect((await modelErrorOf(model().chat(request(), never))).kind).toBe(kind);
  });
});

describe('a full context is told with its sizes', () => {
  it.each([
    [{ message: 'length of prompt_tokens (6100) must be less than max_seq_len (4096).' }, { limit: 4096, prompt: 6100 }],
    [{ detail: 'Prompt length 6100 is greater than max_seq_len 4096' }, { limit: 4096, prompt: 6100 }],
    [
      { message: 'the number of input tokens 6100 cannot exceed the total tokens limit 4096 for this model' },
      { limit: 4096, prompt: 6100 },
    ],
    [{ message: 'The input length (6100) exceeds session_len (4096)' }, { limit: 4096, prompt: 6100 }],
    [{ message: 'Requested input length 6100 exceeds maximum input length 4096' }, { limit: 4096, prompt: 6100 }],
    [{ message: 'Please reduce the length of the messages. Current length is 6100 while limit is 4096' }, { limit: 4096, prompt: 6100 }],
    [
      {
        message: 'The maximum context length is 4096 tokens, but you requested about 6600 tokens (6100 of text input, 500 in the output).',
      },
      { limit: 4096, prompt: 6100 },
    ],
    [
      { message: 'That prompt is 6100 tokens long, but the maximum supported sequence length is just 4096!' },
      { limit: 4096, prompt: 6100 },
    ],
    [{ message: 'too many tokens: size limit exceeded by 1234 tokens. The limit for this model is 4096 tokens.' }, { limit: 4096 }],
    [{ error: { code: 'tokens_limit_reached', message: 'Body too large. Max size: 4096 tokens.' } }, { limit: 4096 }],
    [{ error: 'prompt too long; exceeded max context length by 1234 tokens' }, {}],
    [{ error: { code: '1261', message: 'Prompt 超长' } }, {}],
    [{ error: { code: '1261', message: 'Prompt exceeds max length' } }, {}],
    [{ message: 'the tokens exceed the limit of the context window (2013)', code: 2013 }, {}],
  ])('%j', async (body, sizes) => {
    at.server.failWhen(() => refuse(400, body));
    const error = await modelErrorOf(model().chat(request(), never));
    expect({ kind: error.kind, context: error.context }).toEqual({ kind: 'context', context: sizes });
  });
});

type Sent = ChatBody & { readonly max_tokens?: number; readonly response_format?: { readonly json_schema: { readonly strict?: boolean } } };

describe('a longer reply than is allowed', () => {
  it.each([
    [1024, 'The maximum tokens you requested exceeds the model limit of 1024. Try again with a lower value.'],
    [1024, 'The maxOutputTokens value of 4000 is not in the range from 1 (inclusive) to 1025 (exclusive).'],
    [1000, 'max_tokens is too large'],
  ])('is asked for as %i once: “%s”', async (allowed, message) => {
    at.server.failWhen(({ max_tokens: limit = 0 }: Sent) => (limit > 1024 ? refuse(400, { error: { message } }) : undefined));
    const asked = model();
    for (let n = 0; n < 2; n += 1) await asked.chat(request({ sampling: { maxTokens: 4000 } }), never);
    expect(at.server.chats.slice(-2).map(({ body }) => (body as Sent).max_tokens)).toEqual([allowed, allowed]);
  });
});

describe('a schema', () => {
  const schema = {
    name: 'tides',
    schema: {
      type: 'object',
      properties: { causes: { type: 'array', minItems: 1, maxItems: 5, items: { type: 'string' } } },
      additionalProperties: false,
    },
  };
  const asked = async (times: number) => {
    const one = model();
    const held: boolean[] = [];
    for (let n = 0; n < times; n += 1) held.push((await one.chat(request({ schema }), never)).held === true);
    return held;
  };
  const formats = () => at.server.chats.map(({ body }) => (body as Sent).response_format);

  it('is called strict where only such a one is taken', async () => {
    const error = { message: 'response_format.json_schema.strict must be true', param: 'response_format' };
    at.server.failWhen(({ response_format: format }: Sent) =>
      format && format.json_schema.strict !== true ? refuse(400, { error }) : undefined,
    );
    expect(await asked(2)).toEqual([true, true]);
    expect(formats().map((format) => format?.json_schema.strict)).toEqual([undefined, true, true]);
  });

  it('is sent without the keywords that are refused', async () => {
    at.server.failWhen((body) => {
      const [, keyword] = /"(minItems|additionalProperties)"/.exec(JSON.stringify(body)) ?? [];
      const message = `Unknown name "${keyword}" at 'generation_config.response_schema'`;
      return keyword === undefined ? undefined : refuse(400, [{ error: { message, status: 'INVALID_ARGUMENT' } }]);
    });
    expect(await asked(2)).toEqual([true, true]);
    expect(at.server.chats).toHaveLength(4);
    expect(JSON.stringify(formats().at(-1))).toContain('"maxItems":5');
  });

  it.each([
    [422, { error: 'grammar is not supported' }],
    [501, { error: { message: 'json_schema is not implemented' } }],
    [400, { error: { message: 'output_config.format: Extra inputs are not permitted' } }],
    [422, 'Failed to deserialize: response_format: unknown variant `json_schema`'],
  ])('is given up where it is refused with %i %j', async (status, body) => {
    at.server.failWhen((sent) => ('response_format' in sent ? refuse(status, body) : undefined));
    expect(await asked(2)).toEqual([false, false]);
    expect(at.server.chats).toHaveLength(3);
  });

  it('is given up where a server without words fails on it twice, and on nothing else', async () => {
    at.server.failWhen((sent) => ('response_format' in sent ? refuse(500, 'Internal Server Error') : undefined));
    expect(await asked(4)).toEqual([false, false, false, false]);
    expect(at.server.chats).toHaveLength(6);
  });

  it('is sent again where a server had only stumbled', async () => {
    at.server.fail(refuse(500, 'Internal Server Error'));
    expect(await asked(3)).toEqual([false, true, true]);
    at.server.failWhen(() => refuse(500, 'Internal Server Error'));
    const one = model();
    for (let n = 0; n < 4; n += 1) await modelErrorOf(one.chat(request({ schema }), never));
    expect(at.server.chats.length, 'a server that is down is not asked twice for ever').toBe(4 + 6);
  });

  it('costs nothing else where the refusal does not say what it is for', async () => {
    const body = { error: { message: 'No endpoint can handle the requested parameters.' } };
    at.server.failWhen((sent) => ('response_format' in sent ? refuse(404, body) : undefined));
    expect(await asked(2)).toEqual([false, false]);
    expect(at.server.chats.at(-1)?.body).toHaveProperty('seed');
  });
});

it('a role for the system’s words is given up where its name is set in marks', async () => {
  const error = { message: 'This model does not support the `system` role.' };
  at.server.failWhen(({ messages }) => (messages[0]?.role === 'system' ? refuse(400, { error }) : undefined));
  const system = { role: 'system', content: 'You teach.' } as const;
  await model().chat(request({ messages: [system, { role: 'user', content: 'What are tides?' }] }), never);
  expect(at.server.chats).toHaveLength(2);
});
