import type { Passage } from '../../core/corpus/passage.ts';
import { beginning, embeddedText } from '../../core/filter/embedded-text.ts';
import { type Embedder, embeddingRequest } from '../models/embedder.ts';
import { ModelError } from '../models/model-error.ts';
import type { VectorStore } from '../models/vector-store.ts';
import { inOrder } from './in-order.ts';
import type { Running } from './run.ts';
import { failureOf } from './stopping.ts';

/** Texts of one request: as many as the strictest of the usual servers take (text-embeddings-inference, unless told otherwise). */
export const mostTexts = 32;
/** Requests under way: beyond that, vectors come faster than they are of use. */
const atOnce = 16;
/** Nothing shorter is cut when it is refused. */
const shortest = 64;

/** The passages that have no vector in a space yet. */
export function withoutVector(passages: readonly Passage[], vectors: VectorStore, space: string): Passage[] {
  const known = vectors.known(space);
  return passages.filter(({ hash }) => !known.has(hash));
}

/**
 * Embeds passages for the document filter, and keeps each vector before going on. Those that are there are not asked for.
 * @param before what of the run's total was done before
 * @returns why some have no vector, or null
 */
export async function embedPassages(
  passages: readonly Passage[],
  { name, vectors, before }: { readonly name: string; readonly vectors: VectorStore; readonly before: number },
  running: Running,
): Promise<string | null> {
  const { run, models, signal, record, report } = running;
  const { embedder, space } = await models.openEmbedder(name);
  vectors.name(name, space);
  const wanted = withoutVector(passages, vectors, space);
  const batches = new Batches(embedder, run, signal);
  const failed: string[] = [];
  let [kept, done] = [0, before];
  const total = before + wanted.length;
  report(done, total, label);
  const work = async (batch: readonly Passage[]): Promise<number> => {
    try {
      const found = await batches.vectorsOf(batch.map(embeddedText));
      vectors.put(
        space,
        found.map((vector, index) => [batch[index]!.hash, vector]),
      );
      kept += batch.length;
    } catch (error) {
      // While there is not one vector, whatever is wrong is wrong with the model.
      if (kept === 0 && error instanceof ModelError && !signal.aborted) running.giveUp(unusable(error, name));
      failed.push(...batch.map(() => failureOf(error, running)));
    }
    return batch.length;
  };
  // The first alone: what it is refused for, the others would be too.
  for await (const size of inOrder(batches.of(wanted), () => (kept === 0 ? 1 : atOnce), work)) {
    record([]);
    report((done += size), total, label);
  }
  return failed.length === 0 ? null : `${failed.length} of ${wanted.length} documents could not be embedded: ${failed[0]!}`;
}

const label = 'Embedding documents';

const unusable = ({ kind, message }: ModelError, name: string): ModelError =>
  new ModelError(
    kind,
    kind === 'not-found' || kind === 'bad-request'
      ? `${message} If “${name}” is a model that chats, it embeds nothing: choose an embedding model (--embedding-model; in VS Code, Concept Loom: Choose Model).`
      : message,
  );

/** Texts to a model, as many at once and as long as it takes them. */
class Batches {
  readonly #embedder: Embedder;
  readonly #run: string;
  readonly #signal: AbortSignal;
  #size = mostTexts;

  constructor(embedder: Embedder, run: string, signal: AbortSignal) {
    this.#embedder = embedder;
    this.#run = run;
    this.#signal = signal;
  }

  *of(passages: readonly Passage[]): Generator<readonly Passage[]> {
    for (let start = 0; start < passages.length;) {
      const batch = passages.slice(start, start + this.#size);
      start += batch.length;
      yield batch;
    }
  }

  /** A request that is refused is put again in halves, and a text that is refused by itself is cut by half. */
  async vectorsOf(texts: readonly string[]): Promise<readonly Float32Array[]> {
    try {
      return (await this.#embedder.chat(embeddingRequest(texts, this.#run), this.#signal)).vectors;
    } catch (error) {
      if (!(error instanceof ModelError) || error.kind !== 'bad-request' || this.#signal.aborted) throw error;
      const half = Math.ceil(texts.length / 2);
      if (texts.length > 1) {
        this.#size = Math.min(this.#size, half);
        return [...(await this.vectorsOf(texts.slice(0, half))), ...(await this.vectorsOf(texts.slice(half)))];
      }
      // It was this text, and not how many there were.
      this.#size = mostTexts;
      const [text = ''] = texts;
      if (text.length < shortest) throw error;
      return await this.vectorsOf([beginning(text, 0.5)]);
    }
  }
}
