/**
 * The dataset folder: accepted and rejected samples as shards of JSON lines, and the card. It is made from the journal
 * and compared with it: what was edited by hand is read back as events, what cannot be read is kept as it is, everything
 * else is brought in step. Works in one transaction of the index, so that two processes never rewrite at the same time.
 */
import { hash } from 'node:crypto';
import { isUtf8 } from 'node:buffer';
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { CorpusProblem } from '../../core/corpus/passage.ts';
import { editByHand, type DatasetLine } from '../../core/dataset/row.ts';
import type { NewEvent } from '../../core/samples/events.ts';
import { updateCardFile } from './card-file.ts';
import { hasCode, StorageError, storageError } from './errors.ts';
import { EventReader } from './event-reader.ts';
import { listFolder, removeDrafts, stampOf, syncFolder, writeAtomically } from './files.ts';
import { raise } from './index-schema.ts';
import type { Journal } from './journal.ts';
import { replaceProblems } from './problems.ts';
import { shardKinds } from './shard-kinds.ts';
import { ShardTable, type ShardId } from './shard-table.ts';
import { linesById, placeLines, readShardLines, type ShardLine } from './shard-text.ts';
import { textOrNull, type Database } from './sqlite.ts';

export interface DatasetOptions {
  /** The project's folder, and the dataset's below it, with forward slashes. */
  readonly project: string;
  readonly dataset: string;
  readonly database: Database;
  readonly journal: Journal;
  /** Writes events to the journal and applies them. */
  readonly record: (events: readonly NewEvent[]) => void;
  readonly newId: () => string;
}

type KeptLine = Pick<ShardLine, 'line' | 'text'> & { readonly reason: string };

export class DatasetFolder {
  readonly #options: DatasetOptions;
  readonly #database: Database;
  readonly #shards: ShardTable;
  readonly #folder: string;

  constructor(options: DatasetOptions) {
    this.#options = options;
    this.#database = options.database;
    this.#shards = new ShardTable(options.database);
    this.#folder = join(options.project, options.dataset);
  }

  /** Removes what a crash left behind, and starts anew when another folder was the dataset's before. */
  open(): void {
    this.#database.transaction(() => {
      const before = textOrNull(this.#database.get("SELECT value FROM meta WHERE key = 'dataset'")?.value ?? null);
      if (before !== null && before !== this.#options.dataset) this.#shards.clear();
      removeDrafts(this.#folder, (name) => name === 'README.md');
      for (const { folder, prefix } of shardKinds)
        removeDrafts(join(this.#folder, folder), (name) => shardNumber(prefix, name) !== undefined);
    });
  }

  /** Compares every shard with what was last written. @returns what could not be read or written, if anything. */
  sync(): StorageError | undefined {
    return this.#isInStep() ? undefined : this.#bringInStep(true);
  }

  /** Rewrites the shards of samples that have changed. @returns what could not be written, if anything. */
  flush(): StorageError | undefined {
    // A rebuilt index knows of no shard yet: samples are to keep the places they have in the files.
    if (this.#shards.isEmpty()) return this.sync();
    return this.#shards.hasWork() ? this.#bringInStep(false) : undefined;
  }

  #isInStep(): boolean {
    try {
      return !this.#shards.hasWork() && this.#changedShards().length === 0;
    } catch (error) {
      // Told where it is dealt with.
      if (error instanceof StorageError) return false;
      throw error;
    }
  }

  /** Number of shards of accepted samples. */
  shardCount(): number {
    return this.#shards.count(0);
  }

  #changedShards(): ShardId[] {
    return shardKinds.flatMap(({ folder, prefix }, kind) => {
      const known = this.#shards.stamps(kind);
      const present = listFolder(join(this.#folder, folder)).flatMap((name) => shardNumber(prefix, name) ?? []);
      const numbers = new Set([...known.keys(), ...present]);
      return [...numbers]
        .map((number) => ({ kind, number }))
        .filter((shard) => !this.#shards.isUnchanged(known.get(shard.number), stampOf(this.#path(shard))));
    });
  }

  /** In transactions of one shard each, so that another process need not wait until a hundred are written. */
  #bringInStep(withAll: boolean): StorageError | undefined {
    // What cannot be read or written stays to be done, and is no reason to leave the rest.
    const failures = new Map<string, StorageError>();
    const attempt = (what: string, work: () => void): void => {
      try {
        work();
      } catch (error) {
        if (!(error instanceof StorageError)) throw error;
        failures.set(what, error);
      }
    };
    const due = () => this.#shards.dirty().filter((shard) => !failures.has(this.#path(shard)));
    this.#database.transaction(() => {
      this.#database.run("INSERT OR REPLACE INTO meta VALUES ('dataset', ?)", this.#options.dataset);
      if (withAll) {
        attempt(this.#folder, () => {
          for (const shard of this.#changedShards()) this.#shards.markDirty(shard);
        });
      }
      // Lines found in files keep their place, so all changed files are read before samples without a place get one.
      for (const shard of due()) attempt(this.#path(shard), this.#examine.bind(this, shard));
      this.#shards.assign();
    });
    for (let [shard] = due(); shard; [shard] = due()) {
      const next = shard;
      this.#database.transaction(() => {
        // Another process may have written it while we waited.
        if (this.#shards.isDirty(next)) attempt(this.#path(next), this.#rewrite.bind(this, next));
      });
    }
    return this.#database.transaction(() => {
      attempt('card', () => {
        this.#tell('card', updateCardFile(this.#folder, this.#options, this.#database));
      });
      const [failure, ...others] = failures.values();
      const more = others.length === 0 ? '' : ` (and ${others.length} more)`;
      this.#tell('dataset', failure ? [{ file: this.#options.dataset, reason: `not up to date: ${failure.message}${more}` }] : []);
      return failure;
    });
  }

