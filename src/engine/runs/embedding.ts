import type { JobFailure } from '../../core/quality/drops.ts';
import { beginning } from '../../core/filter/embedded-text.ts';
import { UsageError } from '../errors.ts';
import { type Embedder, embeddingRequest } from '../models/embedder.ts';
import { ModelError } from '../models/model-error.ts';
import type { VectorStore } from '../models/vector-store.ts';
import type { Workspace } from '../workspace.ts';
import { inOrder } from './in-order.ts';
import type { Running } from './run.ts';
import { failureOf } from './stopping.ts';

/** Texts of one request: as many as the strictest of the usual servers take (text-embeddings-inference, unless told otherwise). */
export const maxTexts = 32;
/** Requests under way: beyond that, vectors come faster than they are of use. */
const atOnce = 16;
/** Length from which a text is cut when it is refused. */
const minLength = 64;

/** A text by its hash, under which its vector is kept; made when it is its turn. */
export interface Embeddable {
  readonly hash: string;
  readonly text: () => string;
}

/** Those that have no vector in a space yet. */
export function withoutVector<T extends { readonly hash: string }>(items: readonly T[], vectors: VectorStore, space: string): T[] {
  const known = vectors.known(space);
  return items.filter(({ hash }) => !known.has(hash));
}

interface Embedding {
  /** The model's id in the settings. */
  readonly name: string;
  readonly vectors: VectorStore;
  /** Told after each batch, in order: the texts, and by their hashes why some of them have no vector. */
  readonly onBatch: (batch: readonly Embeddable[], failures: ReadonlyMap<string, JobFailure>) => void;
}

/**
 * Model that the settings name to embed with.
 * @param why begins the message
 * @throws UsageError when they name none
 */
export function requireEmbeddingModel({ models: { embeddings } }: Workspace['settings'], why = ''): string {
  if (embeddings !== null) return embeddings;
  throw new UsageError(
    `${why}no model is chosen that embeds: name one with --embedding-model, or as models.embeddings in .loom/project.yaml (in VS Code, Concept Loom: Choose Model)`,
  );
}

/** Opens a model to embed with in a run. @param isProven true when it has embedded anything that its vectors are kept of */
export async function openEmbeddingWork(
  { name, vectors, isProven }: { readonly name: string; readonly vectors: VectorStore; readonly isProven: boolean },
  running: Running,
): Promise<EmbeddingWork> {
  const { embedder, space } = await running.models.openEmbedder(name);
  vectors.name(name, space);
  const keep: Keep = (entries) => {
    vectors.put(space, entries);
  };
  return new EmbeddingWork({ name, embedder, keep, isProven }, running);
}

/** Embeds the texts that have no vector yet, and keeps each vector before going on. @returns those it tried, with the failures by hash */
export async function embedTexts(
  items: readonly Embeddable[],
  { name, vectors, onBatch }: Embedding,
  running: Running,
  onBegin: (wanted: readonly Embeddable[]) => void = () => undefined,
): Promise<{ readonly wanted: number; readonly failures: ReadonlyMap<string, JobFailure> }> {
  const { space } = await running.models.openEmbedder(name);
  const wanted = withoutVector(items, vectors, space);
  const embedding = await openEmbeddingWork({ name, vectors, isProven: wanted.length < items.length }, running);
  onBegin(wanted);
  const begin = async (batch: readonly Embeddable[]): Promise<readonly Embeddable[]> => {
    await embedding.embed(batch.map(({ hash, text }) => ({ hash, text: text() })));
    return batch;
  };
  for await (const batch of inOrder(embedding.batches(wanted), () => embedding.concurrencyLimit, begin)) onBatch(batch, embedding.failures);
  return { wanted: wanted.length, failures: embedding.failures };
}

interface TextToEmbed {
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
export class EmbeddingWork {
  readonly #model: Model;
  readonly #running: Running;
  #size = maxTexts;
  #isProven: boolean;
  /** By the hash of each text that has no vector. */
  readonly failures = new Map<string, JobFailure>();

  constructor(model: Model, running: Running) {
    this.#model = model;
    this.#running = running;
    this.#isProven = model.isProven;
  }

  /** Requests to have under way. The first goes alone: what it is refused for, the others would be too. */
  get concurrencyLimit(): number {
    return this.#isProven ? atOnce : 1;
  }

  *batches(items: readonly Embeddable[]): Generator<readonly Embeddable[]> {
    for (let start = 0; start < items.length;) {
      const batch = items.slice(start, start + this.#size);
      start += batch.length;
      yield batch;
    }
  }

  /** Texts that are refused together are put again in halves, and one that is refused by itself is cut by half. */
  async embed(texts: readonly TextToEmbed[]): Promise<void> {
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
      const failure: JobFailure = error.kind === 'context' ? { kind: 'context', reason: error.message } : failureOf(error, this.#running);
      for (const { hash } of texts) this.failures.set(hash, failure);
    }
  }

  #smaller(texts: readonly TextToEmbed[]): readonly (readonly TextToEmbed[])[] {
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
