import { createHash, randomBytes } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { lstat, mkdir, realpath, rename, rm } from 'node:fs/promises';
import { basename, dirname, join, relative, sep } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { type Beside, formats, type Lines } from '../core/dataset/formats.ts';
import { PreferencePairs } from '../core/dataset/preferences.ts';
import { wellFormedJsonLine } from '../core/json-line.ts';
import type { Sample } from '../core/samples/sample.ts';
import type { EngineArguments, EngineResult } from '../protocol/engine.ts';
import { isBelow } from './corpus/below.ts';
import { corpusFiles } from './corpus/read-corpus.ts';
import { UsageError } from './errors.ts';
import { hasCode, storageError } from './storage/errors.ts';
import type { Store } from './storage/store.ts';
import type { Workspace } from './workspace.ts';

type Exporting = Pick<Workspace, 'folder' | 'settings' | 'store'>;

/**
 * Writes the accepted samples to one file of a folder, which is made when missing. The file is replaced as a whole:
 * a reader never sees half of it. What stands there already is replaced when it is as an export wrote it, or when that is
 * asked for.
 * @throws UsageError when something else stands there; StorageError when the folder or file cannot be written: what stood there stays.
 */
export async function exportDataset(project: Exporting, query: EngineArguments<'export'>): Promise<EngineResult<'export'>> {
  await writing(query.directory, () => mkdir(query.directory, { recursive: true }));
  const { file, replaces } = await exportTarget(project, query);
  if (replaces && query.replace !== true)
    throw new UsageError(
      `${file} is there already, and no export has written it as it is now; name another folder (--out), or have it replaced (--force)`,
    );
  const { store } = project;
  const temporary = join(dirname(file), `.${basename(file)}.${randomBytes(6).toString('hex')}.tmp`);
  try {
    const { rows, leftOut, sha256 } = await writing(file, () => writeRows(temporary, store, formats[query.format]));
    // Known before it is there: a crash in between leaves nothing that would be read as a document.
    const below = await belowProject(project.folder, file);
    store.append([{ type: 'dataset.exported', file: below, format: query.format, rows, sha256 }]);
    await writing(file, () => rename(temporary, file));
    return { rows, leftOut, files: [file] };
  } finally {
    await rm(temporary, { force: true });
  }
}

/**
 * The file that an export would write, and whether it would replace one that is not as an export wrote it.
 * @throws UsageError when a document of the corpus stands there, which no export replaces.
 */
export async function exportTarget(
  { folder, settings, store }: Exporting,
  { format, directory }: Pick<EngineArguments<'export'>, 'format' | 'directory'>,
): Promise<EngineResult<'export/target'>> {
  // Each format has a name of its own: exported into one folder, none replaces another.
  const name = `${format === 'jsonl' ? 'train' : format}.jsonl`;
  const file = join(await resolved(directory), name);
  const stats = await lstat(file).catch(unlessMissing);
  if (stats === undefined) return { file, replaces: false };
  const below = await belowProject(folder, file);
  if (below !== null && (await corpusFiles(folder, settings, store.exportedFiles())).files.includes(below))
    throw new UsageError(`${below} is a document of the corpus, which no export replaces; name another folder`);
  return { file, replaces: !stats.isFile() || !store.isExport(await digestOf(file)) };
}

/** What the file system refuses is told of the path that was asked for; what else fails meanwhile, the index, say, is no fault of that path. */
async function writing<T>(path: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw hasCode(error) && 'syscall' in error ? storageError('could not be written', path, error) : error;
  }
}

async function writeRows(
  path: string,
  store: Store,
  linesOf: (sample: Sample, beside: Beside) => Lines,
): Promise<Pick<EngineResult<'export'>, 'rows' | 'leftOut'> & { readonly sha256: string }> {
  const digest = createHash('sha256');
  const left = new Map<string, number>();
  const beside = besideOf(store);
  let rows = 0;
  function* lines(): Generator<string> {
    for (const sample of store.samplesInStatus('accepted')) {
      const encoded = linesOf(sample, beside);
      if ('leftOut' in encoded) left.set(encoded.leftOut, (left.get(encoded.leftOut) ?? 0) + 1);
      else
        for (const row of encoded.rows) {
          rows++;
          const line = `${wellFormedJsonLine(row)}\n`;
          digest.update(line);
          yield line;
        }
    }
  }
  await pipeline(Readable.from(lines()), createWriteStream(path, { flags: 'wx', flush: true }));
  const leftOut = [...left].map(([reason, count]) => ({ reason, count })).sort((a, b) => b.count - a.count);
  return { rows, leftOut, sha256: digest.digest('hex') };
}

/** Made when a format first asks for it: rejected samples are read for pairs alone. */
function besideOf(store: Store): Beside {
  let known: PreferencePairs | undefined;
  const all = (): PreferencePairs => {
    if (known !== undefined) return known;
    const pairs = new PreferencePairs((hash) => store.prompt(hash));
    for (const sample of store.samplesInStatus('rejected')) pairs.addRejected(sample);
    return (known = pairs);
  };
  return { pairs: (sample) => all().of(sample) };
}

/** As the corpus names its files; null for a file outside the project. */
async function belowProject(folder: string, file: string): Promise<string | null> {
  const root = await realpath(folder);
  return isBelow(root, file) ? relative(root, file).replaceAll(sep, '/') : null;
}

/** Links resolved, for a folder that is there. */
const resolved = async (directory: string): Promise<string> => (await realpath(directory).catch(unlessMissing)) ?? directory;

async function digestOf(file: string): Promise<string> {
  const digest = createHash('sha256');
  await pipeline(createReadStream(file), digest);
  return digest.digest('hex');
}

function unlessMissing(error: unknown): undefined {
  if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
  throw error;
}
