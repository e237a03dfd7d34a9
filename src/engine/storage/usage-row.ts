import type { RunUsage } from '../../core/samples/run-usage.ts';
import { integer, integerOrNull, type SqlRow } from './sqlite.ts';

/** Usage, as the columns of a row have it. */
export const usageFromRow = (row: SqlRow): RunUsage => ({
  calls: integer(row.calls),
  cached: integer(row.cached),
  retried: integer(row.retried),
  tokens: { prompt: integer(row.prompt_tokens), completion: integer(row.completion_tokens) },
  cost: integerOrNull(row.cost ?? null),
});
