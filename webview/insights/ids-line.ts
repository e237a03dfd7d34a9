import { withFields } from '../../src/protocol/filter.ts';

/** Ids that a line names at most: more make it too long to read or to change. */
const mostIds = 100;

/** Filter line of the first of some samples; null for none. */
export const idsLine = (ids: readonly string[]): string | null => (ids.length === 0 ? null : withFields('', { id: ids.slice(0, mostIds) }));
