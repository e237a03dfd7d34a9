import { type Clock, sleep } from '../clock.ts';
import { ModelError } from '../model-error.ts';

/** Milliseconds to wait before the n-th further look: a batch of a few requests is done in seconds, a large one takes hours. */
export const nextLook = (n: number): number => Math.min(60_000, 5000 * 1.5 ** n);

export interface Patience {
  readonly clock: Clock;
  readonly signal: AbortSignal;
  /** Number of attempts at most; no limit unless said. */
  readonly attempts?: number;
  /** Told what is waited out. */
  readonly onTrouble?: (error: ModelError) => void;
}

/** Does what may fail for a while, a lost network above all, until it succeeds. @throws what will not pass by itself. */
export async function patiently<T>(work: () => Promise<T>, { clock, signal, attempts = Infinity, onTrouble }: Patience): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await work();
    } catch (error) {
      if (!(error instanceof ModelError) || !error.retryable || signal.aborted || attempt >= attempts) throw error;
      onTrouble?.(error);
      await sleep(clock, Math.max(error.retryAfterMs ?? 0, nextLook(attempt - 1)), signal);
    }
  }
}
