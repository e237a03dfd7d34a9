/** Events of newer versions of the program in the journal: passed over and counted; the project is read-only when the format is theirs. */
import type { CorpusProblem } from '../../core/corpus/passage.ts';
import { program } from '../../core/program.ts';
import { journalFormat, type JournalHeader } from '../../core/samples/journal-line.ts';
import { maxListed, told } from './bad-lines.ts';
import { StorageError } from './errors.ts';
import type { JournalLine } from './journal-file.ts';
import { isBatchKind, isRunKind } from './known-words.ts';
import { integer, text, textOrNull, type Database, type SqlRow } from './sqlite.ts';

/** Format of a file as far as it was read. */
export const formatOf = (database: Database, file: number): number =>
  integer(database.get('SELECT format FROM files WHERE file = ?', file)?.format ?? 1);

/** Notes headers, and what only a newer version understands. @returns how many lines were noted. */
export function noteNewer(database: Database, file: number, lines: readonly JournalLine[]): number {
  const found = new Map<string, number>();
  let noted = 0;
  let latest: JournalHeader | undefined;
  for (const { event } of lines) {
    if ('header' in event && (latest === undefined || event.header.format > latest.format)) latest = event.header;
    const newer = newerIn(event);
    if (newer === null) continue;
    noted++;
    const what = told(newer);
    found.set(what, (found.get(what) ?? 0) + 1);
  }
  if (latest !== undefined) noteHeader(database, file, latest);
  if (noted > 0) addNewer(database, file, found);
  return noted;
}

function noteHeader(database: Database, file: number, { format, program: by }: JournalHeader): void {
  database.run(
    'UPDATE files SET format = ?, program = ? WHERE file = ? AND (program IS NULL OR format < ?)',
    format,
    told(by),
    file,
    format,
  );
}

function addNewer(database: Database, file: number, found: ReadonlyMap<string, number>): void {
  const listed = new Set(database.all('SELECT what FROM newer WHERE file = ?', file).map((row) => text(row.what)));
  let further = 0;
  for (const [what, events] of found) {
    if (!listed.has(what) && listed.size >= maxListed) {
      further += events;
      continue;
    }
    listed.add(what);
    database.run('INSERT INTO newer VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET events = events + excluded.events', file, what, events);
  }
  database.run('UPDATE files SET newer = newer + ? WHERE file = ?', further, file);
}

function newerIn(event: JournalLine['event']): string | null {
  if ('newer' in event) return event.newer;
  if (!('id' in event) || event.type !== 'run.started') return null;
  if (!isRunKind(event.kind)) return `run.started of the kind “${event.kind}”`;
  return event.batch === undefined || isBatchKind(event.batch) ? null : `run.started with batches of the kind “${event.batch}”`;
}

/** `folder`: the journal's, as problems name it. */
export function newerProblems(database: Database, folder: string): CorpusProblem[] {
  const passedOver = passedOverBy(database).map(({ name, events, what }) => ({
    file: `${folder}/${name}`,
    reason: `passed over: ${counted(events)} ${what}, which a newer version of ${program.name} understands; nothing of it is lost, and an update of this one (${program.version}) takes it in`,
  }));
  const later = laterFiles(database).map((row) => ({
    file: `${folder}/${text(row.name)}`,
    reason: `is in format ${integer(row.format)} of the journal, ${writer(row)}; this is ${program.name} ${program.version}, which writes format ${journalFormat}, so the project is open to be read only. Update ${program.name} to work on it`,
  }));
  return [...later, ...passedOver];
}

/** Events that only a newer version understands: of the types that are told by name, and then of all others of the file. */
function passedOverBy(database: Database): { readonly name: string; readonly events: number; readonly what: string }[] {
  const rows = database.all(`
    SELECT * FROM (
      SELECT name, what, events FROM newer JOIN files USING (file)
      UNION ALL SELECT name, NULL, newer FROM files WHERE newer > 0
    ) ORDER BY name, what IS NULL, what`);
  return rows.map((row) => ({
    name: text(row.name),
    events: integer(row.events),
    what: textOrNull(row.what ?? null) ?? `of further types, beyond the ${maxListed} told of this file`,
  }));
}

const counted = (events: number): string => (events === 1 ? '1 event' : `${events.toLocaleString('en')} events`);

const writer = (row: SqlRow): string => `by ${program.name} ${textOrNull(row.program ?? null) ?? 'of a later version'}`;

const laterFiles = (database: Database): SqlRow[] =>
  database.all('SELECT name, format, program FROM files WHERE format > ? ORDER BY format DESC, name', journalFormat);

/** Tells whether a newer version's journal keeps this one from writing. */
export const isReadOnly = (database: Database): boolean => laterFiles(database).length > 0;

/** @throws StorageError when a newer version's journal is there: what this one would write might not be what that one means. */
export function requireOurs(database: Database, folder: string): void {
  const [row] = laterFiles(database);
  if (row === undefined) return;
  throw new StorageError(
    `${folder}/${text(row.name)}: is in format ${integer(row.format)} of the journal, ${writer(row)}, and this is ${program.name} ${program.version}, which writes format ${journalFormat}; ` +
      `nothing was written. Update ${program.name}, or work on a state of the folder from before that file`,
  );
}
