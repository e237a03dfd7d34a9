/**
 * Near-duplicates among many texts: `npm run bench -- dedup [TEXTS …]` (10,000, 100,000 and 1,000,000 unless told). Every fifth text is a
 * copy of one of the four before it, with a tenth of its words replaced. Each text is looked for among those before it, its candidates are
 * compared exactly, and it is added. Beside it, on the first 10,000 of the same texts: MinHash as the textbook has it, with bands in maps.
 * Recall and precision are of copies whose similarity reaches the threshold. Exit code 1 when recall falls below .96.
 */
import { performance } from 'node:perf_hooks';
import { NearIndex, sketchOf } from '../../src/core/quality/near-duplicates/near-index.ts';
import { nearDuplicates } from '../../src/core/quality/near-duplicates/pairs.ts';
import { ComparedText } from '../../src/core/quality/near-duplicates/shingles.ts';
import { plantedText } from './dedup/planted-text.ts';
import { PlainMinHash } from './dedup/plain-minhash.ts';

const given = process.argv.slice(2).map(Number);
const sizes = given.length > 0 ? given : [10_000, 100_000, 1_000_000];
const thresholds = [0.5, 0.7];
const baselineTexts = 10_000;
const leastRecall = 0.96;

interface Found {
  readonly perSecond: number;
  readonly recall: number;
  readonly compared: number;
  readonly megabytes: number;
}

type Lookup = (at: number, text: ComparedText) => Iterable<number>;

/** Bytes of all that is reachable. */
function used(): number {
  globalThis.gc?.();
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return heapUsed + arrayBuffers;
}

function measure(texts: number, threshold: number, open: (threshold: number) => Lookup): Found {
  let [wanted, found, compared] = [0, 0, 0];
  let spent = 0;
  const before = used();
  const lookup = open(threshold);
  for (let at = 0; at < texts; at += 1) {
    const { text, original } = plantedText(at);
    const begun = performance.now();
    const hits: number[] = [];
    const own = new ComparedText(text);
    for (const other of lookup(at, own)) {
      compared += 1;
      if (nearDuplicates(own, new ComparedText(plantedText(other).text), threshold) !== null) hits.push(other);
    }
    spent += performance.now() - begun;
    if (original === null || nearDuplicates(own, new ComparedText(plantedText(original).text), threshold) === null) continue;
    wanted += 1;
    if (hits.includes(original)) found += 1;
  }
  const megabytes = (used() - before) / 1e6;
  // Once more, so that the index is not collected before.
  lookup(texts, new ComparedText(plantedText(texts).text));
  return { perSecond: (1000 * texts) / spent, recall: found / wanted, compared, megabytes };
}

function ours(threshold: number): Lookup {
  const index = new NearIndex<number>(threshold);
  return (at, text) => {
    const sketch = sketchOf(text, threshold);
    const candidates = index.candidates(sketch);
    index.add(at, sketch);
    return candidates;
  };
}

function plain(threshold: number): Lookup {
  const index = new PlainMinHash(threshold);
  return (at, text) => index.findAndAdd(at, text.text);
}

const shown = ({ perSecond, recall, compared, megabytes }: Found): string =>
  `${Math.round(perSecond).toLocaleString('en')} texts a second, recall ${recall.toFixed(3)}, ${compared.toLocaleString('en')} compared exactly, ${Math.round(megabytes)} MB`;

for (const threshold of thresholds) {
  const baseline = measure(baselineTexts, threshold, plain);
  console.log(`threshold ${threshold}, ${baselineTexts.toLocaleString('en')} texts, plain MinHash: ${shown(baseline)}`);
  for (const size of sizes) {
    const found = measure(size, threshold, ours);
    const ratio = found.perSecond / baseline.perSecond;
    console.log(`threshold ${threshold}, ${size.toLocaleString('en')} texts: ${shown(found)}; ${ratio.toFixed(1)} times as fast`);
    if (found.recall < leastRecall) process.exitCode = 1;
  }
}
