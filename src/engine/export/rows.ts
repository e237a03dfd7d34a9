import { type Beside, formats, type Lines } from '../../core/dataset/formats.ts';
import type { ExportFormat } from '../../core/dataset/export-formats.ts';
import { PreferencePairs } from '../../core/dataset/preferences.ts';
import type { Sample } from '../../core/samples/sample.ts';
import type { SampleStates } from '../storage/store.ts';
import type { ExportTemplate } from './template.ts';

/** Rows of a sample, or the reason that it has none. */
export type RowsOf = (sample: Sample) => Lines;

export function rowsByFormat(format: ExportFormat, states: SampleStates): RowsOf {
  const beside = besideOf(states);
  return (sample) => formats[format](sample, beside);
}

export const rowsByTemplate =
  (template: ExportTemplate): RowsOf =>
  (sample) => {
    const row = template.row(sample);
    return row === null ? { leftOut: `the template “${template.name}” gives nothing for it` } : { rows: [row] };
  };

/** Made when a format first asks for it: rejected samples are read for pairs alone. */
function besideOf(states: SampleStates): Beside {
  let known: PreferencePairs | undefined;
  const all = (): PreferencePairs => {
    if (known !== undefined) return known;
    const pairs = new PreferencePairs((hash) => states.prompt(hash));
    for (const sample of states.samplesInStatus('rejected')) pairs.addRejected(sample);
    return (known = pairs);
  };
  return { pairs: (sample) => all().of(sample) };
}
