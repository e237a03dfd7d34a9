/**
 * Comparing all texts by meaning: `npm run bench -- meaning [TEXTS…]` (10,000 and 30,000 unless told; vectors of 384 numbers around a
 * common direction and those of 200 subjects, one in twenty near an earlier one). Beside it, in the same run, the plain way: the product
 * of each with each, of 10,000 at most. Exit code 1 when ours is not at least four times as fast a pair, or finds fewer than 99.9 % of
 * the pairs.
 */
import { compareAll } from '../../src/core/quality/meaning/compare-all.ts';
import { VectorRows } from '../../src/core/quality/meaning/vector-rows.ts';

const target = { speed: 4, recall: 0.999 };
const [dimensions, threshold, mostPlain] = [384, 0.8, 10_000];
const sizes = process.argv.length > 2 ? process.argv.slice(2).map(Number) : [10_000, 30_000];

let state = 20;
function random(): number {
  state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
  return state / 2 ** 32;
}
/** About normal, of variance 1. */
const noise = (): number => Math.SQRT2 * (random() + random() + random() + random() + random() + random() - 3);
const direction = (): Float32Array => Float32Array.from({ length: dimensions }, noise);
const common = direction();
const subjects = Array.from({ length: 200 }, direction);

function made(count: number): VectorRows {
  const vectors: Float32Array[] = [];
  while (vectors.length < count) {
    const near = vectors.length > 0 && random() < 0.05 ? vectors[Math.floor(random() * vectors.length)]! : undefined;
    const subject = subjects[Math.floor(random() * subjects.length)]!;
    const share = 0.7 + 0.29 * random();
    vectors.push(
      Float32Array.from({ length: dimensions }, (_, at) =>
        near === undefined
          ? Math.sqrt(0.2) * common[at]! + Math.sqrt(0.2) * subject[at]! + Math.sqrt(0.6) * noise()
          : share * near[at]! + Math.sqrt(1 - share * share) * noise(),
      ),
    );
  }
  return new VectorRows(vectors);
}

/** Seconds that the processor took: another program beside it does not count. */
function seconds(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
}

function plain(vectors: VectorRows, count: number): { readonly found: number; readonly s: number } {
  const begun = seconds();
  let found = 0;
  for (let b = 0; b < count; b++) for (let a = 0; a < b; a++) if (vectors.cosine(a, b) >= threshold) found++;
  return { found, s: seconds() - begun };
}

function ours(vectors: VectorRows, count: number): { readonly found: number; readonly s: number } {
  const begun = seconds();
  const steps = compareAll(vectors, { threshold });
  let step = steps.next();
  while (step.done !== true) step = steps.next();
  // Those of the first texts are what the plain way has looked at.
  return { found: step.value.pairs.filter(({ b }) => b < count).length, s: seconds() - begun };
}

const pairs = (count: number): number => (count * (count - 1)) / 2;
for (const size of sizes) {
  const vectors = made(size);
  const few = Math.min(size, mostPlain);
  const [reference, own] = [plain(vectors, few), ours(vectors, few)];
  const speed = pairs(size) / own.s / (pairs(few) / reference.s);
  const recall = own.found / reference.found;
  console.table({
    'each with each': { texts: few, s: reference.s.toFixed(1), 'million pairs/s': (pairs(few) / reference.s / 1e6).toFixed(1) },
    ours: { texts: size, s: own.s.toFixed(1), 'million pairs/s': (pairs(size) / own.s / 1e6).toFixed(1) },
  });
  console.log(
    `${speed.toFixed(1)} times as fast (at least ${target.speed}), ${(100 * recall).toFixed(2)} % of ${reference.found} pairs found`,
  );
  if (speed < target.speed || recall < target.recall) process.exitCode = 1;
}
