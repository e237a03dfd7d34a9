import { readRow, type RowPlan } from '../../core/dataset/import/decode.ts';
import { isFields } from '../../core/dataset/import/row-format.ts';
import { shortHash } from '../../core/hash.ts';
import type { EngineArguments, EngineResult } from '../../protocol/engine.ts';
import { rememberMapping } from '../edit-settings.ts';
import type { ReportProgress } from '../runs/run.ts';
import { giveWay, nextSize } from '../slices.ts';
import type { Workspace } from '../workspace.ts';
import { choosePlan } from './choose-plan.ts';
import { openForeignFile } from '../outside/foreign-file.ts';
import { importedId } from './imported-sample.ts';
import { firstRecords, requirePlan, rowsIn, wayOf } from './look.ts';
import { type ImportCandidate, Importing } from './taking.ts';
import { freeProgress } from '../free-progress.ts';

type Imported = Omit<EngineResult<'import'>, 'revision'>;

/**
 * Makes samples of the rows of a set. It can be ended anywhere, and done again: rows are known by the file's content and their
 * place in it.
 * @throws UsageError when the file cannot be read, or no format fits
 */
export async function importSamples(
  workspace: Workspace,
  query: EngineArguments<'import'>,
  report: ReportProgress,
  signal: AbortSignal,
): Promise<Imported> {
  const { folder, settings, store } = workspace;
  const file = await openForeignFile(folder, query.file);
  const chosen = choosePlan(rowsIn(await firstRecords(file, signal)), query, settings.imports);
  const plan = requirePlan(chosen, file);
  const { sha256, lines } = await file.survey(signal);
  const importId = idOfImport(file.name, sha256, plan);
  const isOwn = plan.format === 'jsonl';
  const corpus = isOwn ? await workspace.corpus(signal) : undefined;
  const { columns } = chosen.detected;
  if (plan.format === 'fields' && chosen.why === 'asked') {
    await rememberMapping(folder, settings.imports, { columns: [...columns], mapping: plan.mapping });
    await workspace.refreshSettings();
  }
  store.append([
    {
      ...{ type: 'import.started', import: importId, file: file.name, sha256, format: plan.format, columns: columns.slice(0, mostColumns) },
      ...(plan.format === 'fields' ? { mapping: plan.mapping.parts, shape: plan.mapping.shape } : plan.shape && { shape: plan.shape }),
    },
  ]);
  const steps = store.stepwise();
  const importing = new Importing(store, steps, { importId, file: file.name, isOwn, corpus }, query);
  let rows = 0;
  let size = firstSlice;
  let slice: ImportCandidate[] = [];
  const tell = (): void => {
    report({
      ...freeProgress,
      run: importId,
      label: 'Importing samples',
      done: rows,
      total: Math.max(rows, Math.min(lines, query.limit ?? Infinity)),
      kept: importing.taken,
    });
  };
  const take = async (): Promise<void> => {
    const begun = performance.now();
    importing.take(slice);
    size = nextSize(size, performance.now() - begun);
    slice = [];
    tell();
    await giveWay();
  };
  let cancelled: boolean;
  try {
    for await (const record of file.records(new AbortController().signal)) {
      if (signal.aborted || rows === query.limit) break;
      const ordinal = rows++;
      const reading = 'problem' in record ? { reason: record.problem } : readRow(record.row, plan);
      if ('reason' in reading) importing.passed.add(reading.reason, record.line);
      else {
        const row = 'row' in record && isFields(record.row) ? record.row : {};
        slice.push({ id: importedId(importId, ordinal), row, line: record.line, ...reading });
      }
      if (slice.length >= size) await take();
      else if (ordinal % passedAtOnce === 0) await giveWay();
    }
    await take();
    cancelled = signal.aborted;
    while (steps.step()) await giveWay();
  } finally {
    steps.end();
  }
  const passedOver = importing.passed.list();
  const counts = passedOver.map(({ reason, count }) => ({ reason, count }));
  if (!cancelled) store.append([{ type: 'import.ended', import: importId, rows, taken: importing.taken, passedOver: counts }]);
  const left = [...importing.left].map(([column, count]) => ({ column, count })).sort((a, b) => b.count - a.count);
  return { ...wayOf(chosen, file), import: importId, passedOver, rows, taken: importing.taken, left, lost: importing.lost, cancelled };
}

const firstSlice = 10;
/** Rows that are read before others have their turn, where none of them makes a sample. */
const passedAtOnce = 256;
/** Columns of a set that the journal names. */
const mostColumns = 1000;

/** Follows from what is read and how, so that the same again is the same import; begins with the file's name, which people know. */
function idOfImport(name: string, sha256: string, plan: RowPlan): string {
  const base = (name.split('/').at(-1) ?? '').replaceAll(/[^\p{L}\p{N}._-]+/gu, '-').slice(0, 60);
  return `import-${base}-${shortHash(JSON.stringify([sha256, plan])).slice(0, 8)}`;
}
