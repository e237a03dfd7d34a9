/**
 * 10,000 requests to a server that takes 50 ms for each and allows 600 a second, then 200, refusing the rest with 429
 * and a Retry-After in whole seconds: how much of what is allowed gets used, how much of what is sent is refused, beside
 * the bare SDK (its default of two retries) with five at a time and with a hundred. Then without any limit: CPU a
 * request and requests a second, beside the bare SDK at the same concurrency. The server runs in a process of its own. Exit
 * code 1 when the engine misses its targets: 95 % used, under 2 % refused, no more CPU a request than the bare SDK.
 */
import { fork } from 'node:child_process';
import { join } from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { type Client, engine, sdk } from './requests/clients.ts';
import type { ServerCommand, ServerReport } from './requests/protocol.ts';

const total = 10_000;
const server = fork(join(import.meta.dirname, 'requests', 'server-process.ts'));
const message = <T>(): Promise<T> =>
  new Promise((resolve) =>
    server.once('message', (value) => {
      resolve(value as T);
    }),
  );
const url = await message<string>();

async function tell(command: ServerCommand): Promise<ServerReport> {
  const answer = message<ServerReport>();
  server.send(command);
  return await answer;
}

/** Puts `count` questions, `client.concurrency` at a time. @returns how many were given up. */
async function putAll(client: Client, count: number, from = 0): Promise<number> {
  let [next, failed] = [0, 0];
  const worker = async (): Promise<void> => {
    while (next < count) {
      const n = from + next;
      next += 1;
      await client.ask(n).catch(() => (failed += 1));
    }
  };
  await Promise.all(Array.from({ length: client.concurrency }, worker));
  return failed;
}

const percent = (share: number): string => `${(share * 100).toFixed(1)} %`;

async function underLimit(client: Client): Promise<{ share: number; wasted: number }> {
  await tell({
    kind: 'phases',
    phases: [
      { perSecond: 600, until: total / 2 },
      { perSecond: 200, until: null },
    ],
  });
  const before = process.cpuUsage();
  const delays = monitorEventLoopDelay({ resolution: 5 });
  delays.enable();
  const failed = await putAll(client, total);
  delays.disable();
  const { user, system } = process.cpuUsage(before);
  const { phases } = await tell({ kind: 'report' });
  const row: Record<string, string | number> = { client: client.name };
  let [allowed, accepted, sent] = [0, 0, 0];
  phases.forEach((phase, index) => {
    // Until the next phase began, or until the last request was accepted.
    const end = phases[index + 1]?.startedAt ?? phase.endedAt;
    const may = ((end - phase.startedAt) / 1000) * phase.perSecond! + phase.perSecond! / 10;
    row[`${phase.perSecond ?? 0}/s used`] = percent(phase.accepted / may);
    row[`${phase.perSecond ?? 0}/s refused`] = percent(phase.refused / (phase.accepted + phase.refused));
    allowed += may;
    accepted += phase.accepted;
    sent += phase.accepted + phase.refused;
  });
  const result = { share: accepted / allowed, wasted: (sent - accepted) / sent };
  rows.push({
    ...row,
    used: percent(result.share),
    refused: percent(result.wasted),
    'given up': failed,
    'CPU s': ((user + system) / 1e6).toFixed(1),
    // Above some 50 ms the machine is too busy for the figures to say much.
    'longest halt, ms': Math.round(delays.max / 1e6),
  });
  return result;
}

/** Median of five: CPU microseconds a request. */
async function withoutLimit(clients: readonly Client[], count: number): Promise<Map<Client, number>> {
  const runs = new Map(clients.map((client) => [client, [] as { cpu: number; perSecond: number }[]]));
  for (const client of clients) await putAll(client, 500, 1_000_000);
  for (let round = 1; round <= 5; round += 1) {
    for (const client of clients) {
      // So that neither clears away what the other left behind.
      globalThis.gc?.();
      const [cpu, begun] = [process.cpuUsage(), performance.now()];
      await putAll(client, count, round * 100_000);
      const { user, system } = process.cpuUsage(cpu);
      runs.get(client)!.push({ cpu: (user + system) / count, perSecond: count / ((performance.now() - begun) / 1000) });
    }
  }
  return new Map(
    [...runs].map(([client, measured]) => {
      const cpu = measured.map((each) => each.cpu).sort((a, b) => a - b)[2]!;
      const perSecond = measured.map((each) => each.perSecond).sort((a, b) => a - b)[2]!;
      overhead.push({ client: client.name, 'CPU µs a request': Math.round(cpu), 'requests a second': Math.round(perSecond) });
      return [client, cpu];
    }),
  );
}

const rows: Record<string, string | number>[] = [];
const overhead: Record<string, string | number>[] = [];
await tell({ kind: 'phases', phases: [{ perSecond: null, until: null }] });

console.log(`${total} requests, 50 ms each, 600 a second allowed for the first ${total / 2}, then 200`);
const limited = [
  engine(url, { concurrency: 256, stream: true }),
  sdk(url, { concurrency: 5, stream: true, retries: 2 }),
  sdk(url, { concurrency: 100, stream: true, retries: 2 }),
];
const [ours] = [await underLimit(limited[0]!), await underLimit(limited[1]!), await underLimit(limited[2]!)];
console.table(rows);

let lean = true;
await tell({ kind: 'phases', phases: [{ perSecond: null, until: null }] });
for (const stream of [true, false]) {
  const pair = [engine(url, { concurrency: 50, stream }), sdk(url, { concurrency: 50, stream, retries: 2 })];
  const cpu = await withoutLimit(pair, 2000);
  lean &&= cpu.get(pair[0]!)! <= cpu.get(pair[1]!)!;
  for (const client of pair) client.close();
}
console.log('without a limit, 50 in flight');
console.table(overhead);
for (const client of limited) client.close();
server.disconnect();

if (ours.share < 0.95 || ours.wasted > 0.02 || !lean) {
  console.error('The engine misses its target: 95 % used, under 2 % refused, no more CPU a request than the bare SDK.');
  process.exitCode = 1;
}
