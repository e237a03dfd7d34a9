/** The cache of parsed corpus files: a file whose stamp is the same is not parsed again. */
import * as z from 'zod';
import { type Encoding, encodingNames } from '../../core/corpus/encodings.ts';
import { type Places, placeUnits } from '../../core/corpus/extract/extracted.ts';
import { omissionKindNames } from '../../core/corpus/omissions.ts';
import type { ParsedFile } from '../../core/corpus/parse.ts';
import { DiskFullError } from './errors.ts';
import { text, type Database } from './sqlite.ts';

/** A file as it was parsed. */
export interface StoredFile extends ParsedFile {
  /** Encoding that it was read in; absent for UTF-8. */
  readonly encoding?: Encoding;
  /** Pages, slides or chapters of the text that was extracted of it; absent where it has none. */
  readonly places?: Places;
}

export interface ParsedFileCache {
  /** `stamp`: whatever tells that file and parser are still the same (size and time, settings, a version). */
  get(file: string, stamp: string): StoredFile | undefined;
  set(file: string, stamp: string, parsed: StoredFile): void;
}

const span = z.object({ start: z.int(), end: z.int() });
const passage = z.object({
  id: z.string(),
  file: z.string(),
  record: z.int(),
  span,
  text: z.string(),
  anchors: z.array(z.object({ text: span, file: span })),
  headings: z.array(z.string()),
  hash: z.string(),
  tokens: z.int(),
});
const parsedFile = z.object({
  documents: z.array(z.object({ file: z.string(), record: z.int(), title: z.string(), passages: z.array(passage) })),
  problems: z.array(z.object({ file: z.string(), line: z.int().exactOptional(), reason: z.string() })),
  omissions: z.array(z.object({ kind: z.enum(omissionKindNames), count: z.int(), line: z.int() })),
  encoding: z.enum(encodingNames).exactOptional(),
  places: z.object({ unit: z.enum(placeUnits), starts: z.array(z.int()) }).exactOptional(),
}) satisfies z.ZodType<StoredFile>;

export function parsedFileCache(database: Database): ParsedFileCache {
  return {
    get(file, stamp) {
      const row = database.get('SELECT body FROM parsed WHERE file = ? AND stamp = ?', file, stamp);
      if (!row) return undefined;
      // Files that an older version of the parser has read are parsed again.
      const parsed = parsedFile.safeParse(JSON.parse(text(row.body)));
      return parsed.success ? parsed.data : undefined;
    },
    set(file, stamp, parsed) {
      database.run('INSERT OR REPLACE INTO parsed VALUES (?, ?, ?)', file, stamp, JSON.stringify(parsed));
    },
  };
}

/** The same of an index that is made anew when it fails. @param healing does work with the cache there is */
export const healedCache = (healing: <T>(work: (cache: ParsedFileCache) => T) => T): ParsedFileCache => ({
  get: (file, stamp) => healing((cache) => cache.get(file, stamp)),
  set: (file, stamp, parsed) => {
    try {
      healing((cache) => {
        cache.set(file, stamp, parsed);
      });
    } catch (error) {
      // Files whose results find no room are parsed again the next time.
      if (!(error instanceof DiskFullError)) throw error;
    }
  },
});
