/** Small questions to the index. */
import { decodeTime } from 'ulid';
import { describeAction } from '../../core/samples/undo.ts';
import { questionHash } from './apply-events.ts';
import { EventReader } from './event-reader.ts';
import type { Journal } from './journal.ts';
import { integer, text, type Database } from './sqlite.ts';

const ofConcepts = "((name >= 'c:' AND name < 'c;') OR (name >= 't:' AND name < 't;'))";

/** Of the samples that had been made when an event happened. */
export function sampleCountsByConceptAsOf(database: Database, event: string): Map<string, number> {
  const rows = database.all(
    `SELECT name, count(*) AS n FROM facets JOIN postings USING (facet) WHERE ${ofConcepts} AND born <= ? GROUP BY facet`,
    decodeTime(event),
  );
  return new Map(rows.map((row) => [text(row.name), integer(row.n)]));
}

export function duplicateOf(database: Database, compared: string, except = ''): string | undefined {
  const row = database.get(
    'SELECT id FROM samples WHERE question = ? AND status IN (0, 1) AND id <> ? ORDER BY sample LIMIT 1',
    questionHash(compared),
    except,
  );
  return row && text(row.id);
}

/** Files below the project's folder that exports have written. */
export function exportedFiles(database: Database): Set<string> {
  return new Set(database.all("SELECT DISTINCT file FROM exports WHERE file <> ''").map((row) => text(row.file)));
}

export function isExport(database: Database, sha256: string): boolean {
  return database.get('SELECT 1 FROM exports WHERE sha256 = ?', sha256) !== undefined;
}

/** The samples an action decided on, and what it did in words. */
export function describedAction(database: Database, journal: Journal, action: string): { changed: string[]; what: string } {
  const reader = new EventReader(database, journal);
  try {
    const samples = database.all(
      'SELECT DISTINCT samples.id FROM events JOIN samples USING (sample) WHERE action = ? ORDER BY samples.sample',
      action,
    );
    return { changed: samples.map((row) => text(row.id)), what: describeAction(reader.ofAction(action)) };
  } finally {
    reader.close();
  }
}
