import { randomUUID } from 'node:crypto';
import type OpenAI from 'openai';
import * as z from 'zod';
import { StorageError } from '../../storage/errors.ts';
import { type Clock, reasonOf } from '../clock.ts';
import type { ModelError } from '../model-error.ts';
import { createClient } from '../openai/client.ts';
import { type Endpoint, endpointName, secretsOf } from '../openai/endpoint.ts';
import { type AskedEndpoint, badReply, failure, isApiError, modelError } from '../openai/failures.ts';
import { parseWithoutSecrets } from '../openai/redact.ts';
import { retryAfter } from '../openai/retry-after.ts';
import { createTransport, type TransportOptions } from '../openai/transport.ts';
import type { BatchEnd } from './batch-store.ts';
import type { RequestBody } from './request-file.ts';

/** It goes into URLs and messages. */
const id = z.string().regex(/^[^\s\p{C}]{1,500}$/u);
const optionalId = id.nullish().catch(null);

const batch = z.object({
  id,
  status: z.string(),
  created_at: z.number().nullish().catch(null),
  input_file_id: optionalId,
  output_file_id: optionalId,
  error_file_id: optionalId,
  metadata: z.record(z.string(), z.unknown()).nullish().catch(null),
  request_counts: z.object({ total: z.int(), completed: z.int(), failed: z.int() }).nullish().catch(null),
  errors: z
    .object({ data: z.array(z.object({ code: z.string().nullish(), message: z.string().nullish(), line: z.int().nullish() })).nullish() })
    .nullish()
    .catch(null),
});

/** Batches that are not ours may have any form. */
const batchList = z.object({ data: z.array(batch.nullable().catch(null)), has_more: z.boolean().nullish() });
const uploadedFile = z.object({ id });

/** A batch as its endpoint tells of it. */
export interface RemoteBatch {
  readonly id: string;
  /** Status in which it ended; null while it runs. */
  readonly end: BatchEnd | null;
  /** True when it was called off, but still finishes what it had begun. */
  readonly isStopping: boolean;
  readonly answered: number;
  readonly outputFiles: readonly string[];
  /** Reason that it failed, in the endpoint's words. */
  readonly problem: string | null;
  /** Time until the endpoint wants to be asked again, at the earliest. */
  readonly retryAfterMs: number;
}

/** Traces that a batch of ours is found again by. */
export interface Traces {
  readonly token: string;
  readonly inputFile: string | null;
  readonly createdAt: number;
}

const tokenName = 'concept_loom';
const minute = 60_000;
/** For what is small, and for files. */
const deadlines = { call: 2 * minute, file: 60 * minute };
/** Fifty thousand replies of twenty kilobytes, and eight times as much where the log-probabilities of their tokens come with them. */
const maxOutputBytes = 8 * 1024 ** 3;
const day = 24 * 60 * minute;

/** The Batch API of an endpoint. Fails with `ModelError` alone, or with the signal's reason; what reads or writes files also with `StorageError`. */
export class BatchApi {
  readonly asked: AskedEndpoint;
  readonly #client: OpenAI;
  readonly #clock: Clock;

  constructor(endpoint: Endpoint, model: string, clock: Clock) {
    this.asked = { endpoint: endpointName(endpoint), model, secrets: secretsOf(endpoint), prompt: [] };
    this.#client = createClient(endpoint, createTransport({ maxBytes: maxOutputBytes }));
    this.#clock = clock;
  }

