import { randomInt } from 'node:crypto';
import { removeDatabase, stampOf } from '../files/files.ts';
import type { ProjectPath } from '../files/project-path.ts';
import { StorageError } from './errors.ts';
import { Database, hasFullText, integer, isCorrupt, isUnwritable, text } from './sqlite.ts';

/** To be raised with every change of the tables, of what is put in them, or of the events this version knows. */
const version = 17;
/** Another process may be rebuilding the index of a large project. */
const timeoutMs = 60_000;

/** Sort key for samples of one status, as an expression over `samples`, where the worst are first: those without a score are last. */
export const worstFirst = 'ifnull(judge, 9e999)';

/**
 * Positions, not contents: an event's text stays in its journal file. `made` is the id of the event that
 * made a sample, and orders it in its shard; `born`, the time in it in milliseconds, orders lists. Status numbers index `sampleStatuses`.
 *
 * `unfolded` holds samples that an undo or redo has changed and that are still as before in all other tables: an action on
 * thousands of samples is followed in steps.
 *
 * `facets` and `postings` are an inverted index: a facet is one value of one thing samples are filtered by (a file, a
 * concept, a run …), its postings the samples that have it, sorted as they are paged, with a running count per status.
 * `changed` is the revision at which a facet's counts, or the number of the extraction at which a passage's, last changed.
 * `format` and `program` of a file are of the header with the latest format that it has; `newer` counts the events in it that
 * only a newer version understands, `bad` has the stretches of lines that could not be read; of both, what goes beyond the first
 * hundred is a number in `files`. `models` counts accepted samples by the model that wrote them, which another version may change.
 */
