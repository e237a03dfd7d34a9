/** Arguments that menus and tree rows hand to commands, read without trust in their shape. */
import '../validation.ts';
import * as z from 'zod';

const sampleRow = z.object({ kind: z.literal('sample'), sample: z.object({ id: z.string() }) });
const fileRow = z.object({ kind: z.literal('file'), file: z.object({ file: z.string() }) });
const conceptRow = z.object({ kind: z.literal('concept'), concept: z.object({ id: z.string() }) });
const labelledConcept = z.object({ concept: z.object({ id: z.string(), label: z.string() }) });
const runRow = z.object({ kind: z.literal('run'), run: z.object({ run: z.string() }) });

/** Argument that the key bindings of package.json pass: the command is about the selection in the tree. */
export const ofSelection = 'selection';

/**
 * Ids of the samples a command is about: all selected ones when the row it was called on is among them (VS Code passes
 * them second), else that row; for a key what is selected in the tree. None without an argument: a row's button that is
 * clicked while the tree is drawn anew passes nothing, and must not hit what happens to be selected.
 */
export function sampleIds(args: readonly unknown[], selected: readonly unknown[]): readonly string[] {
  const [row] = args;
  return samplesAmong(row === ofSelection ? selected : rowsOf(args));
}

/** Rows that VS Code passes to a command: all that are selected with the one it was called on, else that one. */
export function rowsOf([row, rows]: readonly unknown[]): readonly unknown[] {
  return Array.isArray(rows) && rows.length > 0 ? (rows as readonly unknown[]) : [row];
}

export const samplesAmong = (rows: readonly unknown[]): string[] => rows.flatMap((row) => sampleRow.safeParse(row).data?.sample.id ?? []);

export function corpusFile(row: unknown): string | null {
  return fileRow.safeParse(row).data?.file.file ?? null;
}

export function conceptId(row: unknown): string | null {
  return conceptRow.safeParse(row).data?.concept.id ?? null;
}

/** The concept of a row, or of the panel. */
export function conceptRef(row: unknown): { readonly id: string; readonly label: string } | null {
  return labelledConcept.safeParse(row).data?.concept ?? null;
}

export function runId(row: unknown): string | null {
  return runRow.safeParse(row).data?.run.run ?? null;
}
