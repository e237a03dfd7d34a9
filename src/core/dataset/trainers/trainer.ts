import type { ExportFormat } from '../export-formats.ts';

/** The exported files as a start names them: from the folder that they were exported to, which is where a trainer is started. */
export interface ExportedData<F extends ExportFormat> {
  readonly format: F;
  /** Name of the dataset, of small letters, digits and hyphens. */
  readonly name: string;
  /** Names of the columns that some row has. */
  readonly columns: readonly string[];
  readonly splits: readonly { readonly name: string; readonly files: readonly string[] }[];
}

export interface TrainerStart {
  /** Texts by their names in the folder. */
  readonly files: Readonly<Record<string, string>>;
  /** What is run there. */
  readonly command: string;
}

export interface Trainer<F extends ExportFormat> {
  readonly title: string;
  /** Page that documents the fields that its file names. */
  readonly documentation: string;
  start(data: ExportedData<F>): TrainerStart;
}

/** Model that starts name: small enough to be tried anywhere, and there to be replaced. */
export const firstModel = 'Qwen/Qwen3-0.6B';

type Splits = Pick<ExportedData<ExportFormat>, 'splits'>;

export const filesOf = ({ splits }: Splits, name: string): readonly string[] => splits.find((split) => split.name === name)?.files ?? [];

/** Split that a trainer evaluates on: the one for that, else any other than the one it trains on; null where there is none. */
export function evaluationSplit({ splits }: Splits): string | null {
  const others = splits.filter(({ name, files }) => name !== 'train' && files.length > 0).map(({ name }) => name);
  return ['validation', 'dev', 'valid'].find((name) => others.includes(name)) ?? others[0] ?? null;
}
