import * as http from 'node:http';
import * as https from 'node:https';
import { pipeline as pipe, type Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createBrotliDecompress, createInflate, createGunzip } from 'node:zlib';

/** The part of `fetch` that the SDK uses. */
export type Transport = (input: string | URL | Request, init?: RequestInit & TransportOptions) => Promise<Response>;

export interface TransportOptions {
  /** Called when the request has a connection, new or kept. */
  readonly onConnected?: () => void;
  /** True when a good response is handed over before all of it is there. */
  readonly streamed?: boolean;
  /** Times the usual bound that the response may be large. */
  readonly sizeFactor?: number;
  /** Told of a response whose body has an end of its own (RFC 9112 §6.3): where only the connection's end ends it, a broken one looks whole. */
  readonly onDelimited?: () => void;
}

/** A response went over the bound set for it. */
export class ResponseTooLarge extends Error {
  override readonly name = 'ResponseTooLarge';
  readonly limit: number;

  constructor(limit: number) {
    super(`the response is larger than ${limit} bytes`);
    this.limit = limit;
  }
}

const defaultMaxBytes = 8 * 1024 * 1024;

/**
 * `fetch` over `node:http`, because the global one (undici) gives up on its own when a slow local model sends no
 * header for five minutes, cannot bound a response, does not tell connecting from waiting, follows redirects with the
 * key, and costs about a third more per request. Redirects come back as they are. `HTTP_PROXY` and its kin are honoured
 * where this Node knows how (22.21 and 24.5 on).
 */
export function createTransport({ maxBytes = defaultMaxBytes }: { readonly maxBytes?: number }): Transport {
  const near = createAgents({ keepAlive: true, scheduling: 'lifo' });
  const far = createAgents({ keepAlive: true, scheduling: 'lifo', proxyEnv: process.env });
  return async (input, init = {}) => {
    const url = new URL(input instanceof Request ? input.url : input);
    const { signal } = init;
    signal?.throwIfAborted();
    const agents = isLoopback(url) ? near : far;
    const secure = url.protocol === 'https:';
    const request = (secure ? https : http).request(url, {
      method: init.method ?? 'GET',
      headers: {
        ...Object.fromEntries(init.headers instanceof Headers ? init.headers : new Headers(init.headers)),
        'accept-encoding': 'identity',
      },
      agent: secure ? agents.https : agents.http,
    });
    const abort = (): void => {
      request.destroy(signal?.reason instanceof Error ? signal.reason : new Error('aborted'));
    };
    signal?.addEventListener('abort', abort, { once: true });
    request.once('close', () => signal?.removeEventListener('abort', abort));
    if (init.onConnected) whenConnected(request, init.onConnected);
    if (init.body instanceof ReadableStream) sendStream(init.body, request);
    else request.end(typeof init.body === 'string' ? init.body : undefined);
    const message = await responseTo(request);
    if (/\bchunked\b/i.test(message.headers['transfer-encoding'] ?? '') || message.headers['content-length'] !== undefined)
      init.onDelimited?.();
    return await toResponse(message, maxBytes * (init.sizeFactor ?? 1), init.streamed === true);
  };
}

/** A proxy would look for a local server on its own machine. */
export const isLoopback = ({ hostname }: URL): boolean => /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/.test(hostname);

const createAgents = (options: http.AgentOptions): { http: http.Agent; https: https.Agent } => ({
  http: new http.Agent(options),
  https: new https.Agent(options),
});

function whenConnected(request: http.ClientRequest, onConnected: () => void): void {
  request.once('socket', (socket) => {
    if (socket.connecting) socket.once('encrypted' in socket ? 'secureConnect' : 'connect', onConnected);
    else onConnected();
  });
}

/** As fast as it is taken. What goes wrong with either end is the request's error. */
function sendStream(body: ReadableStream<Uint8Array>, request: http.ClientRequest): void {
  pipeline(body, request).catch((error: unknown) => request.destroy(error instanceof Error ? error : undefined));
}

function responseTo(request: http.ClientRequest): Promise<http.IncomingMessage> {
  return new Promise((resolve, reject) => {
    request.once('error', reject);
    request.once('response', (message) => {
      // Until its body is read, an error of the connection must not go unheard.
      request.on('error', (error) => message.destroy(error));
      resolve(message);
    });
  });
}

async function toResponse(message: http.IncomingMessage, maxBytes: number, streamedToo: boolean): Promise<Response> {
  const status = message.statusCode ?? 0;
  const headers = new Headers();
  for (const [name, value] of Object.entries(message.headers)) {
    if (value !== undefined) headers.set(name, Array.isArray(value) ? value.join(', ') : value);
  }
  const isStream = status === 200 && (streamedToo || (message.headers['content-type'] ?? '').includes('text/event-stream'));
  const unpacked = unpack(message);
  if (isStream) return new Response(streamed(unpacked, maxBytes), { status, headers });
  const body = await collected(unpacked, maxBytes);
  return new Response(bodiless.has(status) ? null : body, { status: Math.max(status, 200), headers });
}

/** What stands between packs bodies though none was wished for. */
const unpackers = { gzip: createGunzip, 'x-gzip': createGunzip, deflate: createInflate, br: createBrotliDecompress } as const;

function unpack(message: http.IncomingMessage): Readable {
  const encoding = (message.headers['content-encoding'] ?? '').trim().toLowerCase();
  if (!isPacked(encoding)) return message;
  const unpacker = unpackers[encoding]();
  // An error of either end is heard by whoever reads.
  return pipe(message, unpacker, () => undefined);
}

const isPacked = (encoding: string): encoding is keyof typeof unpackers => Object.hasOwn(unpackers, encoding);

/** `Response` refuses a body with these. */
const bodiless: ReadonlySet<number> = new Set([204, 205, 304]);

function collected(message: Readable, maxBytes: number): Promise<Buffer<ArrayBuffer>> {
  return new Promise((resolve, reject) => {
    const parts: Buffer[] = [];
    let size = 0;
    message.on('data', (part: Buffer) => {
      size += part.length;
      if (size > maxBytes) message.destroy(new ResponseTooLarge(maxBytes));
      else parts.push(part);
    });
    message.once('end', () => {
      resolve(Buffer.concat(parts));
    });
    message.once('error', reject);
  });
}

function streamed(message: Readable, maxBytes: number): ReadableStream<Uint8Array<ArrayBuffer>> {
  let size = 0;
  let cancelled = false;
  return new ReadableStream<Uint8Array<ArrayBuffer>>({
    start(controller) {
      message.on('data', (part: Buffer<ArrayBuffer>) => {
        size += part.length;
        if (size > maxBytes) message.destroy(new ResponseTooLarge(maxBytes));
        else if (!cancelled) {
          controller.enqueue(part);
          if ((controller.desiredSize ?? 1) <= 0) message.pause();
        }
      });
      message.once('end', () => {
        if (!cancelled) controller.close();
      });
      message.once('error', (error) => {
        if (!cancelled) controller.error(error);
      });
    },
    pull() {
      message.resume();
    },
    cancel() {
      cancelled = true;
      message.destroy();
    },
  });
}
