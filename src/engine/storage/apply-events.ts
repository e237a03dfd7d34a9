/** Puts events into the index. What an event does here does not depend on the order in which events arrive. */
import { hash } from 'node:crypto';
import { decodeTime } from 'ulid';
import { writtenByModel } from '../../core/dataset/written-by-model.ts';
import type { JournalEvent } from '../../core/samples/events.ts';
import { judgedScore } from '../../core/quality/judgement.ts';
import { normalisedText } from '../../core/samples/normalised-text.ts';
import { foldSample, isDecision } from '../../core/samples/review.ts';
import { type GateVerdict, sampleStatuses, type Sample } from '../../core/samples/sample.ts';
import { searchWords } from '../../core/samples/search-words.ts';
import { shapeOf } from '../../core/samples/shapes/index.ts';
import type { RunUsage } from '../../core/samples/run-usage.ts';
import { actionOf, recordAction } from '../../core/samples/undo.ts';
import { isEditedByHand } from '../../core/samples/versions.ts';
import { actionRow, saveAction } from './action-rows.ts';
import { EventReader, isUndone } from './event-reader.ts';
import { Facets, statusNumber } from './facets.ts';
import { meta, raise } from './index-schema.ts';
import type { Journal } from './journal.ts';
import type { JournalLine } from './journal-file.ts';
import { shardKinds, waiting } from './shard-kinds.ts';
import { noteSnapshot } from './snapshot-rows.ts';
import { integer, integerOrNull, textOrNull, type Database } from './sqlite.ts';

/** 128 bits of the normalised text that is compared to find duplicates. */
export const questionHash = (compared: string): Buffer => hash('sha256', normalisedText(compared), 'buffer').subarray(0, 16);

/** Id of the event that made a sample. Decisions may stand before it, by another clock. */
const madeBy = ({ history }: Sample): string => history.find(({ what }) => what === 'generated' || what === 'gated')!.event;

const byId = (a: JournalEvent, b: JournalEvent): number => (a.id < b.id ? -1 : 1);

/** Of an undo or redo so many samples are folded with it; of more, all of them in steps after it. */
const foldedAtOnce = 50;

export class EventApplier {
  readonly #database: Database;
  readonly #journal: Journal;
  readonly #facets: Facets;
  /** Samples to fold anew; with all their events where the sample first appeared in this batch, so that none is read back. */
  readonly #touched = new Map<number, JournalEvent[] | undefined>();

  constructor(database: Database, journal: Journal) {
    this.#database = database;
    this.#journal = journal;
    this.#facets = new Facets(database);
  }

