/** Planning of a dataset: how much of it, by what smaller ones have shown. */
import * as z from 'zod';
import { scalingLaws } from '../../core/planning/scaling/law.ts';
import { parameters } from '../parameters.ts';
import { looks, type RequestDefinition } from '../request.ts';
import { count } from './common.ts';

/** Points of one curve: training tokens or samples (or parameters), and the loss or error there. What is wrong with the numbers, the answer says. */
const points = z.array(parameters({ x: z.number(), loss: z.number() })).max(2000);

const interval = z.tuple([z.number(), z.number()]);

/** A fitted law; `rms` is the root of the mean square of ln L̂ − ln L. Dl is 0 in the marginal law. */
const law = z.object({
  B: z.number(),
  Dl: z.number(),
  beta: z.number(),
  E: z.number(),
  rms: z.number(),
  intervals: z.object({ B: interval, Dl: interval, beta: interval, E: interval }),
});

/** An x, or the reason that there is none; `timesBeyond`: as a multiple of the largest x of the points, where it is beyond them. */
const place = z.object({
  x: z.number().nullable(),
  isExtrapolated: z.boolean(),
  timesBeyond: z.number().nullable(),
  reason: z.string().nullable(),
});

const prediction = z.object({ predicted: z.number(), relativeError: z.number() }).nullable();

export const planningRequests = {
  /** Fits scaling laws to points. */
  'plan/scaling': {
    params: parameters({
      points,
      /** Subject of `x`: training data or parameters. */
      in: z.enum(['D', 'N']).default('D'),
      /** Curve that this one is compared with. */
      against: parameters({ name: z.string().min(1), points }).optional(),
      /** Loss whose x is wanted. */
      target: z.number().positive().optional(),
      /** Gain of a doubling below which there is a plateau, in the loss's unit; left out, a hundredth of the least loss. */
      plateauGain: z.number().positive().optional(),
      /** Times that the losses are redrawn for the intervals. */
      draws: z.int().min(20).max(10_000).default(1000),
      seed: z.int().nonnegative().default(0),
      /** Rate at which intervals are to hold the truth. */
      level: z.number().min(0.5).max(0.99).default(0.9),
    }),
    result: z.object({
      in: z.enum(['D', 'N']),
      points: count,
      /** Least and largest x of the points. */
      range: z.object({ from: z.number(), to: z.number() }),
      /** Null with fewer points than it needs. */
      rectified: law.nullable(),
      marginal: law,
      /** The law that plateau, target and speed-up are taken from. */
      law: z.enum(scalingLaws),
      /** Fits without the points of the largest x, and their prediction of its (mean) loss; null where too few points are left. */
      holdOut: z.object({ x: z.number(), loss: z.number(), rectified: prediction, marginal: prediction }).nullable(),
      plateau: place.extend({ gain: z.number() }),
      /** An end of the interval is null where that many of the redrawn laws never reach the target. */
      target: place.extend({ loss: z.number(), interval: z.tuple([z.number().nullable(), z.number().nullable()]).nullable() }).nullable(),
      /** `speedUp`: times that the other curve takes as much for the same loss. */
      speedUp: z
        .object({
          against: z.string(),
          rows: z.array(z.object({ loss: z.number(), x: z.number(), againstX: z.number(), speedUp: z.number() })),
          reason: z.string().nullable(),
        })
        .nullable(),
      level: z.number(),
      draws: count,
      seed: count,
      /** What is to be known before the figures are believed. */
      notes: z.array(z.string()),
    }),
    ...looks,
    callers: ['panel', 'cli'],
  },
} as const satisfies Record<string, RequestDefinition>;
