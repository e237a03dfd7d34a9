/** Runs, extractions and prompts, as the index knows them. */
import type { DropCount } from '../../core/quality/drops.ts';
import type { ChatMessage } from '../../core/prompts/chat.ts';
import type { BatchKind, RunOptions } from '../../core/samples/events.ts';
import type { RunKindName } from '../../core/samples/run-kinds.ts';
import type { EngineResult } from '../../protocol/engine.ts';
import { isMeasuring, type MeasuringEvent } from '../../core/quality/cluster-agent/measurement.ts';
import { EventReader } from './event-reader.ts';
import type { Journal } from './journal.ts';
import { isBatchKind, isOutcome, isRole, isRunKind, stops } from './known-words.ts';
import { usageFromRow } from './usage-row.ts';
import { integer, text, textOrNull, type Database, type SqlRow } from './sqlite.ts';

/** A run by the journal alone; what it waits for, the batch itself knows. */
export interface StoredRun extends Omit<EngineResult<'runs/list'>['runs'][number], 'batch'> {
  readonly batch: BatchKind | null;
}

/** Aims that a run was started with, beside what every list of runs shows. */
interface Aims {
  readonly samples: readonly string[];
  readonly instruction: string | null;
  readonly options: RunOptions;
}

export type RunPlan = StoredRun & Aims;

/** Column for what a run kept when no end of it says so: its jobs that are done, or what was made in them. */
const counted: Readonly<Record<RunKindName, 'done' | 'kept'>> = {
  ...{ extract: 'kept', generate: 'kept', rate: 'kept', personas: 'kept', diversity: 'kept' },
  ...{ regenerate: 'done', judge: 'done', embed: 'done' },
};

const dropBy = (word: string): DropCount['by'] => (word === 'gated' || word === 'skipped' ? word : 'failed');

interface ReadRun {
  readonly run: StoredRun;
  readonly aims: Aims;
}

export interface RunJobs {
  readonly done: ReadonlySet<string>;
  /** Of these, those that gave nothing, for a reason of their own. */
  readonly skipped: ReadonlySet<string>;
  /** Number of times that each job has failed; those that were done since are among `done`. */
  readonly failures: ReadonlyMap<string, number>;
}

/** Failed and not done since: a passage's job is done when there is a later extraction of it. */
const failed = `failures > 0 AND done = 0 AND NOT EXISTS (
  SELECT 1 FROM extractions WHERE extractions.passage = jobs.job AND extractions.event > jobs.failed)`;
const failedJobs = `SELECT COUNT(*) FROM jobs WHERE jobs.run = runs.run AND ${failed}`;
const begun = "MAX(runs.started, IFNULL(runs.resumed, ''))";

export class RunQueries {
  readonly #database: Database;
  readonly #journal: Journal;

  constructor(database: Database, journal: Journal) {
    this.#database = database;
    this.#journal = journal;
  }

  /** Newest first. */
  runs(): StoredRun[] {
    return this.#read('').map(({ run }) => run);
  }

  plan(run: string): RunPlan | undefined {
    const [found] = this.#read('WHERE runs.run = ?', run);
    return found && { ...found.run, ...found.aims };
  }

  /** The event a run began with. */
  begun(run: string): string | undefined {
    const row = this.#database.get('SELECT started FROM runs WHERE run = ?', run);
    return (row && textOrNull(row.started ?? null)) ?? undefined;
  }

