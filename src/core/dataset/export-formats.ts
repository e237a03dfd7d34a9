/** The formats a dataset is exported in, the default first: what `formats.ts` encodes and every face offers. */
export const exportFormats = ['jsonl', 'messages', 'text'] as const;
export type ExportFormat = (typeof exportFormats)[number];
