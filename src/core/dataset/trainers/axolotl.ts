import type { FormatOf } from './trainer-ids.ts';
import { evaluationSplit, type ExportedData, filesOf, firstModel, type Trainer, type TrainerStart } from './trainer.ts';
import { yamlFile } from './yaml-file.ts';

/** How Axolotl reads the rows of a format. */
const types: Readonly<Record<FormatOf<'axolotl'>, Readonly<Record<string, unknown>>>> = {
  messages: { type: 'chat_template', field_messages: 'messages' },
  sharegpt: { type: 'chat_template', field_messages: 'conversations', message_property_mappings: { role: 'from', content: 'value' } },
  alpaca: { type: 'alpaca' },
  text: { type: 'completion', field: 'text' },
  preference: { type: 'chat_template.default', field_messages: 'prompt', field_chosen: 'chosen', field_rejected: 'rejected' },
};

function start(data: ExportedData<FormatOf<'axolotl'>>): TrainerStart {
  const type = types[data.format];
  const dataset = (split: string) => ({
    path: 'data',
    ...(data.format === 'preference' ? {} : { ds_type: 'json' }),
    data_files: filesOf(data, split),
    split: 'train',
    ...type,
  });
  const evaluated = evaluationSplit(data);
  const config = {
    base_model: firstModel,
    ...(data.format === 'preference' ? { rl: 'dpo' } : {}),
    datasets: [dataset('train')],
    ...(evaluated === null ? {} : { test_datasets: [dataset(evaluated)], eval_strategy: 'steps', eval_steps: 100 }),
    sequence_len: 4096,
    sample_packing: data.format !== 'preference',
    ...(evaluated === null || data.format === 'preference' ? {} : { eval_sample_packing: false }),
    adapter: 'lora',
    lora_r: 16,
    lora_alpha: 32,
    lora_target_linear: true,
    micro_batch_size: 2,
    gradient_accumulation_steps: 4,
    num_epochs: 1,
    learning_rate: 0.0002,
    optimizer: 'adamw_torch_fused',
    lr_scheduler: 'cosine',
    bf16: 'auto',
    output_dir: `./${data.name}-axolotl`,
  };
  const run = 'axolotl train axolotl.yaml';
  const comment = [
    `Start for Axolotl: ${run}, in this folder.`,
    'Every field that can stand here: https://docs.axolotl.ai/docs/config-reference.html',
  ];
  return { files: { 'axolotl.yaml': yamlFile(comment, config) }, command: run };
}

export const axolotl: Trainer<FormatOf<'axolotl'>> = {
  title: 'Axolotl',
  documentation: 'https://docs.axolotl.ai/docs/config-reference.html',
  start,
};
