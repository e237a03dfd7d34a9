/**
 * What starting takes, median of ten (or `-- start COUNT`): processor seconds and most memory of commands of `loom` beside
 * those of Node alone, as users have them (`bin/loom.mjs` on a fresh build), and the bytes of each file of dist/ with what
 * loads it. `-- start COUNT editor` also measures the extension's activation in the real VS Code, as VS Code tells it. Exit
 * code 1 when `loom --help` misses its targets: 0.25 s, 110 MB.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import * as z from 'zod';
import { root, run } from '../../scripts/run.mjs';
import { median } from './start/median.ts';

const target = { seconds: 0.25, megabytes: 110 };
const [count = '10', editor] = process.argv.slice(2);
const usage = z.object({ userCPUTime: z.number(), systemCPUTime: z.number(), maxRSS: z.number() });

/** Has a process tell at its end, on its fourth stream, what it used; in JavaScript, since Node's TypeScript would be measured too. */
const telling = `data:text/javascript,${encodeURIComponent(
  "import { writeSync } from 'node:fs'; process.on('exit', () => writeSync(3, JSON.stringify(process.resourceUsage())));",
)}`;

interface Used {
  readonly seconds: number;
  readonly megabytes: number;
}

async function use(...args: string[]): Promise<Used> {
  const child = spawn(process.execPath, ['--import', telling, ...args], { cwd: root, stdio: ['ignore', 'ignore', 'pipe', 'pipe'] });
  const said = text(child.stderr!);
  const [told, [code]] = await Promise.all([text(child.stdio[3] as Readable), once(child, 'exit') as Promise<[number | null]>]);
  if (code !== 0) throw new Error(`${args.join(' ')} ended with ${code}: ${await said}`);
  const { userCPUTime, systemCPUTime, maxRSS } = usage.parse(JSON.parse(told));
  return { seconds: (userCPUTime + systemCPUTime) / 1e6, megabytes: maxRSS / 1024 };
}

async function usually(...args: string[]): Promise<Used> {
  const runs: Used[] = [];
  for (let n = 0; n < Number(count); n++) runs.push(await use(...args));
  return { seconds: median(runs.map(({ seconds }) => seconds)), megabytes: median(runs.map(({ megabytes }) => megabytes)) };
}

/** esbuild's account of what it wrote, as `scripts/build.mjs` keeps it. */
const built = z.object({
  outputs: z.record(z.string(), z.object({ bytes: z.number(), imports: z.array(z.object({ path: z.string(), kind: z.string() })) })),
});

/** What is loaded with each file, before anything is asked for. */
function loadedWith(entry: string, { outputs }: z.output<typeof built>): ReadonlySet<string> {
  const found = new Set([entry]);
  for (const file of found) {
    for (const { path, kind } of outputs[file]?.imports ?? []) if (kind === 'import-statement' && path in outputs) found.add(path);
  }
  return found;
}

await run(process.execPath, ['scripts/build.mjs'], { quiet: true });
const folder = join(mkdtempSync(join(tmpdir(), 'loom-bench-')), 'rivers');
cpSync(join(root, 'example'), folder, { recursive: true });

console.log(`commands of loom, median of ${count}`);
const loom = join(root, 'bin', 'loom.mjs');
await use(loom, 'graph', '--project', folder);
const commands = {
  'Node alone': ['--eval', '0'],
  'loom --help': [loom, '--help'],
  'loom status, 61 files as they were': [loom, 'status', '--project', folder],
};
const used = new Map<string, Used>();
for (const [name, args] of Object.entries(commands)) used.set(name, await usually(...args));
rmSync(join(folder, '..'), { recursive: true });
console.table(
  [...used].map(([command, { seconds, megabytes }]) => ({
    command,
    'processor, s': seconds.toFixed(3),
    'most memory, MB': megabytes.toFixed(0),
  })),
);

const account = built.parse(JSON.parse(readFileSync(join(root, 'dist', 'meta.json'), 'utf8')));
const starts = { extension: 'dist/extension.mjs', engine: 'dist/engine.mjs', loom: 'dist/loom.mjs', panel: 'dist/webview/panel.js' };
const loads = Object.entries(starts).map(([name, entry]) => ({ name, files: loadedWith(entry, account) }));
const sizeOf = (file: string): number => account.outputs[file]?.bytes ?? 0;
console.log('files of dist/ of more than 10 kB, and what loads them before anything is asked of it');
console.table(
  Object.keys(account.outputs)
    .filter((file) => !file.endsWith('.map') && sizeOf(file) > 10 * 1024)
    .sort((a, b) => sizeOf(b) - sizeOf(a))
    .map((file) => ({
      file,
      kB: (sizeOf(file) / 1024).toFixed(0),
      'loaded at the start of': loads.flatMap(({ name, files }) => (files.has(file) ? [name] : [])).join(', '),
    })),
);
console.table(
  loads.map(({ name, files }) => ({
    start: name,
    files: files.size,
    kB: ([...files].reduce((sum, file) => sum + sizeOf(file), 0) / 1024).toFixed(0),
  })),
);

if (editor === 'editor') {
  await run(process.execPath, ['scripts/package.mjs'], { quiet: true });
  await run(process.execPath, ['test/e2e/activation.ts', count]);
}
const help = used.get('loom --help')!;
if (help.seconds > target.seconds || help.megabytes > target.megabytes) {
  console.error(`loom --help misses its targets of ${target.seconds} s and ${target.megabytes} MB`);
  process.exitCode = 1;
}
