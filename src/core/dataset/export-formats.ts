/** The formats a dataset is exported in, the default first: what `formats.ts` and the shapes encode and every front end offers. */
export const exportFormats = ['jsonl', 'messages', 'text', 'alpaca', 'sharegpt', 'preference', 'verifiable', 'parquet'] as const;
export type ExportFormat = (typeof exportFormats)[number];

/** Formats of whole rows, with every column, whatever a sample's shape; the others hold content alone. */
export const wholeRowFormats = ['jsonl', 'parquet'] as const satisfies readonly ExportFormat[];
