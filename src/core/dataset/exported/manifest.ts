import * as z from 'zod';
import { splitShares } from '../splits/shares.ts';
import { trainerIds } from '../trainers/trainer-ids.ts';
import { exportFormats } from '../export-formats.ts';

const count = z.int().nonnegative();
const sha256 = z.string().regex(/^[0-9a-f]{64}$/);

/** Choices of an export, with which the same samples give the same files. */
const exportChoices = z.strictObject({
  /** Absent where a template of the project makes the rows. */
  format: z.enum(exportFormats).optional(),
  /** Name of the template, and the hash of what stood in it. */
  template: z.strictObject({ name: z.string(), sha256 }).optional(),
  splits: splitShares.optional(),
  /** Decides which documents go where among divisions that are as good. */
  seed: z.int().optional(),
  /** Similarity from which on two samples are kept on one side. */
  similarity: z.number().optional(),
  /** Most rows of a data file. */
  shardRows: z.int().positive().optional(),
  trainers: z.array(z.enum(trainerIds)).optional(),
});
export type ExportChoices = z.infer<typeof exportChoices>;

/** `manifest.json` of an export: what it was made of, how, and what came of it. */
export const exportManifest = z.strictObject({
  manifest: z.literal(1),
  program: z.string(),
  made: z.iso.datetime(),
  dataset: z.string(),
  choices: exportChoices,
  /** Accepted samples and their versions, as a hash over `id version` lines in the order of the rows; left out ones too. */
  source: z.strictObject({ samples: count, sha256 }),
  /**
   * How far the project's journal reached, from which the same samples are found again; null where it went on while the export was
   * written.
   */
  journal: z.array(z.strictObject({ name: z.string(), size: count, checksum: count })).nullable(),
  rows: count,
  splits: z.array(z.strictObject({ name: z.string(), rows: count, samples: count, documents: count })),
  files: z.array(z.strictObject({ path: z.string(), rows: count, bytes: count, sha256 })),
  leftOut: z.array(z.strictObject({ reason: z.string(), count })),
  shapes: z.record(z.string(), count),
  /** `prompts`: number of different prompts, and the hash of their hashes, sorted, a line each. */
  methods: z.record(z.string(), z.strictObject({ samples: count, prompts: count, sha256 })),
  models: z.record(z.string(), count),
  edited: count,
  documents: count,
  /** Figures of so many texts drawn by the seed; null where there are too few. */
  diversity: z.strictObject({ texts: count, figures: z.record(z.string(), z.number()) }).nullable(),
  license: z.string().nullable(),
  limitations: z.array(z.string()),
});
export type ExportManifest = z.infer<typeof exportManifest>;
