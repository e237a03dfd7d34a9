/** Sets from elsewhere that become samples to review. */
import * as z from 'zod';
import { importFormats } from '../../core/dataset/import/decode.ts';
import { columnMapping } from '../../core/dataset/import/mapping.ts';
import { content, shapeIds } from '../../core/samples/shapes/index.ts';
import { parameters } from '../parameters.ts';
import { looks, type RequestDefinition, writes } from '../request.ts';
import { count } from './common.ts';

const asked = {
  /** Absolute path of the file. */
  file: z.string().min(1),
  /** By default what its first rows look like. */
  format: z.enum(importFormats).optional(),
  shape: z.enum(shapeIds).optional(),
  /** Columns, or paths below them, by the parts of a shape. */
  mapping: z.record(z.string(), z.string()).optional(),
};

const passedOver = z.array(
  z.object({
    reason: z.string(),
    count,
    /** Lines or numbers of the first of them, from 1. */
    lines: z.array(z.int().positive()).readonly(),
  }),
);

/** Way in which a set is read, or would be. */
const way = {
  /** Path below the project's folder, or the name of a file from outside. */
  name: z.string(),
  /** Null where no format fits. */
  format: z.enum(importFormats).nullable(),
  shape: z.enum(shapeIds).nullable(),
  mapping: columnMapping.nullable(),
  /** What decided that: what was asked, a mapping that was given for the same columns before, the rows, or the names of their columns. */
  why: z.enum(['asked', 'remembered', 'detected', 'suggested', 'unknown']),
  passedOver,
};

export const importRequests = {
  /** What an import would make of a file, by its first rows; nothing is written. */
  'import/look': {
    params: parameters(asked),
    result: z.object({
      ...way,
      /** Records looked at, and those of them that would become samples, as far as they alone say. */
      rows: count,
      fitting: count,
      columns: z.array(z.string()),
      /** Formats that fit some of the rows, with their share. */
      fits: z.array(z.object({ format: z.enum(importFormats), share: z.number().min(0).max(1) })),
      /** The first samples as they would be. */
      first: z.array(z.object({ line: z.int().positive(), content, fields: z.record(z.string(), z.union([z.string(), z.number()])) })),
      /** Columns of which nothing would be kept. */
      left: z.array(z.string()),
    }),
    ...looks,
    callers: ['extension', 'cli'],
  },
  /** Makes samples of the rows, pending ones unless they are to be accepted. Cancelled or killed, it keeps what it has, and goes on when it is asked again. */
  import: {
    params: parameters({
      ...asked,
      accept: z.boolean().default(false),
      /** True to take also what says the same as a sample that is kept. */
      duplicates: z.boolean().default(false),
      /** Rows that are read at the most. */
      limit: z.int().positive().optional(),
    }),
    result: z.object({
      ...way,
      /** Value of the field `run` of its samples. */
      import: z.string(),
      rows: count,
      taken: count,
      /** Columns of which nothing was kept, with the number of samples that had them. */
      left: z.array(z.object({ column: z.string(), count })),
      /** References and quotations of files or texts that are not in this corpus. */
      lost: count,
      cancelled: z.boolean(),
      revision: count,
    }),
    ...writes,
    showsProgress: true,
    callers: ['extension', 'cli'],
  },
} as const satisfies Record<string, RequestDefinition>;
