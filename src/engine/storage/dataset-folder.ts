/**
 * The dataset folder: accepted and rejected samples as shards of JSON lines, and the card. It is made from the journal
 * and compared with it: what was edited by hand is read back as events, what cannot be read is kept as it is, everything
 * else is brought in step. Works in transactions of the index, so that two processes never write the same shard at once.
 */
import { hash } from 'node:crypto';
import { isUtf8 } from 'node:buffer';
import type { CorpusProblem } from '../../core/corpus/passage.ts';
import { editByHand, problemByHand, saysTooLittle, type DatasetLine } from '../../core/dataset/row.ts';
import type { NewEvent } from '../../core/samples/events.ts';
import { versionId } from '../../core/samples/versions.ts';
import { removeTemporaryFiles, sameStamp, type FileStamp } from '../files/files.ts';
import { jsonLine } from '../../core/json-line.ts';
import { ProjectPath } from '../files/project-path.ts';
import { isCardLacking, updateCardFile } from './card-file.ts';
import { StorageError } from './errors.ts';
import { EventReader } from './event-reader.ts';
import { meta, raise } from './index-schema.ts';
import type { Journal } from './journal.ts';
import { BadLines } from './bad-lines.ts';
import { replaceProblems } from './problems.ts';
import { shardKinds, type ShardId } from './shard-kinds.ts';
import { ShardFiles, shardName } from './shard-files.ts';
import { ShardTable } from './shard-table.ts';
import { linesById, placeLines, readShardLines, type ShardLine } from './shard-text.ts';
import { textOrNull, type Database } from './sqlite.ts';

interface DatasetOptions {
  /** The project's folder, and the dataset's below it, with forward slashes. */
  readonly project: string;
  readonly dataset: string;
  readonly database: Database;
  readonly journal: Journal;
  /** Writes events to the journal and applies them. */
  readonly record: (events: readonly NewEvent[]) => void;
}

type KeptLine = Pick<ShardLine, 'line' | 'text'> & { readonly reason: string };

/** Lines by the number of their sample, as of a revision of the index. */
interface PreparedLines {
  readonly revision: number;
  readonly lines: ReadonlyMap<number, string>;
}

/** Work that can be left after each step and gone on with. It returns what could not be read or written, if anything. */
export type Steps = Generator<undefined, StorageError | undefined>;

const linesAtATime = 50;

export class DatasetFolder {
  readonly #options: DatasetOptions;
  readonly #database: Database;
  readonly #shards: ShardTable;
  readonly #folder: ProjectPath;
  readonly #files: ShardFiles;

  constructor(options: DatasetOptions) {
    this.#options = options;
    this.#database = options.database;
    this.#shards = new ShardTable(options.database);
    this.#folder = ProjectPath.of(options.project).at(options.dataset);
    this.#files = new ShardFiles(this.#folder);
  }

