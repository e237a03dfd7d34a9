import * as z from 'zod';
import { badReply, ErrorInReply, type AskedEndpoint } from './failures.ts';
import { errorWithin } from './server-error.ts';

const response = z.object({
  data: z.array(
    z.object({
      index: z.int().nonnegative().optional(),
      embedding: z.union([z.string(), z.array(z.number())]),
    }),
  ),
  usage: z.object({ prompt_tokens: z.int().nonnegative() }).nullish().catch(null),
});

interface Embeddings {
  readonly vectors: readonly Float32Array[];
  /** Undefined where the server does not say. */
  readonly promptTokens: number | undefined;
}

/**
 * A response to `/v1/embeddings`, its vectors in the order of the texts: `index` decides, where it is given.
 * @throws ModelError when there are not as many as texts, or one is no vector; ErrorInReply for an error in their place.
 */
export function embeddingsOf(value: unknown, texts: number, asked: AskedEndpoint): Embeddings {
  const error = errorWithin(value);
  if (error !== undefined) throw new ErrorInReply(error, false, undefined);
  const { data } = response.safeParse(value);
  if (data === undefined) throw badReply('sent something that is no list of embeddings', asked);
  const vectors = new Map(data.data.map(({ index, embedding }, position) => [index ?? position, vectorOf(embedding)]));
  const ordered = Array.from({ length: texts }, (_, index) => vectors.get(index)).filter((vector) => vector !== undefined);
  if (ordered.length !== texts || data.data.length !== texts) {
    throw badReply(`sent ${data.data.length} embeddings for ${texts} texts`, asked);
  }
  if (ordered.some((vector) => vector.length === 0 || vector.some((each) => !Number.isFinite(each)))) {
    throw badReply('sent an embedding that is no vector of numbers', asked);
  }
  return { vectors: ordered, promptTokens: data.usage?.prompt_tokens };
}

/** As numbers, or as their 32-bit little-endian bytes in base64. */
function vectorOf(embedding: string | readonly number[]): Float32Array {
  if (typeof embedding !== 'string') return Float32Array.from(embedding);
  const bytes = Buffer.from(embedding, 'base64');
  if (bytes.length % 4 !== 0) return new Float32Array();
  return Float32Array.from({ length: bytes.length / 4 }, (_, index) => bytes.readFloatLE(index * 4));
}
