import { embeddedText } from '../../../../core/filter/embedded-text.ts';
import { settledSubject } from '../../../../core/prompts/subject.ts';
import type { Workspace } from '../../../workspace.ts';
import { asAsked } from '../../asked-template.ts';
import { requireCapable } from '../../capable.ts';
import { maxTexts, withoutVector } from '../../embedding.ts';
import { requireMethod } from '../../method-templates.ts';
import { loadTemplate } from '../../templates.ts';
import { spread, usualReply } from '../../usual.ts';
import { isAlike, noGoal } from '../goal.ts';
import type { ExpectedEmbedding, RunKind } from '../kind.ts';
import { embedPassages } from './embedding.ts';
import { ratePassages, renderRating, unratedPassages } from './work.ts';

/** Ratings of so many documents that had none, for the document filter, and embeddings of those without a vector. */
export const rate: RunKind<'rate'> = {
  label: 'Rating documents',

  plan: async (workspace, { count }) => {
    const { judge, embeddings } = workspace.settings.models;
    if (count > 0) requireCapable(requireMethod('rate'), judge);
    if (embeddings !== null) await workspace.models.openEmbedder(embeddings);
    const planned = Math.min(count, (await unrated(workspace)).length);
    const model = planned === 0 && embeddings !== null ? embeddings : judge;
    return { ...noGoal, kind: 'rate', method: 'rate', model, planned, options: embeddings === null ? {} : { embeddings } };
  },

  // Of the last documents of a corpus, fewer are left once some are rated.
  isSame: (known, goal) => isAlike(known, goal, ['planned']) && [known.planned, known.planned - known.kept].includes(goal.planned),

  calls: async (workspace, { model, planned, options: { embeddings } }) => {
    const { template, ...prompts } = await promptsOf(workspace);
    const asked = { ...prompts, template: await asAsked(workspace.models, model, template) };
    const passages = (await unrated(workspace)).slice(0, planned);
    const rendered = spread(passages).map((passage) => renderRating(passage, asked));
    const calls = [{ model, calls: passages.length, prompts: rendered, reply: usualReply.judge }];
    return { kept: planned, calls, ...(embeddings === undefined ? {} : { embedding: await embeddingOf(workspace, embeddings) }) };
  },

  work: async (workspace, { plan: { planned, options }, failedOnly, before }) => {
    const prompts = await promptsOf(workspace);
    const passages = await unrated(workspace);
    const left = planned - before.tally.kept;
    const chosen = failedOnly ? passages.filter(({ hash }) => before.jobs.failures.has(hash)) : passages.slice(0, left);
    const { representatives } = await workspace.corpus();
    return async (running) => {
      // First, since ratings are of use without vectors, and vectors of none without ratings.
      if (chosen.length > 0) await ratePassages(chosen, prompts, running);
      const { embeddings: name } = options;
      if (name === undefined) return null;
      return await embedPassages(representatives, { name, vectors: workspace.models.keptVectors, before: chosen.length }, running);
    };
  },

  result: () => Promise.resolve({}),
};

async function unrated(workspace: Workspace) {
  return unratedPassages(await workspace.corpus(), workspace.store.ratings());
}

async function promptsOf({ templateOwner, settings }: Workspace) {
  return { template: await loadTemplate(templateOwner, requireMethod('rate')), prompts: settledSubject(settings.prompts) };
}

async function embeddingOf(workspace: Workspace, model: string): Promise<ExpectedEmbedding> {
  const { models } = workspace;
  const { representatives } = await workspace.corpus();
  const { space } = await models.openEmbedder(model);
  const wanted = withoutVector(representatives, models.vectors, space);
  return { model, calls: Math.ceil(wanted.length / maxTexts), texts: wanted.length, samples: spread(wanted).map(embeddedText) };
}
