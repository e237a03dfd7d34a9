/** Requests that carry a schema: in which words they are put, what is learnt of a server, and what of it is kept. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ProjectPath } from '../../../src/engine/files/project-path.ts';
import { Dialect, Dialects } from '../../../src/engine/models/openai/dialect.ts';
import { serverError } from '../../../src/engine/models/openai/server-error.ts';
import { requestKey } from '../../../src/engine/models/requests/reply-cache.ts';
import { ResponseStore } from '../../../src/engine/models/requests/response-store.ts';
import { request } from './support.ts';

const text = [{ role: 'user', content: 'Name the tide in tags.' }] as const;
const json = [{ role: 'user', content: 'Name the tide in JSON.' }] as const;
const schema = { name: 'extract', schema: { type: 'object' }, messages: json };
const held = request({ messages: text, schema });

describe('a request with a schema', () => {
  it('is put in the words that go with it, and in the others once the server refused it', () => {
    const dialect = new Dialect('m1', {});
    const body = dialect.body(held);
    expect(body).toMatchObject({
      messages: json,
      response_format: { type: 'json_schema', json_schema: { name: 'extract', schema: { type: 'object' } } },
    });
    expect(JSON.stringify(body.response_format)).not.toContain('messages');
    const refused = { status: 400, error: serverError({ error: { message: 'response_format is not supported' } }) };
    expect(dialect.learn(refused, body)).toBe(true);
    expect(dialect.body(held).messages).toEqual(text);
    expect(dialect.body(held)).not.toHaveProperty('response_format');
    expect([dialect.takesSchema, dialect.holds(held)]).toEqual([false, false]);
  });

  it.each([
    [400, 'Invalid schema for response_format'],
    [400, 'guided_json is not enabled'],
    [422, 'structured outputs are not available for this model'],
    [400, 'Failed to parse grammar'],
    [500, 'json_schema: failed to build'],
    [400, 'This model does not support JSON mode.'],
  ])('is known to be refused for it: %i %s', (status, message) => {
    const dialect = new Dialect('m1', {});
    expect(dialect.learn({ status, error: serverError({ error: { message } }) }, dialect.body(held))).toBe(true);
    expect(dialect.takesSchema).toBe(false);
  });

  it.each([
    [400, 'The prompt is too long: an English grammar of 9000 tokens'],
    [500, 'out of memory'],
    [401, 'response_format'],
    [429, 'too many structured outputs requests'],
  ])('is not taken to be refused for it: %i %s', (status, message) => {
    const dialect = new Dialect('m1', {});
    expect(dialect.learn({ status, error: serverError({ error: { message } }) }, dialect.body(held))).toBe(false);
    expect(dialect.takesSchema).toBe(true);
  });

  it('is another request than one without, with another schema, or in other words', () => {
    const keys = [
      held,
      request({ messages: text }),
      request({ messages: text, schema: { ...schema, schema: { type: 'array' } } }),
      request({ messages: text, schema: { ...schema, messages: text } }),
      request({ messages: json, schema }),
    ].map((each) => requestKey('there', 'm1', each));
    expect(new Set(keys).size).toBe(keys.length);
    expect(requestKey('there', 'm1', request({ messages: text, schema }))).toBe(keys[0]);
  });
});

describe('a server that passes over schemas', () => {
  const jsonBefore = (reply: string) => {
    const dialect = new Dialect('m1', {});
    dialect.repliedTo(dialect.body(held), reply);
    dialect.ignoredSchema();
    return !dialect.takesSchema ? 'never' : 'once';
  };

  it.each(['The tide is high at noon.', '<tide>\nNeap\n</tide>', '1. Neap [moon]\n2. Spring', '问题：潮汐为何变化？'])(
    'is sent none once a reply was no JSON and of no use, none having been JSON before: %j',
    (reply) => {
      expect(jsonBefore(reply)).toBe('never');
    },
  );

  it.each([
    '{"tide": "neap"}',
    '```json\n{ "tide": "neap" }\n```',
    '[]',
    'Here it is: {"tide": "neap"}',
    "{'tide': 'neap'}",
    '{"tide": "ne',
  ])('is not thought of where a reply before was JSON, well or badly: %j', (reply) => {
    expect(jsonBefore(reply)).toBe('once');
  });

  it('is not thought of for a reply to a request without one', () => {
    const dialect = new Dialect('m1', {});
    dialect.repliedTo(dialect.body(request({ messages: text })), '{"tide": "neap"}');
    dialect.ignoredSchema();
    expect(dialect.takesSchema).toBe(false);
  });
});

it('what is learnt of a server is known to all who ask the same model of it', () => {
  const dialects = new Dialects();
  expect(dialects.of('there', 'm1', {})).toBe(dialects.of('there', 'm1', {}));
  for (const [endpoint, model] of [
    ['there', 'm2'],
    ['here', 'm1'],
  ] as const)
    expect(dialects.of(endpoint, model, {})).not.toBe(dialects.of('there', 'm1', {}));
});

it('a reply that is kept still tells how it was asked for', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'loom-held-'));
  const store = ResponseStore.open(ProjectPath.of(folder).at('responses.sqlite'));
  const usage = { promptTokens: 1, completionTokens: 1, estimated: false };
  await store.put('a', 'm1', { text: '{}', usage, held: true });
  await store.put('b', 'm1', { text: '<a>', usage });
  expect([store.get('a'), store.get('b')]).toEqual([
    { text: '{}', usage, held: true },
    { text: '<a>', usage },
  ]);
  await store.put('a', 'm1', { text: '<a>', usage });
  expect(store.get('a')).toEqual({ text: '<a>', usage });
  store.close();
  rmSync(folder, { recursive: true });
});
