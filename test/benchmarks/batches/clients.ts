/** Those who ask in batches: the engine as a run uses it, and the bare SDK. */
import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import OpenAI, { toFile } from 'openai';
import type { ChatMessage } from '../../../src/core/prompts/chat.ts';
import { Models } from '../../../src/engine/models/models.ts';
import { openProfile } from '../../../src/engine/models/openai/open-profile.ts';
import { ask, type ModelCall } from '../../../src/engine/runs/ask.ts';
import { inOrder } from '../../../src/engine/runs/in-order.ts';
import { noUsage } from '../../../src/core/samples/run-usage.ts';

/** @returns how many were answered. */
export type Client = (url: string, count: number) => Promise<number>;

const context = 'The restoring force of a spring is proportional to its extension, and points back to where it rests. '.repeat(19);
/** No string of one is shared with another's, as of those rendered from a template. */
const messagesOf = (n: number): ChatMessage[] => [
  { role: 'system', content: 'You write questions for students of physics.' },
  { role: 'user', content: Buffer.from(`Write question ${n} about this, number ${n}: ${context}`).toString() },
];
const numbers = function* (count: number): Generator<number> {
  for (let n = 0; n < count; n++) yield n;
};

export const engine: Client = async (url, count) => {
  const folder = mkdtempSync(join(tmpdir(), 'loom-batches-'));
  const models = new Models(
    folder,
    () => Promise.resolve(openProfile({ url, model: 'test' })),
    (id) => Promise.reject(new Error(`${id} is not asked for embeddings here`)),
  );
  const run = models.forRun('run-1', {
    budget: { tokens: 1e12, cost: null },
    batch: 'openai',
    before: noUsage,
    stop: () => undefined,
    onWaiting: () => undefined,
    onDue: () => undefined,
  });
  const { model, concurrencyLimit } = await run.open('test');
  const signal = new AbortController().signal;
  const question = (n: number): ModelCall<string> => ({
    model,
    origin: { method: 'level3' },
    seed: n,
    limit: 4000,
    render: () => messagesOf(n),
    parse: (reply) => createHash('sha256').update(reply).digest('hex'),
  });
  let answered = 0;
  const asked = inOrder(
    numbers(count),
    () => concurrencyLimit,
    (n) => ask(question(n), { run: 'run-1', attempt: 0, signal }),
  );
  for await (const { value } of asked) answered += value === '' ? 0 : 1;
  models.close();
  rmSync(folder, { recursive: true });
  return answered;
};

export const sdk: Client = async (url, count) => {
  const client = new OpenAI({ baseURL: url, apiKey: 'none-needed' });
  const lines = Array.from({ length: count }, (_, n) =>
    JSON.stringify({
      custom_id: String(n),
      method: 'POST',
      url: '/v1/chat/completions',
      body: { model: 'test', messages: messagesOf(n), seed: n },
    }),
  );
  const file = await client.files.create({ file: await toFile(Buffer.from(lines.join('\n')), 'requests.jsonl'), purpose: 'batch' });
  const created = await client.batches.create({
    input_file_id: file.id,
    endpoint: '/v1/chat/completions',
    completion_window: '24h',
    metadata: {},
  });
  const { output_file_id: output } = await client.batches.retrieve(created.id);
  const text = await (await client.files.content(output!)).text();
  const replies = new Map(
    text
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as { custom_id: string; response: { body: { choices: { message: { content: string } }[] } } })
      .map(({ custom_id, response }) => [custom_id, response.body.choices[0]!.message.content] as const),
  );
  return [...numbers(count)].filter((n) => replies.has(String(n))).length;
};
