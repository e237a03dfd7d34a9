/** Choices of an export, for whoever offers them. */
export { exportFormats } from '../core/dataset/export-formats.ts';
export type { ExportFormat } from '../core/dataset/export-formats.ts';
export { readShares } from '../core/dataset/splits/shares.ts';
export type { SplitShare } from '../core/dataset/splits/shares.ts';
export { canRead, trainerIds } from '../core/dataset/trainers/trainer-ids.ts';
export type { TrainerId } from '../core/dataset/trainers/trainer-ids.ts';
