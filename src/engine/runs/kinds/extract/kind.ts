import { settledSubject } from '../../../../core/prompts/subject.ts';
import type { Workspace } from '../../../workspace.ts';
import { asAsked } from '../../asked-template.ts';
import { requireMethod } from '../../method-templates.ts';
import { loadTemplate } from '../../templates.ts';
import { spread, usualReply } from '../../usual.ts';
import { isAlike, noGoal } from '../goal.ts';
import type { RunKind } from '../kind.ts';
import { requireReadable, unextracted } from './passages.ts';
import { extractPassages, renderExtraction } from './work.ts';

/** Topics and key concepts of every passage that is left for the chosen model, or of all of them again. */
export const extract: RunKind<'extract'> = {
  label: 'Extracting concepts',

  plan: async (workspace, { again = false }) => {
    const { questions: model } = workspace.settings.models;
    const passages = await unextracted(workspace, model, again ? 'everything' : 'nothing');
    requireReadable(passages, model);
    return { ...noGoal, kind: 'extract', method: 'extract', model, planned: passages.length, options: again ? { again } : {} };
  },

  // However many are left by now.
  isSame: (known, goal) => isAlike(known, goal, ['planned']),

  calls: async (workspace, { model, planned, options }) => {
    const { template, ...prompts } = await promptsOf(workspace);
    const asked = { ...prompts, template: await asAsked(workspace.models, model, template) };
    const passages = await unextracted(workspace, model, options.again === true ? 'everything' : 'nothing');
    const rendered = spread(passages).map((passage) => renderExtraction(passage, asked));
    return { kept: planned, calls: [{ model, calls: passages.length, prompts: rendered, reply: usualReply.extract }] };
  },

  work: async (workspace, { run, plan: { model, options }, failedOnly, before }) => {
    const passages = await unextracted(workspace, model, options.again === true ? { since: run } : 'nothing');
    const attempts = new Map([...workspace.store.extractionFailures(model)].map(([hash, { times }]) => [hash, times]));
    const tools = { ...(await promptsOf(workspace)), attempts };
    const chosen = failedOnly ? passages.filter(({ hash }) => before.jobs.failures.has(hash)) : passages;
    return (running) => extractPassages(chosen, tools, running);
  },

  result: async (workspace) => {
    const corpus = await workspace.corpus();
    const { topics, concepts } = (await workspace.graph()).graph.counts;
    const failed = workspace.store.extractionFailures(workspace.settings.models.questions);
    const failures = [
      ...corpus.problems.map(({ file, line, reason }) => ({ file, reason: line === undefined ? reason : `line ${line}: ${reason}` })),
      ...corpus.passages.flatMap(({ file, hash }) => {
        const failure = failed.get(hash);
        return failure === undefined ? [] : [{ file, reason: failure.reason }];
      }),
    ];
    return { documents: corpus.documents.length, passages: corpus.passages.length, failures, topics, concepts };
  },
};

async function promptsOf({ templateOwner, settings }: Workspace) {
  return { template: await loadTemplate(templateOwner, requireMethod('extract')), prompts: settledSubject(settings.prompts) };
}
