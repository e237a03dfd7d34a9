import type { Passage } from '../../../../core/corpus/passage.ts';
import { beginning, embeddedText } from '../../../../core/filter/embedded-text.ts';
import { type Embedder, embeddingRequest } from '../../../models/embedder.ts';
import { ModelError } from '../../../models/model-error.ts';
import type { VectorStore } from '../../../models/vector-store.ts';
import { inOrder } from '../../in-order.ts';
import type { Running } from '../../run.ts';
import { failureOf } from '../../stopping.ts';

/** Texts of one request: as many as the strictest of the usual servers take (text-embeddings-inference, unless told otherwise). */
export const maxTexts = 32;
/** Requests under way: beyond that, vectors come faster than they are of use. */
const atOnce = 16;
/** Length from which a text is cut when it is refused. */
const minLength = 64;

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
  const { embedder, space } = await running.models.openEmbedder(name);
  vectors.name(name, space);
  const wanted = withoutVector(passages, vectors, space);
  const keep: Keep = (entries) => {
    vectors.put(space, entries);
  };
  const embedding = new EmbeddingWork({ name, embedder, keep, isProven: wanted.length < passages.length }, running);
  const total = before + wanted.length;
  let done = before;
  running.report(done, total, label);
  const begin = async (batch: readonly Passage[]): Promise<number> => {
    await embedding.embed(batch.map((passage) => ({ hash: passage.hash, text: embeddedText(passage) })));
    return batch.length;
  };
  for await (const size of inOrder(embedding.batches(wanted), () => embedding.concurrencyLimit, begin)) {
    running.record([]);
    running.report((done += size), total, label);
  }
  const { failed } = embedding;
  return failed.length === 0 ? null : `${failed.length} of ${wanted.length} documents could not be embedded: ${failed[0]!}`;
}

const label = 'Embedding documents';

interface EmbeddedText {
  readonly hash: string;
  readonly text: string;
}

type Keep = (entries: readonly (readonly [hash: string, vector: Float32Array])[]) => void;

interface Model {
  readonly name: string;
  readonly embedder: Embedder;
  readonly keep: Keep;
  /** True once the model has embedded anything: until then, whatever is wrong is wrong with it, and not with a text. */
  readonly isProven: boolean;
}

/** Texts on their way to a model: as many at once, and as long, as it takes them. */
class EmbeddingWork {
  readonly #model: Model;
  readonly #running: Running;
  #size = maxTexts;
  #isProven: boolean;
  /** Reason, for each text that has no vector. */
  readonly failed: string[] = [];

  constructor(model: Model, running: Running) {
    this.#model = model;
    this.#running = running;
    this.#isProven = model.isProven;
  }

  /** Requests to have under way. The first goes alone: what it is refused for, the others would be too. */
  get concurrencyLimit(): number {
    return this.#isProven ? atOnce : 1;
  }

  *batches(passages: readonly Passage[]): Generator<readonly Passage[]> {
    for (let start = 0; start < passages.length;) {
      const batch = passages.slice(start, start + this.#size);
      start += batch.length;
      yield batch;
    }
  }

  /** Texts that are refused together are put again in halves, and one that is refused by itself is cut by half. */
  async embed(texts: readonly EmbeddedText[]): Promise<void> {
    const { run, signal, giveUp } = this.#running;
    try {
      const request = embeddingRequest(
        texts.map(({ text }) => text),
        run,
      );
      const { vectors } = await this.#model.embedder.chat(request, signal);
      this.#model.keep(vectors.map((vector, index) => [texts[index]!.hash, vector]));
      this.#isProven = true;
    } catch (error) {
      if (!(error instanceof ModelError) || signal.aborted) throw error;
      const smaller = error.kind === 'bad-request' || error.kind === 'context' ? this.#smaller(texts) : [];
      for (const part of smaller) await this.embed(part);
      if (smaller.length > 0) return;
      if (!this.#isProven) giveUp(unusable(error, this.#model.name));
      // A text that is too long however short it was cut says nothing of the others.
      const reason = error.kind === 'context' ? error.message : failureOf(error, this.#running).reason;
      for (let count = texts.length; count > 0; count--) this.failed.push(reason);
    }
  }

  #smaller(texts: readonly EmbeddedText[]): readonly (readonly EmbeddedText[])[] {
    const half = Math.ceil(texts.length / 2);
    if (texts.length > 1) {
      this.#size = Math.min(this.#size, half);
      return [texts.slice(0, half), texts.slice(half)];
    }
    // It was this text, and not how many there were.
    this.#size = maxTexts;
    return texts.filter(({ text }) => text.length >= minLength).map(({ hash, text }) => [{ hash, text: beginning(text, 0.5) }]);
  }
}

const unusable = ({ kind, message }: ModelError, name: string): ModelError =>
  new ModelError(
    kind,
    kind === 'not-found' || kind === 'bad-request'
      ? `${message} If “${name}” is a model that chats, it embeds nothing: choose an embedding model (--embedding-model; in VS Code, Concept Loom: Choose Model).`
      : message,
  );
