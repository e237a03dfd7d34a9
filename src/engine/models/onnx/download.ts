/** Downloads a sentence model, when its user asks for it. */
import { createHash, randomBytes } from 'node:crypto';
import { mkdir, open, readFile, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { inflateRaw } from 'node:zlib';
import { promisify } from 'node:util';
import { messageOf, UsageError } from '../../errors.ts';
import { pauses } from '../../slices.ts';
import type { PublishedFile, PublishedModel } from './published.ts';

const inflate = promisify(inflateRaw);

interface Download {
  /** Folder that is to hold a folder of the model's name. */
  readonly into: string;
  readonly host: string;
  /** Time in which nothing arrives, after which it is given up. */
  readonly idleMs?: number;
  /** Told how many bytes have arrived, of how many. */
  readonly report: (done: number, total: number) => void;
}

/** Bytes that a download of the model takes. */
export const downloadSize = ({ files }: PublishedModel): number => files.reduce((sum, { packed }) => sum + packed, 0);

/**
 * Downloads a model's files and puts them into a folder of its name, all or none: they are put beside it first, each checked by
 * its hash. What is there and whole is not downloaded again.
 * @returns the folder, and whether it was there
 * @throws UsageError, saying what to do, when something else arrives or nothing; the signal's reason
 */
export async function downloadModel(
  model: PublishedModel,
  { into, host, idleMs = 30_000, report }: Download,
  signal: AbortSignal,
): Promise<{ readonly folder: string; readonly wasThere: boolean }> {
  const folder = join(into, model.name);
  if (await isWhole(folder, model, signal)) return { folder, wasThere: true };
  const beside = `${folder}.${randomBytes(6).toString('hex')}.part`;
  const total = downloadSize(model);
  let before = 0;
  try {
    for (const file of model.files) {
      const tell = (done: number): void => {
        report(before + done, total);
      };
      const packed = await fetchMember(file, host, { idleMs, signal, tell });
      before += file.packed;
      await writeWhole(join(beside, file.name), await unpacked(file, packed, { host, signal }));
    }
    // Another window or a terminal may have put it there meanwhile.
    if (await isWhole(folder, model, signal)) {
      await rm(beside, { recursive: true });
      return { folder, wasThere: true };
    }
    await rm(folder, { recursive: true, force: true });
    await rename(beside, folder);
  } catch (error) {
    await rm(beside, { recursive: true, force: true });
    signal.throwIfAborted();
    if (error instanceof UsageError) throw error;
    throw new UsageError(`${model.name} could not be put into ${into}: ${messageOf(error)}`, { cause: error });
  }
  return { folder, wasThere: false };
}

async function isWhole(folder: string, { files }: PublishedModel, signal: AbortSignal): Promise<boolean> {
  for (const { name, sha256 } of files) {
    const bytes = await readFile(join(folder, name)).catch(() => undefined);
    if (bytes === undefined || (await hashOf(bytes, signal)) !== sha256) return false;
  }
  return true;
}

interface Fetching {
  readonly idleMs: number;
  readonly signal: AbortSignal;
  readonly tell: (done: number) => void;
}

/** The bytes of one member: of an archive of 84 MB, half a megabyte is wanted. */
async function fetchMember(
  { name, archive, offset, packed }: PublishedFile,
  host: string,
  { idleMs, signal, tell }: Fetching,
): Promise<Uint8Array> {
  const idle = new AbortController();
  const timer = setTimeout(() => {
    idle.abort(new Error(`nothing arrived for ${idleMs / 1000} s`));
  }, idleMs);
  const failed = (what: string, cause?: unknown): UsageError =>
    new UsageError(`${name} could not be downloaded from ${host}: ${what}. Look whether this machine reaches it, and run the same again`, {
      cause,
    });
  try {
    const response = await fetch(host + archive, {
      headers: { range: `bytes=${offset}-${offset + packed - 1}` },
      // What a path leads to is fixed: to be sent elsewhere is a fault.
      redirect: 'error',
      signal: AbortSignal.any([signal, idle.signal]),
    });
    if (response.body === null || (response.status !== 206 && response.status !== 200)) throw failed(`it answered ${response.status}`);
    const bytes = new Uint8Array(packed);
    // A server that sends no part of a file sends all of it.
    let at = response.status === 206 ? 0 : -offset;
    const chunks: AsyncIterable<unknown> = response.body;
    for await (const chunk of chunks) {
      if (!(chunk instanceof Uint8Array)) throw failed('it sent what are no bytes');
      timer.refresh();
      const wanted = chunk.subarray(Math.max(0, -at), Math.max(0, packed - at));
      if (wanted.length > 0) bytes.set(wanted, Math.max(0, at));
      at += chunk.length;
      tell(Math.min(packed, Math.max(0, at)));
      if (at >= packed) break;
    }
    if (at < packed) throw failed(`it broke off after ${Math.max(0, at)} of ${packed} bytes`);
    return bytes;
  } catch (error) {
    if (error instanceof UsageError || signal.aborted) throw error;
    const cause: unknown = error instanceof Error ? error.cause : undefined;
    throw failed(messageOf(idle.signal.aborted ? idle.signal.reason : (cause ?? error)), error);
  } finally {
    clearTimeout(timer);
  }
}

async function unpacked(
  { name, size, sha256 }: PublishedFile,
  packed: Uint8Array,
  { host, signal }: { readonly host: string; readonly signal: AbortSignal },
): Promise<Uint8Array> {
  const bytes = await inflate(packed, { maxOutputLength: size }).catch(() => undefined);
  if (bytes !== undefined && (await hashOf(bytes, signal)) === sha256) return bytes;
  throw new UsageError(
    `what ${host} sent for ${name} is not what was published (its SHA-256 is to be ${sha256}); nothing was kept. Look whether something stands between this machine and it, as a proxy`,
  );
}

/** Bytes that are hashed at once: others have their turn in between, since the engine answers meanwhile. */
const hashedAtOnce = 1 << 20;

async function hashOf(bytes: Uint8Array, signal: AbortSignal): Promise<string> {
  const pause = pauses(signal);
  const hash = createHash('sha256');
  for (let at = 0; at < bytes.length; at += hashedAtOnce) {
    await pause();
    hash.update(bytes.subarray(at, at + hashedAtOnce));
  }
  return hash.digest('hex');
}

async function writeWhole(path: string, bytes: Uint8Array): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  const file = await open(path, 'wx');
  try {
    await file.writeFile(bytes);
    await file.sync();
  } finally {
    await file.close();
  }
}
