import { shortHash } from '../../../../core/hash.ts';
import type { JobFailure } from '../../../../core/quality/drops.ts';
import type { GatedMaterial } from '../../../../core/quality/non-samples/candidate.ts';
import type { NewEvent, RunOptions } from '../../../../core/samples/events.ts';
import type { Content } from '../../../../core/samples/shapes/index.ts';
import type { GeneratedSample } from '../../../../core/samples/sample.ts';
import { versionId } from '../../../../core/samples/versions.ts';
import { titleOf, type CorpusState } from '../../../corpus-state.ts';
import type { ReferencedSet } from '../../concept-sets.ts';
import { inOrder } from '../../in-order.ts';
import type { SampleMethod } from '../../../../core/methods/method.ts';
import {
  type CandidateVersion,
  makeCandidates,
  type Candidate,
  type CandidateTools,
  type Finished,
  type Screen,
} from '../../candidates.ts';
import { FirstMade } from '../../first-made.ts';
import { type Gates, materialOf } from '../../gates.ts';
import type { JobOrder } from '../../job-order.ts';
import type { MethodTemplates } from '../../method-templates.ts';
import { type JobChoices, sampleJob } from '../../sample-job.ts';
import type { SampleMemory } from '../../sample-memory.ts';
import type { Running } from '../../run.ts';
import { failureOf } from '../../stopping.ts';

/** Candidates tried before a run gives up, for each sample wanted and at least: a corpus may have no more to give. */
const candidatesPerSample = 10;
const minCandidates = 100;

export interface GenerateTools {
  readonly method: SampleMethod;
  readonly choices: JobChoices;
  readonly templates: MethodTemplates;
  readonly memory: SampleMemory;
  readonly order: JobOrder;
  readonly corpus: CorpusState;
  /** Whether replies are to tell the log-probabilities of their tokens. */
  readonly logProbabilities: boolean;
  readonly gates: Gates;
  /** True for a sample that is there already: its job was under way when the run was killed. */
  readonly exists: (sample: string) => boolean;
}

interface JobOutcome {
  readonly job: string;
  readonly source: ReferencedSet;
  readonly candidates: readonly Candidate[];
  /** What the whole job failed of, or null. */
  readonly failure: JobFailure | null;
}

/**
 * Goes through passages or concept sets until the planned number of samples have passed the gates, and records what each
 * job gave before going on. Jobs of earlier parts of the run are not done again; with `failedOnly`, those that failed
 * alone are.
 * @returns why it stopped short of the count, or null.
 */
export async function generateSamples(sources: Iterable<ReferencedSet>, tools: GenerateTools, running: Running): Promise<string | null> {
  const { tally, plan, jobs, failedOnly } = running;
  const { method, order } = tools;
  if (tally.kept >= plan.planned) return failedOnly ? `all ${plan.planned} samples are there already` : null;
  const { candidateTools, concurrencyLimit } = await openModels(tools, running);
  await tools.gates.begin(running);
  const maxTried = Math.max(minCandidates, plan.planned * candidatesPerSample);
  const yields = new Yield(triedIn(jobs), tally.kept, method.questions);
  const concurrency = ({ set }: ReferencedSet): number =>
    order.mayBegin(set) ? Math.min(concurrencyLimit, yields.jobsFor(plan.planned - tally.kept)) : 0;
  // As long as nothing was made, what failed says nothing of the corpus.
  let tried = tally.kept + tally.gated === 0 ? 0 : Math.max(jobs.done.size, tally.kept + tally.gated + tally.failed);
  running.report(tally.kept, plan.planned);
  const first = new FirstMade(tools.gates.waiting);
  let begun = 0;
  const begin = (source: ReferencedSet): Promise<JobOutcome> => {
    order.begin(source.set);
    const job = jobOf(method, source);
    return doJob(
      source,
      tools,
      candidateTools,
      screenOf(tools.gates, materialIn(source, tools), first, begun++, (part) => sampleId(running.run, job, part)),
      running,
    );
  };
  for await (const outcome of inOrder(waiting(order.placed(sources), method, running), concurrency, begin)) {
    const events = outcomeEvents(outcome, tools, running);
    // A set that nothing can be asked about was tried all the same.
    tried += Math.max(1, outcome.candidates.length);
    running.record(events);
    order.recorded();
    yields.observe(events.filter((event) => event.type === 'sample.generated' && event.gate === null).length);
    running.report(tally.kept, plan.planned);
    if (tally.kept >= plan.planned) return null;
    if (tried >= maxTried) return `gave up after ${tried} candidates`;
  }
  if (failedOnly) return 'everything that had failed was tried again';
  return usedUp(method, plan.options);
}

