/** Shapes that several subjects share. */
import * as z from 'zod';
import { passedReasons } from '../../core/corpus/passed-over.ts';
import { parameters } from '../parameters.ts';
import { conceptSet, reference } from '../../core/samples/sample.ts';

export const count = z.int().nonnegative();

export const none = parameters({});

/** Budget of a run in parameters. A run that is gone on with keeps its own where nothing is said of it; null lifts it. */
export const budgetParameters = parameters({
  maxTokens: z.int().positive().nullable().optional(),
  maxCost: z.number().positive().nullable().optional(),
});

export const problem = z.object({ file: z.string(), line: z.int().positive().optional(), reason: z.string() });

/** Something of a file that is not in its passages as it stands; `what` is the kind in words, for the number; of copies no line is known. */
export const omission = z.object({ kind: z.string(), what: z.string(), count, line: z.int().positive().optional() });

/** The same of all files: how many files it was found in, and some of them. */
export const omitted = z.object({
  kind: z.string(),
  what: z.string(),
  count,
  files: count,
  /** `of`: the file that has the same, of a copy. */
  examples: z.array(z.object({ file: z.string(), line: z.int().positive().optional(), of: z.string().optional() })),
});

/** Files and folders that are no part of the corpus, for one reason; `what` goes behind the number, `examples` are paths. */
export const notRead = z.object({ kind: z.enum(passedReasons), what: z.string(), count, examples: z.array(z.string()) });

export const sampleCounts = z.object({ pending: count, accepted: count, rejected: count, gated: count });

export const conceptRef = z.object({ id: z.string(), kind: z.enum(['topic', 'concept']), label: z.string() });

export const sampledSet = conceptSet.extend({ references: z.array(reference) });

export const changed = z.object({ changed: z.array(z.string()), revision: count });
