import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import * as z from 'zod';
import { exportFormats } from '../../../src/core/dataset/export-formats.ts';
import { type NamedStart, startFor, startNames } from '../../../src/core/dataset/trainers/index.ts';
import { canRead, type TrainerId, trainerIds } from '../../../src/core/dataset/trainers/trainer-ids.ts';

const named = z.record(z.string(), z.unknown());

/** Fields that a release of the trainer reads, by the part of its file they stand in; each file tells which release. */
function documented(trainer: TrainerId): Readonly<Record<string, readonly string[]>> {
  const file = join(import.meta.dirname, `../../fixtures/trainers/${trainer}.json`);
  return z.object({ source: z.string(), fields: z.record(z.string(), z.array(z.string())) }).parse(JSON.parse(readFileSync(file, 'utf8')))
    .fields;
}

const data = {
  name: 'tidal-basin',
  columns: ['messages', 'conversations', 'instruction', 'input', 'output', 'text', 'prompt', 'chosen', 'rejected'],
  splits: [
    { name: 'train', files: ['data/train-00000-of-00002.jsonl', 'data/train-00001-of-00002.jsonl'] },
    { name: 'test', files: ['data/test-00000-of-00001.jsonl'] },
    { name: 'validation', files: ['data/validation-00000-of-00001.jsonl'] },
  ],
} as const;

const cases = trainerIds.flatMap((id) => exportFormats.filter((format) => canRead(id, format)).map((format) => [id, format] as const));

function start(
  id: TrainerId,
  format: (typeof exportFormats)[number],
  of: Parameters<typeof startFor>[1]['splits'] = data.splits,
): NamedStart {
  const made = startFor(id, { ...data, format, splits: of });
  if ('unsuitable' in made) throw new Error(made.unsuitable);
  return made;
}

const config = ({ files }: NamedStart): z.infer<typeof named> =>
  named.parse(parse(Object.entries(files).find(([name]) => name.endsWith('.yaml'))?.[1] ?? ''));

/** Names that stand in an object and that are not among those documented for it. */
const unknown = (value: unknown, ...lists: (readonly string[] | undefined)[]): string[] =>
  Object.keys(named.parse(value)).filter((name) => !lists.some((list) => list?.includes(name)));

/** Looks through what a trainer's start says for fields that it does not read. */
const checks: Readonly<Record<TrainerId, (start: NamedStart, fields: Readonly<Record<string, readonly string[]>>) => string[]>> = {
  trl: (made, { config: own, training }) => unknown(config(made), own, training),
  axolotl: (made, { config: own, sft, dpo }) => {
    const whole = config(made);
    const lists = z.array(named).parse([whole.datasets, whole.test_datasets].flat());
    return [...unknown(whole, own), ...lists.flatMap((each) => unknown(each, whole.rl === 'dpo' ? dpo : sft))];
  },
  'llama-factory': (made, { config: own, training, entry, columns, tags, template }) => {
    const whole = config(made);
    const entries = Object.values(named.parse(JSON.parse(made.files['dataset_info.json'] ?? ''))).map((each) => named.parse(each));
    return [
      ...unknown(whole, own, training),
      ...(template?.includes(String(whole.template)) === true ? [] : ['template']),
      ...entries.flatMap((each) => [
        ...unknown(each, entry),
        ...unknown(each.columns, columns),
        ...(each.tags === undefined ? [] : unknown(each.tags, tags)),
      ]),
    ];
  },
  unsloth: (made, { config: own, data: ofData, training, format_type: formats }) => {
    const whole = config(made);
    const given = named.parse(whole.data);
    const format = formats?.includes(String(given.format_type)) === true ? [] : ['format_type'];
    return [...unknown(whole, own), ...unknown(given, ofData), ...unknown(whole.training, training), ...format];
  },
};

describe.each(cases)('the start for %s of %s rows', (id, format) => {
  it('says nothing that the trainer does not read', () => {
    expect(checks[id](start(id, format), documented(id))).toEqual([]);
  });

  it('names every file that is trained on, and no other split’s as one of these', () => {
    const { files, command } = start(id, format);
    const all = Object.values(files).join('\n');
    if (id === 'trl')
      expect(config(start(id, format))).toMatchObject({
        dataset_name: '.',
        dataset_train_split: 'train',
        dataset_test_split: 'validation',
      });
    else for (const file of data.splits[0].files) expect(all).toContain(file);
    expect(all).not.toContain('data/test-');
    expect(Object.keys(files).every((name) => startNames.includes(name))).toBe(true);
    expect(Object.keys(files).some((name) => command.endsWith(name))).toBe(true);
  });

  it('evaluates on nothing where everything is for training', () => {
    const { files } = start(id, format, [data.splits[0]]);
    expect(Object.values(files).join('\n')).not.toMatch(/^ *(?:eval|test|do_eval)\w*:/m);
  });
});

it('is refused for rows that a trainer cannot read, with those that it can', () => {
  for (const id of trainerIds)
    for (const format of exportFormats.filter((each) => !canRead(id, each)))
      expect(startFor(id, { ...data, format })).toEqual({
        unsuitable: expect.stringMatching(/reads no “\w+” rows; export as messages, .* or \w+$/) as string,
      });
});

it('tells LLaMA-Factory of no column that no row has, on which it would fail', () => {
  const made = start('llama-factory', 'alpaca');
  expect(JSON.parse(made.files['dataset_info.json'] ?? '')).toMatchObject({
    tidal_basin_train: { columns: { prompt: 'instruction', query: 'input', response: 'output' } },
    tidal_basin_train_2: { file_name: 'data/train-00001-of-00002.jsonl' },
  });
  expect(made.files['dataset_info.json']).not.toContain('history');
});
