/** A server that speaks the OpenAI protocol over HTTP, goes wrong on request, and remembers what it was asked. */
import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import * as z from 'zod';
import { BatchServer } from './model-server/batches.ts';
import { embeddingBody, type EmbeddingBody, type EmbeddingOptions, writeEmbeddings } from './model-server/embeddings.ts';
import { type Fault, type ServedToken, writeAnswer } from './model-server/faults.ts';
import { InterruptedStreams } from './model-server/interrupted.ts';
import { type RateLimitOptions, TokenBucket } from './model-server/rate-limit.ts';

export type { Fault, ServedToken } from './model-server/faults.ts';

const chatBody = z.looseObject({
  model: z.string(),
  messages: z.array(z.object({ role: z.string(), content: z.string() })),
  seed: z.number().optional(),
  logprobs: z.boolean().optional(),
  stream: z.boolean().optional(),
  stream_options: z.object({ include_usage: z.boolean().optional() }).optional(),
});

export type ChatBody = z.infer<typeof chatBody>;

export interface RecordedRequest {
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  /** Of a chat. */
  readonly body: ChatBody | undefined;
  /** What was answered: the status, or 0 when the connection was ended without one. */
  status: number;
}

export interface ModelServerOptions {
  /** None: it has no list of models. */
  readonly models?: readonly string[] | 'none';
  /** Demanded of every request, as a bearer token. */
  readonly key?: string;
  readonly embeddings?: EmbeddingOptions;
  /** Whether it has files and batches. */
  readonly batches?: boolean;
  readonly latencyMs?: number;
  /** Breaks off a stream when another request comes, and answers one after the other, as llama-cpp-python does. */
  readonly interrupts?: 'without-words' | 'in-mid-reply';
  readonly reply?: (body: ChatBody) => string;
  /** Tokens of a reply, which are told where log-probabilities are asked for; without, they are not told. */
  readonly tokens?: (reply: string, body: ChatBody) => readonly ServedToken[];
  /** What every reply is said to have used. */
  readonly usage?: { readonly prompt_tokens: number; readonly completion_tokens: number };
  /** Remembering every request costs memory; a benchmark does without. */
  readonly record?: boolean;
}

export class ModelServer {
  readonly requests: RecordedRequest[] = [];
  /** What it was asked to embed. */
  readonly embedded: EmbeddingBody[] = [];
  /** Its files and batches. */
  readonly batches = new BatchServer();
  /** Chat requests answered, and refused by the rate limit. */
  answered = 0;
  refused = 0;
  readonly #options: ModelServerOptions;
  readonly #server: Server;
  readonly #faults: Fault[] = [];
  #standing: ((body: ChatBody) => Fault | undefined) | undefined;
  #bucket: TokenBucket | undefined;
  readonly #interrupted = new InterruptedStreams();
  #stalls = Promise.withResolvers<undefined>();
  #stalled = Promise.withResolvers<undefined>();

