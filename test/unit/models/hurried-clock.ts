import { type Clock, systemClock } from '../../../src/engine/models/clock.ts';

/** Waits between two looks take a thousandth of their time; deadlines keep theirs. */
export class HurriedClock implements Clock {
  /** What was waited for, in milliseconds. */
  readonly waits: number[] = [];

  now(): number {
    return systemClock.now();
  }

  after(ms: number, callback: () => void): () => void {
    if (ms >= 120_000) return systemClock.after(ms, callback);
    this.waits.push(ms);
    return systemClock.after(ms / 1000, callback);
  }
}
