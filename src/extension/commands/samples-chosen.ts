/** Samples that a command is called on, read without trust in the shape of its arguments. Loaded with the contract, for its schemas. */
import * as z from 'zod';
import { sampleCounts } from '../../protocol/engine/common.ts';
import { sampleChoice } from '../../protocol/engine/samples.ts';
import type { SampleChoice } from '../../protocol/engine/samples.ts';
import type { Project } from '../project.ts';
import { rowsOf, samplesAmong } from './arguments.ts';

const groupRow = z.object({ kind: z.literal('group'), status: sampleCounts.keyof() });
const chosenSamples = z.object({ choice: sampleChoice });

/** Choice that the panel passed, the groups of samples a command was called on, or the samples; null without any. */
export function samplesChosen(args: readonly unknown[]): SampleChoice | null {
  const [row] = args;
  const passed = chosenSamples.safeParse(row);
  if (passed.success) return passed.data.choice;
  const rows = rowsOf(args);
  if (groupRow.safeParse(row).success) return { filter: { status: rows.flatMap((each) => groupRow.safeParse(each).data?.status ?? []) } };
  const samples = samplesAmong(rows);
  return samples.length === 0 ? null : { samples };
}

export async function countChosen(project: Project, choice: SampleChoice): Promise<number> {
  if ('samples' in choice) return choice.samples.length;
  return (await project.request('samples/list', { filter: choice.filter, limit: 1 })).total;
}
