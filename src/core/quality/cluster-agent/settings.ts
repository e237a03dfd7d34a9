/** Settings of the LLM cluster-agent (On the Diversity of Synthetic Data, arXiv 2410.15226, §3). */
import * as z from 'zod';

export const clusterSettings = z.object({
  /** J: samples that one call is shown to find criteria in. */
  samplesPerDraw: z.int().min(2).max(50),
  /** M: draws that criteria are found in. */
  draws: z.int().min(1).max(1000),
  /** k: criteria of each kind that are left when those of all draws are merged. */
  criteria: z.int().min(3).max(5),
  /** K: samples that are grouped in one round. */
  size: z.int().min(2).max(50),
  /** N: rounds. */
  rounds: z.int().min(1).max(100_000),
});

export type ClusterSettings = z.infer<typeof clusterSettings>;

/** Sizes for a first look: the standard error says how far to trust it. */
export const smallMeasure: ClusterSettings = { samplesPerDraw: 5, draws: 10, criteria: 5, size: 10, rounds: 50 };

/** The paper's sizes, in which its scores of the same data lie within ± 0.05 of one another. */
export const paperMeasure: ClusterSettings = { ...smallMeasure, draws: 100, rounds: 5000 };

/** The fewest samples that a measurement can be made of. */
export const fewestSamples = ({ samplesPerDraw, size }: ClusterSettings): number => Math.max(samplesPerDraw, size);
