/** The formats a dataset is exported in, the default first: what `formats.ts` and the shapes encode and every front end offers. */
export const exportFormats = ['jsonl', 'messages', 'text', 'alpaca', 'sharegpt', 'preference', 'verifiable', 'parquet'] as const;
export type ExportFormat = (typeof exportFormats)[number];

/** Forms of rows: a Parquet file holds those of JSON lines. */
export type RowForm = Exclude<ExportFormat, 'parquet'>;
export const rowForms = exportFormats.filter((format): format is RowForm => format !== 'parquet');

/** Form of a format's rows. */
export const rowFormOf = (format: ExportFormat): RowForm => (format === 'parquet' ? 'jsonl' : format);

/** Formats of whole rows, with every column, whatever a sample's shape; the others hold content alone. */
export const wholeRowFormats = ['jsonl', 'parquet'] as const satisfies readonly ExportFormat[];