  /** Removes what a crash left behind, and starts anew when another folder was the dataset's before. */
  open(): void {
    this.#database.transaction(() => {
      const before = textOrNull(this.#database.get("SELECT value FROM meta WHERE key = 'dataset'")?.value ?? null);
      if (before !== null && before !== this.#options.dataset) this.#shards.clear();
      this.#shards.forgetFormer();
      if (this.#misplaced()) return;
      removeTemporaryFiles(this.#folder, (name) => name === 'README.md');
      this.#files.removeTemporaryFiles();
    });
  }

  /** Problem with the place itself: a link on the way from the project's folder to the shards. */
  #misplaced(): StorageError | undefined {
    try {
      this.#files.refuseLinks();
      return undefined;
    } catch (error) {
      if (error instanceof StorageError) return error;
      throw error;
    }
  }

  /** Compares every shard with what was last written. @returns what could not be read or written, if anything. */
  sync(): StorageError | undefined {
    return this.#isInStep() ? undefined : outcomeOf(this.#bringingInStep(true));
  }

  /** Rewrites the shards of samples that have changed. @returns what could not be written, if anything. */
  flush(): StorageError | undefined {
    return outcomeOf(this.flushing());
  }

  /** The same in steps of some milliseconds each, between which others may use the index. */
  *flushing(): Steps {
    // A rebuilt index knows of no shard yet: samples are to keep the places they have in the files.
    if (this.#shards.isEmpty()) return this.#isInStep() ? undefined : yield* this.#bringingInStep(true);
    return this.#shards.hasWork() ? yield* this.#bringingInStep(false) : undefined;
  }

  #isInStep(): boolean {
    // A link in its place keeps nobody from what does not write there.
    if (this.#misplaced()) return !this.#shards.hasWork();
    try {
      return !this.#shards.hasWork() && this.#changedShards().length === 0 && !isCardLacking(this.#folder, this.#database);
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
    return [...shardKinds.keys()].flatMap((kind) => {
      const known = this.#shards.stamps(kind);
      const numbers = new Set([...known.keys(), ...this.#files.numbers(kind)]);
      return [...numbers].map((number) => ({ kind, number })).filter((shard) => !isSame(known.get(shard.number), this.#files.stamp(shard)));
    });
  }

  /** In transactions of one shard each, so that another process need not wait until a hundred are written. */
  *#bringingInStep(withAll: boolean): Steps {
    const misplaced = this.#misplaced();
    if (misplaced) {
      this.#database.transaction(() => {
        this.#tellFailures([misplaced]);
      });
      return misplaced;
    }
    // Files that cannot be read or written stay to be done, and are no reason to leave the rest.
    const failures = new Map<string, StorageError>();
    const attempt = (what: string, work: () => void): void => {
      try {
        work();
      } catch (error) {
        if (!(error instanceof StorageError)) throw error;
        failures.set(what, error);
      }
    };
    const due = () => this.#shards.dirty().filter((shard) => !failures.has(this.#files.path(shard).path));
    this.#database.transaction(() => {
      this.#database.run("INSERT OR REPLACE INTO meta VALUES ('dataset', ?)", this.#options.dataset);
      this.#shards.begin();
      if (withAll) {
        attempt(this.#folder.path, () => {
          for (const shard of this.#changedShards()) this.#shards.markDirty(shard);
        });
      }
      // Lines found in files keep their place, so all changed files are read before samples without a place get one.
      for (const shard of due()) attempt(this.#files.path(shard).path, this.#examine.bind(this, shard));
    });
    while (this.#database.transaction(() => this.#shards.assign())) yield;
    for (let [shard] = due(); shard; [shard] = due()) {
      const next = shard;
      yield;
      const prepared = yield* this.#preparing(next);
      this.#database.transaction(() => {
        // Another process may have written it while we waited.
        if (this.#shards.isDirty(next)) attempt(this.#files.path(next).path, this.#rewrite.bind(this, next, prepared));
      });
    }
    return this.#database.transaction(() => {
      attempt('card', () => {
        this.#tell('card', updateCardFile(this.#folder, this.#options, this.#database));
      });
      if (!failures.has('card')) this.#shards.done();
      const failure = this.#tellFailures([...failures.values()]);
      // Before anything is decided, a card that cannot be written is a problem to be told, and nothing is behind.
      return this.#shards.isEmpty() && [...failures.keys()].every((what) => what === 'card') ? undefined : failure;
    });
  }

  #tellFailures([failure, ...others]: readonly StorageError[]): StorageError | undefined {
    const more = others.length === 0 ? '' : ` (and ${others.length} more)`;
    this.#tell('dataset', failure ? [{ file: this.#options.dataset, reason: `not up to date: ${failure.message}${more}` }] : []);
    return failure;
  }

