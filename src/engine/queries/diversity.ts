import { smallMeasure } from '../../core/quality/cluster-agent/settings.ts';
import type { DiversityMeasurement } from '../../protocol/results.ts';
import { UsageError } from '../errors.ts';
import { readMeasurement } from '../measurements.ts';
import type { RunPlan } from '../storage/store.ts';
import type { Workspace } from '../workspace.ts';
import { usageOf } from './runs.ts';

/** So many names of groups are told, and of each so many samples; beyond that they are counted. */
const told = { groups: 100, samples: 50 };

/** All measurements, the newest first; read in slices. */
export async function listMeasurements(workspace: Workspace, signal: AbortSignal): Promise<DiversityMeasurement[]> {
  const { store } = workspace;
  const measurements: DiversityMeasurement[] = [];
  for (const { kind, run } of store.runs()) {
    const plan = kind === 'diversity' ? store.run(run) : undefined;
    if (plan !== undefined) measurements.push(await measurementOf(workspace, plan, signal));
  }
  return measurements;
}

/** @throws UsageError when there is no such run. */
export async function describeMeasurement(workspace: Workspace, run: string): Promise<DiversityMeasurement> {
  const plan = workspace.store.run(run);
  if (plan === undefined) throw new UsageError(`there is no run ${run}`);
  return await measurementOf(workspace, plan);
}

async function measurementOf(workspace: Workspace, plan: RunPlan, signal?: AbortSignal): Promise<DiversityMeasurement> {
  const { run, model, startedAt, outcome, seed, samples, options } = plan;
  const measurement = await readMeasurement(workspace.store, run, signal);
  const { mean, standardError, rounds, misses } = measurement.score;
  const { groups, draws, criteria, mended } = measurement;
  return {
    ...{ run, model, startedAt, outcome, seed: seed ?? 0, samples: samples.length, settings: options.diversity ?? smallMeasure },
    ...{ score: mean, standardError, rounds, misses, draws, criteria, mended },
    groups: groups.slice(0, told.groups).map(({ samples: ids, ...group }) => {
      return { ...group, sampleCount: ids.length, samples: ids.slice(0, told.samples) };
    }),
    groupNames: groups.length,
    usage: usageOf(workspace, plan),
  };
}