  /** @returns the file's id. */
  async upload({ bytes, parts }: RequestBody, signal: AbortSignal): Promise<string> {
    const boundary = `loom-${randomUUID()}`;
    const part = (disposition: string): string => `--${boundary}\r\nContent-Disposition: form-data; ${disposition}\r\n`;
    const purpose = `${part('name="purpose"')}\r\nbatch\r\n`;
    const before = Buffer.from(`${purpose}${part('name="file"; filename="requests.jsonl"')}Content-Type: application/jsonl\r\n\r\n`);
    const after = Buffer.from(`\r\n--${boundary}--\r\n`);
    const headers = {
      'content-type': `multipart/form-data; boundary=${boundary}`,
      // Not every server takes a body whose length it is not told.
      'content-length': String(before.length + bytes + after.length),
    };
    const file = await this.#json(uploadedFile, deadlines.file, signal, (options) => {
      const body = ReadableStream.from(between(before, parts(), after));
      return this.#client.post('/files', { body, headers, ...options });
    });
    return file.value.id;
  }

  /** @returns the batch's id. */
  async create(inputFile: string, token: string, signal: AbortSignal): Promise<string> {
    const body = {
      input_file_id: inputFile,
      endpoint: '/v1/chat/completions',
      completion_window: '24h',
      metadata: { [tokenName]: token },
    };
    return (await this.#json(batch, deadlines.call, signal, (options) => this.#client.post('/batches', { body, ...options }))).value.id;
  }

  /** The id of the batch that was created with the token, or from the file; undefined when there is none. */
  async find({ token, inputFile, createdAt }: Traces, signal: AbortSignal): Promise<string | undefined> {
    for (let after: string | undefined; ;) {
      const query = { limit: 100, ...(after === undefined ? {} : { after }) };
      const { value } = await this.#json(batchList, deadlines.call, signal, (options) =>
        this.#client.get('/batches', { query, ...options }),
      );
      const listed = value.data.filter((each) => each !== null);
      const ours = listed.find(
        ({ metadata, input_file_id }) => metadata?.[tokenName] === token || (inputFile !== null && input_file_id === inputFile),
      );
      if (ours) return ours.id;
      const last = listed.at(-1);
      // The newest come first; clocks differ, hardly by a day.
      const isPast = last?.created_at !== undefined && last.created_at !== null && last.created_at * 1000 < createdAt - day;
      if (value.has_more !== true || last === undefined || last.id === after || isPast) return undefined;
      after = last.id;
    }
  }

  async get(batchId: string, signal: AbortSignal): Promise<RemoteBatch> {
    const path = `/batches/${encodeURIComponent(batchId)}`;
    const { value, headers } = await this.#json(batch, deadlines.call, signal, (options) => this.#client.get(path, options));
    return { ...remoteOf(value), retryAfterMs: retryAfter(headers) ?? 0 };
  }

  async cancel(batchId: string, signal: AbortSignal): Promise<void> {
    const path = `/batches/${encodeURIComponent(batchId)}/cancel`;
    await this.#json(z.unknown(), deadlines.call, signal, (options) => this.#client.post(path, options));
  }

  /** Hands over a file, part by part as it comes. */
  async download(file: string, onPart: (part: Uint8Array) => void, signal: AbortSignal): Promise<void> {
    const path = `/files/${encodeURIComponent(file)}/content`;
    await this.#within(deadlines.file, signal, async (limited) => {
      const fetchOptions: TransportOptions & { keepalive: true } = { keepalive: true, streamed: true };
      const response = await this.#client.get(path, { signal: limited, fetchOptions }).asResponse();
      const parts: AsyncIterable<Uint8Array> | null = response.body;
      for await (const part of parts ?? []) onPart(part);
    });
  }

  async delete(file: string, signal: AbortSignal): Promise<void> {
    const path = `/files/${encodeURIComponent(file)}`;
    await this.#within(deadlines.call, signal, async (limited) => {
      await this.#client.delete(path, { signal: limited }).asResponse();
    });
  }

  async #json<S extends z.ZodType>(
    schema: S,
    ms: number,
    signal: AbortSignal,
    call: (options: { signal: AbortSignal }) => ReturnType<OpenAI['get']>,
  ): Promise<{ readonly value: z.output<S>; readonly headers: Headers }> {
    return await this.#within(ms, signal, async (limited) => {
      const response = await call({ signal: limited }).asResponse();
      const parsed = schema.safeParse(parseWithoutSecrets(await response.text(), this.asked.secrets));
      if (!parsed.success) throw badReply('sent something that its Batch API should not', this.asked);
      return { value: parsed.data, headers: response.headers };
    });
  }

  async #within<T>(ms: number, signal: AbortSignal, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
    signal.throwIfAborted();
    const deadline = new AbortController();
    const cancel = this.#clock.after(ms, () => {
      deadline.abort(
        failure('timeout-idle', this.asked, `did not answer its Batch API within ${ms / minute} minutes`, 'Check the network.'),
      );
    });
    const limited = AbortSignal.any([signal, deadline.signal]);
    try {
      return await work(limited);
    } catch (error) {
      if (limited.aborted) throw reasonOf(limited);
      // Of what is sent, or of those who are handed what comes.
      if (error instanceof StorageError) throw error;
      throw this.#failure(error);
    } finally {
      cancel();
    }
  }

  #failure(error: unknown): ModelError {
    const known = modelError(error, this.asked);
    if (!isApiError(error) || (error.status !== 404 && error.status !== 405 && error.status !== 501)) return known;
    const what = `answered ${error.status}: it has no Batch API, or there is no such batch or file for this key`;
    const todo = 'Set the key that the batch was begun with, or run without batches or with batch files.';
    return failure('not-found', this.asked, what, todo, { status: error.status, cause: error });
  }
}

function* between(before: Uint8Array, parts: Iterable<Uint8Array>, after: Uint8Array): Generator<Uint8Array> {
  yield before;
  yield* parts;
  yield after;
}

const endings: Readonly<Record<string, BatchEnd>> = {
  completed: 'completed',
  failed: 'failed',
  expired: 'expired',
  cancelled: 'cancelled',
};

function remoteOf(value: z.output<typeof batch>): Omit<RemoteBatch, 'retryAfterMs'> {
  const { request_counts: counts, errors } = value;
  const [first] = errors?.data ?? [];
  const line = first?.line === undefined || first.line === null ? '' : ` (line ${first.line})`;
  const words = [first?.code, first?.message].filter((word) => word !== undefined && word !== null && word !== '');
  return {
    id: value.id,
    end: Object.hasOwn(endings, value.status) ? endings[value.status]! : null,
    isStopping: value.status === 'cancelling',
    answered: (counts?.completed ?? 0) + (counts?.failed ?? 0),
    outputFiles: [value.output_file_id, value.error_file_id].filter((file) => file !== null && file !== undefined),
    problem: words.length === 0 ? null : words.join(': ') + line,
  };
}
