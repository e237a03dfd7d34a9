import type { FormatOf } from './trainer-ids.ts';
import { evaluationSplit, type ExportedData, firstModel, type Trainer, type TrainerStart } from './trainer.ts';
import { yamlFile } from './yaml-file.ts';

/** Reward for `verifiable` rows, whose ground truth `trl grpo` hands on under the name of its column. */
const rewards = `"""Rewards for \`trl grpo\`: 1 where a completion ends with the ground truth, else 0."""

import re


def normalised(text):
    return re.sub(r"[\\s$\\\\,.]+", " ", text).strip().casefold()


def final_answer_reward(completions, ground_truth, **kwargs):
    """\`completions\` are conversations of one message; \`ground_truth\` is the column of the exported rows."""
    ends = [normalised(completion[-1]["content"].strip().splitlines()[-1] if completion[-1]["content"].strip() else "") for completion in completions]
    return [1.0 if normalised(truth) and f" {end} ".endswith(f" {normalised(truth)} ") else 0.0 for end, truth in zip(ends, ground_truth)]
`;

const commands: Readonly<Record<FormatOf<'trl'>, 'sft' | 'dpo' | 'grpo'>> = {
  messages: 'sft',
  sharegpt: 'sft',
  text: 'sft',
  preference: 'dpo',
  verifiable: 'grpo',
};

function start(data: ExportedData<FormatOf<'trl'>>): TrainerStart {
  const { format } = data;
  const command = commands[format];
  const evaluated = evaluationSplit(data);
  const config = {
    model_name_or_path: firstModel,
    // The card beside it tells `datasets` which file belongs to which split.
    dataset_name: '.',
    dataset_train_split: 'train',
    ...(evaluated === null ? {} : { dataset_test_split: evaluated, eval_strategy: 'steps', eval_steps: 100 }),
    ...(command === 'grpo' ? { reward_funcs: ['rewards.final_answer_reward'] } : {}),
    ...(format === 'text' ? { dataset_text_field: 'text', packing: true } : {}),
    output_dir: `${data.name}-${command}`,
  };
  const run = `trl ${command} --config trl.yaml`;
  const comment = [
    `Start for TRL: ${run}, in this folder.`,
    'Every option of its trainer can stand here: https://huggingface.co/docs/trl/clis',
  ];
  return { files: { 'trl.yaml': yamlFile(comment, config), ...(command === 'grpo' ? { 'rewards.py': rewards } : {}) }, command: run };
}

export const trl: Trainer<FormatOf<'trl'>> = { title: 'TRL', documentation: 'https://huggingface.co/docs/trl/clis', start };