  /** Applies lines of one file, within the caller's transaction, who raises the revision when any was. @returns how many events were new. */
  apply(file: number, lines: readonly JournalLine[]): number {
    let applied = 0;
    for (const { event, start, length } of lines) {
      if ('id' in event && this.#record(event, file, start, length)) applied++;
    }
    const reader = new EventReader(this.#database, this.#journal);
    try {
      for (const [key, events] of this.#touched) {
        const sample = events ? foldSample(events.sort(byId), (action) => isUndone(this.#database, action)) : reader.sample(key);
        if (sample) this.#store(key, sample);
      }
    } finally {
      reader.close();
      this.#touched.clear();
    }
    this.#facets.flush(meta(this.#database, 'revision') + 1);
    return applied;
  }

  /** Notes where an event stands and what it touches. @returns false when it is known from another file already. */
  #record(event: JournalEvent, file: number, start: number, length: number): boolean {
    const target = event.type === 'action.undone' || event.type === 'action.redone' ? event.target : null;
    const action = isDecision(event) ? event.action : null;
    const [sample, isNew] = 'sample' in event ? this.#keyOf(event.sample) : [null, false];
    const insert = 'INSERT OR IGNORE INTO events VALUES (?, ?, ?, ?, ?, ?, ?)';
    if (this.#database.run(insert, event.id, file, start, length, sample, action, target) === 0) return false;
    if (sample !== null) this.#touch(sample, isNew, event);
    const changed = actionOf(event);
    if (changed !== undefined) saveAction(this.#database, recordAction(actionRow(this.#database, changed), event));
    if (target !== null) {
      this.#turn(target);
    }
    this.#recordRun(event);
    return true;
  }

  /** An action was undone or redone: its samples are folded anew, many of them later. */
  #turn(action: string): void {
    const samples = 'SELECT DISTINCT sample FROM events WHERE action = ? AND sample IS NOT NULL';
    if (integer(this.#database.get(`SELECT count(*) AS n FROM (${samples})`, action)?.n) > foldedAtOnce) {
      this.#database.run(`INSERT OR IGNORE INTO unfolded ${samples}`, action);
      return;
    }
    for (const row of this.#database.all(samples, action)) {
      const key = integer(row.sample);
      if (!this.#touched.get(key)) this.#touched.set(key, undefined);
    }
  }

  /** Folds some of the samples that wait for it, within the caller's transaction, who has raised the revision. @returns how many are left. */
  foldWaiting(limit: number): number {
    const reader = new EventReader(this.#database, this.#journal);
    try {
      for (const row of this.#database.all('SELECT sample FROM unfolded LIMIT ?', limit)) {
        const key = integer(row.sample);
        const sample = reader.sample(key);
        if (sample) this.#store(key, sample);
        this.#database.run('DELETE FROM unfolded WHERE sample = ?', key);
      }
    } finally {
      reader.close();
    }
    this.#facets.flush(meta(this.#database, 'revision'));
    return integer(this.#database.get('SELECT count(*) AS n FROM unfolded')?.n);
  }

  #keyOf(id: string): [key: number, isNew: boolean] {
    const row = this.#database.get('SELECT sample FROM samples WHERE id = ?', id);
    return row ? [integer(row.sample), false] : [this.#database.insert('INSERT INTO samples (id) VALUES (?)', id), true];
  }

  #touch(key: number, isNew: boolean, event: JournalEvent): void {
    const events = this.#touched.get(key);
    if (events) events.push(event);
    else this.#touched.set(key, isNew ? [event] : undefined);
  }

  #recordRun(event: JournalEvent): void {
    switch (event.type) {
      case 'run.started':
        this.#started(event.run, event.model, event.id);
        break;
      case 'run.resumed':
        this.#run(event.run, "resumed = MAX(IFNULL(resumed, ''), ?)", event.id);
        break;
      case 'run.ended':
        this.#run(event.run, "ended = MAX(IFNULL(ended, ''), ?)", event.id);
        break;
      case 'run.spent':
        this.#addUsage(event.run, event.spent);
        break;
      case 'passage.extracted':
        this.#extracted(event.model, event.passage, event.id);
        this.#run(event.run, 'kept = kept + 1');
        break;
      case 'passage.failed':
        this.#failed(event.run, event.passage, event.id, event);
        break;
      case 'document.rated':
        this.#rated(event.passage, event.id, event.rating.overall);
        this.#run(event.run, 'kept = kept + 1');
        break;
      case 'personas.written':
        this.#database.run('INSERT OR IGNORE INTO personas VALUES (?, ?)', event.run, event.id);
        this.#run(event.run, 'kept = kept + ?', event.personas.length);
        break;
      case 'criteria.proposed':
      case 'criteria.merged':
      case 'criteria.phrased':
      case 'samples.clustered':
        this.#database.run('INSERT OR IGNORE INTO measured VALUES (?, ?)', event.run, event.id);
        if (event.type === 'samples.clustered') this.#run(event.run, 'kept = kept + 1');
        break;
      case 'job.done':
        this.#done(event.run, event.job, event.skipped ?? event.nothing ?? null);
        break;
      case 'job.failed':
        this.#failed(event.run, event.job, event.id, event);
        break;
      case 'sample.generated':
        this.#generated(event.generated.run, event.gate);
        if (event.unjudged !== undefined) this.#run(event.generated.run, 'unjudged = unjudged + 1');
        break;
      case 'dataset.exported':
        this.#database.run('INSERT OR IGNORE INTO exports VALUES (?, ?)', event.sha256, event.file ?? '');
        break;
      case 'snapshot.taken':
      case 'snapshot.dropped':
        noteSnapshot(this.#database, event);
        break;
      case 'prompt.sent':
        this.#database.run('INSERT OR IGNORE INTO prompts VALUES (?, ?)', event.prompt, event.id);
        break;
      default:
        break;
    }
  }

  #run(run: string, change: string, ...values: (string | number | null)[]): void {
    this.#database.run('INSERT OR IGNORE INTO runs (run) VALUES (?)', run);
    this.#database.run(`UPDATE runs SET ${change} WHERE run = ?`, ...values, run);
  }

  /** Of two beginnings of one run, which only a mishap makes, the first counts. */
  #started(run: string, model: string, event: string): void {
    const isFirst = 'started IS NULL OR ?2 < started';
    this.#database.run('INSERT OR IGNORE INTO runs (run) VALUES (?)', run);
    this.#database.run(
      `UPDATE runs SET model = CASE WHEN ${isFirst} THEN ?1 ELSE model END, started = CASE WHEN ${isFirst} THEN ?2 ELSE started END WHERE run = ?3`,
      model,
      event,
      run,
    );
  }

  #addUsage(run: string, { calls, cached, retried, tokens, cost }: RunUsage): void {
    const sums = ['calls', 'cached', 'retried', 'prompt_tokens', 'completion_tokens', 'cost'].map((each) => `${each} = ${each} + ?`);
    this.#run(run, sums.join(', '), calls, cached, retried, tokens.prompt, tokens.completion, cost);
  }

  #extracted(model: string, passage: string, event: string): void {
    this.#database.run(
      `INSERT INTO extractions VALUES (?, ?, ?, ?) ON CONFLICT DO UPDATE SET event = excluded.event, changed = excluded.changed
       WHERE excluded.event > event`,
      passage,
      model,
      event,
      meta(this.#database, 'extractions') + 1,
    );
    raise(this.#database, 'extractions');
  }

  #done(run: string, job: string, skipped: string | null): void {
    this.#database.run(
      'INSERT INTO jobs (run, job, done, unfit) VALUES (?, ?, 1, ?) ON CONFLICT DO UPDATE SET done = 1, unfit = MIN(IFNULL(excluded.unfit, unfit), IFNULL(unfit, excluded.unfit))',
      run,
      job,
      skipped,
    );
  }

  #rated(passage: string, event: string, overall: number): void {
    this.#database.run(
      `INSERT INTO ratings VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET event = excluded.event, overall = excluded.overall
       WHERE excluded.event > event`,
      passage,
      event,
      overall,
    );
    raise(this.#database, 'extractions');
  }

