import { type Clock, sleep } from '../clock.ts';
import { ModelError } from '../model-error.ts';

/** Milliseconds to wait before the n-th further poll: a batch of a few requests is done in seconds, a large one takes hours. */
export const pollDelay = (n: number): number => Math.min(60_000, 5000 * 1.5 ** n);

export interface BatchRetryOptions {
  readonly clock: Clock;
  readonly signal: AbortSignal;
  /** Number of attempts at most; no limit unless said. */
  readonly maxAttempts?: number;
  /** Told what is waited out. */
  readonly onTrouble?: (error: ModelError) => void;
}

/** Retries work that may fail for a while, by a lost network above all, until it succeeds. @throws what will not pass by itself. */
export async function retrying<T>(
  work: () => Promise<T>,
  { clock, signal, maxAttempts = Infinity, onTrouble }: BatchRetryOptions,
): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await work();
    } catch (error) {
      if (!(error instanceof ModelError) || !error.retryable || signal.aborted || attempt >= maxAttempts) throw error;
      onTrouble?.(error);
      await sleep(clock, Math.max(error.retryAfterMs ?? 0, pollDelay(attempt - 1)), signal);
    }
  }
}
