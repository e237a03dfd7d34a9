/** Writing the accepted samples where trainers find them. */
import * as z from 'zod';
import { exportFormats } from '../../core/dataset/export-formats.ts';
import { splitShares } from '../../core/dataset/splits/shares.ts';
import { trainerIds } from '../../core/dataset/trainers/trainer-ids.ts';
import { parameters } from '../parameters.ts';
import { looks, writes, type RequestDefinition } from '../request.ts';
import { count } from './common.ts';

const exported = parameters({
  /** Folder that the export has to itself. */
  directory: z.string(),
  /** By default `jsonl`, where no template makes the rows. */
  format: z.enum(exportFormats).optional(),
  /** Name of a template in `.loom/exports`. */
  template: z
    .string()
    .regex(/^[\w-]{1,60}$/, 'a template is named by letters, digits, “-” and “_”, without its ending')
    .optional(),
  /** By default everything is `train`. */
  splits: splitShares.optional(),
  seed: z.int().optional(),
  /** Jaccard index of word shingles from which on two samples are kept on one side. */
  similarity: z.number().min(0.5).max(1).optional(),
  shardRows: z.int().positive().optional(),
  trainers: z.array(z.enum(trainerIds)).optional(),
  /** Name or id of a snapshot whose accepted samples are exported, in place of those of now. */
  snapshot: z.string().min(1).optional(),
  /** Path of the manifest of an export that is to be made again, with its choices and of its samples. */
  manifest: z.string().min(1).optional(),
  /** Also files that no export has written as they are now; a document of the corpus, never. */
  replace: z.boolean().optional(),
});

export const exportRequests = {
  export: {
    params: exported,
    result: z.object({
      rows: count,
      /** Samples that have no row, by why not; the most frequent reason first. */
      leftOut: z.array(z.object({ reason: z.string(), count })),
      splits: z.array(z.object({ name: z.string(), rows: count, samples: count, documents: count })),
      folder: z.string(),
      /** Data files. */
      files: z.array(z.string()),
      /** What is run in the folder to train, one a trainer. */
      commands: z.array(z.string()),
      /** The one that the dataset's card names. */
      license: z.string().nullable(),
      /** Of an export that was made again: data files that are not as its manifest has them; null of any other. */
      differing: z.array(z.string()).nullable(),
    }),
    ...writes,
    showsProgress: true,
    callers: ['extension', 'cli'],
  },
  /** Where an export would write, and what it would replace that no export has written as it is now. */
  'export/target': {
    params: parameters({ directory: z.string() }),
    result: z.object({ folder: z.string(), foreign: z.array(z.string()), replaces: z.boolean() }),
    ...looks,
    callers: ['extension'],
  },
  /** Names of the templates in `.loom/exports`. */
  'export/templates': {
    params: parameters({}),
    result: z.object({ templates: z.array(z.string()) }),
    ...looks,
    callers: ['extension'],
  },
} as const satisfies Record<string, RequestDefinition>;
