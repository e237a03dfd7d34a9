/** Formats that a dataset is exported in, for whoever offers them. */
export { exportFormats } from '../core/dataset/export-formats.ts';
export type { ExportFormat } from '../core/dataset/export-formats.ts';
