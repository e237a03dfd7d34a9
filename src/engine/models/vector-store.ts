import type { SQLOutputValue } from 'node:sqlite';
import type { ProjectPath } from '../files/project-path.ts';
import { openPaid, using } from '../storage/paid-database.ts';
import { type Database, integer, text } from '../storage/sqlite.ts';

const schema = `
  CREATE TABLE IF NOT EXISTS spaces (name TEXT PRIMARY KEY, space TEXT NOT NULL) STRICT;
  CREATE TABLE IF NOT EXISTS vectors (
    id INTEGER PRIMARY KEY AUTOINCREMENT, space TEXT NOT NULL, text TEXT NOT NULL, vector BLOB NOT NULL, UNIQUE (space, text)
  ) STRICT`;

/**
 * The embeddings that were paid for, in `vectors.sqlite`, by the hash of their text and by the space they lie in: a model
 * at an endpoint. What the settings call it is remembered beside, so that looking opens no model. Vectors of two spaces
 * never meet.
 */
export class VectorStore {
  readonly #path: ProjectPath | null;
  readonly #database: Database;

  private constructor(path: ProjectPath | null, database: Database) {
    this.#path = path;
    this.#database = database;
  }

  /** @param path null for one in memory, and empty @throws StorageError when it cannot be opened. */
  static open(path: ProjectPath | null): VectorStore {
    return new VectorStore(path, openPaid(path, schema, 'the embeddings already paid for'));
  }

  /** Rises with all that is kept, by any process. */
  get revision(): number {
    return integer(this.#do((database) => database.get('SELECT COALESCE(MAX(id), 0) AS id FROM vectors'))?.id);
  }

  /** From now on the settings' name of a model stands for this space. */
  name(name: string, space: string): void {
    this.#do((database) => database.run('INSERT OR REPLACE INTO spaces VALUES (?, ?)', name, space));
  }

  /** Undefined for a model that was never asked under this name. */
  spaceOf(name: string): string | undefined {
    const row = this.#do((database) => database.get('SELECT space FROM spaces WHERE name = ?', name));
    return row && text(row.space);
  }

  /** Hashes of the texts that have a vector in a space. */
  known(space: string): Set<string> {
    return new Set(this.#do((database) => database.all('SELECT text FROM vectors WHERE space = ?', space)).map((row) => text(row.text)));
  }

  get(space: string, hash: string): Float32Array | undefined {
    const row = this.#do((database) => database.get('SELECT vector FROM vectors WHERE space = ? AND text = ?', space, hash));
    return row && numbers(row.vector);
  }

  /** Keeps vectors, by the hashes of their texts. A model that gives another length than before is another: what it gave before goes. */
  put(space: string, entries: readonly (readonly [hash: string, vector: Float32Array])[]): void {
    this.#do((database) => {
      database.transaction(() => {
        const before = database.get('SELECT LENGTH(vector) AS bytes FROM vectors WHERE space = ? LIMIT 1', space);
        if (before && integer(before.bytes) !== entries[0]?.[1].byteLength) database.run('DELETE FROM vectors WHERE space = ?', space);
        for (const [hash, vector] of entries) {
          database.run('INSERT OR REPLACE INTO vectors (space, text, vector) VALUES (?, ?, ?)', space, hash, bytes(vector));
        }
      });
    });
  }

  close(): void {
    this.#database.close();
  }

  #do<T>(work: (database: Database) => T): T {
    return using(this.#path, 'an embedding could not be kept or looked up', () => work(this.#database));
  }
}

const bytes = ({ buffer, byteOffset, byteLength }: Float32Array): Uint8Array => new Uint8Array(buffer, byteOffset, byteLength);

function numbers(value: SQLOutputValue | undefined): Float32Array {
  if (!(value instanceof Uint8Array) || value.length % 4 !== 0) throw new TypeError('the embeddings kept hold something that is no vector');
  // A copy begins where numbers of four bytes may.
  return new Float32Array(value.slice().buffer);
}
