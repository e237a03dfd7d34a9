import { readFile } from 'node:fs/promises';
import { exportManifest, type ExportManifest } from '../../core/dataset/exported/manifest.ts';
import { UsageError } from '../errors.ts';
import { hasCode } from '../storage/errors.ts';

/** Reads the manifest of an export. @param remedy what to do where it cannot be read @throws UsageError */
export async function readManifest(file: string, remedy: string): Promise<ExportManifest> {
  const wrong = (problem: string): UsageError => new UsageError(`${file}: ${problem}; ${remedy}`);
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (error) {
    if (hasCode(error) && (error.code === 'ENOENT' || error.code === 'ENOTDIR')) throw wrong('there is no such file');
    throw error;
  }
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw wrong('is not valid JSON');
  }
  const read = exportManifest.safeParse(value);
  if (read.success) return read.data;
  const [issue] = read.error.issues;
  throw wrong(`${issue?.path.join('.') ?? ''}: ${issue?.message ?? 'is no manifest of an export'}`);
}

/** Names of data files that are not as a manifest has them; none where an export came to the same. */
export function differingFiles(wanted: ExportManifest, made: ExportManifest): string[] {
  const hashes = new Map(made.files.map(({ path, sha256 }) => [path, sha256]));
  const paths = new Set([...wanted.files, ...made.files].map(({ path }) => path));
  const expected = new Map(wanted.files.map(({ path, sha256 }) => [path, sha256]));
  return [...paths].filter((path) => hashes.get(path) !== expected.get(path)).sort();
}
