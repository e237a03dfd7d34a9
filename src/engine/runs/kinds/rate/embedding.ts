import type { Passage } from '../../../../core/corpus/passage.ts';
import { embeddedText } from '../../../../core/filter/embedded-text.ts';
import type { VectorStore } from '../../../models/vector-store.ts';
import { embedTexts } from '../../embedding.ts';
import type { Running } from '../../run.ts';

/**
 * Embeds passages for the document filter. Those that have a vector are not asked for.
 * @param before what of the run's total was done before
 * @returns why some have no vector, or null
 */
export async function embedPassages(
  passages: readonly Passage[],
  { name, vectors, before }: { readonly name: string; readonly vectors: VectorStore; readonly before: number },
  running: Running,
): Promise<string | null> {
  let [done, total] = [before, before];
  const items = passages.map((passage) => ({ hash: passage.hash, text: () => embeddedText(passage) }));
  const onBatch = (batch: readonly unknown[]): void => {
    running.record([]);
    running.report((done += batch.length), total, label);
  };
  const { wanted, failures } = await embedTexts(items, { name, vectors, onBatch }, running, ({ length }) => {
    total = before + length;
    running.report(done, total, label);
  });
  const [first] = failures.values();
  return first === undefined ? null : `${failures.size} of ${wanted} documents could not be embedded: ${first.reason}`;
}

const label = 'Embedding documents';
