import { shortHash } from '../../core/hash.ts';
import type { NewEvent } from '../../core/samples/events.ts';
import type { Sample } from '../../core/samples/sample.ts';
import type { CorpusState } from '../corpus-state.ts';
import { inOrder } from './in-order.ts';
import { draftSamples, type DraftingTools } from './drafting.ts';
import { type MethodTemplates, requireSampleMethod } from './method-templates.ts';
import { nothingRemembered, passagesOf, type SampleJob } from './sample-job.ts';
import type { Running } from './run.ts';
import { failureOf } from './stopping.ts';

export interface RegenerateTools {
  /** By method. */
  readonly templates: (method: string) => Promise<MethodTemplates>;
  readonly corpus: CorpusState;
  /** @throws UsageError when there is none. */
  readonly sample: (id: string) => Sample;
}

export interface Regenerated {
  readonly changed: string[];
  readonly failed: { sample: string; reason: string }[];
}

/**
 * Asks again for each sample, from the same concept set and references, with what it said so far to be avoided. Each
 * success becomes the sample's next version, to be reviewed anew; a failure leaves the sample as it is.
 */
export async function regenerateSamples(tools: RegenerateTools, running: Running, result: Regenerated): Promise<null> {
  const { plan, models, jobs, failedOnly, tally, run } = running;
  const questions = await models.open(plan.model);
  const answers = await models.open(plan.answerModel ?? plan.model);
  const asking = { questionModel: questions.model, answerModel: answers.model, judgeModel: null };
  const width = Math.min(questions.width, answers.width);
  const wanted = plan.samples.filter((id) => !jobs.done.has(id) && jobs.failures.has(id) === failedOnly);
  const [total, before] = [plan.samples.length, plan.samples.length - wanted.length];
  running.report(before, total);
  // All of them are one action: undo takes back what one press of a button did.
  let action: string | undefined;
  for await (const outcome of inOrder(
    wanted,
    () => width,
    (id) => redraft(tools.sample(id), tools, asking, running),
  )) {
    const { sample: job } = outcome;
    if (outcome.events === null) {
      result.failed.push({ sample: job, reason: outcome.reason });
      if (!jobs.failures.has(job)) tally.failed++;
      running.record([{ type: 'job.failed', run, job, reason: outcome.reason }]);
    } else {
      const done: NewEvent = { type: 'job.done', run, job };
      const [first] = running.record([...outcome.events, done], action === undefined ? {} : { action });
      action ??= first?.action;
      result.changed.push(job);
      tally.kept++;
      if (jobs.failures.has(job)) tally.failed--;
    }
    running.report(before + result.changed.length + result.failed.length, total);
  }
  return null;
}

type Outcome = { readonly sample: string } & (
  { readonly events: readonly NewEvent[] } | { readonly events: null; readonly reason: string }
);

type Asking = Pick<DraftingTools, 'questionModel' | 'answerModel' | 'judgeModel'>;

/**
 * The job that draws another version of a sample.
 * @throws Error when a passage that it refers to is no longer as it was.
 */
export function jobAgain(
  { set, references, versions, current, ...sample }: Sample,
  corpus: CorpusState,
  instruction: string | null,
): SampleJob {
  const { style = '', persona } = current.fields ?? {};
  return {
    ...{ method: requireSampleMethod(sample.method), set, ...nothingRemembered },
    style: String(style),
    personas: persona === undefined ? [] : [String(persona)],
    references: passagesOf(references, corpus),
    questions: 1,
    avoid: versions.map((version) => version.content.question),
    instruction,
    seed: set.seed + set.ordinal + versions.length,
  };
}

async function redraft(sample: Sample, tools: RegenerateTools, asking: Asking, running: Running): Promise<Outcome> {
  const { id, versions, current } = sample;
  const { run, signal, jobs, plan } = running;
  const { instruction } = plan;
  try {
    const job = jobAgain(sample, tools.corpus, instruction);
    const { method } = job;
    const [drafted] = await draftSamples(
      job,
      { ...asking, templates: await tools.templates(method.id), answers: method.kind === 'text' ? 0 : 1 },
      { run, signal, attempt: () => jobs.failures.get(id) ?? 0 },
      (_part, _parsed, finish) => finish(),
    );
    if (drafted === undefined) return { sample: id, events: null, reason: 'the model had nothing else to offer' };
    if (drafted.draft === null) return { sample: id, events: null, reason: drafted.reason };
    const version = { ...drafted.draft, id: shortHash(`${id}/${versions.length}`), parent: current.id, instruction };
    return { sample: id, events: [...drafted.sent, { type: 'sample.regenerated', sample: id, version }] };
  } catch (error) {
    return { sample: id, events: null, reason: failureOf(error, running) };
  }
}
