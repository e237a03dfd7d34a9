/** Requests about how diverse samples are, as a model sees it that groups them (arXiv 2410.15226, §3). */
import * as z from 'zod';
import { criterionKinds } from '../../core/quality/cluster-agent/proposals.ts';
import { clusterSettings } from '../../core/quality/cluster-agent/settings.ts';
import { runUsage } from '../../core/samples/run-usage.ts';
import { parameters } from '../parameters.ts';
import { asksModels, looks, type RequestDefinition } from '../request.ts';
import { count, none } from './common.ts';
import { runEstimate, runOutcomes, runResult, starting } from './runs.ts';
import { sampleFilter } from './samples.ts';

/** What is measured, in which sizes: by default those of the project's settings. */
const measuring = parameters({
  /** Of the samples that it leaves, those pending or accepted where it names no status. */
  filter: sampleFilter.optional(),
  ...clusterSettings.partial().shape,
  /** By default the same each time: of the same samples it then asks what it asked before, and is answered from the cache. */
  seed: z.int().nonnegative().optional(),
  ...starting,
});

const measurement = z.object({
  run: z.string(),
  model: z.string(),
  startedAt: z.string(),
  outcome: z.enum(runOutcomes),
  seed: z.int(),
  /** Size of the set that draws are made from. */
  samples: count,
  settings: clusterSettings,
  /** D, from 1/K (all alike) to K (all apart), over the rounds so far; null before any that counts. */
  score: z.number().positive().nullable(),
  /** Null with fewer than two rounds that count. */
  standardError: z.number().nonnegative().nullable(),
  /** Rounds so far, and those of them that had no valid group and are left out of the score. */
  rounds: count,
  misses: count,
  /** Draws that gave criteria, and what became of these: with the lines that samples are grouped by, none before they are settled. */
  draws: count,
  criteria: z.array(z.object({ kind: z.enum(criterionKinds), name: z.string(), definition: z.string(), line: z.string() })),
  /** Groups of all rounds by their names, those with the most samples first: the first hundred of `groupNames`. */
  groups: z.array(
    z.object({
      /** As it was written first; '' for groups that got none. */
      name: z.string(),
      /** Number of groups so called, and of those that are valid. */
      groups: count,
      valid: count,
      /** Different samples in the valid ones, and the ids of the first fifty. */
      sampleCount: count,
      samples: z.array(z.string()),
    }),
  ),
  groupNames: count,
  /** Numbers in replies that no sample has, samples in a second group, and samples in none, which are groups by themselves. */
  mended: z.object({ unknown: count, repeated: count, unplaced: count }),
  usage: runUsage,
});

export const diversityRequests = {
  /** Asks no model. `samples`: size of the set. */
  'diversity/estimate': {
    params: measuring,
    result: runEstimate.extend({ samples: count }),
    ...looks,
    readsCorpus: true,
    callers: ['extension', 'cli'],
  },
  /** Measures the diversity of the samples that a filter leaves. Decides nothing. */
  'diversity/measure': {
    params: measuring,
    result: runResult.extend({ measurement }),
    ...asksModels,
    callers: ['extension', 'cli'],
  },
  /** All measurements, finished or not, the newest first. */
  'diversity/results': {
    params: none,
    result: z.object({ measurements: z.array(measurement) }),
    ...looks,
    callers: ['panel', 'extension', 'cli'],
  },
} as const satisfies Record<string, RequestDefinition>;
