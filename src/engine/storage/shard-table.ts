/** Rows of the index about the dataset's shards, and about which sample stands in which. */
import type { FileStamp } from '../files/files.ts';
import { statusNumber } from './facets.ts';
import { shardKinds, waiting, type ShardId } from './shard-kinds.ts';
import { integer, integerOrNull, text, textOrNull, type Database } from './sqlite.ts';

const rowsPerShard = 1000;

/** Form of the lines and of the card, to be raised when they are to be made anew. */
const form = 'form 2';
const underWay = 'under way';

interface ShardState {
  /** Hash of the file as it was last written or examined; null before. */
  readonly hash: string | null;
  /** Lines in it that are none of our rows. */
  readonly preserved: number;
}

interface AssignedSample {
  readonly key: number;
  readonly id: string;
  /** Its line is to be made anew. */
  readonly stale: boolean;
}

const statusOf = (kind: number): number => statusNumber(shardKinds[kind]!.status);

export class ShardTable {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  /** Shards known by the index, with the stamps of their files when last written. */
  stamps(kind: number): Map<number, FileStamp | undefined> {
    const rows = this.#database.all('SELECT number, size, mtime, inode FROM shards WHERE kind = ?', kind);
    return new Map(
      rows.map((row) => {
        const size = integerOrNull(row.size ?? null);
        return [integer(row.number), size === null ? undefined : { size, mtime: text(row.mtime), inode: text(row.inode) }];
      }),
    );
  }

  state({ kind, number }: ShardId): ShardState {
    const row = this.#database.get('SELECT hash, preserved FROM shards WHERE kind = ? AND number = ?', kind, number);
    return { hash: textOrNull(row?.hash ?? null), preserved: integer(row?.preserved ?? 0) };
  }

  /** Number of shards of a kind that hold rows. */
  count(kind: number): number {
    return integer(this.#database.get('SELECT count(*) AS n FROM shards WHERE kind = ? AND rows > 0', kind)?.n);
  }

  isEmpty(): boolean {
    return this.#database.get('SELECT 1 FROM shards LIMIT 1') === undefined;
  }

  markDirty({ kind, number }: ShardId): void {
    this.#database.run('INSERT INTO shards (kind, number) VALUES (?, ?) ON CONFLICT DO UPDATE SET dirty = 1', kind, number);
  }

  dirty(): ShardId[] {
    return this.#database
      .all('SELECT kind, number FROM shards WHERE dirty = 1')
      .map((row) => ({ kind: integer(row.kind), number: integer(row.number) }));
  }

  isDirty({ kind, number }: ShardId): boolean {
    return this.#database.get('SELECT dirty FROM shards WHERE kind = ? AND number = ?', kind, number)?.dirty === 1;
  }

  /** What is under way may be cut short after the last shard: the card, which comes after it, is due until all is written. */
  begin(): void {
    this.#note(underWay);
  }

  done(): void {
    this.#note(form);
  }

  #note(value: string): void {
    this.#database.run("INSERT OR REPLACE INTO meta VALUES ('shards', ?)", value);
  }

