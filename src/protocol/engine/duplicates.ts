/** Duplicates among samples, by words or by meaning, and thinning them out. */
import * as z from 'zod';
import { keepRules } from '../../core/quality/near-duplicates/keep-rules.ts';
import { leastThreshold } from '../../core/quality/near-duplicates/threshold.ts';
import { duplicateWays } from '../../core/quality/near-duplicates/ways.ts';
import { parameters } from '../parameters.ts';
import { looks, writes, type RequestDefinition } from '../request.ts';
import { count } from './common.ts';
import { decided, sampleFilter, sampleSummary } from './samples.ts';

/**
 * Of the samples that a filter leaves, pending and accepted ones where it names no status. Threshold unless told: by words, that of the
 * gate; by meaning, the one that suits the samples.
 */
const compared = parameters({
  filter: sampleFilter.default({}),
  by: z.enum(duplicateWays).default('words'),
  threshold: z.number().min(leastThreshold).max(1).optional(),
});

const cluster = z.object({
  /** The oldest first; `similarity`: to the one of the cluster that it is most like, by meaning the cosine. */
  samples: z.array(sampleSummary.extend({ similarity: z.number(), words: count })),
});

const byMeaning = z.object({
  /** Model whose embeddings are compared; null where none is chosen, and nothing is compared. */
  model: z.string().nullable(),
  /** Threshold that suits these samples. */
  suggested: z.number(),
  /** Samples without an embedding, which are not compared. */
  missing: count,
  /** Pairs that put one problem with other numbers, and are no duplicates. */
  otherNumbers: count,
  /** The most pairs that may have been passed over, since there were too many; the nearest were not. */
  leftOut: count,
  /** Numbers of samples by the cosine of their nearest neighbour; a bin ends where the next begins, the last at 1. */
  nearest: z.array(z.object({ from: z.number(), texts: count })),
});

export const duplicateRequests = {
  /** Groups of duplicates, the largest first. Goes through all samples that the filter leaves; asks no model. */
  'duplicates/list': {
    params: compared.extend({ offset: count.default(0), limit: z.int().positive().max(1000).default(100) }),
    result: z.object({
      threshold: z.number(),
      compared: count,
      clusters: count,
      /** Samples in all clusters. */
      samples: count,
      list: z.array(cluster),
      /** Null by words. */
      meaning: byMeaning.nullable(),
    }),
    ...looks,
    callers: ['panel', 'cli'],
  },
  /** Rejects, as one action, what is a duplicate of a better one; `first`: samples that stay whatever the rule says. */
  'duplicates/thin': {
    params: compared.extend({ keep: z.enum(keepRules), first: z.array(z.string()).default([]) }),
    result: decided.extend({ clusters: count }),
    ...writes,
    showsProgress: true,
    callers: ['panel', 'cli'],
  },
} as const satisfies Record<string, RequestDefinition>;
