/** The formats a dataset is exported in, the default first: what `formats.ts` and the shapes encode and every front end offers. */
export const exportFormats = ['jsonl', 'messages', 'text', 'alpaca', 'sharegpt', 'preference', 'verifiable'] as const;
export type ExportFormat = (typeof exportFormats)[number];
