import type { EngineArguments } from '../../../../protocol/engine.ts';
import { UsageError } from '../../../errors.ts';
import { storeFilter } from '../../../moved-files.ts';
import { requireSample } from '../../../queries/samples.ts';
import type { Workspace } from '../../../workspace.ts';
import { maxTexts, requireEmbeddingModel, withoutVector } from '../../embedding.ts';
import { spread } from '../../usual.ts';
import { isAlike, noGoal } from '../goal.ts';
import type { RunKind } from '../kind.ts';
import { embedSamples, type SampleText, sampleTexts } from './work.ts';

/** Embeddings of what samples are compared by, to find those that say the same in other words. */
export const embed: RunKind<'embed'> = {
  label: 'Embedding samples',

  plan: async (workspace, query) => {
    const model = requireEmbeddingModel(workspace.settings);
    await workspace.models.openEmbedder(model);
    const samples = await chosenSamples(workspace, query);
    return { ...noGoal, kind: 'embed', method: 'embed', model, planned: samples.length, samples };
  },

  isSame: (known, goal) => isAlike(known, goal),

  calls: async (workspace, { model, samples }) => {
    const { vectors } = workspace.models;
    const { space } = await workspace.models.openEmbedder(model);
    const wanted = withoutVector(distinct(await textsOf(workspace, samples)), vectors, space);
    const some = spread(wanted).map(({ text }) => text);
    return {
      kept: samples.length,
      calls: [],
      embedding: { model, calls: Math.ceil(wanted.length / maxTexts), texts: wanted.length, samples: some },
    };
  },

  work: async (workspace, { plan: { samples }, failedOnly, before: { jobs } }) => {
    const left = samples.filter((id) => !jobs.done.has(id) && jobs.failures.has(id) === failedOnly);
    const texts = await textsOf(workspace, left);
    return (running) => embedSamples(texts, workspace.models.keptVectors, running);
  },

  result: () => Promise.resolve({}),
};

const textsOf = (workspace: Workspace, samples: readonly string[]): Promise<SampleText[]> =>
  sampleTexts(samples, (id) => requireSample(workspace.store, id));

const distinct = (texts: readonly SampleText[]): SampleText[] => [...new Map(texts.map((each) => [each.hash, each])).values()];

/** The samples to be embedded. @throws UsageError when one of them is not there, or when it is not clear which are meant. */
async function chosenSamples(workspace: Workspace, { samples, filter }: EngineArguments<'samples/embed'>): Promise<string[]> {
  const { store } = workspace;
  if ((samples === undefined) === (filter === undefined)) throw new UsageError('name the samples to embed, or a filter, and not both');
  for (const id of samples ?? []) requireSample(store, id);
  return [...new Set(samples ?? store.sampleIds(await storeFilter(workspace, filter ?? {})))];
}
