import type { FormatOf } from './trainer-ids.ts';
import { evaluationSplit, type ExportedData, firstModel, type Trainer, type TrainerStart } from './trainer.ts';
import { yamlFile } from './yaml-file.ts';

/** Reward for `verifiable` rows, whose ground truth `trl grpo` hands on under the name of its column. */
const rewards = `"""Rewards for \`trl grpo\`: 1 where a completion ends with the ground truth, else 0."""

import re


def normalised(text):
    text = re.sub(r"(?<=\\d),(?=\\d{3})", "", text)
    return re.sub(r"[\\s$\\\\]+", " ", text).strip(" .,;").casefold()


def last_line(text):
    lines = text.strip().splitlines()
    return normalised(lines[-1]) if lines else ""


def final_answer_reward(completions, ground_truth, **kwargs):
    """\`completions\` are conversations of one message; \`ground_truth\` is the column of the exported rows."""
    rewards = []
    for completion, truth in zip(completions, ground_truth):
        end, wanted = last_line(completion[-1]["content"]), normalised(truth)
        rewards.append(1.0 if wanted and f" {end}".endswith(f" {wanted}") else 0.0)
    return rewards
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
