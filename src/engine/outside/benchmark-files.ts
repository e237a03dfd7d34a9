/** Which files the settings, or whoever asks, mean by a benchmark. */
import { readdir, realpath } from 'node:fs/promises';
import { basename, dirname, isAbsolute, join, relative, resolve } from 'node:path';
import { corpusGlob } from '../../core/corpus/corpus-globs.ts';
import { isBelow } from '../corpus/below.ts';
import { UsageError } from '../errors.ts';

/** A file, and the name that it is told by: nothing that is published tells whose machine it lies on. */
export interface BenchmarkFile {
  readonly path: string;
  /** Unique among the files of a report. */
  readonly name: string;
}

/** Folders that hold no benchmark. */
const never = new Set(['.git', '.loom', 'node_modules']);

/**
 * Files of the patterns in the settings, below the project's folder.
 * @throws UsageError when none fits a pattern, or one leads out of the folder
 */
export async function benchmarksOfSettings(folder: string, patterns: readonly string[]): Promise<string[]> {
  const found = new Set<string>();
  let listed: string[] | undefined;
  for (const pattern of patterns) {
    const isPlain = !/[*?[\]{}\\]/.test(pattern);
    listed ??= isPlain ? undefined : await filesBelow(folder);
    const glob = corpusGlob(pattern);
    const fitting = isPlain ? [pattern] : listed!.filter((file) => glob.matches(file));
    if (fitting.length === 0) throw new UsageError(`gates.leakage.files: no file of the project fits “${pattern}”`);
    for (const file of fitting) found.add(await insideOf(folder, file));
  }
  return [...found];
}

/** A path that is not there is told by whoever reads it. @throws UsageError for a link that leads out of the folder */
async function insideOf(folder: string, file: string): Promise<string> {
  const path = resolve(folder, file);
  const real = await realpath(path).catch(() => undefined);
  if (real !== undefined && !isBelow(await realpath(folder), real))
    throw new UsageError(`gates.leakage.files: “${file}” leads out of the project folder; copy the file into it`);
  return path;
}

/** Regular files below a folder, by their paths from there with forward slashes; links are not followed. */
async function filesBelow(folder: string, below = ''): Promise<string[]> {
  const files: string[] = [];
  for (const entry of await readdir(join(folder, below), { withFileTypes: true })) {
    const path = below + entry.name;
    if (entry.isFile()) files.push(path);
    else if (entry.isDirectory() && !never.has(entry.name)) for (const file of await filesBelow(folder, `${path}/`)) files.push(file);
  }
  return files.sort();
}

/** Names files by their paths below the project's folder; those from elsewhere by as much as tells them apart. */
export function namedFiles(folder: string, paths: readonly string[]): BenchmarkFile[] {
  const names = new Set<string>();
  return [...new Set(paths.map((path) => resolve(folder, path)))].map((path) => {
    const below = relative(folder, path).replaceAll('\\', '/');
    const isInside = isBelow(folder, path) && !isAbsolute(below);
    const choices = isInside ? [below] : [basename(path), `${basename(dirname(path))}/${basename(path)}`];
    let name = choices.find((choice) => !names.has(choice));
    for (let nth = 2; name === undefined; nth += 1) {
      const numbered = `${choices.at(-1)} (${nth})`;
      if (!names.has(numbered)) name = numbered;
    }
    names.add(name);
    return { path, name };
  });
}
