import type { ExportFormat } from '../export-formats.ts';

/** Trainers that an export can bring a start for, as front ends name them, and the formats that each can read. */
export const trainerFormats = {
  trl: ['messages', 'sharegpt', 'text', 'preference', 'verifiable'],
  axolotl: ['messages', 'sharegpt', 'alpaca', 'text', 'preference'],
  'llama-factory': ['messages', 'sharegpt', 'alpaca', 'text'],
  unsloth: ['messages', 'sharegpt', 'alpaca', 'text'],
} as const satisfies Readonly<Record<string, readonly ExportFormat[]>>;

export type TrainerId = keyof typeof trainerFormats;

export const trainerIds = Object.keys(trainerFormats) as [TrainerId, ...TrainerId[]];

/** A format that a trainer can read. */
export type FormatOf<T extends TrainerId> = (typeof trainerFormats)[T][number];

export const canRead = (trainer: TrainerId, format: ExportFormat): boolean => trainerFormats[trainer].some((each) => each === format);
