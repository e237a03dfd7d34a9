/** The shards as files of the dataset folder. */
import { lookAt, type ProjectPath } from '../files/project-path.ts';
import {
  listFolder,
  makeFolder,
  readBytes,
  removeTemporaryFiles,
  removeFile,
  stampOf,
  syncFolder,
  writeAtomically,
  type FileStamp,
} from '../files/files.ts';
import { shardKinds, type ShardId } from './shard-kinds.ts';

export class ShardFiles {
  readonly #folder: ProjectPath;

  constructor(folder: ProjectPath) {
    this.#folder = folder;
  }

  path({ kind, number }: ShardId): ProjectPath {
    return this.#folderOf(kind).at(shardName({ kind, number }));
  }

  #folderOf(kind: number): ProjectPath {
    return this.#folder.at(shardKinds[kind]!.folder);
  }

  /** Numbers of the shards that are there; files of other names are not ours. */
  numbers(kind: number): number[] {
    return listFolder(this.#folderOf(kind)).flatMap((name) => numberOf(kind, name) ?? []);
  }

  /** @throws StorageError when a link stands in place of a folder of shards, or on the way to it. */
  refuseLinks(): void {
    for (const kind of shardKinds.keys()) lookAt(this.#folderOf(kind));
  }

  removeTemporaryFiles(): void {
    for (const kind of shardKinds.keys()) removeTemporaryFiles(this.#folderOf(kind), (name) => numberOf(kind, name) !== undefined);
  }

  stamp(shard: ShardId): FileStamp | undefined {
    return stampOf(this.path(shard));
  }

  /** `undefined` when there is no such file. */
  read(shard: ShardId): Buffer | undefined {
    return readBytes(this.path(shard));
  }

  write(shard: ShardId, text: string): void {
    const path = this.path(shard);
    makeFolder(path.parent);
    writeAtomically(path, text);
  }

  remove(shard: ShardId): void {
    const path = this.path(shard);
    removeFile(path);
    syncFolder(path.parent);
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
