import type { Sample } from '../samples/sample.ts';
import { shapeOf } from '../samples/shapes/index.ts';
import type { ContentFormat, Encoded } from '../samples/shapes/shape.ts';
import type { ExportFormat } from './export-formats.ts';
import { type PreferencePair, preferenceRows } from './preferences.ts';
import { datasetRow } from './row.ts';

/** Lines of a sample in a format, or the reason that it has none. */
export type Lines = { readonly rows: readonly object[] } | Extract<Encoded, { leftOut: string }>;

/** Data that lies beside the sample itself. */
export interface Beside {
  /** The pairs whose better answer is the sample's. */
  readonly pairs: (sample: Sample) => readonly PreferencePair[];
}

const byShape =
  (format: Exclude<ContentFormat, 'preference'>) =>
  ({ current: { content } }: Sample): Lines =>
    asLines(shapeOf(content).encoders[format](content));

const asLines = (encoded: Encoded): Lines => ('row' in encoded ? { rows: [encoded.row] } : encoded);

const wholeRow = (sample: Sample): Lines => ({ rows: [datasetRow(sample)] });

/** Accepted samples as trainers load them. */
export const formats: Readonly<Record<ExportFormat, (sample: Sample, beside: Beside) => Lines>> = {
  /** All columns, as in the dataset folder. */
  jsonl: wholeRow,
  /** The same columns, in a file of their own types. */
  parquet: wholeRow,
  /** Chat messages as OpenAI's fine-tuning and most trainers read them. */
  messages: byShape('messages'),
  /** Plain text for pre-training. */
  text: byShape('text'),
  /** Stanford Alpaca's instruction, input and output. */
  alpaca: byShape('alpaca'),
  /** ShareGPT's conversations of human and gpt. */
  sharegpt: byShape('sharegpt'),
  /** Pairs of a better and a worse answer to one prompt, as TRL documents them. */
  preference: (sample, { pairs }) => {
    const rows = preferenceRows(pairs(sample));
    const { content } = sample.current;
    return rows.length > 0 ? { rows } : asLines(shapeOf(content).encoders.preference(content));
  },
  /** Prompt and ground truth, for reinforcement learning with rewards that a program gives. */
  verifiable: byShape('verifiable'),
};
