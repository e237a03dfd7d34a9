import { isDeepStrictEqual } from 'node:util';
import type { CorpusProblem } from '../../core/corpus/passage.ts';
import { integerOrNull, text, type Database, type SqlRow } from './sqlite.ts';

/** Replaces the problems found in one thing (a shard, the card). @returns whether they are others than before. */
export function replaceProblems(database: Database, scope: string, problems: readonly CorpusProblem[]): boolean {
  const before = database.all('SELECT file, line, reason FROM problems WHERE scope = ? ORDER BY rowid', scope).map(problemOf);
  if (isDeepStrictEqual(before, problems)) return false;
  database.run('DELETE FROM problems WHERE scope = ?', scope);
  for (const { file, line, reason } of problems)
    database.run('INSERT INTO problems VALUES (?, ?, ?, ?)', scope, file, line ?? null, reason);
  return true;
}

export function listProblems(database: Database): CorpusProblem[] {
  return database.all('SELECT file, line, reason FROM problems ORDER BY file, line IS NULL, line, rowid').map(problemOf);
}

function problemOf(row: SqlRow): CorpusProblem {
  const line = integerOrNull(row.line ?? null);
  return { file: text(row.file), reason: text(row.reason), ...(line === null ? {} : { line }) };
}
