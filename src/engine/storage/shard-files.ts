/** The shards as files of the dataset folder. */
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { hasCode, storageError } from './errors.ts';
import { listFolder, refuseLink, removeDrafts, stampOf, syncFolder, writeAtomically, type FileStamp } from './files.ts';
import { shardKinds, type ShardId } from './shard-kinds.ts';

export class ShardFiles {
  readonly #folder: string;

  constructor(folder: string) {
    this.#folder = folder;
  }

  path({ kind, number }: ShardId): string {
    return join(this.#folderOf(kind), shardName({ kind, number }));
  }

  #folderOf(kind: number): string {
    return join(this.#folder, shardKinds[kind]!.folder);
  }

  /** Numbers of the shards that are there; files of other names are not ours. */
  numbers(kind: number): number[] {
    return listFolder(this.#folderOf(kind)).flatMap((name) => numberOf(kind, name) ?? []);
  }

  /** @throws StorageError when a link stands in place of a folder of shards. */
  refuseLinks(): void {
    for (const kind of shardKinds.keys()) refuseLink(this.#folderOf(kind));
  }

  removeDrafts(): void {
    for (const kind of shardKinds.keys()) removeDrafts(this.#folderOf(kind), (name) => numberOf(kind, name) !== undefined);
  }

  stamp(shard: ShardId): FileStamp | undefined {
    return stampOf(this.path(shard));
  }

  /** `undefined` when there is no such file. */
  read(shard: ShardId): Buffer | undefined {
    const path = this.path(shard);
    refuseLink(path);
    try {
      return readFileSync(path);
    } catch (error) {
      if (hasCode(error) && error.code === 'ENOENT') return undefined;
      throw storageError('could not be read', path, error);
    }
  }

  write(shard: ShardId, text: string): void {
    const path = this.path(shard);
    try {
      mkdirSync(dirname(path), { recursive: true });
    } catch (error) {
      throw storageError('could not be made', dirname(path), error);
    }
    writeAtomically(path, text);
  }

  remove(shard: ShardId): void {
    const path = this.path(shard);
    try {
      rmSync(path, { force: true });
      syncFolder(dirname(path));
    } catch (error) {
      throw storageError('could not be removed', path, error);
    }
  }
}

export function shardName({ kind, number }: ShardId): string {
  return `${shardKinds[kind]!.prefix}-${String(number).padStart(5, '0')}.jsonl`;
}

function numberOf(kind: number, name: string): number | undefined {
  const { prefix } = shardKinds[kind]!;
  const digits = name.startsWith(`${prefix}-`) ? /^(\d{5,9})\.jsonl$/.exec(name.slice(prefix.length + 1))?.[1] : undefined;
  const number = Number(digits);
  return digits !== undefined && shardName({ kind, number }) === name ? number : undefined;
}
