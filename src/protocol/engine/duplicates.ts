/** Near-duplicates among samples, and thinning them out. */
import * as z from 'zod';
import { keepRules } from '../../core/quality/near-duplicates/keep-rules.ts';
import { leastThreshold } from '../../core/quality/near-duplicates/threshold.ts';
import { parameters } from '../parameters.ts';
import { looks, writes, type RequestDefinition } from '../request.ts';
import { count } from './common.ts';
import { decided, sampleFilter, sampleSummary } from './samples.ts';

/** Of the samples that a filter leaves, pending and accepted ones where it names no status; the threshold of the gate unless told. */
const compared = parameters({ filter: sampleFilter.default({}), threshold: z.number().min(leastThreshold).max(1).optional() });

const cluster = z.object({
  /** The oldest first; `similarity`: to the one of the cluster that it is most like. */
  samples: z.array(sampleSummary.extend({ similarity: z.number(), words: count })),
});

export const duplicateRequests = {
  /** Groups of near-duplicates, the largest first. Goes through all samples that the filter leaves. */
  'duplicates/list': {
    params: compared.extend({ offset: count.default(0), limit: z.int().positive().max(1000).default(100) }),
    result: z.object({
      threshold: z.number(),
      compared: count,
      clusters: count,
      /** Samples in all clusters. */
      samples: count,
      list: z.array(cluster),
    }),
    ...looks,
    callers: ['panel', 'cli'],
  },
  /** Rejects, as one action, what is a near-duplicate of a better one; `first`: samples that stay whatever the rule says. */
  'duplicates/thin': {
    params: compared.extend({ keep: z.enum(keepRules), first: z.array(z.string()).default([]) }),
    result: decided.extend({ clusters: count }),
    ...writes,
    showsProgress: true,
    callers: ['panel', 'cli'],
  },
} as const satisfies Record<string, RequestDefinition>;
