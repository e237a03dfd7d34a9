/**
 * Storage at size: `npm run bench -- storage [SAMPLES]` (200,000 unless told). Writes generated samples through the store,
 * then asks what a review asks, beside the simplest thing that could be done instead: reading a JSONL of all samples and
 * filtering it in memory (once with the reading, as after a start; once without, as when all is kept in memory).
 */
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { NewEvent } from '../../src/core/samples/events.ts';
import type { Sample } from '../../src/core/samples/sample.ts';
import { openStore } from '../../src/engine/storage/store.ts';
import { partsOf } from '../../src/core/samples/shapes/index.ts';

const count = Number(process.argv[2] ?? 200_000);
const batch = 1000;
const page = 100;

let state = 1;
/** A small linear congruential generator (Numerical Recipes): the same data at every run. */
const saidBy = ({ current }: Sample): string =>
  partsOf(current.content)
    .map((part) => part.text)
    .join(' ');

function random(below: number): number {
  state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
  return Math.floor((state / 2 ** 32) * below);
}

const vocabulary = Array.from({ length: 20_000 }, () => Array.from({ length: 3 + random(7) }, () => 'etaoinshrdlu'[random(12)]).join(''));
/** Words as in a text: the n-th is used about 1/n as often as the first. */
const word = (): string => vocabulary[Math.floor(20_000 ** (random(1 << 20) / (1 << 20))) - 1]!;
const text = (length: number): string => Array.from({ length }, word).join(' ');

function sample(ordinal: number): NewEvent {
  const id = `sample${String(ordinal).padStart(8, '0')}`;
  const files = [random(2000), random(2000)];
  return {
    type: 'sample.generated',
    sample: id,
    gate: random(20) === 0 ? { gate: 'exact-duplicate', reason: 'the same question as another sample' } : null,
    generated: {
      id,
      method: 'level3',
      run: `run-${Math.floor(ordinal / 20_000)}`,
      job: `job-${ordinal}`,
      set: {
        topics: [`topic ${random(3000)}`, `topic ${random(3000)}`],
        concepts: Array.from({ length: 5 }, () => `concept ${random(20_000)}`),
        seed: 1,
        epoch: 0,
        ordinal,
      },
      references: files.map((file) => ({ file: `corpus/${file}.md`, passage: `${file}#1`, start: 100, end: 3000, jaccard: 0.25 })),
      version: {
        id: `${id}/0`,
        parent: null,
        content: { shape: 'qa', question: `${text(25)}?`, answer: text(100) },
        concepts: ['concept 1', 'concept 2'],
        evidence: [{ file: `corpus/${files[0]!}.md`, start: 200, end: 300, quote: text(20) }],
        model: 'builtin/extractive',
        answerModel: 'builtin/extractive',
        prompt: `prompt-${ordinal}`,
        answerPrompt: null,
        usage: { promptTokens: 2000, completionTokens: 200, estimated: true },
        instruction: null,
      },
    },
  };
}

const judge = (id: string): NewEvent => ({
  type: 'sample.judged',
  sample: id,
  version: `${id}/0`,
  fields: { judge: 1 + random(41) / 10, judgeModel: 'judge' },
  prompt: 'prompt-judge',
});

function timed<T>(work: () => T): { value: T; milliseconds: number } {
  const start = performance.now();
  const value = work();
  return { value, milliseconds: performance.now() - start };
}

/** The median of several goes, the first of which is not counted. */
function median(work: () => unknown): number {
  const times = Array.from({ length: 6 }, () => timed(work).milliseconds).slice(1);
  return times.sort((a, b) => a - b)[2]!;
}

const shown = (milliseconds: number): string => (milliseconds < 10 ? milliseconds.toFixed(2) : milliseconds.toFixed(0)).padStart(9);

const folder = mkdtempSync(join(tmpdir(), 'storage-benchmark-'));
try {
  run();
} finally {
  rmSync(folder, { recursive: true, force: true });
}

