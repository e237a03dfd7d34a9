import type { CorpusDocument } from '../core/corpus/passage.ts';
import { scoreDocuments, type ScoredDocuments } from '../core/filter/score-documents.ts';
import type { NamedSettings } from './config.ts';
import type { CorpusState } from './corpus-state.ts';
import type { VectorStore } from './models/vector-store.ts';
import type { Store } from './storage/store.ts';

/** Features that scores are predicted from. */
interface Basis {
  /** The id of an embedding model, or `words`. */
  readonly features: string;
  /** Space of its vectors; null for words. */
  readonly space: string | null;
  /** The embedding model chosen, and how many documents it has not embedded; null when none is. */
  readonly embeddings: { readonly model: string; readonly missing: number } | null;
}

const onWords: Basis = { features: 'words', space: null, embeddings: null };

/**
 * The scores of the document filter. They stand on embeddings only where every document has one: otherwise all stand on
 * words, so that no two documents are measured by different things. Asks no model.
 */
export class DocumentScores {
  readonly #store: Store;
  readonly #vectors: () => VectorStore;
  readonly #corpus: CorpusState;
  readonly #settings: NamedSettings;
  #known: { readonly revision: string; readonly basis: Basis } | undefined;
  #computed: { readonly revision: string; readonly scored: Promise<ScoredDocuments> } | undefined;

  /** @param vectors opened only where an embedding model is chosen */
  constructor(store: Store, vectors: () => VectorStore, corpus: CorpusState, settings: NamedSettings) {
    this.#store = store;
    this.#vectors = vectors;
    this.#corpus = corpus;
    this.#settings = settings;
  }

  /** Computed again when a rating has come, or the last vector; the same object until then. */
  scored(): Promise<ScoredDocuments> {
    const { space } = this.basis;
    const revision = `${this.#store.extractionRevision} ${space ?? ''}`;
    if (this.#computed?.revision !== revision) {
      const embedding = space === null ? null : (hash: string) => this.#vectors().get(space, hash);
      const corpus = this.#corpus;
      const standsFor = (document: CorpusDocument) => corpus.standsFor(document);
      const scored = scoreDocuments(corpus.documents, standsFor, this.#store.ratings(), this.#settings.filter, embedding);
      this.#computed = { revision, scored };
    }
    return this.#computed.scored;
  }

  get basis(): Basis {
    const { embeddings: model } = this.#settings.models;
    if (model === null) return onWords;
    const vectors = this.#vectors();
    const space = vectors.spaceOf(model);
    const revision = `${vectors.revision} ${space ?? ''}`;
    if (this.#known?.revision !== revision) this.#known = { revision, basis: this.#basisOf(model, space) };
    return this.#known.basis;
  }

  #basisOf(model: string, space: string | undefined): Basis {
    const known = space === undefined ? new Set<string>() : this.#vectors().known(space);
    const missing = this.#corpus.representatives.filter(({ hash }) => !known.has(hash)).length;
    const embeddings = { model, missing };
    return space === undefined || missing > 0 ? { ...onWords, embeddings } : { features: model, space, embeddings };
  }
}
