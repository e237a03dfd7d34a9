import type { EngineArguments } from '../../../../protocol/engine.ts';
import { passageNow } from '../../../corpus-state.ts';
import { UsageError } from '../../../errors.ts';
import { storeFilter } from '../../../moved-files.ts';
import { requireSample } from '../../../queries/samples.ts';
import type { Workspace } from '../../../workspace.ts';
import { asAsked } from '../../asked-template.ts';
import { requireCapable } from '../../capable.ts';
import { loadJudgeTemplates, requireMethod } from '../../method-templates.ts';
import { passagesOf, renderJudgement } from '../../sample-job.ts';
import { spread, usualReply } from '../../usual.ts';
import { isAlike, noGoal } from '../goal.ts';
import type { RunKind } from '../kind.ts';
import { judgeSamples } from './work.ts';

/** Scores of samples as they are now. */
export const judge: RunKind<'judge'> = {
  label: 'Judging',

  plan: async (workspace, query) => {
    const { judge: model } = workspace.settings.models;
    requireCapable(requireMethod('judge'), model);
    const samples = await chosenSamples(workspace, query);
    return { ...noGoal, kind: 'judge', method: 'judge', model, planned: samples.length, samples };
  },

  isSame: (known, goal) => isAlike(known, goal),

  calls: async (workspace, { model, samples }) => {
    const { store } = workspace;
    const corpus = await workspace.corpus();
    const { judge, prompts: subject } = await loadJudgeTemplates(workspace.templateOwner, workspace.subject());
    const templates = { judge: await asAsked(workspace.models, model, judge), prompts: subject };
    const prompts = spread(samples).map((id) => {
      const { current, references } = requireSample(store, id);
      const found = references.filter(({ passage }) => passageNow(corpus, passage) !== undefined);
      return renderJudgement(templates, { references: passagesOf(found, corpus) }, current.content);
    });
    return { kept: samples.length, calls: [{ model, calls: samples.length, prompts, reply: usualReply.judge }] };
  },

  work: async (workspace) => {
    const tools = {
      templates: await loadJudgeTemplates(workspace.templateOwner, workspace.subject()),
      corpus: await workspace.corpus(),
      sample: (id: string) => requireSample(workspace.store, id),
    };
    return (running) => judgeSamples(tools, running);
  },

  result: () => Promise.resolve({}),
};

/** The samples that are to be judged. @throws UsageError when one of them is not there, or when it is not clear which are meant. */
async function chosenSamples(workspace: Workspace, { samples, filter }: EngineArguments<'samples/judge'>): Promise<string[]> {
  const { store } = workspace;
  if ((samples === undefined) === (filter === undefined)) throw new UsageError('name the samples to judge, or a filter, and not both');
  for (const id of samples ?? []) requireSample(store, id);
  return [...new Set(samples ?? store.sampleIds(await storeFilter(workspace, filter ?? {})))];
}
