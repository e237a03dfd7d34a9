import { mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { hostname } from 'node:os';
import { basename, dirname, join } from 'node:path';

/**
 * Installs something into a folder so that it is there as a whole or not at all, however many processes install it at once and
 * whenever one of them is killed: beside the folder, and then renamed. Who comes second uses what the first has put there.
 * @param {string} folder
 * @param {(folder: string) => boolean} isComplete whether all that is wanted is there
 * @param {(folder: string) => Promise<void>} install fills an empty folder, which is moved afterwards
 */
export async function installWhole(folder, isComplete, install) {
  if (isComplete(folder)) return;
  mkdirSync(dirname(folder), { recursive: true });
  // Processes of another machine or container that shares the folder are not known here: theirs is left alone.
  const ours = `${basename(folder)}.partial-${hostname()}-`;
  for (const name of readdirSync(dirname(folder))) {
    if (name.startsWith(ours) && !isAlive(Number.parseInt(name.slice(ours.length), 10))) remove(join(dirname(folder), name));
  }
  const partial = mkdtempSync(join(dirname(folder), `${ours}${process.pid}-`));
  const former = `${partial}.former`;
  try {
    await install(partial);
    if (!isComplete(partial)) throw new Error(`what was installed for ${folder} is not complete`);
    if (isComplete(folder)) return;
    moveAway(folder, former);
    try {
      renameSync(partial, folder);
    } catch (error) {
      // Another process was faster by less than these lines take.
      if (!isComplete(folder)) throw error;
    }
  } finally {
    remove(partial);
    remove(former);
  }
}

/** @param {string} path */
const remove = (path) => {
  rmSync(path, { recursive: true, force: true });
};

/** @param {string} from @param {string} to */
function moveAway(from, to) {
  try {
    renameSync(from, to);
  } catch {
    // Nothing is there, or it belongs to the image of a container, of which nothing can be moved.
    remove(from);
  }
}

/** @param {number} pid */
function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return !(error instanceof Error && 'code' in error && error.code === 'ESRCH');
  }
}
