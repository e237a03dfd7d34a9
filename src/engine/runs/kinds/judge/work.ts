import type { JobFailure } from '../../../../core/quality/drops.ts';
import type { NewEvent } from '../../../../core/samples/events.ts';
import type { Sample } from '../../../../core/samples/sample.ts';
import type { CorpusState } from '../../../corpus-state.ts';
import type { ChatModel } from '../../../models/chat-model.ts';
import { judgeSample } from '../../candidates.ts';
import { inOrder } from '../../in-order.ts';
import type { JudgeTemplates } from '../../method-templates.ts';
import type { Running } from '../../run.ts';
import { passagesOf } from '../../sample-job.ts';
import { failureOf } from '../../stopping.ts';

export interface JudgeTools {
  readonly templates: JudgeTemplates;
  readonly corpus: CorpusState;
  /** @throws UsageError when there is none. */
  readonly sample: (id: string) => Sample;
}

type JudgingOutcome = { readonly job: string } & (
  { readonly events: readonly NewEvent[] } | { readonly events: null; readonly failure: JobFailure }
);

/** Has each sample of the plan scored as it is now. What a judge thinks decides nothing: statuses stay. */
export async function judgeSamples(tools: JudgeTools, running: Running): Promise<null> {
  const { plan, models, jobs, failedOnly, tally, run } = running;
  const { model, concurrencyLimit } = await models.open(plan.model);
  const wanted = plan.samples.filter((id) => !jobs.done.has(id) && jobs.failures.has(id) === failedOnly);
  const total = plan.samples.length;
  let done = total - wanted.length;
  running.report(done, total);
  for await (const outcome of inOrder(
    wanted,
    () => concurrencyLimit,
    (id) => judgeOne(id, tools, model, running),
  )) {
    const { job } = outcome;
    if (outcome.events === null) {
      if (!jobs.failures.has(job)) tally.failed++;
      running.record([{ type: 'job.failed', run, job, ...outcome.failure }]);
    } else {
      tally.kept++;
      if (jobs.failures.has(job)) tally.failed--;
      running.record([...outcome.events, { type: 'job.done', run, job }]);
    }
    running.report(++done, total);
  }
  return null;
}

/** Ordinals as the sample's own run had them: judged there by the same model, it is answered from the cache. */
async function judgeOne(
  id: string,
  { templates, corpus, sample: find }: JudgeTools,
  model: ChatModel,
  running: Running,
): Promise<JudgingOutcome> {
  const { run, signal, jobs } = running;
  try {
    const { current, set, references } = find(id);
    const job = { references: passagesOf(references, corpus), seed: set.seed + set.ordinal };
    const asking = { run, signal, attempt: jobs.failures.get(id) ?? 0 };
    const { fields, prompt, sent } = await judgeSample(current.content, job, model, templates, asking);
    return { job: id, events: [sent, { type: 'sample.judged', sample: id, version: current.id, fields, prompt }] };
  } catch (error) {
    return { job: id, events: null, failure: failureOf(error, running) };
  }
}