  /** Forgets shards that a version wrote whose lines were of another form, so that each is made anew. */
  forgetFormer(): void {
    if (![underWay, form].includes(this.#noted() ?? '') && !this.isEmpty()) this.clear();
  }

  #noted(): string | null {
    return textOrNull(this.#database.get("SELECT value FROM meta WHERE key = 'shards'")?.value ?? null);
  }

  /** Tells whether there is anything to write. */
  hasWork(): boolean {
    if (this.#noted() === underWay) return true;
    const unassigned = shardKinds.map(
      (_, kind) => `EXISTS (SELECT 1 FROM samples WHERE status = ${statusOf(kind)} AND shard = ${waiting})`,
    );
    return this.#database.get(`SELECT EXISTS (SELECT 1 FROM shards WHERE dirty = 1) OR ${unassigned.join(' OR ')} AS work`)?.work === 1;
  }

  /**
   * Gives samples that are to be in a shard and are in none a place, as many as one has room for: first where there is room,
   * then in new shards. @returns false when every sample has its place
   */
  assign(): boolean {
    const unplaced = 'SELECT sample FROM samples WHERE status = ? AND shard = ? ORDER BY made LIMIT ?';
    for (const kind of shardKinds.keys()) {
      const { number, room } = this.#roomiest(kind);
      const placed = this.#database.all(unplaced, statusOf(kind), waiting, room);
      if (placed.length === 0) continue;
      for (const { sample } of placed) {
        this.#database.run('UPDATE samples SET shard = ?, stale = 1 WHERE sample = ?', number, integer(sample));
      }
      this.markDirty({ kind, number });
      this.#database.run('UPDATE shards SET rows = rows + ? WHERE kind = ? AND number = ?', placed.length, kind, number);
      return true;
    }
    return false;
  }

  #roomiest(kind: number): { number: number; room: number } {
    const row = this.#database.get(
      'SELECT number, rows FROM shards WHERE kind = ? AND rows < ? ORDER BY number LIMIT 1',
      kind,
      rowsPerShard,
    );
    if (row) return { number: integer(row.number), room: rowsPerShard - integer(row.rows) };
    const last = this.#database.get('SELECT max(number) AS number FROM shards WHERE kind = ?', kind)?.number;
    return { number: integerOrNull(last ?? null) === null ? 0 : integer(last) + 1, room: rowsPerShard };
  }

  /** Lets a sample stay in the shard its line was found in, unless it has a place elsewhere. */
  adopt({ kind, number }: ShardId, sample: string): void {
    const change = 'UPDATE samples SET shard = ? WHERE id = ? AND status = ? AND shard = ?';
    const adopted = this.#database.run(change, number, sample, statusOf(kind), waiting);
    if (adopted > 0) this.#database.run('UPDATE shards SET rows = rows + 1 WHERE kind = ? AND number = ?', kind, number);
  }

  /** Samples of a shard in the order of its lines. */
  samples({ kind, number }: ShardId): AssignedSample[] {
    const rows = this.#database.all(
      'SELECT sample, id, stale FROM samples WHERE status = ? AND shard = ? ORDER BY made',
      statusOf(kind),
      number,
    );
    return rows.map((row) => ({ key: integer(row.sample), id: text(row.id), stale: row.stale === 1 }));
  }

  /** The shard's file has been changed by others: every line of ours is to be made anew. */
  examined({ kind, number }: ShardId, hash: string, preserved: number): void {
    this.#database.run('UPDATE shards SET hash = ?, preserved = ?, dirty = 1 WHERE kind = ? AND number = ?', hash, preserved, kind, number);
    this.#database.run('UPDATE samples SET stale = 1 WHERE status = ? AND shard = ?', statusOf(kind), number);
  }

  written({ kind, number }: ShardId, hash: string, preserved: number, stamp: FileStamp): void {
    this.#database.run(
      'UPDATE shards SET hash = ?, preserved = ?, dirty = 0, size = ?, mtime = ?, inode = ? WHERE kind = ? AND number = ?',
      hash,
      preserved,
      stamp.size,
      stamp.mtime,
      stamp.inode,
      kind,
      number,
    );
    this.#database.run('UPDATE samples SET stale = 0 WHERE status = ? AND shard = ? AND stale = 1', statusOf(kind), number);
  }

  removed({ kind, number }: ShardId): void {
    this.#database.run('DELETE FROM shards WHERE kind = ? AND number = ?', kind, number);
  }

  /** Forgets all shards, and who stands where. */
  clear(): void {
    this.#database.run('DELETE FROM shards');
    this.#database.run('UPDATE samples SET shard = ?, stale = 1 WHERE shard IS NOT NULL', waiting);
  }
}
