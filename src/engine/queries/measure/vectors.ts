/** Measures on embeddings, where there are some: nothing here asks a model. */
import { drawOf, drawSize, minSetTexts, spreadOf } from '../../../core/quality/comparison/equal-draws.ts';
import { clusterVectors } from '../../../core/quality/diversity/k-means.ts';
import { type DocumentQuestions, selfSimilarity, similarityStep } from '../../../core/quality/diversity/self-similarity.ts';
import { unitVectors } from '../../../core/quality/diversity/unit-vectors.ts';
import { maxVendiVectors, vendiScore } from '../../../core/quality/diversity/vendi.ts';
import { methodOf } from '../../../core/methods/index.ts';
import type { ClusteredSet, MeasureFigures, MethodSimilarity } from '../../../protocol/results.ts';
import type { Workspace } from '../../workspace.ts';
import type { Rounds } from './compare.ts';
import { sampleTextKey } from '../../../core/samples/text-key.ts';
import { countedByIds } from './counted.ts';
import { inTurns, type Pause } from '../../slices.ts';
import { type TextSet, tooSmall } from './sets.ts';

/** Clusters of K-means. */
const clusters = 10;

interface EmbeddedSet extends Pick<TextSet, 'id' | 'title'> {
  readonly texts: readonly { readonly vector: Float64Array; readonly sample: TextSet['held'][number]['sample'] }[];
}

export interface ComparedVectors {
  readonly measures: MeasureFigures[];
  readonly similarity: MethodSimilarity[];
  readonly clusters: ClusteredSet[];
  readonly leftOut: { readonly what: string; readonly reason: string }[];
}

const what = 'Vendi score, K-means and self-similarity within documents';

export async function compareVectors(
  { settings, models }: Pick<Workspace, 'settings' | 'models'>,
  sets: readonly TextSet[],
  rounds: Rounds,
  pause: Pause,
): Promise<ComparedVectors> {
  const nothing = (reason: string): ComparedVectors => ({ measures: [], similarity: [], clusters: [], leftOut: [{ what, reason }] });
  const { embeddings } = settings.models;
  if (embeddings === null) return nothing('no embedding model is chosen (models.embeddings)');
  const space = models.vectors.spaceOf(embeddings);
  if (space === undefined) return nothing(`${embeddings} has embedded nothing yet, and looking asks no model`);
  const embedded: EmbeddedSet[] = [];
  for (const set of sets) embedded.push(await embeddedSet(set, (key) => models.vectors.get(space, key), pause));
  const all = embedded.reduce((sum, { texts }) => sum + texts.length, 0);
  if (all === 0) return nothing(`none of these texts has a vector of ${embeddings}, and looking asks no model`);
  const few = embedded.flatMap(
    ({ title, texts }) =>
      tooSmall(texts.length, `text of ${title} has a vector of ${embeddings}`, `texts of ${title} have a vector of ${embeddings}`) ?? [],
  );
  const similarity = await similarities(embedded, rounds.seed, pause);
  return { ...(await measured(embedded, rounds, pause)), similarity, leftOut: few.map((reason) => ({ what, reason })) };
}

async function embeddedSet(
  { id, title, held }: TextSet,
  find: (key: string) => Float32Array | undefined,
  pause: Pause,
): Promise<EmbeddedSet> {
  const texts: { readonly vector: Float64Array; readonly sample: TextSet['held'][number]['sample'] }[] = [];
  for (const { text, wholeKey, sample } of held) {
    const stored = find(wholeKey ?? sampleTextKey(text));
    // Another process may have put those of another model in their place meanwhile: what has another length is of the other.
    const isOfSame = stored?.length === (texts[0]?.vector ?? stored)?.length;
    if (stored !== undefined && isOfSame) texts.push({ vector: unitVectors([stored])[0]!, sample });
    await pause();
  }
  return { id, title, texts };
}

