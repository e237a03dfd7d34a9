/** Jobs of a measurement: asked in waves, each recorded in its turn. */
import type { Measurement } from '../../../../core/quality/cluster-agent/measurement.ts';
import { isMeasuring } from '../../../../core/quality/cluster-agent/measurement.ts';
import type { JobFailure } from '../../../../core/quality/drops.ts';
import type { NewEvent } from '../../../../core/samples/events.ts';
import { inOrder } from '../../in-order.ts';
import type { Running } from '../../run.ts';
import { failureOf } from '../../stopping.ts';

export interface DiversityJob {
  /** Unlike that of any other job of the run, and the same whenever it is resumed. */
  readonly name: string;
  /** Gives what is to be recorded. @throws whatever it fails of */
  readonly ask: (attempt: number) => Promise<NewEvent>;
}

type Asked = { readonly job: string } & ({ readonly event: NewEvent } | { readonly failure: JobFailure });

/** What a wave is asked with. */
export interface Wave {
  readonly running: Running;
  readonly measurement: Measurement;
  readonly concurrencyLimit: number;
  /** Told after each job. */
  readonly onSettled: () => void;
}

/** Asks all jobs of a wave at once, as far as the model lets; what each gave is recorded, and taken into the measurement. */
export async function askWave(jobs: Iterable<DiversityJob>, { running, measurement, concurrencyLimit, onSettled }: Wave): Promise<void> {
  const { run, tally, jobs: known } = running;
  const begin = (job: DiversityJob): Promise<Asked> => askOne(job, running);
  for await (const asked of inOrder(jobs, () => concurrencyLimit, begin)) {
    const { job } = asked;
    const hadFailed = known.failures.has(job);
    if ('failure' in asked) {
      if (!hadFailed) tally.failed++;
      running.record([{ type: 'job.failed', run, job, ...asked.failure }]);
    } else {
      if (hadFailed) tally.failed--;
      if (asked.event.type === 'samples.clustered') tally.kept++;
      for (const event of running.record([asked.event, { type: 'job.done', run, job }])) if (isMeasuring(event)) measurement.add(event);
    }
    onSettled();
  }
}

async function askOne({ name, ask }: DiversityJob, running: Running): Promise<Asked> {
  try {
    return { job: name, event: await ask(running.jobs.failures.get(name) ?? 0) };
  } catch (error) {
    return { job: name, failure: failureOf(error, running) };
  }
}
