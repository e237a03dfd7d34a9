/** Long work in slices, between which the engine answers other requests. */
import { setImmediate } from 'node:timers/promises';

/** Milliseconds that a slice is to take: short enough that nobody waits for it. */
const sliceMs = 30;
const firstSlice = 10;

/** Lets whatever waits have its turn. */
export const giveWay = (): Promise<void> => setImmediate();

/**
 * Makes what lets others have their turn, but not more often than slices take; whether the work was called off is looked
 * at each time, since work that waits for files gives way by itself.
 * @throws the signal's reason once it is aborted
 */
export function pauses(signal: AbortSignal | undefined, now: () => number = () => performance.now()): Pause {
  let due = now() + sliceMs;
  return async () => {
    if (now() >= due) {
      await giveWay();
      due = now() + sliceMs;
    }
    signal?.throwIfAborted();
  };
}

/** Lets others have their turn where that is due, and throws once the work was called off. */
export type Pause = () => Promise<void>;

/** Goes through the steps of a computation and lets others have their turn in between. @returns what it comes to */
export async function inTurns<T>(steps: Generator<unknown, T>, pause: Pause): Promise<T> {
  for (let step = steps.next(); ; step = steps.next()) {
    if (step.done === true) return step.value;
    await pause();
  }
}

interface Slicing {
  /** Ends the work after the slice that is under way. */
  readonly signal: AbortSignal;
  /** Told after each slice how many items are done. */
  readonly report: (done: number) => void;
  readonly now?: () => number;
}

/**
 * Works on items in slices whose size follows from how long the ones before took.
 * @returns how many were worked on: all of them, but when called off
 */
export async function inSlices<T>(
  items: readonly T[],
  work: (slice: readonly T[]) => void,
  { signal, report, now = () => performance.now() }: Slicing,
): Promise<number> {
  let done = 0;
  for (let size = firstSlice; done < items.length && !signal.aborted;) {
    const slice = items.slice(done, done + size);
    const begun = now();
    work(slice);
    done += slice.length;
    report(done);
    size = nextSize(size, now() - begun);
    await giveWay();
  }
  return done;
}

/** At most twice the size before: a slice that happened to be fast says little of the next. */
export const nextSize = (size: number, ms: number): number =>
  Math.max(1, Math.min(2 * size, Math.round((size * sliceMs) / Math.max(ms, 1))));
