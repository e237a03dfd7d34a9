import type { SampleMethod } from '../../../../core/methods/method.ts';
import { labelOf } from '../../../../core/samples/shapes/index.ts';
import type { Sample } from '../../../../core/samples/sample.ts';
import { passageNow } from '../../../corpus-state.ts';
import { UsageError } from '../../../errors.ts';
import { requireSample } from '../../../queries/samples.ts';
import type { Store } from '../../../storage/store.ts';
import { allAsAsked } from '../../asked-template.ts';
import { requireCapable } from '../../capable.ts';
import { noGateTools, openGateTools } from '../../gate-tools.ts';
import { createGates } from '../../gates.ts';
import { JobOrder } from '../../job-order.ts';
import { MeaningGate } from '../../meaning-gate.ts';
import { loadTemplates, type MethodTemplates, requireMethod, requireSampleMethod } from '../../method-templates.ts';
import { recall, recallNow } from '../../recall.ts';
import { renderAnswer, renderJob } from '../../sample-job.ts';
import { spread, usualQuestion, usualReply } from '../../usual.ts';
import { isAlike, noGoal } from '../goal.ts';
import type { Calls, RunKind } from '../kind.ts';
import { jobAgain } from './job-again.ts';
import { regenerateSamples } from './work.ts';

/** Another version of each sample, by its own method. */
export const regenerate: RunKind<'regenerate'> = {
  label: 'Regenerating',

  plan: ({ store, settings }, { samples, instruction, answerOnly = false }) => {
    const { questions: model, answers: answerModel } = settings.models;
    if (answerOnly) requireQuestions(store, samples, instruction);
    const capable = (method: SampleMethod): void => {
      if (answerOnly) requireCapable(requireMethod('answer'), answerModel);
      else requireCapable(method, model);
    };
    const method = [...byMethod(store, samples, capable).keys()].map(({ id }) => id).join(', ');
    return Promise.resolve({
      ...{ ...noGoal, kind: 'regenerate', method, model, answerModel, options: answerOnly ? { answerOnly } : {} },
      ...{ planned: samples.length, samples, instruction },
    });
  },

  isSame: (known, goal) => isAlike(known, goal),

  /** At the least: a reply that would not do is asked for again. What refers to a changed passage is not asked about. */
  calls: async (workspace, { model, answerModel, samples, instruction, options: { answerOnly = false } }) => {
    const { store } = workspace;
    const corpus = await workspace.corpus();
    const isWhole = (id: string) => requireSample(store, id).references.every(({ passage }) => passageNow(corpus, passage) !== undefined);
    const tools = { corpus, memory: recallNow(workspace) };
    const calls: Calls[] = [];
    let kept = 0;
    for (const [method, own] of byMethod(store, samples)) {
      const again = own.filter(isWhole);
      const loaded = await loadTemplates(workspace.templateOwner, method.id, workspace.subject());
      const templates = await allAsAsked(workspace.models, loaded, { model, answerModel });
      const chosen = spread(again).map((id) => requireSample(store, id));
      const jobs = chosen.map((sample) => ({ sample, job: jobAgain(sample, tools, instruction) }));
      const asks = method.needs.includes('answers');
      if (!answerOnly) {
        const prompts = jobs.map(({ job }) => renderJob(templates, job));
        calls.push({ model, calls: again.length, prompts, reply: asks ? usualReply.question : usualReply.text });
      }
      if (asks || answerOnly) {
        const answered = jobs.map(({ job, sample }) =>
          renderAnswer(templates, job, answerOnly ? labelOf(sample.current.content) : usualQuestion),
        );
        calls.push({ model: answerModel ?? model, calls: again.length, prompts: answered, reply: usualReply.answer });
      }
      kept += again.length;
    }
    const embedding = answerOnly ? null : await MeaningGate.expected(workspace, { calls: kept, texts: kept });
    return { kept, calls, ...(embedding && { embedding }) };
  },

  work: async (workspace, { run, plan }) => {
    const { templateOwner, settings, store } = workspace;
    const loaded = new Map<string, Promise<MethodTemplates>>();
    const templates = (method: string): Promise<MethodTemplates> => {
      const known = loaded.get(method) ?? loadTemplates(templateOwner, method, workspace.subject());
      loaded.set(method, known);
      return known;
    };
    const gateTools = plan.options.answerOnly === true ? noGateTools(store) : await openGateTools(workspace);
    const tools = {
      templates,
      corpus: await workspace.corpus(),
      logProbabilities: settings.models.logProbabilities,
      sample: (id: string) => requireSample(store, id),
      gates: ({ id }: Sample, overlooked?: ReadonlySet<string>) => createGates(settings.gates, gateTools, { except: id, overlooked }),
      begin: createGates(settings.gates, gateTools).begin,
    };
    // Only when the run has begun: what it recalls is what stood then.
    return (running) => regenerateSamples({ ...tools, memory: recall(workspace, run, new JobOrder(Infinity)) }, running);
  },

  result: ({ store }, { run, plan }) => {
    const { done } = store.jobs(run);
    const failures = store.failedJobs(run).map(({ job, reason }) => ({ sample: job, reason }));
    return Promise.resolve({ changed: plan.samples.filter((id) => done.has(id)), failures });
  },
};

/**
 * The samples that are to be drawn again, by their methods.
 * @param capable throws for a method that the model cannot do
 * @throws UsageError when one of the samples is not there
 */
function byMethod(
  store: Store,
  samples: readonly string[],
  capable: (method: SampleMethod) => void = () => undefined,
): ReadonlyMap<SampleMethod, readonly string[]> {
  const byId = Map.groupBy(samples, (id) => requireSample(store, id).method);
  return new Map(
    [...byId].map(([id, own]) => {
      const method = requireSampleMethod(id);
      capable(method);
      return [method, own];
    }),
  );
}

/** @throws UsageError for a sample that is no question, and for an instruction, which answers are not asked with */
function requireQuestions(store: Store, samples: readonly string[], instruction: string | null): void {
  if (instruction !== null)
    throw new UsageError('answers alone are asked for without an instruction; leave it out, or regenerate the whole');
  const other = samples.find((id) => requireSample(store, id).current.content.shape !== 'qa');
  if (other !== undefined) throw new UsageError(`sample ${other} is no question with an answer: regenerate the whole`);
}
