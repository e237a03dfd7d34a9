import type { SQLOutputValue } from 'node:sqlite';
import { openPaid, using } from '../../storage/paid-database.ts';
import { type Database, integer, text, textOrNull } from '../../storage/sqlite.ts';
import type { ChatReply } from '../chat-model.ts';

/** A model takes hundreds of times as long. */
const gatherMs = 3;

interface Arrived {
  readonly key: string;
  readonly model: string;
  readonly reply: ChatReply;
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
}

const schema = `CREATE TABLE IF NOT EXISTS responses (
  key TEXT UNIQUE NOT NULL, model TEXT NOT NULL, text TEXT NOT NULL, reasoning TEXT,
  prompt_tokens INTEGER NOT NULL, completion_tokens INTEGER NOT NULL, estimated INTEGER NOT NULL
) STRICT`;

/** The replies that were paid for, in `responses.sqlite`. A reply is in the file when `put` resolves. */
export class ResponseStore {
  readonly path: string;
  readonly #database: Database;
  #arrived: Arrived[] = [];

  private constructor(path: string, database: Database) {
    this.path = path;
    this.#database = database;
  }

  /** @throws StorageError when it cannot be opened. */
  static open(path: string): ResponseStore {
    return new ResponseStore(path, openPaid(path, schema, 'the replies already paid for'));
  }

  get(key: string): ChatReply | undefined {
    const row = this.#do(() =>
      this.#database.get('SELECT text, reasoning, prompt_tokens, completion_tokens, estimated FROM responses WHERE key = ?', key),
    );
    if (!row) return undefined;
    const reasoning = textOrNull(row.reasoning ?? null);
    return {
      text: text(row.text),
      usage: {
        promptTokens: integer(row.prompt_tokens),
        completionTokens: integer(row.completion_tokens),
        estimated: flag(row.estimated),
      },
      ...(reasoning === null ? {} : { reasoning }),
    };
  }

  /** Completion tokens of a model's replies on average; undefined when there are none. */
  meanReply(model: string): number | undefined {
    const row = this.#do(() => this.#database.get('SELECT AVG(completion_tokens) AS mean FROM responses WHERE model = ?', model));
    return typeof row?.mean === 'number' ? row.mean : undefined;
  }

  /**
   * Keeps a reply. Those that arrive within a few milliseconds share one transaction: a commit costs more than an insert.
   * @returns when it is in the file.
   */
  put(key: string, model: string, reply: ChatReply): Promise<void> {
    return new Promise((resolve, reject) => {
      if (this.#arrived.length === 0) {
        setTimeout(() => {
          this.#flush();
        }, gatherMs);
      }
      this.#arrived.push({ key, model, reply, resolve, reject });
    });
  }

  #flush(): void {
    const arrived = this.#arrived;
    this.#arrived = [];
    const insertAll = (): void => {
      for (const each of arrived) this.#insert(each);
    };
    try {
      this.#do(() => {
        if (arrived.length > 1) this.#database.transaction(insertAll);
        else insertAll();
      });
      for (const { resolve } of arrived) resolve();
    } catch (error) {
      for (const { reject } of arrived) reject(error);
    }
  }

  #insert({ key, model, reply: { text: reply, reasoning, usage } }: Arrived): void {
    this.#database.run(
      'INSERT OR REPLACE INTO responses VALUES (?, ?, ?, ?, ?, ?, ?)',
      key,
      model,
      reply,
      reasoning ?? null,
      usage.promptTokens,
      usage.completionTokens,
      usage.estimated ? 1 : 0,
    );
  }

  close(): void {
    if (this.#arrived.length > 0) this.#flush();
    this.#database.close();
  }

  #do<T>(work: () => T): T {
    return using(this.path, 'a reply could not be kept or looked up', work);
  }
}

const flag = (value: SQLOutputValue | undefined): boolean => integer(value) === 1;