  #failed(run: string, job: string, event: string, { reason, kind = null }: { reason: string; kind?: string | undefined | null }): void {
    this.#database.run(
      `INSERT INTO jobs (run, job, failures, failed, reason, kind) VALUES (?, ?, 1, ?, ?, ?) ON CONFLICT DO UPDATE SET failures = failures + 1,
       reason = CASE WHEN excluded.failed > IFNULL(failed, '') THEN excluded.reason ELSE reason END,
       kind = CASE WHEN excluded.failed > IFNULL(failed, '') THEN excluded.kind ELSE kind END,
       failed = MAX(excluded.failed, IFNULL(failed, ''))`,
      run,
      job,
      event,
      reason,
      kind,
    );
  }

  #generated(run: string, gate: GateVerdict | null): void {
    this.#run(run, gate ? 'gated = gated + 1' : 'kept = kept + 1');
    if (gate === null) return;
    this.#database.run('INSERT INTO gated VALUES (?, ?, 1) ON CONFLICT DO UPDATE SET samples = samples + 1', run, gate.gate);
  }

  #store(key: number, sample: Sample): void {
    const row = this.#database.get('SELECT status, born, made, version, shard, model, shape FROM samples WHERE sample = ?', key);
    const before = integerOrNull(row?.status ?? null);
    const status = statusNumber(sample.status);
    const made = madeBy(sample);
    const born = decodeTime(made);
    const { shape } = sample.current.content;
    // The same job gave it on another branch, earlier: it is that one, found by what that one refers to.
    const isAnother = before !== null && (row?.made !== made || row.shape !== shape);
    if (isAnother) this.#facets.leave(key);
    if (isAnother || before !== status) this.#facets.move(key, born, sample, isAnother ? null : before, status);
    if (row?.version !== sample.current.id) this.#storeContent(key, sample, before === null);
    const shard = this.#placeInShards(integerOrNull(row?.shard ?? null), before, status);
    const { model } = writtenByModel(sample);
    this.#countModel(textOrNull(row?.model ?? null), before, -1);
    this.#countModel(model, status, 1);
    const { judgeModel = null } = sample.current.fields ?? {};
    this.#database.run(
      'UPDATE samples SET status = ?, born = ?, made = ?, version = ?, shard = ?, judge = ?, judge_model = ?, model = ?, shape = ?, edited = ?, gate = ?, reason = ?, stale = 1 WHERE sample = ?',
      status,
      born,
      made,
      sample.current.id,
      shard,
      judgedScore(sample.current),
      judgeModel,
      model,
      shape,
      isEditedByHand(sample.current) ? 1 : 0,
      sample.gate?.gate ?? null,
      sample.reason,
      key,
    );
  }

  #countModel(model: string | null, status: number | null, by: number): void {
    if (model === null || status !== statusNumber('accepted')) return;
    this.#database.run('INSERT INTO models VALUES (?, ?) ON CONFLICT DO UPDATE SET accepted = accepted + excluded.accepted', model, by);
  }

  #storeContent(key: number, sample: Sample, isNew: boolean): void {
    const { content } = sample.current;
    const shape = shapeOf(content);
    if (!isNew) this.#database.run('DELETE FROM words WHERE rowid = ?', key);
    const words = new Set(
      searchWords(
        shape
          .parts(content)
          .map(({ text: said }) => said)
          .join(' '),
      ),
    );
    this.#database.run('INSERT INTO words (rowid, text) VALUES (?, ?)', key, ` ${[...words].join(' ')} `);
    this.#database.run('UPDATE samples SET question = ? WHERE sample = ?', questionHash(shape.compared(content)), key);
  }

  /** Marks the shard a sample stands in for rewriting. @returns the shard it is to stand in from now on, if any. */
  #placeInShards(shard: number | null, before: number | null, status: number): number | null {
    const stays = before === status;
    if (shard !== null && shard !== waiting && before !== null) {
      const kind = shardKinds.findIndex((each) => each.status === sampleStatuses[before]);
      this.#database.run('UPDATE shards SET dirty = 1, rows = rows - ? WHERE kind = ? AND number = ?', stays ? 0 : 1, kind, shard);
    }
    if (stays) return shard;
    return shardKinds.some((each) => each.status === sampleStatuses[status]) ? waiting : null;
  }

  /** To be called when the tables are not what they were. */
  forget(): void {
    this.#facets.forget();
    this.#touched.clear();
  }
}