  private constructor(options: ModelServerOptions) {
    this.#options = options;
    this.#server = createServer({ keepAliveTimeout: 60_000 }, (request, response) => {
      this.#serve(request, response).catch((error: unknown) => {
        response.destroy(error instanceof Error ? error : undefined);
      });
    });
  }

  static async start(options: ModelServerOptions = {}): Promise<ModelServer> {
    const server = new ModelServer(options);
    server.#server.listen(0, '127.0.0.1');
    await once(server.#server, 'listening');
    return server;
  }

  /** The base URL for a client. */
  get url(): string {
    const address: AddressInfo | string | null = this.#server.address();
    if (address === null || typeof address === 'string') throw new Error('the server does not listen');
    return `http://127.0.0.1:${address.port}/v1`;
  }

  /** Chat requests received. */
  get chats(): readonly RecordedRequest[] {
    return this.requests.filter(({ path }) => path.includes('/chat/completions'));
  }

  /** The next chat requests go wrong, one after the other; those after them do not. */
  fail(...faults: readonly Fault[]): void {
    this.#faults.push(...faults);
  }

  /** Every chat request for which `fault` names one goes wrong. */
  failWhen(fault: (body: ChatBody) => Fault | undefined): void {
    this.#standing = fault;
  }

  /** Sets the rate limit anew, with a full bucket; undefined lifts it. */
  limit(options: RateLimitOptions | undefined): void {
    this.#bucket = options && new TokenBucket(options, performance.now());
  }

  /** Resolves when a response has stalled. */
  get stalled(): Promise<unknown> {
    return this.#stalled.promise;
  }

  /** Lets every stalled response go on. */
  release(): void {
    this.#stalls.resolve(undefined);
    this.#stalls = Promise.withResolvers();
    this.#stalled = Promise.withResolvers();
  }

  async close(): Promise<void> {
    this.release();
    this.#server.closeAllConnections();
    this.#server.close();
    await once(this.#server, 'close');
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = request.url ?? '';
    const body = await readBody(request);
    const [route] = path.split('?');
    const chat = route!.endsWith('/chat/completions') ? chatBody.parse(JSON.parse(body)) : undefined;
    const recorded: RecordedRequest = { path, headers: request.headers, body: chat, status: 0 };
    if (this.#options.record !== false) this.requests.push(recorded);
    response.on('close', () => (recorded.status = response.headersSent ? response.statusCode : 0));
    const { models = ['test'], key, embeddings } = this.#options;
    if (key !== undefined && request.headers.authorization !== `Bearer ${key}`) {
      const error = { message: 'Incorrect API key provided', type: 'invalid_request_error', code: 'invalid_api_key' };
      response.writeHead(401, { 'content-type': 'application/json' }).end(JSON.stringify({ error }));
    } else if (route === '/v1/models' && models !== 'none') {
      const data = models.map((id) => ({ id, object: 'model' }));
      response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify({ object: 'list', data }));
    } else if (route === '/v1/embeddings') {
      const texts = embeddingBody.parse(JSON.parse(body));
      this.embedded.push(texts);
      await writeEmbeddings(response, texts, embeddings);
    } else if (chat && embeddings?.models.includes(chat.model)) {
      const error = { message: `${chat.model} does not support chat`, type: 'invalid_request_error' };
      response.writeHead(400, { 'content-type': 'application/json' }).end(JSON.stringify({ error }));
    } else if (chat) await this.#chat(chat, response);
    else if (this.#options.batches === true && (await this.batches.serve(request, body, response))) return;
    else response.writeHead(404, { 'content-type': 'text/plain' }).end('Not Found');
  }

  async #chat(body: ChatBody, response: ServerResponse): Promise<void> {
    const wait = this.#bucket?.take(performance.now()) ?? 0;
    for (const [name, value] of Object.entries(this.#bucket?.headers(wait) ?? {})) response.setHeader(name, value);
    if (wait > 0) {
      this.refused += 1;
      const error = { message: 'Rate limit reached', type: 'requests', code: 'rate_limit_exceeded' };
      response.writeHead(429, { 'content-type': 'application/json' }).end(JSON.stringify({ error }));
      return;
    }
    this.answered += 1;
    const { latencyMs = 0, reply = () => 'This is the reply.' } = this.#options;
    if (latencyMs > 0) await new Promise((resolve) => setTimeout(resolve, latencyMs));
    const text = reply(body);
    if (this.#options.interrupts !== undefined) {
      await this.#interrupted.write(response, text, this.#options.interrupts === 'in-mid-reply' ? 2 : 0);
      return;
    }
    const answer = {
      text,
      stream: body.stream === true,
      tokens: body.logprobs === true ? this.#options.tokens?.(text, body) : undefined,
      includeUsage: body.stream_options?.include_usage === true,
      usage: this.#options.usage ?? { prompt_tokens: 11, completion_tokens: 7 },
    };
    await writeAnswer(response, answer, this.#faults.shift() ?? this.#standing?.(body), async () => {
      this.#stalled.resolve(undefined);
      await Promise.race([this.#stalls.promise, once(response, 'close')]);
    });
  }
}

async function readBody(request: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  request.on('data', (part: Buffer) => parts.push(part));
  await once(request, 'end');
  return Buffer.concat(parts).toString('utf8');
}
