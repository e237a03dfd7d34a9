/** A file that the panel asks to have saved: a chart or its numbers. */
import * as z from 'zod';
import { parameters } from './parameters.ts';

const savedExtensions = ['csv', 'svg'] as const;
type SavedExtension = (typeof savedExtensions)[number];

/** Characters of the longest text that is saved: a chart of some thousand marks has a tenth of it. */
export const longestSaved = 10_000_000;

/** A plain name: no folder, no device, nothing hidden, and one of the endings. The person who is asked may choose another. */
const name = z
  .string()
  .max(120)
  .regex(/^[\p{L}\p{N}](?:[\p{L}\p{N} ,()_-]|\.(?!\.))*\.(?:csv|svg)$/u, 'a plain file name that ends in .csv or .svg is needed');

export const savedFile = parameters({ name, text: z.string().max(longestSaved) });

/** Ending of a file's name or path, if it is one that is saved. */
export function savedExtension(path: string): SavedExtension | null {
  const ending = /\.([^./\\]+)$/.exec(path)?.[1]?.toLowerCase();
  return savedExtensions.find((each) => each === ending) ?? null;
}
