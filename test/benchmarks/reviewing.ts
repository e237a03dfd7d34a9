/**
 * Accepting 10,000 samples and taking that back, in slices and in one piece: how long each takes, and how long others wait at
 * the most meanwhile, in time of the processor.
 */
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openProject } from '../../src/engine/project.ts';
import { openStore } from '../../src/engine/storage/store.ts';
import { accepts, makes } from '../unit/storage/made-up.ts';

const count = Number(process.argv[2] ?? 10_000);
const ids = Array.from({ length: count }, (_, at) => `s${String(at).padStart(7, '0')}`);
const folder = mkdtempSync(join(tmpdir(), 'reviewing-'));
const copy = `${folder}-whole`;
const options = { by: 'benchmark', dataset: 'dataset' };

/** Milliseconds of the processor that this process has used. */
const used = (): number => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
};

/** The longest turns of the event loop while some work goes on, and how long that takes. */
async function watched(name: string, work: () => unknown): Promise<void> {
  const turns: number[] = [];
  let last = used();
  let isOver = false;
  const turn = (): void => {
    const now = used();
    turns.push(now - last);
    last = now;
    if (!isOver) setImmediate(turn);
  };
  const before = used();
  setImmediate(turn);
  await work();
  isOver = true;
  const seconds = (used() - before) / 1000;
  await new Promise((resolve) => setImmediate(resolve));
  turns.sort((a, b) => b - a);
  const shown = (at: number) => `${(turns[at] ?? 0).toFixed(0)} ms`;
  const half = shown(Math.floor(turns.length / 2));
  console.log(`${name.padEnd(28)} ${seconds.toFixed(1)} s; longest turn ${shown(0)}, next ${shown(1)}, half of them under ${half}`);
}

try {
  const made = openStore(folder, options);
  for (let at = 0; at < count; at += 1000) made.append(ids.slice(at, at + 1000).map((id) => makes(id, null, `What is tide ${id}?`)));
  made.close();
  cpSync(folder, copy, { recursive: true });
  const project = await openProject(folder, { by: 'benchmark', trusted: true, sources: { environment: {} } });
  await watched('accepted in slices', () => project.request('review/accept', { filter: { status: ['pending'] } }));
  await watched('undone in steps', () => project.request('review/undo', {}));
  project.close();
  const store = openStore(copy, options);
  await watched('accepted in one piece', () => store.append(ids.map(accepts)));
  await watched('undone in one piece', () => store.undo());
  store.close();
} finally {
  for (const each of [folder, copy]) rmSync(each, { recursive: true, force: true });
}
