/** One client of the batches benchmark: asks, and tells what that took. */
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { engine, sdk } from './clients.ts';

export interface Measured {
  /** The most that was resident, in MB. */
  readonly memory: number;
  /** In milliseconds. */
  readonly longestHalt: number;
  readonly seconds: number;
}

const [client, url, count] = process.argv.slice(2) as [string, string, string];
const delays = monitorEventLoopDelay({ resolution: 5 });
delays.enable();
const begun = performance.now();
const answered = await (client === 'sdk' ? sdk : engine)(url, Number(count));
delays.disable();
if (answered !== Number(count)) throw new Error(`${answered} of ${count} were answered`);
const measured: Measured = {
  memory: process.resourceUsage().maxRSS / 1024,
  longestHalt: delays.max / 1e6,
  seconds: (performance.now() - begun) / 1000,
};
process.send!(measured);
process.disconnect();
