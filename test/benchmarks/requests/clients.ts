/** Those who ask: the request engine, and the bare SDK as others use it. */
import { rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import OpenAI from 'openai';
import { ProjectPath } from '../../../src/engine/files/project-path.ts';
import type { ChatRequest } from '../../../src/engine/models/chat-model.ts';
import { systemClock } from '../../../src/engine/models/clock.ts';
import { createOpenAiModel } from '../../../src/engine/models/openai/openai-model.ts';
import { RateLimiter } from '../../../src/engine/models/requests/rate-limiter.ts';
import { BudgetGuard } from '../../../src/engine/models/requests/budget.ts';
import { composeModel } from '../../../src/engine/models/requests/compose.ts';
import { UsageCounter } from '../../../src/engine/models/requests/usage-counter.ts';
import { ReplyCache } from '../../../src/engine/models/requests/reply-cache.ts';
import { ResponseStore } from '../../../src/engine/models/requests/response-store.ts';

/** A client: asks the nth question, and rejects when it gives up. */
export interface Client {
  readonly name: string;
  /** How many questions it is given at once. */
  readonly concurrency: number;
  readonly ask: (n: number) => Promise<unknown>;
  readonly close: () => void;
}

const context = 'The restoring force of a spring is proportional to its extension. '.repeat(12);
const messagesOf = (n: number) => [
  { role: 'system' as const, content: 'You write questions for students of physics.' },
  { role: 'user' as const, content: `${context}\n\nWrite question ${n}.` },
];

/** The whole engine: cache on disk, budget with its usage on disk, retries, adaptive rate limiter, timeouts. `concurrency`: how many places it may use. */
export function engine(url: string, { concurrency, stream }: { readonly concurrency: number; readonly stream: boolean }): Client {
  const path = join(tmpdir(), `loom-requests-${process.pid}-${Math.round(performance.now())}.sqlite`);
  const store = ResponseStore.open(ProjectPath.of(dirname(path)).at(basename(path)));
  const usage = new UsageCounter();
  const opened = {
    model: createOpenAiModel({ baseUrl: url, apiKey: 'none-needed' }, 'test', { stream }),
    name: `test at ${url}`,
    endpoint: url,
    remote: true,
  };
  const model = composeModel(opened, {
    cache: new ReplyCache(store),
    budget: new BudgetGuard({ tokens: 1e12, cost: null }, usage),
    usage,
    recordUsage: () => store.recordUsage('benchmark', () => usage.total),
    rateLimiter: new RateLimiter(systemClock, concurrency),
  });
  const signal = new AbortController().signal;
  const request = (n: number): ChatRequest => ({
    messages: messagesOf(n),
    origin: { method: 'answer', question: '', references: [] },
    seed: n,
    sampling: { temperature: 0.7, maxTokens: 500 },
    run: 'benchmark',
  });
  return {
    name: `the engine${stream ? '' : ', not streamed'}`,
    // Runs hand over more than may be in flight, so that the engine and not the run decides.
    concurrency: concurrency * 2,
    ask: (n) => model.chat(request(n), signal),
    close: () => {
      store.close();
      for (const rest of ['', '-wal', '-shm']) rmSync(path + rest, { force: true });
    },
  };
}

/** The SDK as it comes, with its own retries. */
export function sdk(
  url: string,
  { concurrency, stream, retries }: { readonly concurrency: number; readonly stream: boolean; readonly retries: number },
): Client {
  const client = new OpenAI({ baseURL: url, apiKey: 'none-needed', maxRetries: retries });
  const body = (n: number) => ({ model: 'test', messages: messagesOf(n), temperature: 0.7, max_tokens: 500, seed: n });
  const ask = async (n: number): Promise<string> => {
    if (!stream) return (await client.chat.completions.create(body(n))).choices[0]?.message.content ?? '';
    let text = '';
    const chunks = await client.chat.completions.create({ ...body(n), stream: true, stream_options: { include_usage: true } });
    for await (const chunk of chunks) text += chunk.choices[0]?.delta.content ?? '';
    return text;
  };
  return { name: `bare SDK, ${concurrency} at a time${stream ? '' : ', not streamed'}`, concurrency, ask, close: () => undefined };
}
