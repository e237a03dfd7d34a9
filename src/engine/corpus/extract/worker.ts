/** Thread that extracts texts, one file after the other: a book takes the processor for seconds, and a damaged file may for ever. */
import { parentPort } from 'node:worker_threads';
import type { ExtractedText } from '../../../core/corpus/extract/extracted.ts';
import { Refusal } from '../../../core/corpus/refusal.ts';
import { messageOf } from '../../errors.ts';
import { type FromExtractor, type ToExtractor, toExtractor } from './wire.ts';

const port = parentPort!;
const tell = (message: FromExtractor): void => {
  port.postMessage(message);
};

const readers: Readonly<Record<ToExtractor['kind'], (bytes: Uint8Array) => Promise<ExtractedText>>> = {
  pdf: async (bytes) => (await import('./pdf.ts')).readPdf(bytes),
  docx: async (bytes) =>
    (await import('../../../core/corpus/extract/word.ts')).extractWord((await import('./archive.ts')).openArchive(bytes)),
  epub: async (bytes) =>
    (await import('../../../core/corpus/extract/book.ts')).extractBook((await import('./archive.ts')).openArchive(bytes)),
  pptx: async (bytes) =>
    (await import('../../../core/corpus/extract/slides.ts')).extractSlides((await import('./archive.ts')).openArchive(bytes)),
  parquet: async (bytes) => (await import('./parquet-rows.ts')).readParquet(bytes),
};

async function extract({ id, kind, bytes }: ToExtractor): Promise<void> {
  try {
    const { text, places, omitted } = await readers[kind](bytes);
    tell({
      type: 'extracted',
      id,
      extracted: { text, places: places === null ? null : { unit: places.unit, starts: [...places.starts] }, omitted: [...omitted] },
    });
  } catch (error) {
    const reason =
      error instanceof Refusal
        ? error.message
        : `The file cannot be read (${messageOf(error)}). Save it anew, or leave it out with corpus.exclude.`;
    tell({ type: 'refused', id, reason });
  }
}

let last = Promise.resolve();
port.on('message', (value: unknown) => {
  const message = toExtractor.parse(value);
  last = last.then(() => extract(message));
});
