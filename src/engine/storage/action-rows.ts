/** State of user actions, as rows of the index. */
import { nextRedo, nextUndo, type ActionState } from '../../core/samples/undo.ts';
import { text, textOrNull, type Database, type SqlRow } from './sqlite.ts';

function stateOf(row: SqlRow): ActionState {
  const touched = textOrNull(row.touched);
  return {
    action: text(row.action),
    by: text(row.by),
    first: textOrNull(row.first),
    touched: touched === null ? null : { id: touched, by: text(row.touched_by), undone: row.undone === 1 },
  };
}

export function actionRow(database: Database, action: string): ActionState | undefined {
  const row = database.get('SELECT * FROM actions WHERE action = ?', action);
  return row && stateOf(row);
}

export function saveAction(database: Database, { action, by, first, touched }: ActionState): void {
  const undone = touched?.undone ? 1 : 0;
  database.run(
    'INSERT OR REPLACE INTO actions VALUES (?, ?, ?, ?, ?, ?)',
    action,
    by,
    first,
    touched?.id ?? null,
    touched?.by ?? null,
    undone,
  );
}

const standing = 'SELECT * FROM actions WHERE by = ? AND undone = 0 AND first IS NOT NULL ORDER BY first DESC LIMIT 1';
const decided = 'SELECT * FROM actions WHERE by = ? AND undone = 1 AND first IS NOT NULL ORDER BY first DESC LIMIT 1';
const takenBack =
  'SELECT * FROM actions WHERE touched_by = ? AND undone = 1 AND first IS NOT NULL AND touched IS NOT NULL ORDER BY touched DESC LIMIT 1';

/** The few actions of a person that the rules of undo and redo can choose from: no other can be the latest of its sort. */
const candidates = (database: Database, by: string): ActionState[] =>
  [standing, decided, takenBack].flatMap((query) => database.all(query, by).map(stateOf));

export const actionToUndo = (database: Database, by: string): string | undefined => nextUndo(candidates(database, by), by);
export const actionToRedo = (database: Database, by: string): string | undefined => nextRedo(candidates(database, by), by);