const tables = `
CREATE TABLE meta (key TEXT PRIMARY KEY, value NOT NULL) WITHOUT ROWID;
CREATE TABLE files (
  file INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, position INTEGER NOT NULL, lines INTEGER NOT NULL,
  checksum INTEGER NOT NULL, tail INTEGER NOT NULL, size INTEGER NOT NULL, mtime TEXT NOT NULL, inode TEXT NOT NULL,
  format INTEGER NOT NULL DEFAULT 1, program TEXT, bad INTEGER NOT NULL DEFAULT 0, newer INTEGER NOT NULL DEFAULT 0
);
CREATE TABLE newer (file INTEGER, what TEXT, events INTEGER NOT NULL, PRIMARY KEY (file, what)) WITHOUT ROWID;
CREATE TABLE bad (file INTEGER, first INTEGER, last INTEGER NOT NULL, reason TEXT NOT NULL, PRIMARY KEY (file, first)) WITHOUT ROWID;
CREATE TABLE problems (scope TEXT NOT NULL, file TEXT NOT NULL, line INTEGER, reason TEXT NOT NULL);
CREATE INDEX problems_by_scope ON problems (scope);
CREATE TABLE events (
  id TEXT PRIMARY KEY, file INTEGER NOT NULL, start INTEGER NOT NULL, length INTEGER NOT NULL,
  sample INTEGER, action TEXT, target TEXT
) WITHOUT ROWID;
CREATE INDEX events_by_sample ON events (sample) WHERE sample IS NOT NULL;
CREATE INDEX events_by_action ON events (action) WHERE action IS NOT NULL;
CREATE INDEX events_by_target ON events (target) WHERE target IS NOT NULL;
CREATE TABLE samples (
  sample INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, status INTEGER, born INTEGER, made TEXT, version TEXT, question BLOB,
  shard INTEGER, stale INTEGER NOT NULL DEFAULT 0, judge REAL, judge_model TEXT, model TEXT,
  shape TEXT, edited INTEGER, gate TEXT, reason TEXT
);
CREATE INDEX samples_by_question ON samples (question) WHERE status IN (0, 1);
CREATE INDEX samples_by_judge ON samples (status, ${worstFirst}, born);
CREATE INDEX samples_by_model ON samples (model) WHERE model IS NOT NULL;
CREATE INDEX samples_by_gate ON samples (gate) WHERE gate IS NOT NULL;
CREATE INDEX samples_by_shard ON samples (status, shard, made) WHERE shard IS NOT NULL;
CREATE TABLE unfolded (sample INTEGER PRIMARY KEY);
CREATE TABLE facets (facet INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE,
  status0 INTEGER NOT NULL DEFAULT 0, status1 INTEGER NOT NULL DEFAULT 0, status2 INTEGER NOT NULL DEFAULT 0, status3 INTEGER NOT NULL DEFAULT 0,
  changed INTEGER NOT NULL DEFAULT 0);
CREATE INDEX facets_by_change ON facets (changed);
CREATE TABLE postings (facet INTEGER, status INTEGER, born INTEGER, sample INTEGER, PRIMARY KEY (facet, status, born, sample)) WITHOUT ROWID;
CREATE TABLE actions (action TEXT PRIMARY KEY, by TEXT NOT NULL, first TEXT, touched TEXT, touched_by TEXT, undone INTEGER NOT NULL) WITHOUT ROWID;
CREATE INDEX actions_by_person ON actions (by, undone, first) WHERE first IS NOT NULL;
CREATE INDEX actions_by_undoer ON actions (touched_by, undone, touched) WHERE touched IS NOT NULL;
CREATE TABLE runs (run TEXT PRIMARY KEY, model TEXT, started TEXT, resumed TEXT, ended TEXT,
  kept INTEGER NOT NULL DEFAULT 0, gated INTEGER NOT NULL DEFAULT 0, unjudged INTEGER NOT NULL DEFAULT 0,
  calls INTEGER NOT NULL DEFAULT 0, cached INTEGER NOT NULL DEFAULT 0, retried INTEGER NOT NULL DEFAULT 0,
  prompt_tokens INTEGER NOT NULL DEFAULT 0, completion_tokens INTEGER NOT NULL DEFAULT 0, cost REAL DEFAULT 0) WITHOUT ROWID;
CREATE TABLE jobs (run TEXT, job TEXT, done INTEGER NOT NULL DEFAULT 0, failures INTEGER NOT NULL DEFAULT 0,
  failed TEXT, reason TEXT, kind TEXT, unfit TEXT, PRIMARY KEY (run, job)) WITHOUT ROWID;
CREATE TABLE gated (run TEXT, gate TEXT, samples INTEGER NOT NULL, PRIMARY KEY (run, gate)) WITHOUT ROWID;
CREATE TABLE extractions (passage TEXT, model TEXT, event TEXT NOT NULL, changed INTEGER NOT NULL, PRIMARY KEY (passage, model)) WITHOUT ROWID;
CREATE INDEX extractions_by_change ON extractions (changed);
CREATE TABLE ratings (passage TEXT PRIMARY KEY, event TEXT NOT NULL, overall REAL NOT NULL) WITHOUT ROWID;
CREATE TABLE personas (run TEXT, event TEXT, PRIMARY KEY (run, event)) WITHOUT ROWID;
CREATE TABLE measured (run TEXT, event TEXT, PRIMARY KEY (run, event)) WITHOUT ROWID;
CREATE TABLE models (model TEXT PRIMARY KEY, accepted INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE exports (sha256 TEXT, file TEXT, PRIMARY KEY (sha256, file)) WITHOUT ROWID;
CREATE TABLE snapshots (snapshot TEXT PRIMARY KEY, event TEXT, dropped INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE prompts (hash TEXT PRIMARY KEY, event TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE shards (kind INTEGER, number INTEGER, rows INTEGER NOT NULL DEFAULT 0, hash TEXT, preserved INTEGER NOT NULL DEFAULT 0,
  dirty INTEGER NOT NULL DEFAULT 1, size INTEGER, mtime TEXT, inode TEXT, PRIMARY KEY (kind, number)) WITHOUT ROWID;
CREATE INDEX shards_to_write ON shards (kind, number) WHERE dirty = 1;
`;

/**
 * Tables that stay when the journal is read anew: what was parsed follows from other files, a sketch from the text alone whose hash
 * `question` is. `place` rises, since no sketch is ever taken out.
 */
const kept = `
CREATE TABLE IF NOT EXISTS parsed (file TEXT PRIMARY KEY, stamp TEXT NOT NULL, body TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS sketches (place INTEGER PRIMARY KEY, question BLOB NOT NULL UNIQUE, short BLOB, long BLOB);
`;

/**
 * The distinct words of each sample, one space apart, as `searchWords` gives them. In the full-text table only which
 * samples have a word is kept; its tokenizer cuts at the spaces, everything else was settled before.
 */
const fullText = "CREATE VIRTUAL TABLE words USING fts5(text, content='', contentless_delete=1, detail=none, tokenize='ascii');";
const plainText = 'CREATE TABLE words (text TEXT NOT NULL);';

interface OpenOptions {
  readonly fullText: boolean;
  /** Inode of an index found to be damaged: one that still has it is replaced, not opened. */
  readonly damaged?: string;
}

/** Opens the index (null: an empty one in memory), or makes an empty one where there is none, one of another version, one that is damaged, and one that is none of ours. */
export function openIndex(path: ProjectPath | null, options: OpenOptions = { fullText: hasFullText() }): Database {
  if (path === null) return openInMemory(options);
  try {
    return oneAtATime(path.plus('.lock'), () => openAlone(path, options));
  } catch (error) {
    if (!isUnwritable(error)) throw error;
    throw new StorageError(
      `${path.path}: the index cannot be written; give yourself write permission there, or open a copy of the folder`,
      {
        cause: error,
      },
    );
  }
}

