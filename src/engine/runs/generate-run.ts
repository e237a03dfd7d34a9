import { shortHash } from '../../core/hash.ts';
import type { NewEvent } from '../../core/samples/events.ts';
import type { Content, GateVerdict, GeneratedSample } from '../../core/samples/sample.ts';
import { messageOf } from '../errors.ts';
import { BudgetExceeded } from '../models/requests/budget.ts';
import { titleOf, type CorpusState } from '../corpus-state.ts';
import type { ReferencedSet } from './concept-sets.ts';
import { inOrder } from './in-order.ts';
import { type Draft, draftSamples, type Drafted, level3Job, type Level3Templates, type Level3Tools, questionsPerCall } from './level3.ts';
import type { Running } from './run.ts';
import { stopsRun } from './stopping.ts';

/** Candidates tried before a run gives up, for each sample wanted and at least: a corpus may have no more to give. */
const candidatesPerSample = 10;
const leastCandidates = 100;

export interface GenerateTools {
  readonly templates: Level3Templates;
  readonly corpus: CorpusState;
  readonly gate: (id: string, content: Content) => GateVerdict | null;
  /** Whether a sample is there already: its job was under way when the run was killed. */
  readonly exists: (sample: string) => boolean;
}

interface Outcome {
  readonly job: string;
  readonly source: ReferencedSet;
  readonly drafted: readonly Drafted[];
  /** Why the whole job failed. */
  readonly failure: string | null;
}

/**
 * Goes through concept sets until the planned number of samples have passed the gates, and records what each job gave
 * before going on. Jobs of earlier parts of the run are not done again; with `failedOnly`, those that failed alone are.
 * @returns why it stopped short of the count, or null.
 */
export async function generateSamples(sets: Iterable<ReferencedSet>, tools: GenerateTools, running: Running): Promise<string | null> {
  const { tally, plan, jobs, failedOnly } = running;
  if (tally.kept >= plan.planned) return failedOnly ? `all ${plan.planned} samples are there already` : null;
  const questions = await running.models.open(plan.model);
  const answers = await running.models.open(plan.answerModel ?? plan.model);
  const level3: Level3Tools = { ...tools.templates, questionModel: questions.model, answerModel: answers.model };
  const most = Math.max(leastCandidates, plan.planned * candidatesPerSample);
  const yields = new Yield(jobs.done.size, tally.kept);
  const width = (): number => Math.min(questions.width, answers.width, yields.jobsFor(plan.planned - tally.kept));
  let candidates = Math.max(jobs.done.size, tally.kept + tally.gated + tally.failed);
  running.report(tally.kept, plan.planned);
  for await (const outcome of inOrder(waiting(sets, running), width, (set) => draft(set, tools, level3, running))) {
    const events = outcomeEvents(outcome, tools, running);
    // A set that nothing can be asked about was tried all the same.
    candidates += Math.max(1, outcome.drafted.length);
    running.record(events);
    yields.observe(events.filter((event) => event.type === 'sample.generated' && event.gate === null).length);
    running.report(tally.kept, plan.planned);
    if (tally.kept >= plan.planned) return null;
    if (candidates >= most) return `gave up after ${candidates} candidates`;
  }
  return failedOnly ? 'everything that had failed was tried again' : 'every concept set of the walk was used';
}

/** How many samples a job gives, as far as is known; so no more is asked for than is likely to be kept. */
class Yield {
  #jobs: number;
  #kept: number;

  constructor(jobs: number, kept: number) {
    // As if two jobs had given all they were asked for.
    this.#jobs = jobs + 2;
    this.#kept = kept + 2 * questionsPerCall;
  }

  observe(kept: number): void {
    this.#jobs += 1;
    this.#kept += kept;
  }

  jobsFor(samples: number): number {
    return Math.ceil((samples * this.#jobs) / this.#kept);
  }
}

const jobOf = ({ set }: ReferencedSet): string => `level3:${set.seed}:${set.ordinal}`;

/** The sets that are still to be asked about. */
function* waiting(sets: Iterable<ReferencedSet>, { jobs, failedOnly }: Running): Generator<ReferencedSet> {
  const failed = new Set([...jobs.failures.keys()].filter((job) => !jobs.done.has(job)).map((job) => job.split('/')[0]));
  for (const set of sets) {
    const job = jobOf(set);
    if (failedOnly ? failed.has(job) : !jobs.done.has(job) && !jobs.failures.has(job)) yield set;
  }
}

/** What goes into the journal for a job: its samples as far as they are wanted, what failed, and that it is done. */
function outcomeEvents({ job, source, drafted, failure }: Outcome, tools: GenerateTools, { run, plan, tally, jobs }: Running): NewEvent[] {
  const failed = (part: string, reason: string): NewEvent => {
    if (!jobs.failures.has(part)) tally.failed++;
    return { type: 'job.failed', run, job: part, reason };
  };
  const done = (part: string): NewEvent => {
    if (jobs.failures.has(part) && !jobs.done.has(part)) tally.failed--;
    return { type: 'job.done', run, job: part };
  };
  if (failure !== null) return [failed(job, failure)];
  const events: NewEvent[] = [];
  for (const each of drafted) {
    events.push(...each.sent);
    if (each.draft === null) {
      events.push(failed(job + each.part, each.reason));
      continue;
    }
    if (jobs.failures.has(job + each.part)) events.push(done(job + each.part));
    const generated = sampleOf(job, source, each.part, each.draft, run);
    if (tally.kept >= plan.planned || tools.exists(generated.id)) continue;
    const gate = tools.gate(generated.id, each.draft.content);
    tally[gate === null ? 'kept' : 'gated']++;
    events.push({ type: 'sample.generated', sample: generated.id, generated, gate });
  }
  return [...events, done(job)];
}

function sampleOf(job: string, source: ReferencedSet, part: string, draft: Draft, run: string): GeneratedSample {
  const id = shortHash(`${run}/${job}${part}`);
  return {
    id,
    method: 'level3',
    run,
    job,
    set: source.set,
    references: source.references.map(({ reference }) => reference),
    version: { ...draft, id: shortHash(`${id}/0`), parent: null, instruction: null },
  };
}

async function draft(source: ReferencedSet, tools: GenerateTools, level3: Level3Tools, running: Running): Promise<Outcome> {
  const { run, signal, jobs, giveUp } = running;
  const job = jobOf(source);
  const content = level3Job(source, (passage) => titleOf(tools.corpus, passage));
  try {
    const drafted = await draftSamples(content, level3, { run, signal, attempt: (part) => jobs.failures.get(job + part) ?? 0 });
    return { job, source, drafted, failure: null };
  } catch (error) {
    signal.throwIfAborted();
    if (error instanceof BudgetExceeded) throw error;
    if (stopsRun(error)) giveUp(error);
    signal.throwIfAborted();
    return { job, source, drafted: [], failure: messageOf(error) };
  }
}
