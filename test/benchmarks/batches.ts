/**
 * 50,000 requests with replies of 2 kB (or `-- batches COUNT`) through a Batch API, each client in a process of its own:
 * the most memory it takes and its longest turn of the event loop, in which nothing else gets done, beside the bare SDK
 * used as its guide has it (the file put together in memory, the output read as one text). The engine is asked as a run
 * asks it, every request under way at once, and every reply comes through its cache on disk.
 */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { Measured } from './batches/client-process.ts';

const count = Number(process.argv[2] ?? 50_000);
const script = (name: string): string => join(import.meta.dirname, 'batches', name);

/** A new server for each: what the last one was asked is not in its way. */
async function measure(client: string): Promise<Measured> {
  const server = fork(script('server-process.ts'), { execArgv: ['--max-old-space-size=6144'] });
  const [url] = (await once(server, 'message')) as [string];
  const process = fork(script('client-process.ts'), [client, url, String(count)], { execArgv: ['--no-warnings'] });
  const [measured] = (await once(process, 'message')) as [Measured];
  server.disconnect();
  return measured;
}

const [engine, sdk] = [await measure('engine'), await measure('sdk')];
console.log(`${count.toLocaleString('en')} requests of 2 kB, replies of 2 kB, in one batch`);
const row = (name: string, { before, memory, halt, work, seconds }: Measured) => ({
  client: name,
  'memory before, MB': Math.round(before),
  'most memory, MB': Math.round(memory),
  'longest turn, ms': Math.round(halt),
  'of the processor, ms': Math.round(work),
  seconds: seconds.toFixed(1),
});
console.table([row('the engine', engine), row('bare SDK', sdk)]);
const ratio = (ours: number, theirs: number): string => (ours / theirs).toFixed(2);
console.log(`of the bare SDK's: memory ${ratio(engine.memory, sdk.memory)}, longest turn ${ratio(engine.work, sdk.work)} of the processor`);
