import { readFileSync } from 'node:fs';
import * as z from 'zod';
import { messageOf, UsageError } from '../../errors.ts';
import { publishedHost, type PublishedModel, publishedModels } from './published.ts';

/** Models that can be downloaded, and the host that has them. */
export interface PublishedList {
  readonly host: string;
  readonly models: readonly PublishedModel[];
}

/** Name of a file or folder that leads nowhere else. */
const part = String.raw`[A-Za-z0-9_][\w.-]*`;
const plainPath = z.string().regex(new RegExp(`^${part}(?:/${part})*$`), 'must be a plain relative path');

const listFile = z.strictObject({
  host: z
    .url({ protocol: /^https?$/, error: 'must be a URL that starts with http:// or https://' })
    .regex(/[^/]$/, 'must not end with a slash'),
  models: z
    .array(
      z.strictObject({
        name: z.string().regex(new RegExp(`^${part}$`), 'must be a plain name'),
        about: z.string(),
        licence: z.string(),
        files: z
          .array(
            z.strictObject({
              name: plainPath,
              archive: z.string().startsWith('/'),
              offset: z.int().nonnegative(),
              packed: z.int().positive(),
              size: z.int().nonnegative(),
              sha256: z.string().regex(/^[0-9a-f]{64}$/, 'must be a SHA-256 in hexadecimal'),
            }),
          )
          .min(1),
      }),
    )
    .min(1),
});

/**
 * Models to download: those that the program names, or those of the JSON file that `LOOM_PUBLISHED_MODELS` names, of a mirror of
 * one's own. The file says hashes too, so its place is the user's to say, as the environment is; a project names none.
 * @throws UsageError with file and field when the file does not hold
 */
export function publishedList({ LOOM_PUBLISHED_MODELS: file }: NodeJS.ProcessEnv): PublishedList {
  if (!file) return { host: publishedHost, models: publishedModels };
  const parsed = listFile.safeParse(parsedFile(file));
  if (parsed.success) return parsed.data;
  const { path, message } = parsed.error.issues[0]!;
  throw new UsageError(`${file}: ${path.map(String).join('.') || 'the file'}: ${message} (LOOM_PUBLISHED_MODELS)`);
}

function parsedFile(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    throw new UsageError(`LOOM_PUBLISHED_MODELS: ${file} cannot be read as JSON: ${messageOf(error)}`, { cause: error });
  }
}
