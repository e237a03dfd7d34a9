/**
 * Looking for benchmark items in samples: `npm run bench -- leakage [SAMPLES ITEMS]` (100,000 of 60 words and 20,000 of 60 words unless
 * told; one sample in fifty holds an item, another the stem that a fifth of the items begin with). Beside it, in the same run, the plain
 * way: a map from the text of each n-gram to its items, which compares nothing. Exit code 1 when ours takes longer than half again
 * as long, or more than half of its memory, or when the two do not find the same samples.
 */
import { LeakageIndex } from '../../src/core/quality/leakage/index.ts';
import { placedWords } from '../../src/core/quality/leakage/words.ts';

const target = { time: 1.5, memory: 0.5 };
const size = 10;
const [sampleCount = 100_000, itemCount = 20_000] = process.argv.slice(2).map(Number);
const words = 60;

let state = 20;
function random(): number {
  state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
  return state / 2 ** 32;
}
const vocabulary = Array.from({ length: 30_000 }, () =>
  Array.from({ length: 2 + Math.floor(random() * 8) }, () => 'etaoinshrdlucmfwypvbgkqjxz'.charAt(Math.floor(random() * 26))).join(''),
);
/** Words by Zipf's law. */
const text = (count: number): string =>
  Array.from({ length: count }, () => vocabulary[Math.floor(vocabulary.length ** random()) - 1]!).join(' ');
const stem = 'Which of the following is the correct answer to the question about';
const items = Array.from({ length: itemCount }, (_, at) => (at % 5 === 0 ? `${stem} ${text(words - 12)}` : text(words)));
const samples = Array.from({ length: sampleCount }, (_, at) => {
  if (at % 50 === 0) return `${text(20)} ${items[(at * 7) % items.length]!} ${text(10)}`;
  return at % 50 === 1 ? `${stem} ${text(words - 12)}` : text(words);
});

/** The n-grams of a text, as texts. */
function* gramsOf(from: string): Generator<string> {
  const { words: own } = placedWords(from);
  for (let start = 0; start + size <= own.length; start += 1) yield own.slice(start, start + size).join(' ');
}

function held(): number {
  globalThis.gc?.();
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return (heapUsed + arrayBuffers) / 1e6;
}

/** Seconds that the processor took: another program beside it does not count. */
function seconds(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
}

interface Measured {
  readonly buildS: number;
  readonly findS: number;
  readonly megabytes: number;
  readonly found: number;
}

function measure<I>(build: () => I, finds: (index: I, sample: string) => boolean): Measured {
  const before = held();
  const begun = seconds();
  const index = build();
  const built = seconds();
  const megabytes = held() - before;
  const from = seconds();
  const found = samples.reduce((sum, sample) => sum + (finds(index, sample) ? 1 : 0), 0);
  return { buildS: built - begun, findS: seconds() - from, megabytes, found };
}

const plain = measure(
  () => {
    const grams = new Map<string, number[]>();
    for (const [at, item] of items.entries()) {
      for (const gram of gramsOf(item)) {
        const known = grams.get(gram);
        if (known === undefined) grams.set(gram, [at]);
        else known.push(at);
      }
    }
    return grams;
  },
  (grams, sample) => gramsOf(sample).some((gram) => grams.has(gram)),
);
const ours = measure(
  () => LeakageIndex.of([{ file: 'items', texts: items.map((item, at) => ({ line: at + 1, text: item })) }], size),
  (index, sample) => index.find(sample) !== null,
);

const row = ({ buildS, findS, megabytes, found }: Measured) => ({
  'build s': buildS.toFixed(1),
  'items/s': Math.round(itemCount / buildS).toLocaleString('en-US'),
  'find s': findS.toFixed(1),
  'samples/s': Math.round(sampleCount / findS).toLocaleString('en-US'),
  'index MB': megabytes.toFixed(0),
  found: found.toLocaleString('en-US'),
});
console.table({ 'plain map': row(plain), ours: row(ours) });
const ratios = { time: (ours.buildS + ours.findS) / (plain.buildS + plain.findS), memory: ours.megabytes / plain.megabytes };
console.log(
  `time ${ratios.time.toFixed(2)} of the plain way's (at most ${target.time}), memory ${ratios.memory.toFixed(2)} (at most ${target.memory})`,
);
if (ours.found !== plain.found || ratios.time > target.time || ratios.memory > target.memory) process.exitCode = 1;
