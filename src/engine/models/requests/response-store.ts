import type { SQLOutputValue } from 'node:sqlite';
import * as z from 'zod';
import type { TokenProbabilities } from '../../../core/quality/perplexity.ts';
import { maxUsage, noUsage, type RunUsage } from '../../../core/samples/run-usage.ts';
import type { ProjectPath } from '../../files/project-path.ts';
import { openPaid, using } from '../../storage/paid-database.ts';
import { usageFromRow } from '../../storage/usage-row.ts';
import { type Database, integer, text, textOrNull } from '../../storage/sqlite.ts';
import type { ChatReply } from '../chat-model.ts';

/** A model takes hundreds of times as long. */
const gatherMs = 3;

interface Arrived {
  readonly write: () => void;
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
}

const schema = `
  CREATE TABLE IF NOT EXISTS responses (
    key TEXT UNIQUE NOT NULL, model TEXT NOT NULL, text TEXT NOT NULL, reasoning TEXT,
    prompt_tokens INTEGER NOT NULL, completion_tokens INTEGER NOT NULL, estimated INTEGER NOT NULL
  ) STRICT;
  CREATE TABLE IF NOT EXISTS held (key TEXT PRIMARY KEY) STRICT;
  CREATE TABLE IF NOT EXISTS probabilities (key TEXT PRIMARY KEY, tokens TEXT NOT NULL) STRICT;
  CREATE TABLE IF NOT EXISTS spending (
    run TEXT PRIMARY KEY, calls INTEGER NOT NULL, cached INTEGER NOT NULL, retried INTEGER NOT NULL,
    prompt_tokens INTEGER NOT NULL, completion_tokens INTEGER NOT NULL, cost REAL
  ) STRICT`;

/**
 * The replies that were paid for, in `responses.sqlite`, and the usage of runs when they got them: the journal learns of
 * it only when a job is recorded, and its process may be killed before. A reply is in the file when `put` resolves.
 */
export class ResponseStore {
  readonly path: ProjectPath;
  readonly #database: Database;
  #arrived: Arrived[] = [];

  private constructor(path: ProjectPath, database: Database) {
    this.path = path;
    this.#database = database;
  }

  /** @throws StorageError when it cannot be opened. */
  static open(path: ProjectPath): ResponseStore {
    return new ResponseStore(path, openPaid(path, schema, 'the replies already paid for'));
  }

  get(key: string): ChatReply | undefined {
    const row = this.#do(() =>
      this.#database.get(
        `SELECT text, reasoning, prompt_tokens, completion_tokens, estimated, tokens,
           EXISTS (SELECT 1 FROM held WHERE held.key = responses.key) AS held
         FROM responses LEFT JOIN probabilities USING (key) WHERE key = ?`,
        key,
      ),
    );
    if (!row) return undefined;
    const reasoning = textOrNull(row.reasoning ?? null);
    const probabilities = probabilitiesIn(textOrNull(row.tokens ?? null));
    return {
      text: text(row.text),
      usage: {
        promptTokens: integer(row.prompt_tokens),
        completionTokens: integer(row.completion_tokens),
        estimated: flag(row.estimated),
      },
      ...(reasoning === null ? {} : { reasoning }),
      ...(probabilities === undefined ? {} : { probabilities }),
      ...(row.held === 1 ? { held: true } : {}),
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
    return this.#gathered(() => {
      this.#insert(key, model, reply);
    });
  }

  /**
   * Records the usage of a whole run, in one transaction with a reply that is put at the same time.
   * @returns when it is in the file.
   */
  recordUsage(run: string, usage: () => RunUsage): Promise<void> {
    return this.#gathered(() => {
      const { calls, cached, retried, tokens, cost } = maxUsage(this.usageOf(run), usage());
      const insert = 'INSERT OR REPLACE INTO spending VALUES (?, ?, ?, ?, ?, ?, ?)';
      this.#database.run(insert, run, calls, cached, retried, tokens.prompt, tokens.completion, cost);
    });
  }

  /** Spending of a run when that was last kept. */
  usageOf(run: string): RunUsage {
    const row = this.#do(() => this.#database.get('SELECT * FROM spending WHERE run = ?', run));
    return row === undefined ? noUsage : usageFromRow(row);
  }

  #gathered(write: () => void): Promise<void> {
    return new Promise((resolve, reject) => {
      if (this.#arrived.length === 0) {
        setTimeout(() => {
          this.#flush();
        }, gatherMs);
      }
      this.#arrived.push({ write, resolve, reject });
    });
  }

  #flush(): void {
    const arrived = this.#arrived;
    this.#arrived = [];
    const insertAll = (): void => {
      for (const { write } of arrived) write();
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

  #insert(key: string, model: string, { text: reply, reasoning, usage, probabilities, held = false }: ChatReply): void {
    this.#database.run(held ? 'INSERT OR IGNORE INTO held VALUES (?)' : 'DELETE FROM held WHERE key = ?', key);
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
    if (probabilities === undefined) this.#database.run('DELETE FROM probabilities WHERE key = ?', key);
    else this.#database.run('INSERT OR REPLACE INTO probabilities VALUES (?, ?)', key, JSON.stringify(compact(probabilities)));
  }

  close(): void {
    if (this.#arrived.length > 0) this.#flush();
    this.#database.close();
  }

  #do<T>(work: () => T): T {
    return using(this.path, 'a reply could not be kept or looked up', work);
  }
}

/** Digits of a log-probability that are kept: a perplexity is told with five. */
const compact = ({ logs, ends }: TokenProbabilities): TokenProbabilities => ({ logs: logs.map((log) => Number(log.toFixed(6))), ends });

const keptProbabilities = z.object({ logs: z.array(z.number()).min(1), ends: z.array(z.number()).nullable() });

/** Undefined also for what another version may have kept in another form: the reply is what was paid for. */
function probabilitiesIn(kept: string | null): TokenProbabilities | undefined {
  if (kept === null) return undefined;
  const { data } = keptProbabilities.safeParse(jsonIn(kept));
  return data?.ends === null || data?.ends.length === data?.logs.length ? data : undefined;
}

function jsonIn(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // Whoever reads it finds no form in it.
    return undefined;
  }
}

const flag = (value: SQLOutputValue | undefined): boolean => integer(value) === 1;
