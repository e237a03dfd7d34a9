import type { Usage } from '../../core/samples/sample.ts';

export type ModelErrorKind =
  | 'auth'
  | 'quota'
  | 'not-found'
  | 'bad-request'
  | 'rate-limited'
  | 'overloaded'
  | 'server'
  /** The same for one request after the other. */
  | 'outage'
  | 'connection'
  | 'timeout-connect'
  | 'timeout-first-token'
  | 'timeout-idle'
  | 'content-filter'
  /** Prompt and reply do not fit into the model's context. */
  | 'context'
  | 'truncated'
  /** The reply ran into a loop, and was stopped. */
  | 'repeating'
  /** The model kept no form, one reply after the other. */
  | 'too-small'
  | 'too-large'
  | 'bad-reply';

/** The kinds where the same request may succeed later. */
const passing: ReadonlySet<ModelErrorKind> = new Set([
  'rate-limited',
  'overloaded',
  'server',
  'connection',
  'timeout-connect',
  'timeout-first-token',
  'timeout-idle',
  'bad-reply',
]);

/** Sizes in tokens, as the server counts them, in so far as it tells them. */
export interface ContextSize {
  /** Tokens that prompt and reply may have together. */
  readonly limit?: number;
  readonly prompt?: number;
}

interface Details {
  /** The HTTP status, where there was a response. */
  readonly status?: number;
  /** Time that the server asked to be left alone, in milliseconds. */
  readonly retryAfterMs?: number;
  /** Usage that the failed request was charged, where the server said so. */
  readonly usage?: Usage;
  /** Of an error of kind `context`. */
  readonly context?: ContextSize;
  /** True when the server ended a reply, or the connection, before its end. */
  readonly isBrokenOff?: boolean;
  /** True where the same request will not succeed soon, though it may later. */
  readonly isLasting?: boolean;
  readonly cause?: unknown;
}

/**
 * A model gave no usable reply. The message says what happened, at which endpoint, and what to do; it never holds a
 * key or any of the prompt, so that it may be shown and logged.
 */
export class ModelError extends Error {
  override readonly name = 'ModelError';
  readonly kind: ModelErrorKind;
  readonly status: number | undefined;
  readonly retryAfterMs: number | undefined;
  readonly usage: Usage | undefined;
  readonly context: ContextSize | undefined;
  readonly isBrokenOff: boolean;
  readonly #isLasting: boolean;

  constructor(kind: ModelErrorKind, message: string, details: Details = {}) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause });
    this.kind = kind;
    this.status = details.status;
    this.retryAfterMs = details.retryAfterMs;
    this.usage = details.usage;
    this.context = details.context;
    this.isBrokenOff = details.isBrokenOff ?? false;
    this.#isLasting = details.isLasting ?? false;
  }

  /** True when the same request may succeed later. */
  get retryable(): boolean {
    return passing.has(this.kind) && !this.#isLasting;
  }
}
