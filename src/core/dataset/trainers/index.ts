/** The trainers that an export can bring a start for. */
import type { ExportFormat } from '../export-formats.ts';
import { axolotl } from './axolotl.ts';
import { llamaFactory } from './llama-factory.ts';
import type { ExportedData, Trainer, TrainerStart } from './trainer.ts';
import { canRead, trainerFormats, type TrainerId } from './trainer-ids.ts';
import { trl } from './trl.ts';
import { unsloth } from './unsloth.ts';

/** What each can read is in its table of formats; `start` is declared as a method, so that they stand in one. */
const trainers: Readonly<Record<TrainerId, Trainer<ExportFormat>>> = { trl, axolotl, 'llama-factory': llamaFactory, unsloth };

/** Names that starts may have in the folder of an export, of any trainer. */
export const startNames: readonly string[] = [
  ...['trl.yaml', 'rewards.py'],
  'axolotl.yaml',
  ...['llamafactory.yaml', 'dataset_info.json'],
  'unsloth.yaml',
];

/** A trainer's start for what was exported, with its title and the page that documents it. */
export type NamedStart = TrainerStart & { readonly title: string; readonly documentation: string };

/** @returns the start, or why there is none, in words */
export function startFor(id: TrainerId, data: ExportedData<ExportFormat>): NamedStart | { readonly unsuitable: string } {
  const trainer = trainers[id];
  const { format } = data;
  if (canRead(id, format)) return { title: trainer.title, documentation: trainer.documentation, ...trainer.start(data) };
  const [last, ...others] = trainerFormats[id].toReversed();
  return { unsuitable: `${trainer.title} reads no “${format}” rows; export as ${others.reverse().join(', ')} or ${last ?? ''}` };
}
