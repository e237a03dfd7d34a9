/** What the index knows of runs, extractions and prompts. */
import type { Extraction } from '../../core/concepts/extraction.ts';
import type { ChatMessage } from '../../core/prompts/chat.ts';
import type { EngineResult } from '../../protocol/engine.ts';
import { EventReader } from './event-reader.ts';
import type { Journal } from './journal.ts';
import { integer, text, textOrNull, type Database, type Row } from './sqlite.ts';

export type Run = EngineResult<'runs/list'>['runs'][number];

export class RunQueries {
  readonly #database: Database;
  readonly #journal: Journal;

  constructor(database: Database, journal: Journal) {
    this.#database = database;
    this.#journal = journal;
  }

  /** Newest first. */
  runs(): Run[] {
    const rows = this.#database.all(`
      SELECT runs.*, files.name, events.start FROM runs JOIN events ON events.id = runs.started JOIN files USING (file) ORDER BY runs.started DESC`);
    return this.#reading((reader) => rows.flatMap((row) => this.#run(row, reader) ?? []));
  }

  #run(row: Row, reader: EventReader): Run | undefined {
    const started = reader.byId(text(row.started));
    const endedId = textOrNull(row.ended);
    const ended = endedId === null ? undefined : reader.byId(endedId);
    if (started.type !== 'run.started') return undefined;
    const { run, kind, method, model, seed, planned, at, by } = started;
    const base = { run, kind, method, model, seed, planned, startedAt: at, by };
    if (ended?.type === 'run.ended') {
      const { outcome, kept, gated, failed, reason } = ended;
      return { ...base, endedAt: ended.at, outcome, kept, gated, failed, reason };
    }
    const outcome = this.#journal.isWriterAlive(text(row.name), integer(row.start)) ? 'running' : 'interrupted';
    const [kept, gated, failed] = [integer(row.kept), integer(row.gated), integer(row.failed)];
    return { ...base, endedAt: null, outcome, kept, gated, failed, reason: null };
  }

  /** The latest extraction by a model of each passage, by the passage's hash. */
  extractions(model: string): Map<string, Extraction> {
    const rows = this.#database.all(
      `SELECT extractions.passage, events.* FROM extractions JOIN events ON events.id = extractions.event
       WHERE model = ? ORDER BY events.file, events.start`,
      model,
    );
    return this.#reading((reader) => {
      const found = new Map<string, Extraction>();
      for (const row of rows) {
        const event = reader.read(row);
        if (event.type === 'passage.extracted') found.set(event.passage, event.extraction);
      }
      return found;
    });
  }

  /** Why the passages that a model has failed on since it last succeeded could not be extracted, by hash. */
  failures(model: string): Map<string, string> {
    const rows = this.#database.all(
      `SELECT failures.passage, failures.reason FROM failures JOIN runs USING (run)
       LEFT JOIN extractions ON extractions.model = runs.model AND extractions.passage = failures.passage
       WHERE runs.model = ? AND (extractions.event IS NULL OR extractions.event < failures.event) ORDER BY failures.event`,
      model,
    );
    return new Map(rows.map((row) => [text(row.passage), text(row.reason)]));
  }

  prompt(hash: string): ChatMessage[] | undefined {
    const row = this.#database.get('SELECT event FROM prompts WHERE hash = ?', hash);
    if (!row) return undefined;
    const event = this.#reading((reader) => reader.byId(text(row.event)));
    return event.type === 'prompt.sent' ? event.messages : undefined;
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
