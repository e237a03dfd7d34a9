/**
 * Decides in a loop until it is killed, and says on standard output what it is about to do and what it has shown as done.
 * Arguments: folder, seed, and where it kills itself: the name of a file operation and which call of it (`none`: never).
 */
import fs from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import { accepts, edits, makes, rejects } from './made-up.ts';
import { labelOf } from '../../../src/core/samples/shapes/index.ts';

const [folder = '', seed = '0', crashIn = 'none', crashAt = '0'] = process.argv.slice(2);
const { writeSync } = fs;
const say = (what: string, value: unknown): void => {
  writeSync(1, `${what} ${JSON.stringify(value)}\n`);
};

let operations = 0;
let calls = 0;
/** Whether to die in this call; some operations come so seldom that the loop is ended in another one after a while. */
const dies = (name: string): boolean => {
  if (crashIn === 'none') return false;
  operations++;
  if (name === crashIn) calls++;
  return (name === crashIn && calls === Number(crashAt)) || operations === 200;
};
const die = (): never => {
  process.kill(process.pid, 'SIGKILL');
  throw new Error('still alive');
};

const mutable: Record<string, unknown> = fs;
for (const name of ['openSync', 'fdatasyncSync', 'fsyncSync', 'renameSync', 'rmSync', 'ftruncateSync', 'mkdirSync']) {
  const original = mutable[name] as (...values: unknown[]) => unknown;
  mutable[name] = (...values: unknown[]) => (dies(name) ? die() : original(...values));
}
mutable.writeSync = (descriptor: number, data: Uint8Array, offset = 0): number => {
  if (!dies('writeSync')) return writeSync(descriptor, data, offset);
  writeSync(descriptor, data, offset, Math.floor((data.length - offset) / 2));
  return die();
};
const { writeFileSync } = fs;
mutable.writeFileSync = (path: string, data: string, options: object): void => {
  if (!dies('writeFileSync')) {
    writeFileSync(path, data, options);
    return;
  }
  writeFileSync(path, data.slice(0, data.length / 2), options);
  die();
};
syncBuiltinESMExports();

const { openStore } = await import('../../../src/engine/storage/store.ts');
const store = openStore(folder, { by: 'ada', dataset: 'dataset' });
say('opened', { problems: store.problems.filter(({ file }) => !file.endsWith('.torn')) });

let state = Number(seed);
/** A small linear congruential generator (Numerical Recipes). */
const random = (below: number): number => {
  state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
  return Math.floor((state / 2 ** 32) * below);
};

for (let round = 0; ; round++) {
  const ids = store.sampleIds({});
  const some = [...new Set([1, 2, 3].map(() => ids[random(ids.length)]!))];
  const name = `${seed}-${round}`;
  const what = (['make', 'accept', 'accept', 'reject', 'edit', 'undo', 'redo'] as const)[random(7)]!;
  const affected = what === 'make' ? [`${name}-a`, `${name}-b`] : what === 'undo' || what === 'redo' ? ids : some;
  say('begins', { affected: what === 'undo' || what === 'redo' ? 'any' : affected });
  if (what === 'make') store.append(affected.map((id) => makes(id)));
  else if (what === 'accept') store.append(affected.map(accepts));
  else if (what === 'reject') store.append(affected.map((id) => rejects(id, name)));
  else if (what === 'edit')
    store.append(affected.map((id) => edits(id, { shape: 'qa', question: `Question ${name} of ${id}?`, answer: name }, `${id}-${name}`)));
  const turned = what === 'undo' || what === 'redo' ? store[what]().changed : affected;
  const expected = what === 'accept' ? 'accepted' : what === 'reject' ? 'rejected' : undefined;
  say('done', {
    samples: turned.map((id) => {
      const sample = store.sample(id)!;
      if (expected !== undefined && sample.status !== expected) throw new Error(`${id} is ${sample.status}, not ${expected}`);
      return [id, sample.status, labelOf(sample.current.content)];
    }),
  });
}