function usedUp({ source }: SampleMethod, { file, span }: RunOptions): string {
  const what = source === 'passage' ? 'every passage' : 'every concept set of the walk';
  if (file === undefined) return `${what} was used`;
  const place = span === undefined ? file : `the chosen part of ${file}`;
  return source === 'passage' ? `${what} of ${place} was used` : `${what} with a reference to ${place} was used`;
}

/** Number of samples that a job gives, as far as is known; so no more is asked for than is likely to be kept. */
class Yield {
  #jobs: number;
  #kept: number;

  /** @param jobs those that were tried @param asked samples asked for in one job */
  constructor(jobs: number, kept: number, asked: number) {
    // As if two jobs had given all they were asked for.
    this.#jobs = jobs + 2;
    this.#kept = kept + 2 * asked;
  }

  observe(kept: number): void {
    this.#jobs += 1;
    this.#kept += kept;
  }

  jobsFor(samples: number): number {
    return Math.ceil((samples * this.#jobs) / this.#kept);
  }
}

/** Sets asked about in earlier parts of the run, in vain or not: resumed, it has as many under way as before, and waits for each of them. */
const triedIn = ({ done, failures }: Running['jobs']): number =>
  new Set([...done, ...failures.keys()].map((part) => part.split('/')[0])).size;

const jobOf = ({ id }: SampleMethod, { set }: ReferencedSet): string => `${id}:${set.seed}:${set.ordinal}`;

/** Sets that are still to be asked about. */
function* waiting(sources: Iterable<ReferencedSet>, method: SampleMethod, { jobs, failedOnly }: Running): Generator<ReferencedSet> {
  const failed = new Set([...jobs.failures.keys()].filter((job) => !jobs.done.has(job)).map((job) => job.split('/')[0]));
  for (const source of sources) {
    const job = jobOf(method, source);
    if (failedOnly ? failed.has(job) : !jobs.done.has(job) && !jobs.failures.has(job)) yield source;
  }
}

/** Events that go into the journal for a job: its samples as far as they are wanted, what failed, and that it is done. */
function outcomeEvents(
  { job, source, candidates, failure }: JobOutcome,
  tools: GenerateTools,
  { run, plan, tally, jobs }: Running,
): NewEvent[] {
  const failed = (part: string, why: JobFailure): NewEvent => {
    if (!jobs.failures.has(part)) tally.failed++;
    return { type: 'job.failed', run, job: part, ...why };
  };
  const done = (part: string, skipped?: string): NewEvent => {
    if (jobs.failures.has(part) && !jobs.done.has(part)) tally.failed--;
    return { type: 'job.done', run, job: part, ...(skipped === undefined ? {} : { skipped }) };
  };
  if (failure !== null) return [failed(job, failure)];
  const events: NewEvent[] = [];
  /** Samples of this reply that are kept: the store does not know of them yet. */
  const kept: { sample: string; content: Content }[] = [];
  const material = materialIn(source, tools);
  for (const each of candidates) {
    for (const event of each.sent) events.push(event);
    if (each.version === null) {
      events.push(failed(job + each.part, each.failure));
      continue;
    }
    if (jobs.failures.has(job + each.part)) events.push(done(job + each.part));
    const generated = sampleOf(job, source, each.part, each.version, tools.method, run);
    if (tally.kept >= plan.planned || tools.exists(generated.id)) continue;
    const { content } = each.version;
    const gate = each.gate ?? tools.gates.ofSample(each.version, material, kept);
    tally[gate === null ? 'kept' : 'gated']++;
    if (gate === null) {
      kept.push({ sample: generated.id, content });
      tools.memory.add({ ...generated, status: 'pending', current: generated.version });
    }
    events.push({
      type: 'sample.generated',
      sample: generated.id,
      generated,
      gate,
      ...(each.unjudged === undefined ? {} : { unjudged: each.unjudged }),
    });
  }
  if (candidates.length > 0) return [...events, done(job)];
  return [...events, done(job, tools.method.needs.includes('answers') ? 'nothing to ask about' : 'nothing to write about')];
}

const materialIn = (source: ReferencedSet, { method, choices: { style }, corpus }: GenerateTools): GatedMaterial =>
  materialOf({ method, style, references: source.references.map(({ passage }) => ({ passage, title: titleOf(corpus, passage) })) });

const sampleId = (run: string, job: string, part: string): string => shortHash(`${run}/${job}${part}`);

/** Holds back what would not pass its gates, whatever its answer, also beside what other jobs have under way. */
function screenOf(gates: Gates, material: GatedMaterial, first: FirstMade, job: number, idOf: (part: string) => string): Screen {
  return async (part, parsed, finish) => {
    await gates.bringUp();
    const verdict = gates.ofCandidate(parsed.content, material);
    if (verdict !== null) return verdict;
    await gates.prepare(parsed.content);
    const said = gates.ofMeaning(parsed.content);
    if (said !== null) return said;
    const compared = gates.comparedOf(parsed.content);
    const isKept = ({ version }: Finished): boolean => gates.ofSample(version, material) === null;
    const outcome = await first.unlessDuplicate(compared, { job, id: idOf(part) }, finish, isKept);
    if ('made' in outcome) return outcome.made;
    if ('same' in outcome) return gates.duplicateOf(parsed.content, outcome.same);
    return gates.likeOf(parsed.content, { sample: outcome.like, similarity: outcome.similarity }, outcome.by);
  };
}

function sampleOf(
  job: string,
  source: ReferencedSet,
  part: string,
  written: CandidateVersion,
  method: SampleMethod,
  run: string,
): GeneratedSample {
  const id = sampleId(run, job, part);
  return {
    id,
    method: method.id,
    run,
    job,
    set: source.set,
    references: source.references.map(({ reference }) => reference),
    version: { ...written, id: versionId(id, null, written.content), parent: null, instruction: null },
  };
}

/** Answers drawn for each question. */
export const answersOf = ({ answers }: RunOptions, { needs }: SampleMethod): number => answers ?? (needs.includes('answers') ? 1 : 0);

async function openModels({ templates, method, logProbabilities }: GenerateTools, { models, plan }: Running) {
  const { judge } = plan.options;
  const [questions, replies, judging] = await Promise.all([
    models.open(plan.model),
    models.open(plan.answerModel ?? plan.model),
    judge === undefined ? null : models.open(judge),
  ]);
  const candidateTools: CandidateTools = {
    templates,
    questionModel: questions.model,
    answerModel: replies.model,
    judgeModel: judging?.model ?? null,
    answers: answersOf(plan.options, method),
    logProbabilities,
  };
  return {
    candidateTools,
    concurrencyLimit: Math.min(questions.concurrencyLimit, replies.concurrencyLimit, judging?.concurrencyLimit ?? Infinity),
  };
}

async function doJob(
  source: ReferencedSet,
  tools: GenerateTools,
  candidateTools: CandidateTools,
  screen: Screen,
  running: Running,
): Promise<JobOutcome> {
  const { run, signal, jobs } = running;
  const { method, choices, memory, corpus } = tools;
  const job = jobOf(method, source);
  const content = sampleJob(method, source, choices, memory.for(method.id, source), (passage) => titleOf(corpus, passage));
  try {
    const candidates = await makeCandidates(
      content,
      candidateTools,
      { run, signal, attempt: (part) => jobs.failures.get(job + part) ?? 0 },
      screen,
    );
    return { job, source, candidates, failure: null };
  } catch (error) {
    return { job, source, candidates: [], failure: failureOf(error, running) };
  }
}