  #tell(scope: string, problems: readonly CorpusProblem[]): void {
    if (replaceProblems(this.#database, scope, problems)) raise(this.#database, 'revision');
  }

  /** Takes over what others did to a shard's file. @returns the file's text as it is now, `undefined` when there is none. */
  #examine(shard: ShardId): string | undefined {
    const path = this.#path(shard);
    const bytes = readIfPresent(path);
    if (!bytes) return undefined;
    const found = digest(bytes);
    if (!isUtf8(bytes))
      throw new StorageError(`${path}: not UTF-8, so it is left as it is; save it as UTF-8, or delete it to have it made anew`);
    const content = bytes.toString('utf8');
    if (this.#shards.state(shard).hash === found) return content;
    const lines = readShardLines(content);
    const rows = lines.flatMap(({ row }) => ('id' in row ? [row] : []));
    this.#readBack(rows);
    for (const { id } of rows) this.#shards.adopt(shard, id);
    this.#shards.examined(shard, found, this.#linesToKeep(lines).length);
    return content;
  }

  /** Turns what was edited by hand into events, durable before anything of the file is written. */
  #readBack(rows: readonly DatasetLine[]): void {
    const reader = new EventReader(this.#database, this.#options.journal);
    try {
      const edits = rows.flatMap((row): NewEvent[] => {
        const sample = reader.sampleById(row.id);
        const edit = sample && editByHand(row, sample);
        if (!edit) return [];
        const evidence = (sample.versions.find(({ id }) => id === edit.parent) ?? sample.current).evidence;
        return [{ type: 'sample.edited', sample: sample.id, version: this.#options.newId(), ...edit, evidence }];
      });
      if (edits.length > 0) this.#options.record(edits);
    } finally {
      reader.close();
    }
  }

  #linesToKeep(lines: readonly ShardLine[]): KeptLine[] {
    return lines.flatMap(({ line, text, row }) => {
      if ('reason' in row) return [{ line, text, reason: row.reason }];
      if (this.#database.get('SELECT 1 FROM samples WHERE id = ? AND status IS NOT NULL', row.id)) return [];
      return [{ line, text, reason: `no sample of the journal has the id ${JSON.stringify(row.id)}` }];
    });
  }

  #rewrite(shard: ShardId): void {
    const path = this.#path(shard);
    const present = this.#examine(shard);
    const { hash: before, preserved } = this.#shards.state(shard);
    const lines = preserved > 0 ? readShardLines(present ?? '') : [];
    const reusable =
      preserved > 0 ? new Map(lines.flatMap(({ text, row }) => ('id' in row ? [[row.id, text]] : []))) : linesById(present ?? '');
    const { lines: written, kept } = placeLines(this.#rows(shard, reusable), this.#linesToKeep(lines));
    this.#report(shard, kept);
    if (written.length === 0) {
      removeDurably(path, present !== undefined);
      this.#shards.removed(shard);
      return;
    }
    const text = `${written.join('\n')}\n`;
    const after = digest(text);
    if (present === undefined || after !== before) {
      makeFolder(join(this.#folder, shardKinds[shard.kind]!.folder));
      writeAtomically(path, text);
    }
    const stamp = stampOf(path);
    if (!stamp) throw new StorageError(`${path}: gone as soon as it was written; does another program clean this folder?`);
    this.#shards.written(shard, after, kept.length, stamp);
  }

  #rows(shard: ShardId, reusable: ReadonlyMap<string, string>): string[] {
    const { row } = shardKinds[shard.kind]!;
    const reader = new EventReader(this.#database, this.#options.journal);
    try {
      return this.#shards.samples(shard).flatMap(({ key, id, stale }) => {
        const line = stale ? undefined : reusable.get(id);
        if (line !== undefined) return [line];
        const sample = reader.sample(key);
        return sample ? [JSON.stringify(row(sample))] : [];
      });
    } finally {
      reader.close();
    }
  }

  #report(shard: ShardId, kept: readonly KeptLine[]): void {
    const file = `${this.#options.dataset}/${shardKinds[shard.kind]!.folder}/${this.#name(shard)}`;
    const problems = kept.map(({ line, reason }): CorpusProblem => ({ file, line, reason: `left as it is: ${reason}` }));
    this.#tell(`shard ${shard.kind} ${shard.number}`, problems);
  }

  #name({ kind, number }: ShardId): string {
    return `${shardKinds[kind]!.prefix}-${String(number).padStart(5, '0')}.jsonl`;
  }

  #path(shard: ShardId): string {
    return join(this.#folder, shardKinds[shard.kind]!.folder, this.#name(shard));
  }
}

const digest = (data: string | Uint8Array): string => hash('sha256', data);

function shardNumber(prefix: string, name: string): number | undefined {
  const digits = name.startsWith(`${prefix}-`) ? /^(\d{5})\.jsonl$/.exec(name.slice(prefix.length + 1))?.[1] : undefined;
  return digits === undefined ? undefined : Number(digits);
}

function readIfPresent(path: string): Buffer | undefined {
  try {
    return readFileSync(path);
  } catch (error) {
    if (hasCode(error) && error.code === 'ENOENT') return undefined;
    throw storageError('could not be read', path, error);
  }
}

function makeFolder(path: string): void {
  try {
    mkdirSync(path, { recursive: true });
  } catch (error) {
    throw storageError('could not be made', path, error);
  }
}

function removeDurably(path: string, isPresent: boolean): void {
  if (!isPresent) return;
  try {
    rmSync(path, { force: true });
    syncFolder(join(path, '..'));
  } catch (error) {
    throw storageError('could not be removed', path, error);
  }
}