  #read(where: string, ...values: string[]): ReadRun[] {
    const rows = this.#database.all(
      `SELECT runs.*, files.name, events.start, (${failedJobs}) AS failed,
       (SELECT COUNT(*) FROM jobs WHERE jobs.run = runs.run AND done = 1) AS done FROM runs JOIN events ON events.id = ${begun} JOIN files USING (file) ${where} ORDER BY runs.started DESC`,
      ...values,
    );
    return this.#reading((reader) => rows.flatMap((row) => this.#readOne(row, reader) ?? []));
  }

  #readOne(row: SqlRow, reader: EventReader): ReadRun | undefined {
    const started = reader.byId(text(row.started));
    if (started.type !== 'run.started') return undefined;
    const resumedId = textOrNull(row.resumed);
    const resumed = resumedId === null ? undefined : reader.byId(resumedId);
    const {
      run,
      kind,
      method,
      model,
      answerModel = null,
      seed,
      planned,
      at,
      by,
      batch = null,
      samples = [],
      instruction = null,
      options = {},
    } = started;
    // Runs of an unknown kind, or with batches of one, cannot be gone on with by this version; the journal's problems name them.
    if (!isRunKind(kind) || (batch !== null && !isBatchKind(batch))) return undefined;
    const plan = { run, kind, method, model, answerModel, seed, planned, batch, startedAt: at, by };
    const aims = { samples, instruction, options };
    const budget = resumed?.type === 'run.resumed' ? resumed.cap : (started.cap ?? { tokens: null, cost: null });
    const kept = integer(row[counted[kind]]);
    const counts = { kept, gated: integer(row.gated), failed: integer(row.failed), usage: usageFromRow(row), budget };
    const endedId = textOrNull(row.ended);
    const ended = endedId === null || endedId < (resumedId ?? '') ? undefined : reader.byId(endedId);
    if (ended?.type === 'run.ended') {
      const { outcome, stoppedBy = '' } = ended;
      const how = isOutcome(outcome)
        ? { outcome, reason: ended.reason }
        : { outcome: 'interrupted' as const, reason: `ended as “${outcome}” by a version that knows what that is` };
      const tally = { kept: ended.kept, gated: ended.gated, failed: ended.failed };
      return { run: { ...plan, ...counts, ...tally, endedAt: ended.at, stoppedBy: stops.get(stoppedBy) ?? null, ...how }, aims };
    }
    const outcome = this.#journal.isWriterAlive(text(row.name), integer(row.start)) ? 'running' : 'interrupted';
    return { run: { ...plan, ...counts, endedAt: null, outcome, stoppedBy: null, reason: null }, aims };
  }

  jobs(run: string): RunJobs {
    const rows = this.#database.all('SELECT job, done, failures, unfit FROM jobs WHERE run = ?', run);
    return {
      skipped: new Set(rows.filter((row) => row.unfit !== null).map((row) => text(row.job))),
      done: new Set(rows.filter((row) => integer(row.done) === 1).map((row) => text(row.job))),
      failures: new Map(rows.filter((row) => integer(row.failures) > 0).map((row) => [text(row.job), integer(row.failures)])),
    };
  }

  /** In the order in which they failed the last time. */
  failedJobs(run: string): { job: string; reason: string }[] {
    const rows = this.#database.all(`SELECT job, reason FROM jobs WHERE run = ? AND ${failed} ORDER BY failed, job`, run);
    return rows.map((row) => ({ job: text(row.job), reason: text(row.reason) }));
  }

  /** Reasons that candidates of a run are not among those kept, the most frequent first. */
  dropped(run: string): DropCount[] {
    // Beside MAX, SQLite gives the other columns of the row that has it. A failure whose kind is not known is told apart by its words.
    const rows = this.#database.all(
      `SELECT 'gated' AS dropped, gate AS kind, 'held back by the gate ' || gate AS reason, samples AS n, '' AS latest FROM gated WHERE run = ?
       UNION ALL SELECT 'skipped', NULL, unfit, COUNT(*), '' FROM jobs WHERE run = ? AND unfit IS NOT NULL GROUP BY unfit
       UNION ALL SELECT 'failed', kind, reason, COUNT(*), MAX(failed) FROM jobs JOIN runs USING (run) WHERE run = ? AND ${failed}
       GROUP BY IFNULL(kind, reason)
       ORDER BY n DESC, reason`,
      run,
      run,
      run,
    );
    return rows.map((row) => ({
      by: dropBy(text(row.dropped)),
      kind: textOrNull(row.kind ?? null),
      reason: text(row.reason),
      count: integer(row.n),
    }));
  }

  /** Number of samples of a run that its judge gave no score. */
  unjudged(run: string): number {
    return integer(this.#database.get('SELECT unjudged FROM runs WHERE run = ?', run)?.unjudged ?? 0);
  }

  /** The latest overall rating of each rated passage, by hash. */
  ratings(): Map<string, number> {
    return new Map(this.#database.all('SELECT passage, overall FROM ratings').map((row) => [text(row.passage), integer(row.overall)]));
  }

  personas(run: string): string[] {
    const rows = this.#database.all('SELECT event FROM personas WHERE run = ? ORDER BY event', run);
    return this.#reading((reader) =>
      rows.flatMap((row) => {
        const event = reader.byId(text(row.event));
        return event.type === 'personas.written' ? event.personas : [];
      }),
    );
  }

  measuredIds(run: string): string[] {
    return this.#database.all('SELECT event FROM measured WHERE run = ? ORDER BY event', run).map((row) => text(row.event));
  }

  measured(ids: readonly string[]): MeasuringEvent[] {
    return this.#reading((reader) => ids.map((id) => reader.byId(id)).filter(isMeasuring));
  }

  extractedBy(model: string | null, since = ''): Set<string> {
    const rows = this.#database.all('SELECT passage FROM extractions WHERE (model = ?1 OR ?1 IS NULL) AND event > ?2', model, since);
    return new Set(rows.map((row) => text(row.passage)));
  }

  /** The passages that a model has failed on since it last succeeded, by hash: how often, and why the last time. */
  failures(model: string): Map<string, { times: number; reason: string }> {
    const rows = this.#database.all(
      `SELECT job, SUM(failures) AS times, reason, MAX(failed) FROM jobs JOIN runs USING (run)
       WHERE runs.model = ? AND ${failed} GROUP BY job`,
      model,
    );
    return new Map(rows.map((row) => [text(row.job), { times: integer(row.times), reason: text(row.reason) }]));
  }

  prompt(hash: string): ChatMessage[] | undefined {
    const row = this.#database.get('SELECT event FROM prompts WHERE hash = ?', hash);
    if (!row) return undefined;
    const event = this.#reading((reader) => reader.byId(text(row.event)));
    if (event.type !== 'prompt.sent') return undefined;
    const messages = event.messages.flatMap(({ role, content }): ChatMessage[] => (isRole(role) ? [{ role, content }] : []));
    // Shown without the messages of an unknown role, it would not be what was sent.
    return messages.length === event.messages.length ? messages : undefined;
  }

  #reading<T>(work: (reader: EventReader) => T): T {
    const reader = new EventReader(this.#database, this.#journal);
    try {
      return work(reader);
    } finally {
      reader.close();
    }
  }
}
