/** One client of the batches benchmark: asks, and tells what that took. */
import { engine, sdk } from './clients.ts';

export interface Measured {
  /** Resident when the client begins, and at most, in MB. */
  readonly before: number;
  readonly memory: number;
  /** The longest turn of the event loop, in milliseconds, and the most that one turn took of the processor. */
  readonly halt: number;
  readonly work: number;
  readonly seconds: number;
}

/** Measures turns of the event loop. On a busy machine a turn also takes as long as others have the processor. */
class Turns {
  halt = 0;
  work = 0;
  #at = performance.now();
  #used = process.threadCpuUsage();
  readonly #timer = setInterval(() => {
    const { user, system } = process.threadCpuUsage(this.#used);
    this.work = Math.max(this.work, (user + system) / 1000);
    this.halt = Math.max(this.halt, performance.now() - this.#at);
    this.#at = performance.now();
    this.#used = process.threadCpuUsage();
  }, 1);

  end(): void {
    clearInterval(this.#timer);
  }
}

const [client, url, count] = process.argv.slice(2) as [string, string, string];
const before = process.memoryUsage.rss() / 1024 ** 2;
const begun = performance.now();
const turns = new Turns();
const answered = await (client === 'sdk' ? sdk : engine)(url, Number(count));
turns.end();
if (answered !== Number(count)) throw new Error(`${answered} of ${count} were answered`);
const measured: Measured = {
  before,
  memory: process.resourceUsage().maxRSS / 1024,
  halt: turns.halt,
  work: turns.work,
  seconds: (performance.now() - begun) / 1000,
};
process.send!(measured);
process.disconnect();
