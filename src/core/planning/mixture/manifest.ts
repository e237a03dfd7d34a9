import * as z from 'zod';
import { mixtureKinds } from './kinds.ts';
import { mixtureEpochs, mixtureShares } from './settings.ts';

const count = z.int().nonnegative();
const kind = z.enum(mixtureKinds);

/** `mixture.json`: what a mixture was made of, and how it is mixed. */
export const mixtureManifest = z.strictObject({
  mixture: z.literal(1),
  program: z.string(),
  made: z.iso.datetime(),
  dataset: z.string(),
  /** Vocabulary that tokens are counted in. */
  tokenizer: z.string(),
  /** Training tokens, and the rows that they come in; null where the rows of some source were not counted. */
  budget: count,
  rows: count.nullable(),
  /** Percent of the training tokens, all kinds. */
  shares: mixtureShares,
  /** Most passes, where they were named. */
  epochs: mixtureEpochs,
  seed: count,
  parts: z.array(
    z.strictObject({
      name: z.string(),
      kind,
      /** `corpus`, `samples`, the file that it is in, or null for a text that lies elsewhere. */
      from: z.union([z.literal(['corpus', 'samples']), z.strictObject({ file: z.string(), field: z.string() }), z.null()]),
      /** Training tokens, unique tokens, passes and rows. */
      tokens: count,
      unique: count,
      epochs: z.number(),
      rows: count.nullable(),
      /** Share of the tokens, and probability of the next row. */
      weight: z.number(),
      probability: z.number().nullable(),
      files: z.array(z.strictObject({ path: z.string(), rows: count, bytes: count, sha256: z.string() })),
    }),
  ),
  /** Unique tokens that are still to be made or added, by kind. */
  lacking: z.array(z.strictObject({ kind, tokens: count })),
  leftOut: z.array(z.strictObject({ reason: z.string(), count })),
  warnings: z.array(z.string()),
});
export type MixtureManifest = z.infer<typeof mixtureManifest>;