async function measured(
  sets: readonly EmbeddedSet[],
  { rounds, seed }: Rounds,
  pause: Pause,
): Promise<Pick<ComparedVectors, 'measures' | 'clusters'>> {
  const size = drawSize(sets.map(({ texts }) => ({ texts: texts.length, meanWords: 0 })));
  if (size === null) return { measures: [], clusters: [] };
  const clustered: ClusteredSet[] = [];
  const found = { vendi: sets.map((): number[] => []), inertia: sets.map((): number[] => []), evenness: sets.map((): number[] => []) };
  const vendiSize = Math.min(size, maxVendiVectors);
  for (const [at, { id, texts }] of sets.entries()) {
    if (texts.length < minSetTexts) continue;
    for (let round = 0; round < rounds; round++) {
      const drawn = drawOf(texts.length, size, { seed, round, set: id }).map((index) => texts[index]!);
      const vectors = drawn.map(({ vector }) => vector);
      const score = await vendiScore(vectors.slice(0, vendiSize));
      if (score !== null) found.vendi[at]!.push(score);
      await pause();
      const clustering = await inTurns(clusterVectors(vectors, clusters, seed + round), pause);
      if (clustering === null) continue;
      if (round === 0)
        clustered.push({ set: id, clusters: clustering.members.map((places) => clusterOf(places.map((place) => drawn[place]!))) });
      found.inertia[at]!.push(clustering.inertia);
      found.evenness[at]!.push(clustering.evenness);
    }
  }
  const common = { higher: 'more diverse', dependsOnOrder: false, dependsOnSize: true } as const;
  const measures: MeasureFigures[] = [
    {
      ...{ id: 'vendi', title: 'Vendi score', meaning: 'number of kinds that the embeddings seem to be of', ...common },
      ...{ size: vendiSize, figures: found.vendi.map(spreadOf) },
    },
    {
      ...{
        id: 'inertia',
        title: 'K-means inertia',
        meaning: `mean squared distance from the middle of the nearest of ${clusters} clusters`,
      },
      ...{ ...common, size, figures: found.inertia.map(spreadOf) },
    },
    {
      ...{ id: 'evenness', title: 'K-means evenness', meaning: `entropy of the sizes of ${clusters} clusters, 1 where all are equal` },
      ...{ ...common, size, figures: found.evenness.map(spreadOf) },
    },
  ];
  return { measures, clusters: clustered };
}

function clusterOf(texts: EmbeddedSet['texts']): ClusteredSet['clusters'][number] {
  const ids = texts.flatMap(({ sample }) => sample?.id ?? []);
  return { texts: texts.length, counted: countedByIds(ids.length, ids) };
}

/** Of each method, over all sets: those that are groups of samples have none in common. */
async function similarities(sets: readonly EmbeddedSet[], seed: number, pause: Pause): Promise<MethodSimilarity[]> {
  const texts = sets.flatMap((set) => set.texts.flatMap(({ vector, sample }) => (sample === undefined ? [] : [{ vector, ...sample }])));
  const found: MethodSimilarity[] = [];
  for (const [method, own] of Map.groupBy(texts, (each) => each.method)) {
    const groups = Map.groupBy(own, ({ document }) => document);
    groups.delete(undefined);
    const compared = [...groups].filter(([, group]) => group.length > 1);
    const documents = compared.map(([document = '', group]): DocumentQuestions => ({
      document,
      vectors: group.map(({ vector }) => vector),
    }));
    const { mean, histogram, ...counts } = await inTurns(selfSimilarity(documents, seed), pause);
    if (mean === null) continue;
    const bins = histogram.map((pairs, bin) => ({ from: bound(bin), to: bound(bin + 1), pairs }));
    const ids = compared.flatMap(([, group]) => group.map(({ id }) => id));
    const { documents: number, pairs } = counts;
    found.push({
      method,
      title: methodOf(method)?.title ?? method,
      documents: number,
      pairs,
      mean,
      bins,
      counted: countedByIds(ids.length, ids),
    });
  }
  return found;
}

const bound = (bin: number): number => Math.round((bin * similarityStep - 1) * 100) / 100;
