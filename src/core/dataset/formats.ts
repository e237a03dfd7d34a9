import type { DatasetRow } from './row.ts';

/** Rows as trainers load them; each encodes one row as one line of JSON, without the line break. */
export const exportFormats = {
  /** All columns, as in the dataset folder. */
  jsonl: (row: DatasetRow): string => JSON.stringify(row),
  /** OpenAI's chat format: question and answer as one exchange. */
  messages: ({ question, answer }: DatasetRow): string =>
    JSON.stringify({
      messages: [
        { role: 'user', content: question },
        { role: 'assistant', content: answer },
      ],
    }),
} as const;
