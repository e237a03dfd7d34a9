/** Messages between the engine and the thread that extracts texts. */
import * as z from 'zod';
import { placeUnits } from '../../../core/corpus/extract/extracted.ts';
import { omissionKindNames } from '../../../core/corpus/omissions.ts';

/** Kinds of files whose text is extracted, by their extension. */
export const extractedKinds = ['pdf', 'docx', 'epub', 'pptx', 'parquet'] as const;
export type ExtractedKind = (typeof extractedKinds)[number];

const number = z.int().nonnegative();

export const toExtractor = z.object({ id: number, kind: z.enum(extractedKinds), bytes: z.instanceof(Uint8Array) });

const extractedText = z.object({
  text: z.string(),
  places: z.object({ unit: z.enum(placeUnits), starts: z.array(number) }).nullable(),
  omitted: z.array(z.object({ kind: z.enum(omissionKindNames), count: number, at: number })),
});

export const fromExtractor = z.discriminatedUnion('type', [
  z.object({ type: z.literal('extracted'), id: number, extracted: extractedText }),
  /** The file is not read; the message is the reason and the remedy. */
  z.object({ type: z.literal('refused'), id: number, reason: z.string() }),
]);

export type ToExtractor = z.infer<typeof toExtractor>;
export type FromExtractor = z.infer<typeof fromExtractor>;
