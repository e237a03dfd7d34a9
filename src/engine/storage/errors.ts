/** The project's storage cannot be used or written; the message says where, why, and what to do. */
export class StorageError extends Error {
  override readonly name = 'StorageError';
}

/** There is no space left to write: what is there can still be read. */
export class DiskFullError extends StorageError {}

/** The index points at bytes of the journal that are no longer there; rebuilding it heals that. */
export class StaleIndexError extends Error {
  override readonly name = 'StaleIndexError';
}

const hints: Readonly<Record<string, string>> = {
  EACCES: 'give yourself write permission there, or open a copy of the folder',
  EPERM: 'give yourself write permission there, or open a copy of the folder',
  EROFS: 'it is on a read-only file system; open a copy of the folder',
  ENOSPC: 'free some space on the disk and try again',
  EDQUOT: 'your disk quota is used up; free some space and try again',
  EFBIG: 'the file has reached the size limit set for this process',
  ENOTDIR: 'a file stands where a folder is needed; move it away',
  EEXIST: 'a file stands where a folder is needed; move it away',
  EMFILE: 'too many files are open; close some and try again',
};

export function hasCode(error: unknown): error is Error & { readonly code: string } {
  return error instanceof Error && 'code' in error && typeof error.code === 'string';
}

/** A file system error as a `StorageError`: what could not be done, to which path, why, and how to mend it. */
export function storageError(what: string, path: string, error: unknown): StorageError {
  if (error instanceof StorageError) return error;
  const hint = hasCode(error) ? hints[error.code] : undefined;
  const reason = error instanceof Error ? error.message : String(error);
  const Told = hasCode(error) && ['ENOSPC', 'EDQUOT'].includes(error.code) ? DiskFullError : StorageError;
  return new Told(`${path}: ${what}: ${reason}${hint === undefined ? '' : `; ${hint}`}`, { cause: error });
}

export const datasetBehind = (failure: StorageError): StorageError =>
  new StorageError(`recorded in the journal, but the dataset folder is not up to date: ${failure.message}`, { cause: failure });
