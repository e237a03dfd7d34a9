/** What a row of a dataset folder says of its sample beside the content, and is kept when it is read back. */
import * as z from 'zod';
import { conceptSet, evidence, fields, span } from '../../samples/sample.ts';
import type { ForeignRow } from './row-format.ts';

const text = z.string().nullable().catch(null);
const list = z.array(z.string()).catch([]);
const place = z.object({ file: z.string(), ...span.shape });

/** Every column may be missing, or be another's who called it so: then it says nothing. */
const columns = z.object({
  id: text,
  method: text,
  topics: list,
  concepts: list,
  question_concepts: list,
  references: z.array(place.extend({ jaccard: z.number().min(0).max(1) })).catch([]),
  evidence: z.array(evidence).catch([]),
  model: text,
  answer_model: text,
  prompt: text,
  answer_prompt: text,
  instruction: text,
  fields: z.string().catch(''),
  edited: z.boolean().catch(false),
  seed: conceptSet.shape.seed.catch(0),
});
export type OwnOrigin = Omit<z.infer<typeof columns>, 'fields'> & { readonly fields: z.infer<typeof fields> };

/** All columns that are not content; of them, those of decisions and runs are another project's, and are left. */
export const ownColumns: readonly string[] = [
  ...Object.keys(columns.shape),
  ...['version', 'parent', 'run', 'reviewer', 'created', 'changed', 'reason', 'by'],
];

export function ownOrigin(row: ForeignRow): OwnOrigin {
  const read = columns.parse(row);
  return { ...read, fields: fieldsIn(read.fields) };
}

function fieldsIn(written: string): z.infer<typeof fields> {
  try {
    return fields.catch({}).parse(JSON.parse(written));
  } catch {
    return {};
  }
}
