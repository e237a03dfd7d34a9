import { formatTitle, readRow } from '../../core/dataset/import/decode.ts';
import { rowsLookedAt } from '../../core/dataset/import/detect.ts';
import { isFields } from '../../core/dataset/import/row-format.ts';
import type { EngineArguments, EngineResult } from '../../protocol/engine.ts';
import { UsageError } from '../errors.ts';
import { PassedTally } from '../outside/passed-rows.ts';
import type { Workspace } from '../workspace.ts';
import { type ChosenPlan, choosePlan, needsMapping } from './choose-plan.ts';
import { type ForeignFile, type ForeignRecord, openForeignFile } from '../outside/foreign-file.ts';
import { importedId, importedSample } from './imported-sample.ts';

/** Samples that a look shows. */
const shown = 3;

/** The first records of a set. @throws UsageError when there are none */
export async function firstRecords(file: ForeignFile, signal: AbortSignal): Promise<ForeignRecord[]> {
  const first: ForeignRecord[] = [];
  for await (const record of file.records(signal)) {
    first.push(record);
    if (first.length === rowsLookedAt) break;
  }
  if (first.length === 0) throw new UsageError(`${file.path}: there are no records in the file`);
  return first;
}

export const rowsIn = (records: readonly ForeignRecord[]): unknown[] => records.flatMap((record) => ('row' in record ? [record.row] : []));

/** How a set is read, as answers have it. */
export const wayOf = ({ plan, why }: ChosenPlan, { name }: ForeignFile) => ({
  name,
  format: plan?.format ?? null,
  shape: (plan?.format === 'fields' ? plan.mapping.shape : plan?.shape) ?? null,
  mapping: plan?.format === 'fields' ? plan.mapping : null,
  why,
});

/** Looks at the first rows of a set. @throws UsageError when the file cannot be read, or what is asked cannot be */
export async function lookAtImport(
  { folder, settings }: Pick<Workspace, 'folder' | 'settings'>,
  query: EngineArguments<'import/look'>,
  signal: AbortSignal,
): Promise<EngineResult<'import/look'>> {
  const file = await openForeignFile(folder, query.file);
  const records = await firstRecords(file, signal);
  const chosen = choosePlan(rowsIn(records), query, settings.imports);
  const { plan, detected } = chosen;
  const passed = new PassedTally();
  const first: EngineResult<'import/look'>['first'] = [];
  const left = new Set<string>();
  let fitting = 0;
  for (const [ordinal, record] of records.entries()) {
    const { line } = record;
    const reading =
      'problem' in record ? { reason: record.problem } : plan === null ? { reason: 'fits no format' } : readRow(record.row, plan);
    if ('reason' in reading) {
      passed.add(reading.reason, line);
      continue;
    }
    fitting++;
    const row = 'row' in record && isFields(record.row) ? record.row : {};
    const source = { importId: '', file: file.name, isOwn: plan?.format === 'jsonl', corpus: undefined };
    const made = importedSample(importedId('', ordinal), { row, line, ...reading }, source);
    for (const column of made.left) left.add(column);
    if (first.length < shown) first.push({ line, content: reading.content, fields: made.generated.version.fields ?? {} });
  }
  return {
    ...wayOf(chosen, file),
    passedOver: passed.list(),
    ...{ rows: records.length, fitting, columns: [...detected.columns], fits: [...detected.fits], first, left: [...left] },
  };
}

/** The plan of an import. @throws UsageError when nothing fits */
export function requirePlan({ plan, detected }: ChosenPlan, file: ForeignFile): NonNullable<ChosenPlan['plan']> {
  if (plan !== null) return plan;
  throw new UsageError(`${file.path}: no format fits its first rows; ${needsMapping(detected)}. Formats are ${formatTitles}`);
}

const formatTitles = (['messages', 'sharegpt', 'alpaca', 'text', 'preference', 'verifiable', 'choice', 'jsonl'] as const)
  .map(formatTitle)
  .join(', ');
