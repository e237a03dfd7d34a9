/** Which samples say what items of benchmarks say. */
import { randomUUID } from 'node:crypto';
import { itemAround, type Leak, type LeakVerdict, leakVerdict } from '../../core/quality/leakage/leak.ts';
import type { LeakageIndex } from '../../core/quality/leakage/index.ts';
import { keptUnlessSaid } from '../../core/samples/filter/kept.ts';
import type { Sample } from '../../core/samples/sample.ts';
import { labelOf, partsOf } from '../../core/samples/shapes/index.ts';
import type { EngineArguments, EngineResult } from '../../protocol/engine.ts';
import { storeFilter } from '../moved-files.ts';
import { benchmarksOfSettings, namedFiles } from '../outside/benchmark-files.ts';
import { type OpenedIndex, openLeakageIndex } from '../outside/leakage-indexes.ts';
import type { ReportProgress } from '../runs/run.ts';
import { inSlices } from '../slices.ts';
import type { Workspace } from '../workspace.ts';
import { requireSample } from './samples.ts';
import { freeProgress } from '../free-progress.ts';

type LeakageReport = EngineResult<'quality/leakage'>;

/** Hits of one sample in one of its parts. */
interface PartLeak extends Leak {
  readonly part: string;
}

interface LeakingSample {
  readonly id: string;
  /** The first of them, the largest share first. */
  readonly leaks: readonly PartLeak[];
  readonly more: number;
  /** The largest share of an item of each file. */
  readonly worst: ReadonlyMap<string, number>;
}

/** All that was found, whatever share is asked for and whichever page. */
interface Findings {
  readonly key: string;
  readonly looked: number;
  readonly samples: readonly LeakingSample[];
  /** The largest share of each item that a sample has, by file and line. */
  readonly items: ReadonlyMap<string, ReadonlyMap<number, number>>;
}

/** Hits told of each sample, and lines of each file. */
const [mostHits, mostLines] = [10, 100];
/** Fewer samples are looked at before anybody could read how far that is. */
const toldFrom = 1000;

export class LeakageReports {
  readonly #workspace: Workspace;
  readonly #report: ReportProgress;
  /** The last ones, for the next page of the same. */
  #found: Findings | undefined;

  constructor(workspace: Workspace, report: ReportProgress) {
    this.#workspace = workspace;
    this.#report = report;
  }

  /** Without a benchmark that is named, nothing is looked at. @throws UsageError when one cannot be read; the signal's reason once it is aborted */
  async report(query: EngineArguments<'quality/leakage'>, signal: AbortSignal): Promise<LeakageReport> {
    const { settings, folder, store } = this.#workspace;
    const defaults = settings.gates.leakage;
    const { ngram = defaults.ngram, share = defaults.share, field, against, offset, limit } = query;
    const paths = against ?? (await benchmarksOfSettings(folder, defaults.files));
    if (paths.length === 0) return { ngram, share, looked: 0, leaked: 0, flagged: 0, benchmarks: [], samples: [] };
    const opened = await openLeakageIndex(namedFiles(folder, paths), { ngram, field, signal });
    const findings = await this.#findings(opened, keptUnlessSaid(query.filter ?? {}), signal);
    const verdictOf = (worst: number): LeakVerdict => leakVerdict({ share: worst }, share);
    const verdicts = findings.samples.map(({ leaks }) => verdictOf(leaks[0]!.share));
    const leaked = verdicts.filter((verdict) => verdict === 'leaked').length;
    return {
      ...{ ngram, share, looked: findings.looked, leaked, flagged: verdicts.length - leaked },
      benchmarks: benchmarksOf(opened, findings, verdictOf),
      samples: findings.samples.slice(offset, offset + limit).map((found, at) => {
        const sample = requireSample(store, found.id);
        return {
          ...{ sample: found.id, status: sample.status, label: labelOf(sample.current.content), verdict: verdicts[offset + at]! },
          hits: found.leaks.map((leak) => hitOf(leak, verdictOf(leak.share))),
          more: found.more,
        };
      }),
    };
  }

  async #findings({ index, key }: OpenedIndex, filter: NonNullable<EngineArguments<'quality/leakage'>['filter']>, signal: AbortSignal) {
    const { store } = this.#workspace;
    const findingsKey = JSON.stringify([key, store.revision, filter]);
    if (this.#found?.key === findingsKey) return this.#found;
    const ids = store.sampleIds(await storeFilter(this.#workspace, filter));
    const samples: LeakingSample[] = [];
    const items = new Map(index.benchmarks.map(({ file }) => [file, new Map<number, number>()]));
    const run = randomUUID();
    const look = (slice: readonly string[]): void => {
      for (const id of slice) {
        const found = leaksOf(index, requireSample(store, id), items);
        if (found !== null) samples.push(found);
      }
    };
    const report = (done: number): void => {
      if (ids.length > toldFrom)
        this.#report({ run, label: 'Looking for benchmarks', done, total: ids.length, kept: done, ...freeProgress });
    };
    await inSlices(ids, look, { signal, report });
    signal.throwIfAborted();
    const worst = ({ leaks: [leak] }: LeakingSample): number => leak!.share;
    samples.sort((a, b) => worst(b) - worst(a));
    this.#found = { key: findingsKey, looked: ids.length, samples, items };
    return this.#found;
  }
}

/** @param items is told of the items that a sample has, and of how much of them */
function leaksOf(index: LeakageIndex, { id, current }: Sample, items: ReadonlyMap<string, Map<number, number>>): LeakingSample | null {
  const leaks: PartLeak[] = [];
  let more = 0;
  for (const { name, text } of partsOf(current.content)) {
    const found = index.hits(text);
    more += found.more;
    for (const leak of found.leaks) leaks.push({ ...leak, part: name });
  }
  if (leaks.length === 0) return null;
  const worst = new Map<string, number>();
  for (const { file, line, share } of leaks) {
    worst.set(file, Math.max(share, worst.get(file) ?? 0));
    const lines = items.get(file)!;
    lines.set(line, Math.max(share, lines.get(line) ?? 0));
  }
  leaks.sort((a, b) => b.share - a.share);
  return { id, leaks: leaks.slice(0, mostHits), more: more + Math.max(0, leaks.length - mostHits), worst };
}

function benchmarksOf(
  { index, read }: OpenedIndex,
  { samples, items }: Findings,
  verdictOf: (share: number) => LeakVerdict,
): LeakageReport['benchmarks'] {
  return index.benchmarks.map(({ file, items: count, tooShort }, at) => {
    const verdicts = samples.flatMap(({ worst }) => (worst.has(file) ? [verdictOf(worst.get(file)!)] : []));
    const leaked = verdicts.filter((verdict) => verdict === 'leaked').length;
    const leakedItems = [...items.get(file)!.values()].filter((share) => verdictOf(share) === 'leaked').length;
    const { fields, passedOver } = read[at]!;
    return {
      ...{ file, items: count, tooShort: { count: tooShort.length, lines: tooShort.slice(0, mostLines) } },
      fields: [...fields],
      passedOver: passedOver.map(({ reason, count: rows, lines }) => ({ reason, count: rows, lines: [...lines] })),
      ...{ leaked, flagged: verdicts.length - leaked, leakedItems, coverage: count === 0 ? 0 : leakedItems / count },
    };
  });
}

function hitOf({ part, file, line, ngram, inText, inItem, item, share, coverage }: PartLeak, verdict: LeakVerdict) {
  return { ...{ part, file, line, verdict, ngram, inPart: inText, share, coverage }, item: itemAround(item, inItem) };
}
