import { createHash } from 'node:crypto';
import { type AllCompared, compareAll } from '../../core/quality/meaning/compare-all.ts';
import { hasOtherNumbers } from '../../core/quality/meaning/other-numbers.ts';
import { defaultThreshold, nearnessHistogram, suggestedThreshold } from '../../core/quality/meaning/threshold.ts';
import { VectorRows } from '../../core/quality/meaning/vector-rows.ts';
import type { NearPair } from '../../core/quality/near-duplicates/clusters.ts';
import type { DuplicatesByMeaning } from '../../protocol/results.ts';
import { UsageError } from '../errors.ts';
import { type SampleText, sampleTexts } from '../runs/kinds/embed/work.ts';
import { inTurns, pauses } from '../slices.ts';
import type { Workspace } from '../workspace.ts';
import { LastAnswer } from './last-answer.ts';
import { requireSample } from './samples.ts';

/** The most samples that are compared, each with each: some minutes of one core at 384 dimensions. */
const mostCompared = 100_000;

/** What was compared last: a slider that is moved, thinning out and a panel that is loaded again ask for the same, at another threshold. */
const lastCompared = new WeakMap<Workspace, LastAnswer<AllCompared>>();

interface PairsByMeaning extends DuplicatesByMeaning {
  /** Least cosine of a pair: the one that was asked for, else the suggested one. */
  readonly threshold: number;
  /** By places in the list of ids, the nearest first; `similarity` is the cosine. */
  readonly pairs: readonly NearPair[];
}

/**
 * Finds samples that say the same in other words, by the embeddings that were kept; asks no model. Pairs that put one problem with other
 * numbers are no duplicates, and are counted.
 * @param ids samples that are compared; those without an embedding as they are now are counted
 * @throws UsageError when the samples are too many; the signal's reason
 */
export async function pairsByMeaning(
  workspace: Workspace,
  ids: readonly string[],
  { threshold: wanted }: { readonly threshold?: number | undefined },
  signal?: AbortSignal,
): Promise<PairsByMeaning> {
  const { store, models, settings } = workspace;
  if (ids.length > mostCompared) {
    throw new UsageError(
      `${ids.length.toLocaleString('en-US')} samples are too many to be compared each with each: narrow them down to ${mostCompared.toLocaleString('en-US')} by a filter`,
    );
  }
  const { embeddings: model } = settings.models;
  const space = model === null ? undefined : models.vectors.spaceOf(model);
  const pause = pauses(signal);
  const compared: (SampleText & { readonly place: number; readonly vector: Float32Array })[] = [];
  for (const [place, sample] of (await sampleTexts(ids, (id) => requireSample(store, id), signal)).entries()) {
    await pause();
    const vector = space === undefined ? undefined : models.vectors.get(space, sample.hash);
    if (vector !== undefined) compared.push({ ...sample, place, vector });
  }
  // From the lowest threshold that is suggested on, all higher ones take their pairs from one comparison.
  const from = Math.min(wanted ?? defaultThreshold, defaultThreshold);
  const last = lastCompared.get(workspace) ?? new LastAnswer<AllCompared>();
  lastCompared.set(workspace, last);
  const key = createHash('sha256');
  for (const part of [space ?? '', String(from), ...compared.map(({ hash }) => hash)]) key.update(`${part}\n`);
  const {
    pairs: near,
    nearest,
    leftOut,
  } = await last.of(key.digest('hex'), () =>
    inTurns(compareAll(new VectorRows(compared.map(({ vector }) => vector)), { threshold: from }), pause),
  );
  const suggested = suggestedThreshold(nearest);
  const threshold = wanted ?? suggested;
  const pairs: NearPair[] = [];
  let otherNumbers = 0;
  for (const { a, b, cosine } of near) {
    if (cosine < threshold) break;
    await pause();
    const [one, other] = [compared[a]!, compared[b]!];
    if (hasOtherNumbers(one.text, other.text)) otherNumbers++;
    else pairs.push({ a: one.place, b: other.place, similarity: cosine });
  }
  return {
    ...{ model, threshold, suggested, pairs, missing: ids.length - compared.length, otherNumbers, nearest: nearnessHistogram(nearest) },
    // The nearest are kept: where the last of these is too far, so is what was left out.
    leftOut: (near.at(-1)?.cosine ?? 0) < threshold ? 0 : leftOut,
  };
}
