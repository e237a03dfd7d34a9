import type { FormatOf } from './trainer-ids.ts';
import { evaluationSplit, type ExportedData, filesOf, firstModel, type Trainer, type TrainerStart } from './trainer.ts';
import { yamlFile } from './yaml-file.ts';

interface Entry {
  readonly formatting: string;
  readonly columns: Readonly<Record<string, string>>;
  readonly tags?: Readonly<Record<string, string>>;
}

/** Entry of `dataset_info.json` for the rows of a format, without its file. */
const entries: Readonly<Record<FormatOf<'llama-factory'>, Entry>> = {
  messages: {
    formatting: 'sharegpt',
    columns: { messages: 'messages' },
    tags: { role_tag: 'role', content_tag: 'content', user_tag: 'user', assistant_tag: 'assistant', system_tag: 'system' },
  },
  sharegpt: {
    formatting: 'sharegpt',
    columns: { messages: 'conversations' },
    tags: { role_tag: 'from', content_tag: 'value', user_tag: 'human', assistant_tag: 'gpt', system_tag: 'system' },
  },
  alpaca: {
    formatting: 'alpaca',
    columns: { prompt: 'instruction', query: 'input', response: 'output', system: 'system', history: 'history' },
  },
  text: { formatting: 'alpaca', columns: { prompt: 'text' } },
};

function start(data: ExportedData<FormatOf<'llama-factory'>>): TrainerStart {
  const entry = entries[data.format];
  const evaluated = evaluationSplit(data);
  // It fails on a column that it is told of and that no row has.
  const columns = Object.fromEntries(Object.entries(entry.columns).filter(([, column]) => data.columns.includes(column)));
  // One name a file: of a folder it would read every split.
  const named = (split: string) =>
    filesOf(data, split).map((file, at) => [`${data.name}_${split}${at === 0 ? '' : `_${at + 1}`}`.replaceAll('-', '_'), file] as const);
  const [train, test] = [named('train'), evaluated === null ? [] : named(evaluated)];
  const info = Object.fromEntries([...train, ...test].map(([name, file]) => [name, { file_name: file, ...entry, columns }]));
  const config = {
    model_name_or_path: firstModel,
    stage: data.format === 'text' ? 'pt' : 'sft',
    do_train: true,
    finetuning_type: 'lora',
    lora_target: 'all',
    lora_rank: 16,
    dataset_dir: '.',
    dataset: train.map(([name]) => name).join(','),
    ...(test.length === 0 ? {} : { eval_dataset: test.map(([name]) => name).join(','), eval_strategy: 'steps', eval_steps: 100 }),
    template: 'qwen3',
    cutoff_len: 4096,
    per_device_train_batch_size: 2,
    gradient_accumulation_steps: 4,
    learning_rate: 0.0001,
    num_train_epochs: 1,
    lr_scheduler_type: 'cosine',
    output_dir: `${data.name}-llamafactory`,
  };
  const run = 'llamafactory-cli train llamafactory.yaml';
  const comment = [
    `Start for LLaMA-Factory: ${run}, in this folder; dataset_info.json tells it how to read the rows.`,
    '`template` follows the model: https://llamafactory.readthedocs.io',
  ];
  return {
    files: { 'llamafactory.yaml': yamlFile(comment, config), 'dataset_info.json': `${JSON.stringify(info, null, 2)}\n` },
    command: run,
  };
}

export const llamaFactory: Trainer<FormatOf<'llama-factory'>> = {
  title: 'LLaMA-Factory',
  documentation: 'https://github.com/hiyouga/LLaMA-Factory/blob/main/data/README.md',
  start,
};
