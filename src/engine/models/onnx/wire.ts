/** Messages between the engine and the thread that runs a model. */
import * as z from 'zod';

const number = z.int().nonnegative();

export const startData = z.object({ folder: z.string(), pins: z.record(z.string(), z.string()) });

export const toWorker = z.discriminatedUnion('type', [
  z.object({ type: z.literal('embed'), id: number, texts: z.array(z.string()) }),
  z.object({ type: z.literal('cancel'), id: number }),
]);

export const fromWorker = z.discriminatedUnion('type', [
  /** The model is loaded. */
  z.object({ type: z.literal('ready'), identity: z.string(), maxTokens: number }),
  /** There is no model in the folder that could be used; the message is for people. */
  z.object({ type: z.literal('unusable'), message: z.string() }),
  /** Vectors of a request's texts, one after the other. */
  z.object({
    type: z.literal('embedded'),
    id: number,
    values: z.instanceof(Float32Array),
    /** Tokens that were read. */
    tokens: number,
    /** Number of texts of which the end was not read. */
    cut: number,
  }),
  z.object({ type: z.literal('failed'), id: number, message: z.string() }),
]);

export type ToWorker = z.infer<typeof toWorker>;
export type FromWorker = z.infer<typeof fromWorker>;