function run(): void {
  let store = openStore(folder, { by: 'benchmark', dataset: 'dataset' });
  const batches = Math.ceil(count / batch);
  let inserting = 0;
  for (let at = 0; at < batches; at++) {
    const events = Array.from({ length: Math.min(batch, count - at * batch) }, (_, each) => sample(at * batch + each));
    inserting += timed(() => store.append(events)).milliseconds;
  }
  console.log(
    `${count} samples in ${batches} durable appends: ${(inserting / 1000).toFixed(1)} s, ${Math.round(count / (inserting / 1000))} samples/s`,
  );
  const singly = median(() => store.append([sample(count + random(1e6) * 7)]));
  console.log(`one sample, durable and indexed: ${shown(singly).trim()} ms`);

  const half = store.sampleIds({ status: ['pending'] }).filter((_, at) => at % 2 === 0);
  const accepting = timed(() => store.append(half.map((id) => ({ type: 'sample.accepted', sample: id })))).milliseconds;
  console.log(`${half.length} accepted in one action, shards written: ${(accepting / 1000).toFixed(1)} s`);
  const judged = store.sampleIds({}).filter((_, at) => at % 5 < 3);
  const judging = timed(() => {
    for (let at = 0; at < judged.length; at += batch) store.append(judged.slice(at, at + batch).map(judge));
  }).milliseconds;
  console.log(`${judged.length} judged: ${(judging / 1000).toFixed(1)} s`);
  store.close();
  console.log(
    `open again: ${shown(timed(() => (store = openStore(folder, { by: 'benchmark', dataset: 'dataset' }))).milliseconds).trim()} ms`,
  );
  console.log(`journal ${size('.loom/journal')} MB, index ${size('.loom/cache')} MB, dataset ${size('dataset/data')} MB`);

  const baseline = join(folder, 'all.jsonl');
  for (let offset = 0, samples: Sample[] = []; offset === 0 || samples.length > 0; offset += 1000) {
    ({ samples } = store.samples({}, { offset, limit: 1000 }));
    writeLines(baseline, samples, 'a');
  }
  const read = () => readLines(baseline);
  const reading = timed(read);
  const all = reading.value;

  const rare = `${vocabulary[2000]!} ${vocabulary[1500]!}`;
  const common = `${vocabulary[1]!} ${vocabulary[0]!}`;
  const has = (words: string) => (each: Sample) => {
    const said = new Set(
      saidBy(each)
        .toLowerCase()
        .split(/[^\p{L}\p{N}]+/u),
    );
    return words.split(' ').every((one) => said.has(one));
  };
  const questions: [string, () => unknown, (each: Sample) => boolean, number][] = [
    ['first page', () => store.samples({}, { offset: 0, limit: page }), () => true, 0],
    ['a page in the middle', () => store.samples({}, { offset: count / 2, limit: page }), () => true, count / 2],
    [
      'pending ones of a file',
      () => store.samples({ file: ['corpus/7.md'], status: ['pending'] }, { offset: 0, limit: page }),
      (each) => each.status === 'pending' && each.references.some(({ file }) => file === 'corpus/7.md'),
      0,
    ],
    [
      'accepted ones of a run',
      () => store.samples({ run: 'run-1', status: ['accepted'] }, { offset: 0, limit: page }),
      (each) => each.status === 'accepted' && each.run === 'run-1',
      0,
    ],
    [
      'of a concept, pending or gated',
      () => store.samples({ concept: 'concept 42', status: ['pending', 'gated'] }, { offset: 0, limit: page }),
      (each) => ['pending', 'gated'].includes(each.status) && each.set.concepts.includes('concept 42'),
      0,
    ],
    ['the worst first', () => store.samples({}, { offset: 0, limit: page, order: 'judge' }), () => true, 0],
    ['the worst, in the middle', () => store.samples({}, { offset: count / 2, limit: page, order: 'judge' }), () => true, count / 2],
    [
      'the worst of a run',
      () => store.samples({ run: 'run-1' }, { offset: 0, limit: page, order: 'judge' }),
      (each) => each.run === 'run-1',
      0,
    ],
    [
      'the worst that are pending',
      () => store.samples({ status: ['pending'] }, { offset: 0, limit: page, order: 'judge' }),
      (each) => each.status === 'pending',
      0,
    ],
    ['two rare words', () => store.samples({ text: rare }, { offset: 0, limit: page }), has(rare), 0],
    ['two common words', () => store.samples({ text: common }, { offset: 0, limit: page }), has(common), 0],
    [
      'the beginning of a word',
      () => store.samples({ text: 'sho' }, { offset: 0, limit: page }),
      (each) => / sho/i.test(` ${saidBy(each)}`),
      0,
    ],
    [
      'a common word in a file',
      () => store.samples({ text: vocabulary[0]!, file: ['corpus/7.md'] }, { offset: 0, limit: page }),
      (each) => each.references.some(({ file }) => file === 'corpus/7.md') && has(vocabulary[0]!)(each),
      0,
    ],
  ];
  console.log(`\n${'milliseconds'.padEnd(32)}    store  reading+filter    ratio  filter only    ratio`);
  for (const [name, ask, keep, offset] of questions) {
    const ours = median(ask);
    const filtering = median(() => all.filter(keep).slice(offset, offset + page));
    const ratio = (theirs: number) => `${(theirs / ours).toFixed(theirs / ours < 10 ? 1 : 0)}×`.padStart(8);
    console.log(
      `${name.padEnd(32)}${shown(ours)}       ${shown(reading.milliseconds + filtering)} ${ratio(reading.milliseconds + filtering)}    ${shown(filtering)} ${ratio(filtering)}`,
    );
  }
  const pending = store.sampleIds({ status: ['pending'] });
  let next = 0;
  const deciding = median(() => store.append([{ type: 'sample.accepted', sample: pending[next++]! }]));
  const rewriting = median(() => {
    for (let at = 0; at < all.length; at += 1000) writeLines(baseline, all.slice(at, at + 1000), at === 0 ? 'w' : 'a');
  });
  const ratio = rewriting / deciding;
  console.log(
    `${'one decision, on the disk'.padEnd(32)}${shown(deciding)}       ${shown(rewriting)} ${`${ratio.toFixed(0)}×`.padStart(8)}    (rewriting the JSONL)`,
  );
  const undoing = timed(() => store.undo()).milliseconds;
  console.log(`${'undoing it'.padEnd(32)}${shown(undoing)}`);
  const statistics = median(() => [store.countsByFile(), store.countsByConcept(), store.dataset(), store.runs(), store.problems]);
  console.log(`${'all counts'.padEnd(32)}${shown(statistics)}`);
  store.close();
  rmSync(join(folder, '.loom/cache'), { recursive: true });
  const rebuilding = timed(() => (store = openStore(folder, { by: 'benchmark', dataset: 'dataset' }))).milliseconds;
  console.log(`${'rebuilding the index'.padEnd(32)}${shown(rebuilding)}`);
  store.close();
}

/** A million samples are longer than a string may be, so lines are written and read in parts. */
function writeLines(path: string, samples: readonly Sample[], flag: 'a' | 'w'): void {
  writeFileSync(path, samples.map((each) => `${JSON.stringify(each)}\n`).join(''), { flag });
}

function readLines(path: string): Sample[] {
  const bytes = readFileSync(path);
  const found: Sample[] = [];
  for (let from = 0; from < bytes.length;) {
    const to = bytes.indexOf(0x0a, from);
    found.push(JSON.parse(bytes.toString('utf8', from, to)) as Sample);
    from = to + 1;
  }
  return found;
}

function size(of: string): number {
  const path = join(folder, of);
  const bytes = readdirSync(path).reduce((sum, name) => sum + statSync(join(path, name)).size, 0);
  return Math.round(bytes / 1e6);
}
