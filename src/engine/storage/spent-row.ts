import type { Spent } from '../../core/samples/spent.ts';
import { integer, integerOrNull, type SqlRow } from './sqlite.ts';

/** Spending, as the columns of a row have it. */
export const spentOf = (row: SqlRow): Spent => ({
  calls: integer(row.calls),
  cached: integer(row.cached),
  retried: integer(row.retried),
  tokens: { prompt: integer(row.prompt_tokens), completion: integer(row.completion_tokens) },
  cost: integerOrNull(row.cost ?? null),
});