function openInMemory({ fullText: withFullText }: OpenOptions): Database {
  const database = new Database(null, { timeout: 0 });
  makeUsable(database, withFullText);
  return database;
}

/** Two processes must not both find an old index and each remove what the other has just made. */
function oneAtATime<T>(lockPath: ProjectPath, work: () => T): T {
  const lock = new Database(lockPath, { timeout: timeoutMs });
  try {
    lock.exec('BEGIN EXCLUSIVE');
    return work();
  } finally {
    lock.close();
  }
}

function openAlone(path: ProjectPath, { fullText: withFullText, damaged }: OpenOptions): Database {
  if (damaged !== undefined && stampOf(path)?.inode === damaged) removeDatabase(path);
  try {
    const database = connect(path);
    if (makeUsable(database, withFullText)) return database;
    database.close();
  } catch (error) {
    if (!isCorrupt(error)) throw error;
  }
  removeDatabase(path);
  const database = connect(path);
  makeUsable(database, withFullText);
  return database;
}

function connect(path: ProjectPath): Database {
  const database = new Database(path, { timeout: timeoutMs });
  try {
    // The journal is what has to survive a power cut: the index then only lags behind it.
    database.exec(
      'PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA journal_size_limit = 67108864; PRAGMA cache_size = -65536',
    );
    return database;
  } catch (error) {
    database.close();
    throw error;
  }
}

/** @returns false for an index that this version or this runtime cannot use. */
function makeUsable(database: Database, withFullText: boolean): boolean {
  try {
    const found = versionOf(database);
    const isEmpty = found === 0 && schemaOf(database) === '';
    if (isEmpty) {
      database.transaction(() => {
        createTables(database, withFullText);
      });
    }
    return isEmpty || (found === version && (withFullText || !isFullText(database)) && isOurs(database));
  } catch (error) {
    database.close();
    throw error;
  }
}

/** The tables of the full-text module itself, which another release of SQLite may make otherwise. */
const shadow = "type = 'table' AND name LIKE 'words\\_%' ESCAPE '\\'";

/** All that a database declares. */
function schemaOf(database: Database): string {
  const rows = database.all(`SELECT type, name, sql FROM sqlite_schema WHERE NOT (${shadow}) ORDER BY type, name`);
  return rows.map(({ type, name, sql }) => JSON.stringify([type, name, sql])).join('\n');
}

/** Tells whether a database has our tables and nothing else: one that came with the folder may hold triggers, or views in their place. */
function isOurs(database: Database): boolean {
  const ours = new Database(null, { timeout: 0 });
  try {
    createTables(ours, isFullText(database));
    return schemaOf(ours) === schemaOf(database);
  } finally {
    ours.close();
  }
}

const versionOf = (database: Database): number => integer(database.get('PRAGMA user_version')?.user_version);

/** Numbers that rise with every change, and one that tells whether rows are still those of the same tables. */
type MetaKey = 'revision' | 'extractions' | 'generation';

export function meta(database: Database, key: MetaKey): number {
  return integer(database.get('SELECT value FROM meta WHERE key = ?', key)?.value);
}

export function raise(database: Database, key: 'revision' | 'extractions'): void {
  database.run('UPDATE meta SET value = value + 1 WHERE key = ?', key);
}

/**
 * Makes the tables of an empty index, or empties it: what was known of journal and dataset folder is gone, cached parses
 * stay. Revisions begin at the time, so that they do not fall when an index is made anew while a view remembers one.
 */
export function createTables(database: Database, withFullText: boolean): void {
  const names = database.all(
    `SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT IN ('parsed', 'sketches') AND NOT (${shadow})`,
  );
  for (const { name } of names) database.exec(`DROP TABLE "${text(name).replaceAll('"', '""')}"`);
  database.exec(`${tables}${kept}${withFullText ? fullText : plainText}PRAGMA user_version = ${version}`);
  const values = [Date.now(), Date.now(), randomInt(2 ** 47)];
  database.run("INSERT INTO meta VALUES ('revision', ?), ('extractions', ?), ('generation', ?)", ...values);
}

/** Tells whether this index has its texts in a full-text table, which needs a runtime that has the module. */
export function isFullText(database: Database): boolean {
  return database.get("SELECT 1 FROM sqlite_schema WHERE name = 'words' AND sql LIKE 'CREATE VIRTUAL%'") !== undefined;
}
