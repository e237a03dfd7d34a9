/** Time as the request engine sees it, so that its tests need none. */
export interface Clock {
  /** Milliseconds from an arbitrary origin; never runs backwards. */
  now(): number;
  /** Calls back once after `ms`. @returns what calls it off. */
  after(ms: number, callback: () => void): () => void;
}

export const systemClock: Clock = {
  now: () => performance.now(),
  after(ms, callback) {
    const timer = setTimeout(callback, Math.min(ms, maxDelay));
    return () => {
      clearTimeout(timer);
    };
  },
};

/** `setTimeout` fires at once for anything longer. */
const maxDelay = 2 ** 31 - 1;

/** Waits `ms`. @throws the signal's reason when it is aborted first. */
export function sleep(clock: Clock, ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal.aborted) {
      reject(reasonOf(signal));
      return;
    }
    const onAbort = (): void => {
      cancel();
      reject(reasonOf(signal));
    };
    const cancel = clock.after(ms, () => {
      signal.removeEventListener('abort', onAbort);
      resolve();
    });
    signal.addEventListener('abort', onAbort, { once: true });
  });
}

/** Reason that a signal was aborted with, as an error. */
export const reasonOf = (signal: AbortSignal): Error =>
  signal.reason instanceof Error ? signal.reason : new Error('aborted', { cause: signal.reason });
