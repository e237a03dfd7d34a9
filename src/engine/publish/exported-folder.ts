import { createHash } from 'node:crypto';
import { openAsBlob } from 'node:fs';
import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { besideNames, manifestName } from '../../core/dataset/exported/layout.ts';
import { exportManifest, type ExportManifest } from '../../core/dataset/exported/manifest.ts';
import { UsageError } from '../errors.ts';
import { digestOf } from '../export/digest.ts';
import { hasCode } from '../storage/errors.ts';

/** A file of an exported folder. */
interface LocalFile {
  readonly path: string;
  readonly bytes: number;
  readonly sha256: string;
}

export interface ExportedFolder {
  readonly manifest: ExportManifest;
  readonly files: readonly LocalFile[];
  blob(path: string): Promise<Blob>;
  /** Name that git gives to a file's content: what the Hub tells of small files. */
  gitHash(path: string): Promise<string>;
}

/**
 * Opens the folder of an export, whose data must be as they were exported; what stands beside them may have been edited.
 * @throws UsageError where there is no manifest that can be read, and for data that are not as it says
 */
export async function openExportedFolder(directory: string): Promise<ExportedFolder> {
  const manifest = await readManifest(directory);
  const data: LocalFile[] = [];
  for (const { path, sha256 } of manifest.files) {
    const file = join(directory, path);
    const found = await digestOf(file).catch(unlessMissing);
    if (found !== sha256) {
      const what = found === undefined ? 'is missing' : 'is not as it was exported';
      throw new UsageError(`${file}: ${what}; export into ${directory} again, and edit samples in review rather than here`);
    }
    data.push({ path, bytes: (await stat(file)).size, sha256 });
  }
  const beside = (await readdir(directory)).filter((name) => besideNames.includes(name)).sort();
  const others = await Promise.all(
    beside.map(async (path) => ({ path, bytes: (await stat(join(directory, path))).size, sha256: await digestOf(join(directory, path)) })),
  );
  return {
    manifest,
    files: [...others, ...data],
    blob: (path) => openAsBlob(join(directory, path)),
    gitHash: async (path) => {
      const content = await readFile(join(directory, path));
      return createHash('sha1').update(`blob ${content.length}\0`).update(content).digest('hex');
    },
  };
}

async function readManifest(directory: string): Promise<ExportManifest> {
  const file = join(directory, manifestName);
  const text = await readFile(file, 'utf8').catch(unlessMissing);
  if (text === undefined) throw new UsageError(`${file}: there is no such file; name the folder of an export (loom export --out)`);
  const wrong = (problem: string): UsageError => new UsageError(`${file}: ${problem}; export into ${directory} again`);
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

function unlessMissing(error: unknown): undefined {
  if (hasCode(error) && (error.code === 'ENOENT' || error.code === 'ENOTDIR')) return undefined;
  throw error;
}