  #tell(scope: string, problems: readonly CorpusProblem[]): void {
    if (replaceProblems(this.#database, scope, problems)) raise(this.#database, 'revision');
  }

  /** Takes over what others did to a shard's file. @returns the file's text as it is now, `undefined` when there is none. */
  #examine(shard: ShardId): string | undefined {
    const bytes = this.#files.read(shard);
    if (!bytes) return undefined;
    const found = digest(bytes);
    if (!isUtf8(bytes)) {
      const { path } = this.#files.path(shard);
      throw new StorageError(`${path}: not UTF-8, so it is left as it is; save it as UTF-8, or delete it to have it made anew`);
    }
    const content = bytes.toString('utf8');
    if (this.#shards.state(shard).hash === found) return content;
    const lines = this.#linesIn(content);
    const rows = lines.flatMap(({ row }) => ('id' in row ? [row] : []));
    this.#readBack(rows);
    for (const { id } of rows) this.#shards.adopt(shard, id);
    this.#shards.examined(shard, found, this.#linesToKeep(lines).length);
    return content;
  }

  /** Lines of a shard; one that a person left without a text that its sample must have is no row, as one that cannot be read is none. */
  #linesIn(content: string): ShardLine[] {
    const reader = new EventReader(this.#database, this.#options.journal);
    try {
      return readShardLines(content).map((line) => {
        const { row } = line;
        if ('reason' in row || !saysTooLittle(row)) return line;
        const sample = reader.sampleById(row.id);
        const reason = sample ? problemByHand(row, sample) : null;
        return reason === null ? line : { ...line, row: { reason } };
      });
    } finally {
      reader.close();
    }
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
        return [{ type: 'sample.edited', sample: sample.id, version: versionId(sample.id, edit.parent, edit.content), ...edit, evidence }];
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

  /** Makes the lines of a shard that are to be made anew, some at a time: they hold as long as the index is as it was. */
  *#preparing(shard: ShardId): Generator<undefined, PreparedLines> {
    const revision = meta(this.#database, 'revision');
    const lines = new Map<number, string>();
    const stale = this.#shards.samples(shard).filter((each) => each.stale);
    for (let at = 0; at < stale.length; at += linesAtATime) {
      if (at > 0) yield;
      for (const [key, line] of this.#linesOf(shard, stale.slice(at, at + linesAtATime))) lines.set(key, line);
    }
    return { revision, lines };
  }

  #linesOf(shard: ShardId, samples: readonly { readonly key: number }[]): [number, string][] {
    const { row } = shardKinds[shard.kind]!;
    const reader = new EventReader(this.#database, this.#options.journal);
    try {
      return samples.flatMap(({ key }): [number, string][] => {
        const sample = reader.sample(key);
        return sample ? [[key, jsonLine(row(sample))]] : [];
      });
    } finally {
      reader.close();
    }
  }

  #rewrite(shard: ShardId, prepared: PreparedLines): void {
    const present = this.#examine(shard);
    const { hash: before, preserved } = this.#shards.state(shard);
    const lines = preserved > 0 ? this.#linesIn(present ?? '') : [];
    const reusable =
      preserved > 0 ? new Map(lines.flatMap(({ text, row }) => ('id' in row ? [[row.id, text]] : []))) : linesById(present ?? '');
    const { lines: written, kept } = placeLines(this.#rows(shard, reusable, prepared), this.#linesToKeep(lines));
    this.#report(shard, kept);
    if (written.length === 0) {
      if (present !== undefined) this.#files.remove(shard);
      this.#shards.removed(shard);
      return;
    }
    const text = `${written.join('\n')}\n`;
    const after = digest(text);
    if (present === undefined || after !== before) this.#files.write(shard, text);
    const stamp = this.#files.stamp(shard);
    if (!stamp)
      throw new StorageError(`${this.#files.path(shard).path}: gone as soon as it was written; does another program clean this folder?`);
    this.#shards.written(shard, after, kept.length, stamp);
  }

  #rows(shard: ShardId, reusable: ReadonlyMap<string, string>, { revision, lines }: PreparedLines): string[] {
    const holds = meta(this.#database, 'revision') === revision;
    const samples = this.#shards.samples(shard).map((each) => {
      const known = each.stale ? (holds ? lines.get(each.key) : undefined) : reusable.get(each.id);
      return { key: each.key, known };
    });
    const made = new Map(
      this.#linesOf(
        shard,
        samples.filter(({ known }) => known === undefined),
      ),
    );
    return samples.flatMap(({ key, known }) => known ?? made.get(key) ?? []);
  }

  #report(shard: ShardId, kept: readonly KeptLine[]): void {
    const file = `${this.#options.dataset}/${shardKinds[shard.kind]!.folder}/${shardName(shard)}`;
    const lines = new BadLines();
    for (const { line, reason } of kept) lines.add(line, line, reason);
    this.#tell(`shard ${shard.kind} ${shard.number}`, lines.problems(file, 'left as it is'));
  }
}

function outcomeOf(steps: Steps): StorageError | undefined {
  for (;;) {
    const { done, value } = steps.next();
    if (done) return value;
  }
}

const digest = (data: string | Uint8Array): string => hash('sha256', data);

const isSame = (before: FileStamp | undefined, now: FileStamp | undefined): boolean =>
  before !== undefined && now !== undefined && sameStamp(before, now);
