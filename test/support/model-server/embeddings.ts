import { once } from 'node:events';
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
  /** Longer texts are refused, by their characters. */
  readonly maxLength?: number;
  /** What is waited for before an answer. */
  readonly hold?: () => Promise<unknown>;
  /** A status to answer with in place of vectors. */
  readonly fail?: (body: EmbeddingBody) => number | undefined;
  /** What each text is said to have used; not said when null. */
  readonly tokens?: number | null;
  /** What a request for base64 comes to. */
  readonly base64?: 'served' | 'ignored' | 'refused';
  /** The vector of a text; its length and its first character unless said otherwise. */
  readonly vector?: (text: string) => readonly number[];
}

/** Answers, the last text first: `index` alone tells which vector is whose. */
export async function writeEmbeddings(response: ServerResponse, body: EmbeddingBody, options: EmbeddingOptions | undefined): Promise<void> {
  if (options?.hold) await Promise.race([options.hold(), once(response, 'close')]);
  const { models = [], maxTexts = 2048, maxLength = Infinity, base64 = 'served', vector = defaultVector, tokens = 1 } = options ?? {};
  const failure = options?.fail?.(body);
  const answer = (status: number, value: object): void => {
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(value));
  };
  const encoded = body.encoding_format === 'base64';
  if (failure !== undefined) answer(failure, { error: { message: `fault ${failure}`, type: 'server_error' } });
  else if (!models.includes(body.model)) {
    answer(404, { error: { message: `The model \`${body.model}\` does not embed`, type: 'invalid_request_error' } });
  } else if (encoded && base64 === 'refused') {
    answer(400, { error: { message: 'encoding_format must be float', type: 'invalid_request_error' } });
  } else if (body.input.length > maxTexts) {
    answer(422, { error: { message: `batch size ${body.input.length} > maximum allowed batch size ${maxTexts}`, type: 'Validation' } });
  } else if (body.input.some((text) => text.length > maxLength)) {
    answer(413, { error: { message: `inputs must have less than ${maxLength} characters`, type: 'Validation' } });
  } else {
    const write = (numbers: readonly number[]) =>
      encoded && base64 === 'served' ? Buffer.from(Float32Array.from(numbers).buffer).toString('base64') : numbers;
    const data = body.input.map((text, index) => ({ object: 'embedding', index, embedding: write(vector(text)) })).reverse();
    const used = tokens === null ? {} : { usage: { prompt_tokens: tokens * body.input.length, total_tokens: tokens * body.input.length } };
    answer(200, { object: 'list', model: body.model, data, ...used });
  }
}

const defaultVector = (text: string): readonly number[] => [text.length, text.charCodeAt(0)];
