/** How the rows of a set are read, and why so. */
import { type Detection, detectFormat, sameColumns } from '../../core/dataset/import/detect.ts';
import type { RowPlan } from '../../core/dataset/import/decode.ts';
import { columnMapping, type ColumnMapping, mappedParts } from '../../core/dataset/import/mapping.ts';
import type { ProjectSettings } from '../../core/settings.ts';
import { type ShapeId, shapeIds } from '../../core/samples/shapes/index.ts';
import type { EngineArguments, EngineResult } from '../../protocol/engine.ts';
import { UsageError } from '../errors.ts';

type AskedPlan = Pick<EngineArguments<'import/look'>, 'format' | 'shape' | 'mapping'>;

export interface ChosenPlan {
  /** Null where nothing fits and nothing was asked. */
  readonly plan: RowPlan | null;
  readonly why: EngineResult<'import/look'>['why'];
  readonly detected: Detection;
}

/**
 * Takes what was asked for, else the mapping that sets with the same columns were read by before, else what the rows look like.
 * @throws UsageError when a mapping does not hold, or is needed and not given
 */
export function choosePlan(rows: readonly unknown[], asked: AskedPlan, remembered: ProjectSettings['imports']): ChosenPlan {
  const { format, shape, mapping } = asked;
  const detected = detectFormat(rows, shape);
  if (mapping !== undefined) {
    if (format !== undefined && format !== 'fields')
      throw new UsageError(`a mapping is of columns of a set's own: leave it out, or the format “${format}”`);
    return { plan: { format: 'fields', mapping: mappingOf(mapping, shape) }, why: 'asked', detected };
  }
  const known = remembered.find(({ columns }) => sameColumns(columns, detected.columns))?.mapping;
  const fits = known !== undefined && (shape === undefined || known.shape === shape);
  if (fits && (format === undefined || format === 'fields'))
    return { plan: { format: 'fields', mapping: known }, why: 'remembered', detected };
  if (format !== undefined && format !== 'fields') return { plan: { format, shape }, why: 'asked', detected };
  if (format === 'fields') {
    if (detected.suggested === null || (shape !== undefined && detected.suggested.shape !== shape))
      throw new UsageError(needsMapping(detected));
    return { plan: { format, mapping: detected.suggested }, why: 'suggested', detected };
  }
  const { plan } = detected;
  return { plan, why: plan === null ? 'unknown' : plan.format === 'fields' ? 'suggested' : 'detected', detected };
}

/** What to do where nothing fits. */
export const needsMapping = ({ columns }: Detection): string =>
  columns.length === 0
    ? 'its first rows have no columns'
    : `its columns are ${columns.slice(0, 20).join(', ')}: say which of them are the parts of a sample, as question=COLUMN and answer=COLUMN`;

/** @throws UsageError with all that does not hold */
function mappingOf(parts: Readonly<Record<string, string>>, shape: ShapeId | undefined): ColumnMapping {
  const named = shape ?? shapeOfParts(Object.keys(parts));
  const read = columnMapping.safeParse({ shape: named, parts });
  if (read.success) return read.data;
  throw new UsageError(
    `the mapping does not hold: ${read.error.issues.map(({ path, message }) => `${String(path.at(-1))} ${message}`).join('; ')}`,
  );
}

/** The first shape that has all the parts. @throws UsageError when none has */
function shapeOfParts(named: readonly string[]): ShapeId {
  const found = shapeIds.find((id) => named.every((part) => Object.hasOwn(mappedParts[id], part)));
  if (found !== undefined) return found;
  const all = shapeIds.map((id) => `${id} (${Object.keys(mappedParts[id]).join(', ')})`).join('; ');
  throw new UsageError(`no shape of samples has the parts ${named.join(', ')} together; there are ${all}`);
}
