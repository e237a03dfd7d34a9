import { shortHash } from '../../core/hash.ts';
import type { NewEvent } from '../../core/samples/events.ts';
import type { Sample } from '../../core/samples/sample.ts';
import { messageOf } from '../errors.ts';
import { BudgetExceeded } from '../models/requests/budget.ts';
import { titleOf, type CorpusState } from '../corpus-state.ts';
import { inOrder } from './in-order.ts';
import { draftSamples, type Level3Templates, type Level3Tools } from './level3.ts';
import type { Running } from './run.ts';
import { stopsRun } from './stopping.ts';

export interface RegenerateTools {
  readonly templates: Level3Templates;
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
  const level3: Level3Tools = { ...tools.templates, questionModel: questions.model, answerModel: answers.model };
  const width = Math.min(questions.width, answers.width);
  const wanted = plan.samples.filter((id) => !jobs.done.has(id) && jobs.failures.has(id) === failedOnly);
  const [total, before] = [plan.samples.length, plan.samples.length - wanted.length];
  running.report(before, total);
  // All of them are one action: undo takes back what one press of a button did.
  let action: string | undefined;
  for await (const outcome of inOrder(
    wanted,
    () => width,
    (id) => redraft(tools.sample(id), tools, level3, running),
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

async function redraft(sample: Sample, tools: RegenerateTools, level3: Level3Tools, running: Running): Promise<Outcome> {
  const { id, set, references, versions, current } = sample;
  const { run, signal, jobs, plan, giveUp } = running;
  const { instruction } = plan;
  try {
    const passages = references.map((reference) => passageOf(tools.corpus, reference.passage, reference.file));
    const [drafted] = await draftSamples(
      {
        set,
        references: passages.map((passage) => ({ passage, title: titleOf(tools.corpus, passage) })),
        questions: 1,
        avoid: versions.map((version) => version.content.question),
        instruction,
        seed: set.seed + set.ordinal + versions.length,
      },
      level3,
      { run, signal, attempt: () => jobs.failures.get(id) ?? 0 },
    );
    if (drafted === undefined) return { sample: id, events: null, reason: 'the model had nothing else to offer' };
    if (drafted.draft === null) return { sample: id, events: null, reason: drafted.reason };
    const version = { ...drafted.draft, id: shortHash(`${id}/${versions.length}`), parent: current.id, instruction };
    return { sample: id, events: [...drafted.sent, { type: 'sample.regenerated', sample: id, version }] };
  } catch (error) {
    signal.throwIfAborted();
    if (error instanceof BudgetExceeded) throw error;
    if (stopsRun(error)) giveUp(error);
    signal.throwIfAborted();
    return { sample: id, events: null, reason: messageOf(error) };
  }
}

function passageOf(corpus: CorpusState, id: string, file: string) {
  const passage = corpus.byId.get(id);
  if (passage === undefined)
    throw new Error(`a passage of ${file} that it refers to has changed or is gone; generate new samples from the changed file`);
  return passage;
}
