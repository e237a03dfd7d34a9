import { makesText } from '../methods/index.ts';
import type { ExportFormat } from './export-formats.ts';
import type { DatasetRow } from './row.ts';

/** Rows as trainers load them; each encodes one row as one line of JSON, without the line break; null where it says nothing. */
export const encoders = {
  /** All columns, as in the dataset folder. */
  jsonl: (row: DatasetRow): string => JSON.stringify(row),
  /** OpenAI's chat format: question and answer as one exchange. A trainer would learn to say nothing from one without an answer. */
  messages: ({ question, answer }: DatasetRow): string | null =>
    answer.trim() === ''
      ? null
      : JSON.stringify({
          messages: [
            { role: 'user', content: question },
            { role: 'assistant', content: answer },
          ],
        }),
  /** Plain text for pre-training: a text as it is, a question with its answer below. */
  text: ({ method, question, answer }: DatasetRow): string =>
    JSON.stringify({ text: makesText(method) ? answer : `${question}\n\n${answer}` }),
} as const satisfies Record<ExportFormat, (row: DatasetRow) => string | null>;
