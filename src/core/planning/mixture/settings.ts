/** Choices of a mixture as settings and requests have them. */
import * as z from 'zod';
import { readAmount } from '../amounts.ts';
import { mixtureKinds } from './kinds.ts';

/** Names of natural sources become names of files. */
export const sourceName = z
  .string()
  .regex(/^[a-z][a-z0-9_]{0,39}$/, 'must be small letters, digits and underscores, 40 at most, and begin with a letter')
  .refine((name) => name !== 'corpus' && !mixtureKinds.some((kind) => kind === name), 'is the name of a kind, or of the corpus');

/** Percent by kind. */
export const mixtureShares = z.partialRecord(z.enum(mixtureKinds), z.number().min(0).max(100), {
  error: `must be percent by kind: ${mixtureKinds.join(', ')}`,
});

/** Passes by kind or by the name of a source. */
export const mixtureEpochs = z.record(z.string(), z.number().positive().max(1000));

/** A number of tokens, as a number or as 300M, 1.5B. */
const tokens = z.union([z.number(), z.string()], { error: 'must be a number of tokens, as 300M or 1.5B' }).transform((written, context) => {
  const value = typeof written === 'number' ? written : readAmount(written);
  if (value !== null && value >= 1 && value <= 1e15) return value;
  context.addIssue({ code: 'custom', message: 'must be a number of tokens, as 300M or 1.5B' });
  return z.NEVER;
});

/** @param path schema of the path of a file */
export const mixtureSettings = (path: z.ZodType<string>) =>
  z.strictObject({
    budget: tokens.optional(),
    shares: mixtureShares.optional(),
    epochs: mixtureEpochs.optional(),
    /** Natural text beside the corpus: so many tokens as somebody has counted, or a file of the project that is no document of it. */
    sources: z
      .record(
        sourceName,
        z.union(
          [
            z.strictObject({ tokens, rows: tokens.pipe(z.int()).optional() }),
            z.strictObject({ path, field: z.string().min(1).optional() }),
          ],
          { error: 'must have `tokens` (and `rows`), or `path` (and `field`)' },
        ),
      )
      .default({}),
  });
