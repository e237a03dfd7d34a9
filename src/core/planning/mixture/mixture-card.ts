/** Words that stand beside a written mixture. */
import { blendName, interleaveName, mixtureName } from '../../dataset/exported/layout.ts';
import { percent } from './evidence.ts';
import type { MixtureManifest } from './manifest.ts';

const number = (value: number): string => Math.round(value).toLocaleString('en');
const cell = (text: string): string => text.replaceAll('|', '\\|');

/** @param hasScript false where the rows of some part were not counted, so that no probabilities of rows are known */
export function mixtureCard(manifest: MixtureManifest, hasScript: boolean): string {
  const { dataset, budget, tokenizer, parts, lacking, warnings, leftOut, program, made } = manifest;
  const own = parts.filter(({ files }) => files.length > 0);
  return [
    `# ${dataset}: a training mixture`,
    '',
    `${number(budget)} training tokens (${tokenizer}), planned by ${program} on ${made.slice(0, 10)}. ${mixtureName} has every number.`,
    '',
    '| Part | Kind | Share of the tokens | Unique tokens | Passes | Rows |',
    '| --- | --- | ---: | ---: | ---: | ---: |',
    ...parts.map(
      ({ name, kind, weight, unique, epochs, rows }) =>
        `| ${cell(name)} | ${kind} | ${percent(100 * weight)} | ${number(unique)} | ${Number(epochs.toFixed(2))} | ${rows === null ? 'not counted' : number(rows)} |`,
    ),
    '',
    ...lacking.map(({ kind, tokens }) => `- Of ${kind}, ${number(tokens)} unique tokens are lacking for the share that was planned.`),
    ...warnings.map((warning) => `- ${warning}.`),
    ...leftOut.map(({ reason, count }) => `- Accepted samples that are not in it, ${number(count)}: ${reason}.`),
    ...(lacking.length + warnings.length + leftOut.length > 0 ? [''] : []),
    '## Hugging Face datasets',
    '',
    ...(hasScript
      ? [
          '```',
          `python ${interleaveName} mixed.jsonl`,
          '```',
          '',
          'or `from interleave import mixture`. Rows are drawn by `interleave_datasets`, at random, with probabilities that are of rows: a part of long rows is drawn less often than its share of the tokens, and shares come out as planned but for about a percent.',
        ]
      : [
          'The rows of some part were not counted, so that no probabilities of rows are known. Name them, or the file, and write the mixture again.',
        ]),
    '',
    '## Megatron-style blends',
    '',
    'Preprocess each part with the tokenizer of your model:',
    '',
    '```',
    ...own.map(
      ({ name }) =>
        `cat data/${name}-*.jsonl > ${name}.jsonl && python tools/preprocess_data.py --input ${name}.jsonl --output-prefix ${name} --json-keys text --append-eod --workers 8 --tokenizer-type HuggingFaceTokenizer --tokenizer-model MODEL`,
    ),
    '```',
    '',
    ...(own.length < parts.length
      ? [
          `Text of ${parts
            .filter(({ files }) => files.length === 0)
            .map(({ name }) => name)
            .join(', ')} lies elsewhere: preprocess it there, with that name as the prefix.`,
          '',
        ]
      : []),
    `and train with \`--data-args-path ${blendName}\` (or \`--data-path $(cat ${blendName})\`). Its weights are of tokens.`,
    '',
  ].join('\n');
}
