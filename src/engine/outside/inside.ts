import { realpath } from 'node:fs/promises';
import { resolve } from 'node:path';
import { isBelow } from '../corpus/below.ts';
import { UsageError } from '../errors.ts';

/** @throws UsageError when a path of the settings leads out of the project's folder by a link */
export async function requireInside(folder: string, path: string): Promise<void> {
  const real = await realpath(resolve(folder, path)).catch(() => null);
  if (real !== null && !isBelow(await realpath(folder), real))
    throw new UsageError(`${path} leads out of the project folder by a link; name the file itself with --source`);
}
