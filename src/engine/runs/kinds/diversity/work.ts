import type { Measurement } from '../../../../core/quality/cluster-agent/measurement.ts';
import { criterionKinds } from '../../../../core/quality/cluster-agent/proposals.ts';
import type { Running } from '../../run.ts';
import { DiversityJobs, type DiversityTools } from './calls.ts';
import { askWave, type DiversityJob, type Wave } from './jobs.ts';

/** Calls that lead from the criteria of all draws to one line each: two that merge, one that words. */
export const settlingCalls = criterionKinds.length + 1;

/**
 * Measures how diverse samples are (LLM cluster-agent, arXiv 2410.15226, §3): draws → criteria → merged → worded → rounds of
 * grouping and verifying. Each step needs all of the one before, so it is a wave of its own; a round's two calls are one job.
 * What the journal has of it is taken from there.
 * @returns why it stopped short of the rounds, or null
 */
export async function measureDiversity(tools: DiversityTools, measurement: Measurement, running: Running): Promise<string | null> {
  const { plan, models, jobs, failedOnly, report, passOver } = running;
  const { model, concurrencyLimit } = await models.open(plan.model);
  const { draws, rounds } = tools.settings;
  const calls = new DiversityJobs(tools, model, running);
  const total = draws + settlingCalls + rounds;
  let done = jobs.done.size;
  const waveOf = (label: string): Wave => {
    report(done, total, label);
    return {
      running,
      measurement,
      concurrencyLimit,
      onSettled: () => {
        report(++done, total, label);
      },
    };
  };
  const isLeft = ({ name }: DiversityJob): boolean => !jobs.done.has(name) && jobs.failures.has(name) === failedOnly;
  const hadCriteria = measurement.lines !== null;
  const short = hadCriteria ? null : await settleCriteria(draws, { calls, isLeft, wave: waveOf('Finding criteria') });
  if (hadCriteria && failedOnly) {
    const failed = [...numbers(draws)].filter((draw) => isLeft(calls.criteria(draw)));
    passOver('draws that gave no criteria, since those of the others are settled', failed.length);
  }
  const { lines } = measurement;
  if (lines === null) return short;
  const all = numbers(rounds).map((round) => calls.round(round, lines));
  // Rounds that could not be asked for want of criteria have not failed, and are asked with what had.
  const wanted = all.filter((round) => (hadCriteria ? isLeft(round) : !jobs.done.has(round.name)));
  await askWave(wanted, waveOf('Grouping samples'));
  return null;
}

interface Settling {
  readonly calls: DiversityJobs;
  /** Tells whether a job is to be asked in this part of the run. */
  readonly isLeft: (job: DiversityJob) => boolean;
  readonly wave: Wave;
}

/**
 * Asks for criteria until there is one line for each. Once they are settled they stay: a draw that failed before is then not tried
 * again. What is needed to go on, merging and wording, is tried whenever the run is.
 * @returns why there are none, or null
 */
async function settleCriteria(count: number, { calls, isLeft, wave }: Settling): Promise<string | null> {
  const { measurement, running } = wave;
  const { jobs, failedOnly } = running;
  const draws = [...numbers(count).map((draw) => calls.criteria(draw))];
  await askWave(draws.filter(isLeft), wave);
  if (failedOnly && draws.some(({ name }) => !jobs.done.has(name) && !jobs.failures.has(name)))
    return 'draws are left that were never asked for: resume the run';
  if (measurement.draws === 0) return 'no draw of samples gave criteria';
  const unmerged = criterionKinds.filter((kind) => measurement.merged(kind) === undefined);
  const merges = unmerged.map((kind) => calls.merge(kind, measurement));
  await askWave(merges, wave);
  if (criterionKinds.some((kind) => measurement.merged(kind) === undefined)) return 'the criteria could not be merged';
  await askWave([calls.phrase(measurement)], wave);
  return measurement.lines === null ? 'the criteria could not be worded' : null;
}

function* numbers(count: number): Generator<number> {
  for (let at = 0; at < count; at++) yield at;
}
