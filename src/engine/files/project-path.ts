/**
 * Paths of what the program keeps in a project: `.loom` and the dataset's folder. The folder may have been made by somebody
 * else, so that a link in it may lead anywhere: from the project's own folder down, no link is followed. The project's own
 * folder is the user's to name, and may be reached through links.
 */
import { lstatSync, readlinkSync, type BigIntStats } from 'node:fs';
import { join, resolve } from 'node:path';
import { StorageError, storageError } from '../storage/errors.ts';

/** A path below a project's folder. Files are opened by it, and by nothing else, in `files.ts`. */
export class ProjectPath {
  readonly #root: string;
  readonly #names: readonly string[];

  private constructor(root: string, names: readonly string[]) {
    this.#root = root;
    this.#names = names;
  }

  /** The project's own folder. */
  static of(project: string): ProjectPath {
    return new ProjectPath(resolve(project), []);
  }

  /** @param below names one below the other, or paths with forward slashes. @throws StorageError for one that leads out of the folder. */
  at(...below: readonly string[]): ProjectPath {
    const names = below.flatMap((each) => each.split('/'));
    const stray = names.find((name) => ['', '.', '..'].includes(name) || /[/\\\0]/.test(name));
    if (stray !== undefined) throw new StorageError(`${below.join('/')}: is no path inside the project’s folder ${this.#root}`);
    return new ProjectPath(this.#root, [...this.#names, ...names]);
  }

  /** The path of another file in the same folder, whose name begins with this one's. */
  plus(suffix: string): ProjectPath {
    return this.parent.at(this.name + suffix);
  }

  /** Of the project's folder itself, that one. */
  get parent(): ProjectPath {
    return new ProjectPath(this.#root, this.#names.slice(0, -1));
  }

  get name(): string {
    return this.#names.at(-1) ?? '';
  }

  /** As the system knows it; to be shown, never to be opened. */
  get path(): string {
    return join(this.#root, ...this.#names);
  }

  /** From the first folder below the project's down to this path. */
  *steps(): Generator<ProjectPath> {
    for (let depth = 1; depth <= this.#names.length; depth++) yield new ProjectPath(this.#root, this.#names.slice(0, depth));
  }
}

/**
 * Finds what stands at a path; undefined when nothing does.
 * @throws StorageError when a link stands there, or anywhere on the way from the project's folder.
 */
export function lookAt(place: ProjectPath): BigIntStats | undefined {
  let found: BigIntStats | undefined;
  for (const step of place.steps()) {
    found = statsOf(step);
    if (found === undefined) return undefined;
    if (found.isSymbolicLink()) {
      const kind = step.path === place.path ? 'regular file or folder' : 'folder';
      throw new StorageError(
        `${step.path}: ${linkWords(step)}, through which nothing of a project is read or written; move it away, or put a ${kind} in its place`,
      );
    }
  }
  return found;
}

/** @throws StorageError when something else than a file stands there, or a link on the way. */
export function lookAtFile(place: ProjectPath): BigIntStats | undefined {
  const found = lookAt(place);
  if (found === undefined || found.isFile()) return found;
  throw new StorageError(`${place.path}: is ${kindOf(found)}, where a file is needed; move it away`);
}

function statsOf(place: ProjectPath): BigIntStats | undefined {
  try {
    return lstatSync(place.path, { bigint: true, throwIfNoEntry: false });
  } catch (error) {
    throw storageError('cannot be looked at', place.path, error);
  }
}

interface EntryKind {
  isDirectory(): boolean;
}

export const kindOf = (found: EntryKind): string => (found.isDirectory() ? 'a folder' : 'a pipe, a socket or a device');

export function linkWords(place: ProjectPath): string {
  try {
    return `is a symbolic link to ${readlinkSync(place.path)}`;
  } catch {
    // Gone since it was looked at, or not to be read: what matters is that it was a link.
    return 'is a symbolic link';
  }
}
