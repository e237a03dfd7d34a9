/** Columns of an imported row beside its content: what a sample keeps of them. */
import * as z from 'zod';
import type { Fields } from '../../samples/sample.ts';
import type { ForeignRow } from './row-format.ts';

/** Characters of a text that is kept as a field; a longer one is content of some kind. */
const longestField = 2000;

/** Columns that every sample has a place for. */
const labels = z.array(z.string()).max(1000);

/** Names that fields of a sample give a meaning to: a column that is called so by chance must not get it. */
const isTaken = (name: string): boolean => name === 'judge' || name === 'judgeModel' || name.startsWith('judge.') || name === 'perplexity';

export interface KeptColumns {
  readonly topics: readonly string[];
  readonly concepts: readonly string[];
  readonly fields: Fields;
  /** Columns that say something and of which nothing is kept. */
  readonly left: readonly string[];
}

/** Takes plain values as fields, and lists of topics and concepts as such. @param used columns that the content was read from */
export function keptColumns(row: ForeignRow, used: ReadonlySet<string>): KeptColumns {
  const fields = new Map<string, string | number>();
  const left: string[] = [];
  const lists = { topics: labels.safeParse(row.topics).data ?? [], concepts: labels.safeParse(row.concepts).data ?? [] };
  for (const [name, value] of Object.entries(row)) {
    if (used.has(name) || value === null || value === undefined || value === '') continue;
    if ((name === 'topics' || name === 'concepts') && lists[name].length > 0) continue;
    const plain = typeof value === 'boolean' ? String(value) : value;
    const fits = (typeof plain === 'string' && plain.length <= longestField) || (typeof plain === 'number' && Number.isFinite(plain));
    if (fits && !isTaken(name)) fields.set(name, plain);
    else left.push(name);
  }
  return { ...lists, fields: Object.fromEntries(fields), left };
}
