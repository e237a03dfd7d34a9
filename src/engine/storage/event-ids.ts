import { getRandomValues } from 'node:crypto';
import { decodeTime, incrementBase32, TIME_LEN, TIME_MAX, ulid } from 'ulid';

/**
 * Event ids: ULIDs, strictly rising in this process and above every id it has seen, so that what is decided on an event
 * sorts after it even when another machine's clock is ahead of ours (a Lamport clock in the ULID's time part).
 */
export class EventIds {
  #last = '';
  #floor = 0;

  /** @param now milliseconds since the epoch. */
  next(now: number): string {
    const time = Math.max(now, this.#floor);
    // Only our own ids are counted on from: two processes counting on from the same foreign id would meet.
    const same = this.#last !== '' && decodeTime(this.#last) === time;
    this.#last = same ? this.#last.slice(0, TIME_LEN) + incrementBase32(this.#last.slice(TIME_LEN)) : ulid(time, drawn(new Uint8Array(16)));
    this.#floor = time;
    return this.#last;
  }

  observe(id: string): void {
    if (id <= this.#last) return;
    this.#floor = Math.max(this.#floor, Math.min(decodeTime(id) + 1, TIME_MAX));
  }
}

/** The numbers of one id, drawn from the system at once: one call for each character costs more than the rest of an append. */
function drawn(bytes: Uint8Array<ArrayBuffer>): () => number {
  getRandomValues(bytes);
  let next = 0;
  return () => bytes[next++ % bytes.length]! / 256;
}
