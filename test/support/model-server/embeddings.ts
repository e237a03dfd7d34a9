import type { ServerResponse } from 'node:http';
import * as z from 'zod';

export const embeddingBody = z.object({
  model: z.string(),
  input: z.array(z.string()),
  encoding_format: z.enum(['base64', 'float']).optional(),
});

export type EmbeddingBody = z.infer<typeof embeddingBody>;

/** How embeddings are served. */
export interface EmbeddingOptions {
  /** Models that embed, and do not chat. */
  readonly models: readonly string[];
  /** More texts at once are refused. */
  readonly maxTexts?: number;
  /** What a request for base64 comes to. */
  readonly base64?: 'served' | 'ignored' | 'refused';
  /** The vector of a text; its length and its first character unless said otherwise. */
  readonly vector?: (text: string) => readonly number[];
}

/** Answers, the last text first: `index` alone tells which vector is whose. */
export function writeEmbeddings(response: ServerResponse, body: EmbeddingBody, options: EmbeddingOptions | undefined): void {
  const { models = [], maxTexts = 2048, base64 = 'served', vector = defaultVector } = options ?? {};
  const answer = (status: number, value: object): void => {
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(value));
  };
  const encoded = body.encoding_format === 'base64';
  if (!models.includes(body.model)) {
    answer(404, { error: { message: `The model \`${body.model}\` does not embed`, type: 'invalid_request_error' } });
  } else if (encoded && base64 === 'refused') {
    answer(400, { error: { message: 'encoding_format must be float', type: 'invalid_request_error' } });
  } else if (body.input.length > maxTexts) {
    answer(422, { error: { message: `batch size ${body.input.length} > maximum allowed batch size ${maxTexts}`, type: 'Validation' } });
  } else {
    const write = (numbers: readonly number[]) =>
      encoded && base64 === 'served' ? Buffer.from(Float32Array.from(numbers).buffer).toString('base64') : numbers;
    const data = body.input.map((text, index) => ({ object: 'embedding', index, embedding: write(vector(text)) })).reverse();
    answer(200, { object: 'list', model: body.model, data, usage: { prompt_tokens: 1, total_tokens: 1 } });
  }
}

const defaultVector = (text: string): readonly number[] => [text.length, text.charCodeAt(0)];
