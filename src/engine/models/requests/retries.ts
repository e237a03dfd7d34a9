import type { ChatModel, ChatRequest, Reply } from '../chat-model.ts';
import { type Clock, sleep } from '../clock.ts';
import { ModelError } from '../model-error.ts';

export interface RetryOptions {
  /** Number of times that a request is sent at most, the first included. */
  readonly maxAttempts: number;
  /** The first wait is up to this long, each further one up to twice as long, up to `maxDelayMs`. */
  readonly baseMs: number;
  readonly maxDelayMs: number;
  /** A server that wants to be left alone for longer than this is not waited for. */
  readonly maxRetryAfterMs: number;
}

export const defaultRetries: RetryOptions = { maxAttempts: 8, baseMs: 500, maxDelayMs: 30_000, maxRetryAfterMs: 600_000 };

interface RetryTools extends RetryOptions {
  readonly clock: Clock;
  /** Uniform in [0, 1). */
  readonly random: () => number;
  /** Told when a request is put again. */
  readonly onRetry?: () => void;
}

/**
 * Puts a request again when it can succeed later, after a wait drawn from all of [0, base·2ⁿ] ("full jitter": what
 * failed together does not come back together) and never before the server said it may.
 */
export function withRetries<R extends Reply>(model: ChatModel<R>, options: RetryTools): ChatModel<R> {
  const { maxAttempts, baseMs, maxDelayMs, maxRetryAfterMs, clock, random, onRetry } = options;
  // One frame would be held for each request that waits for hours in a batch, if this were a loop.
  const put = (request: ChatRequest, signal: AbortSignal, attempt: number): Promise<R> =>
    model.chat(request, signal).catch(async (error: unknown) => {
      if (!(error instanceof ModelError) || !error.retryable || signal.aborted) throw error;
      if ((error.retryAfterMs ?? 0) > maxRetryAfterMs) throw givenUp(error, askedToWait(error));
      const most = Math.min(maxAttempts, isCostly(error) ? maxCostly : maxAttempts);
      if (attempt >= most) throw givenUp(error, most === 1 ? '' : `Given up after ${attempt} attempts.`);
      const jitter = random() * Math.min(maxDelayMs, baseMs * 2 ** (attempt - 1));
      await sleep(clock, (error.retryAfterMs ?? 0) + jitter, signal);
      onRetry?.();
      return await put(request, signal, attempt + 1);
    });
  return { id: model.id, chat: (request, signal) => put(request, signal, 1) };
}

/** Attempts at what costs minutes, or money, each time it fails. */
const maxCostly = 3;

/** A model that was silent once for as long as it may will be again; and replies that are paid for and of no use are not bought by the dozen. */
const isCostly = ({ kind, usage, isBrokenOff }: ModelError): boolean =>
  kind === 'timeout-first-token' || kind === 'timeout-idle' || (kind === 'bad-reply' && usage !== undefined && !isBrokenOff);

const askedToWait = ({ retryAfterMs = 0 }: ModelError): string =>
  `It asks to be left alone for ${Math.ceil(retryAfterMs / 60_000)} minutes, which is not waited for.`;

function givenUp({ kind, message, status, retryAfterMs, usage, isBrokenOff, cause }: ModelError, why: string): ModelError {
  return new ModelError(kind, `${message} ${why}`.trimEnd(), {
    ...(status === undefined ? {} : { status }),
    ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
    ...(usage === undefined ? {} : { usage }),
    isBrokenOff,
    cause,
  });
}
