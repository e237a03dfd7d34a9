import type { RunOptions } from '../../../../core/samples/events.ts';
import { titleOf } from '../../../corpus-state.ts';
import type { Workspace } from '../../../workspace.ts';
import { allAsAsked } from '../../asked-template.ts';
import { requireCapable } from '../../capable.ts';
import type { GraphState } from '../../concept-sets.ts';
import { openGateTools } from '../../gate-tools.ts';
import { createGates } from '../../gates.ts';
import { JobOrder, lagOf } from '../../job-order.ts';
import { jobSources } from '../../job-sources.ts';
import { MeaningGate } from '../../meaning-gate.ts';
import { loadTemplates, requireMethod, requireSampleMethod, requireStyle } from '../../method-templates.ts';
import { personasFor } from '../../persona-choice.ts';
import { recall } from '../../recall.ts';
import { nothingRemembered, renderAnswer, renderJob, renderJudgement, sampleJob } from '../../sample-job.ts';
import { counted, usualAnswer, usualQuestion, usualReply } from '../../usual.ts';
import { isAlike, noGoal } from '../goal.ts';
import type { Goal, Query, RunKind } from '../kind.ts';
import { answersOf, generateSamples } from './work.ts';

/** Samples by a method, out of passages or seeded concept sets, until as many as asked for are kept. */
export const generate: RunKind<'generate'> = {
  label: 'Generating samples',

  plan: async (workspace, query) => {
    const { store, settings } = workspace;
    const { questions: model, answers: answerModel } = settings.models;
    const method = requireSampleMethod(query.method);
    requireCapable(method, model);
    const options = await optionsOf(workspace, query);
    const seed = query.seed ?? 1 + store.runs().filter(({ kind }) => kind === 'generate').length;
    return { ...noGoal, kind: 'generate', method: method.id, model, answerModel, seed, planned: query.count, options };
  },

  isSame: (known, goal, { seed }) => isAlike(known, goal) && (seed === undefined || known.seed === seed),

  /** If every set gave all the questions it is asked for, and each passed the gates. */
  calls: async (workspace, goal) => {
    const { model, answerModel, planned, options } = goal;
    const method = requireSampleMethod(goal.method);
    const corpus = await workspace.corpus();
    const loaded = await loadTemplates(workspace.templateOwner, method.id, workspace.subject());
    const templates = await allAsAsked(workspace.models, loaded, { model, answerModel, judge: options.judge });
    const { sources } = await jobSources(workspace, method, goal.seed ?? 1, focusOf(goal));
    const jobs = Math.ceil(planned / method.questions);
    const first = Iterator.from(sources)
      .take(Math.min(jobs, counted))
      .map((source) => sampleJob(method, source, choicesOf(goal), nothingRemembered, (passage) => titleOf(corpus, passage)))
      .toArray();
    const asks = method.needs.includes('answers');
    const { judge } = options;
    const answer = { shape: 'qa', question: usualQuestion, answer: usualAnswer } as const;
    const calls = [
      {
        ...{ model, calls: jobs, prompts: first.map((job) => renderJob(templates, job)) },
        reply: asks ? usualReply.question * method.questions : usualReply.text,
      },
      {
        ...{ model: answerModel ?? model, calls: planned * (asks ? answersOf(goal.options, method) : 0) },
        ...{ prompts: first.map((job) => renderAnswer(templates, job, usualQuestion)), reply: usualReply.answer },
      },
      {
        ...{ model: judge ?? model, calls: judge === undefined ? 0 : planned },
        ...{ prompts: first.map((job) => renderJudgement(templates, job, answer)), reply: usualReply.judge },
      },
    ];
    const embedding = await MeaningGate.expected(workspace, { calls: jobs, texts: planned });
    return { kept: planned, calls, ...(embedding && { embedding }) };
  },

  work: async (workspace, { run, plan }) => {
    const { templateOwner, settings, store } = workspace;
    const method = requireSampleMethod(plan.method);
    const { sources, round, tooShort } = await jobSources(workspace, method, plan.seed ?? 1, { run, ...focusOf(plan) });
    // A batch begins all its jobs before the first is recorded: they can learn nothing from each other.
    const order = new JobOrder(plan.batch !== null || !settings.coverage.steer ? Infinity : lagOf(method, plan.planned, round));
    const tools = {
      ...{ method, order, choices: choicesOf(plan) },
      templates: await loadTemplates(templateOwner, method.id, workspace.subject()),
      corpus: await workspace.corpus(),
      logProbabilities: settings.models.logProbabilities,
      gates: createGates(settings.gates, await openGateTools(workspace)),
      exists: (sample: string) => store.sample(sample) !== undefined,
    };
    // Only when the run has begun: what it recalls is what stood then.
    return (running) => {
      running.passOver('passages too short to make anything of', tooShort);
      return generateSamples(sources, { ...tools, memory: recall(workspace, run, order) }, running);
    };
  },

  result: () => Promise.resolve({}),
};

const focusOf = ({ options: { file, span, concepts } }: Pick<Goal, 'options'>) => ({
  file: file ?? null,
  span: span ?? null,
  concepts: concepts ?? [],
});

const choicesOf = ({ options: { style, personas } }: Pick<Goal, 'options'>) => ({ style: style ?? '', personas: personas ?? [] });

/** Choices of a query for its jobs, as the run is to remember them. */
async function optionsOf(workspace: Workspace, query: Query<'generate'>): Promise<RunOptions> {
  const { settings } = workspace;
  const { style, file, span, concepts = [], answer = true, judge = false } = query;
  const method = requireSampleMethod(query.method);
  const { samples } = settings.answers;
  if (judge) requireCapable(requireMethod('judge'), settings.models.judge);
  const state = await workspace.graph();
  const named = conceptIds(state, concepts);
  const chosenStyle = requireStyle(method, style);
  return {
    ...(chosenStyle === '' ? {} : { style: chosenStyle }),
    ...(await personasFor(workspace, method, query.personas)),
    ...(file === undefined ? {} : { file }),
    ...(span === undefined ? {} : { span }),
    ...(named.length === 0 ? {} : { concepts: named }),
    ...(!method.needs.includes('answers') || (answer && samples === 1) ? {} : { answers: answer ? samples : 0 }),
    ...(judge ? { judge: settings.models.judge } : {}),
  };
}

/** Concepts named by id or by label, as ids; what the graph does not have stays as it was named. */
const conceptIds = ({ graph, idOf }: GraphState, names: readonly string[]): string[] =>
  names.map((name) =>
    graph.index.has(name) ? name : ([idOf('concept', name), idOf('topic', name)].find((id) => graph.index.has(id)) ?? name),
  );
