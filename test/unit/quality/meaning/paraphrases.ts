/** Labelled pairs of questions, written for this test. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';

const pair = z.strictObject({
  /** Both say the same; they share words and differ in sense; they are one problem with other numbers. */
  kind: z.enum(['same', 'sense', 'numbers']),
  a: z.string().min(1),
  b: z.string().min(1),
});

export const paraphrases = (): z.infer<typeof pair>[] =>
  readFileSync(join(import.meta.dirname, '../../../fixtures/paraphrases.jsonl'), 'utf8')
    .trim()
    .split('\n')
    .map((line) => pair.parse(JSON.parse(line)));
