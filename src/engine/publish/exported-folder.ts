import { createHash } from 'node:crypto';
import { openAsBlob } from 'node:fs';
import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { besideNames, manifestName } from '../../core/dataset/exported/layout.ts';
import type { ExportManifest } from '../../core/dataset/exported/manifest.ts';
import { UsageError } from '../errors.ts';
import { digestOf } from '../export/digest.ts';
import { readManifest } from '../export/rebuilding.ts';
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
  const manifest = await readManifest(join(directory, manifestName), 'name the folder of an export, or export into it again');
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

function unlessMissing(error: unknown): undefined {
  if (hasCode(error) && (error.code === 'ENOENT' || error.code === 'ENOTDIR')) return undefined;
  throw error;
}
