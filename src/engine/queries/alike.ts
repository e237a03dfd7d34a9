import { compareAll } from '../../core/quality/meaning/compare-all.ts';
import { hasOtherNumbers } from '../../core/quality/meaning/other-numbers.ts';
import { defaultThreshold, nearnessHistogram, suggestedThreshold } from '../../core/quality/meaning/threshold.ts';
import { VectorRows } from '../../core/quality/meaning/vector-rows.ts';
import { labelOf } from '../../core/samples/shapes/index.ts';
import type { EngineArguments, EngineResult } from '../../protocol/engine.ts';
import { UsageError } from '../errors.ts';
import { storeFilter } from '../moved-files.ts';
import { type SampleText, sampleTexts } from '../runs/kinds/embed/work.ts';
import { pauses } from '../slices.ts';
import type { Workspace } from '../workspace.ts';
import { requireSample } from './samples.ts';

/** The most samples that are compared, each with each: a minute of one core at 384 dimensions. */
const mostCompared = 25_000;

/**
 * Finds samples that say the same in other words, by the embeddings that `loom embed` kept; asks no model.
 * @throws UsageError when the samples are too many; the signal's reason
 */
export async function samplesAlike(
  workspace: Workspace,
  { filter, threshold, limit }: EngineArguments<'samples/alike'>,
  signal?: AbortSignal,
): Promise<EngineResult<'samples/alike'>> {
  const { store, models, settings } = workspace;
  const { embeddings: model } = settings.models;
  const ids = store.sampleIds(await storeFilter(workspace, { status: ['pending', 'accepted'], ...filter }));
  if (ids.length > mostCompared) {
    throw new UsageError(
      `${ids.length.toLocaleString('en-US')} samples are too many to be compared each with each: narrow them down to ${mostCompared.toLocaleString('en-US')} by a filter`,
    );
  }
  const space = model === null ? undefined : models.vectors.spaceOf(model);
  const pause = pauses(signal);
  const compared: (SampleText & { readonly vector: Float32Array })[] = [];
  for (const sample of await sampleTexts(ids, (id) => requireSample(store, id), signal)) {
    await pause();
    const vector = space === undefined ? undefined : models.vectors.get(space, sample.hash);
    if (vector !== undefined) compared.push({ ...sample, vector });
  }
  const steps = compareAll(new VectorRows(compared.map(({ vector }) => vector)), { threshold: threshold ?? defaultThreshold });
  let step = steps.next();
  while (step.done !== true) {
    await pause();
    step = steps.next();
  }
  const { pairs, nearest, leftOut } = step.value;
  const suggested = suggestedThreshold(nearest);
  const least = threshold ?? suggested;
  const alike: EngineResult<'samples/alike'>['pairs'] = [];
  let [total, otherNumbers] = [0, 0];
  for (const { a, b, cosine } of pairs) {
    if (cosine < least) break;
    await pause();
    const [one, other] = [compared[a]!, compared[b]!];
    if (hasOtherNumbers(one.text, other.text)) otherNumbers++;
    else if (++total <= limit) alike.push({ a: named(one), b: named(other), cosine });
  }
  return {
    ...{ model, threshold: least, suggested, compared: compared.length, missing: ids.length - compared.length },
    ...{ total, otherNumbers, leftOut, pairs: alike, nearest: nearnessHistogram(nearest) },
  };

  function named({ id }: SampleText) {
    return { sample: id, label: labelOf(requireSample(store, id).current.content) };
  }
}
