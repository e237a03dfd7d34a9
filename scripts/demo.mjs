/**
 * The project that is shown and tried out: a copy of the example corpus with samples grown from its recorded replies, in
 * `.demo/rivers`. `npm start` opens it; run by itself, which is what F5 does first, this builds and sees to it that it is there.
 */
import { cpSync, existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { recordedRound } from './example.mjs';
import { root, run } from './run.mjs';
import { ensureDependencies, node24, node24Environment } from './setup.mjs';

export const demoFolder = join(root, '.demo', 'rivers');

/** @param {string[]} args */
export function loom(...args) {
  console.log(`\n$ loom ${args.join(' ')}`);
  return run(node24(), ['bin/loom.mjs', ...args], { env: node24Environment() });
}

/** Decisions and samples of an earlier time are kept. */
export async function ensureDemo() {
  if (!existsSync(demoFolder)) await growExample();
  // Somebody who starts it wants to see it: the panel, not an empty window.
  mkdirSync(join(demoFolder, '.vscode'), { recursive: true });
  const settings = join(demoFolder, '.vscode', 'settings.json');
  if (!existsSync(settings)) writeFileSync(settings, `${JSON.stringify({ 'conceptLoom.openAtStart': true }, null, 2)}\n`);
}

/** Replies belong to one order of commands on a fresh copy, so that a start that broke off leaves none that looks whole. */
async function growExample() {
  const growing = join(root, '.demo', 'growing');
  rmSync(growing, { recursive: true, force: true });
  mkdirSync(join(root, '.demo'), { recursive: true });
  cpSync(join(root, 'example'), growing, { recursive: true });
  for (const args of recordedRound(growing)) await loom(...args);

  const listing = ['bin/loom.mjs', 'runs', 'list', '--json', '--project', growing];
  const list = await run(node24(), listing, { env: node24Environment(), quiet: true });
  /** @type {{ runs: { method: string, planned: number, kept: number }[] }} */
  const { runs } = JSON.parse(list);
  const short = runs.filter(({ planned, kept }) => kept < planned).map(({ method, planned, kept }) => `${method} ${kept} of ${planned}`);
  if (short.length > 0)
    throw new Error(
      `The recorded replies of the example do not answer all of its prompts (${short.join(', ')}); loom said above which not.`,
    );
  renameSync(growing, demoFolder);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  await ensureDependencies();
  await run(node24(), ['scripts/build.mjs'], { env: node24Environment() });
  await ensureDemo();
}
