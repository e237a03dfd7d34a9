import { clustersOf, type NearPair, thinnedOut } from '../../core/quality/near-duplicates/clusters.ts';
import type { KeepRule } from '../../core/quality/near-duplicates/keep-rules.ts';
import { thinnedByWords } from '../../core/quality/near-duplicates/thinned-by-words.ts';
import type { DuplicateWay } from '../../core/quality/near-duplicates/ways.ts';
import { judgedScore } from '../../core/quality/judgement.ts';
import { searchWords } from '../../core/samples/search-words.ts';
import type { Sample } from '../../core/samples/sample.ts';
import { partsOf } from '../../core/samples/shapes/index.ts';
import type { EngineArguments, EngineResult } from '../../protocol/engine.ts';
import type { DuplicatesByMeaning } from '../../protocol/results.ts';
import { comparedTextOf, NearTexts } from '../derived/near-texts.ts';
import { UsageError } from '../errors.ts';
import { storeFilter } from '../moved-files.ts';
import { inTurns, pauses } from '../slices.ts';
import type { Store } from '../storage/store.ts';
import type { Workspace } from '../workspace.ts';
import { pairsByMeaning } from './pairs-by-meaning.ts';
import type { Reviewer } from './review.ts';
import { summaryOf } from './samples.ts';

type Compared = Pick<EngineArguments<'duplicates/list'>, 'filter' | 'by' | 'threshold'>;

/** Threshold by words where neither the request nor the settings name one. */
const usualThreshold = 0.7;

interface FoundPairs {
  readonly threshold: number;
  /** The samples that were to be compared, oldest first. */
  readonly ids: readonly string[];
  /** By places in `ids`. */
  readonly pairs: readonly NearPair[];
  /** Null by words. */
  readonly meaning: DuplicatesByMeaning | null;
}

/** All pairs of duplicates, in slices between which other requests are answered. */
async function findPairs(workspace: Workspace, { filter, by, threshold }: Compared, signal: AbortSignal): Promise<FoundPairs> {
  const ids = workspace.store.sampleIds(await storeFilter(workspace, { status: ['pending', 'accepted'], ...filter }));
  if (by === 'words') return pairsByWords(workspace, ids, threshold, signal);
  const { threshold: least, pairs, ...meaning } = await pairsByMeaning(workspace, ids, { threshold }, signal);
  return { threshold: least, ids, pairs, meaning };
}

async function pairsByWords(
  { store, settings }: Workspace,
  ids: readonly string[],
  wanted: number | undefined,
  signal: AbortSignal,
): Promise<FoundPairs> {
  const threshold = wanted ?? settings.gates.nearDuplicates ?? usualThreshold;
  const near = await NearTexts.open(store, threshold, signal);
  const places = new Map(ids.map((id, at) => [id, at]));
  const pairs: NearPair[] = [];
  const pause = pauses(signal);
  for (const [b, id] of ids.entries()) {
    await pause();
    for (const { sample, similarity } of near.twinsOf(id)) {
      const a = places.get(sample);
      if (a !== undefined && a < b) pairs.push({ a, b, similarity });
    }
  }
  return { threshold, ids, pairs, meaning: null };
}

export async function listDuplicates(
  workspace: Workspace,
  { offset, limit, ...query }: EngineArguments<'duplicates/list'>,
  signal: AbortSignal,
): Promise<EngineResult<'duplicates/list'>> {
  const { threshold, ids, pairs, meaning } = await findPairs(workspace, query, signal);
  const clusters = clustersOf(ids.length, pairs);
  const closest = new Map<number, number>();
  for (const { a, b, similarity } of pairs) {
    for (const at of [a, b]) closest.set(at, Math.max(closest.get(at) ?? 0, similarity));
  }
  const { store } = workspace;
  const list = clusters.slice(offset, offset + limit).map((cluster) => ({
    samples: cluster.flatMap((at) => {
      const sample = store.sample(ids[at]!);
      return sample === undefined ? [] : [{ ...summaryOf(sample), similarity: closest.get(at) ?? 0, words: wordsOf(sample) }];
    }),
  }));
  const samples = clusters.reduce((sum, cluster) => sum + cluster.length, 0);
  const compared = ids.length - (meaning?.missing ?? 0);
  return { threshold, compared, clusters: clusters.length, samples, list, meaning };
}

export async function thinDuplicates(
  workspace: Workspace,
  reviewer: Reviewer,
  { keep, first, ...query }: EngineArguments<'duplicates/thin'>,
  signal: AbortSignal,
): Promise<Omit<EngineResult<'duplicates/thin'>, 'revision'>> {
  const { threshold, ids, pairs } = await findPairs(workspace, query, signal);
  const clusters = clustersOf(ids.length, pairs);
  const order = bestFirst(workspace.store, clusters.flat(), ids, keep, new Set(requireKnown(first, ids)));
  const textAt = (at: number): string => comparedTextOf(workspace.store, ids[at]!) ?? '';
  const thinned = query.by === 'words' ? await inTurns(thinnedByWords(order, textAt, threshold), pauses(signal)) : thinnedOut(order, pairs);
  const reasons = new Map(
    thinned.map(({ drop, keep: stays, similarity }) => [ids[drop]!, reasonFor[query.by](ids[stays]!, similarity.toFixed(2))]),
  );
  return { ...(await reviewer.rejectEach(reasons, signal)), clusters: clusters.length };
}

const reasonFor: Readonly<Record<DuplicateWay, (kept: string, similarity: string) => string>> = {
  words: (kept, similarity) => `near-duplicate of ${kept} (similarity ${similarity})`,
  meaning: (kept, cosine) => `the same in other words as ${kept} (cosine ${cosine})`,
};

function requireKnown(first: readonly string[], ids: readonly string[]): readonly string[] {
  const known = new Set(ids);
  const unknown = first.find((id) => !known.has(id));
  if (unknown !== undefined) throw new UsageError(`sample ${unknown} is not among those compared; see its id and status, and the filter`);
  return first;
}

/** Places with the best first, and of equals the oldest: those that a person named, and then as the rule says. */
function bestFirst(store: Store, places: readonly number[], ids: readonly string[], rule: KeepRule, first: ReadonlySet<string>): number[] {
  const rated = places.map((at) => {
    const sample = store.sample(ids[at]!);
    const isFirst = first.has(ids[at]!);
    return { at, isFirst, worth: sample === undefined ? -Infinity : worthOf(sample, rule) };
  });
  return rated.sort((a, b) => Number(b.isFirst) - Number(a.isFirst) || b.worth - a.worth || a.at - b.at).map(({ at }) => at);
}

const worths: Readonly<Record<KeepRule, (sample: Sample) => number>> = {
  judge: ({ current }) => judgedScore(current) ?? 0,
  longest: (sample) => wordsOf(sample),
  shortest: (sample) => -wordsOf(sample),
  oldest: () => 0,
};

/** Of one that was accepted already, more: it stays before others that are equally good. */
const worthOf = (sample: Sample, rule: KeepRule): number => worths[rule](sample) + (sample.status === 'accepted' ? 1e-6 : 0);

const wordsOf = ({ current: { content } }: Sample): number => partsOf(content).reduce((sum, { text }) => sum + searchWords(text).length, 0);
