import type { FormatOf } from './trainer-ids.ts';
import { type ExportedData, filesOf, type Trainer, type TrainerStart } from './trainer.ts';
import { yamlFile } from './yaml-file.ts';

/** Unsloth's names of the formats that it reads. */
const types: Readonly<Record<FormatOf<'unsloth'>, string>> = { messages: 'chatml', sharegpt: 'sharegpt', alpaca: 'alpaca', text: 'raw' };

function start(data: ExportedData<FormatOf<'unsloth'>>): TrainerStart {
  const type = types[data.format];
  const config = {
    model: 'unsloth/Qwen3-0.6B',
    data: { local_dataset: filesOf(data, 'train'), format_type: type },
    training: { training_type: 'lora', max_seq_length: 4096, num_epochs: 1, output_dir: `${data.name}-unsloth` },
  };
  const run = 'unsloth train --config unsloth.yaml';
  const comment = [`Start for Unsloth: ${run}, in this folder.`, 'It takes no split to evaluate on: https://docs.unsloth.ai'];
  return { files: { 'unsloth.yaml': yamlFile(comment, config) }, command: run };
}

export const unsloth: Trainer<FormatOf<'unsloth'>> = { title: 'Unsloth', documentation: 'https://docs.unsloth.ai', start };
