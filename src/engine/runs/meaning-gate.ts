import { sampleTextKey } from '../../core/samples/text-key.ts';
import { NearMeanings } from '../derived/near-meanings.ts';
import type { VectorStore } from '../models/vector-store.ts';
import type { Store } from '../storage/store.ts';
import type { Workspace } from '../workspace.ts';
import { type EmbeddingWork, embedTexts, maxTexts, openEmbeddingWork, requireEmbeddingModel } from './embedding.ts';
import type { ExpectedEmbedding } from './kinds/kind.ts';
import type { Running } from './run.ts';
import { spread, usualQuestion } from './usual.ts';

/** Requests with texts of candidates under way: those that come meanwhile go together with the next. */
const atOnce = 2;

interface WaitingText {
  readonly hash: string;
  readonly text: string;
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
}

/** Gate on what says the same as a kept sample in other words, or another language: embeds what it is asked about before it is asked. */
export class MeaningGate {
  readonly near: NearMeanings;
  readonly #model: string;
  readonly #vectors: VectorStore;
  readonly #waiting: WaitingText[] = [];
  #underWay = 0;
  /** Of the run that has begun. */
  #work: EmbeddingWork | undefined;
  #running: Running | undefined;

  private constructor(store: Store, vectors: VectorStore, model: string, { space, threshold }: { space: string; threshold: number }) {
    this.near = new NearMeanings(store, vectors, space, threshold);
    this.#model = model;
    this.#vectors = vectors;
  }

  /**
   * @param vectors those kept, to look at or to add to
   * @returns null where the gate is off
   * @throws UsageError when no model is chosen that embeds, or it cannot be asked
   */
  static async open({ settings, store, models }: Workspace, vectors?: VectorStore): Promise<MeaningGate | null> {
    const { meaning: threshold } = settings.gates;
    if (threshold === null) return null;
    const model = requireEmbeddingModel(settings, 'gates.meaning compares samples by their embeddings, and ');
    const { space } = await models.openEmbedder(model);
    return new MeaningGate(store, vectors ?? models.keptVectors, model, { space, threshold });
  }

  /** Embedding that a run is expected to ask for, beside its own texts also of kept samples; null where the gate is off. @throws UsageError as `open` does */
  static async expected(workspace: Workspace, own: { readonly calls: number; readonly texts: number }): Promise<ExpectedEmbedding | null> {
    const gate = await MeaningGate.open(workspace, workspace.models.vectors);
    if (gate === null) return null;
    await gate.near.follow();
    const missing = gate.near.withoutVector();
    return {
      model: gate.#model,
      calls: own.calls + Math.ceil(missing.length / maxTexts),
      texts: own.texts + missing.length,
      samples: [usualQuestion, ...spread(missing).map(({ text }) => text())],
    };
  }

  /** Embeds all kept samples that have no vector yet, so that what the run makes is held against each of them. */
  async begin(running: Running): Promise<void> {
    const { near } = this;
    await near.follow(running.signal);
    const missing = near.withoutVector();
    if (missing.length > 0) {
      let done = 0;
      const onBatch = (batch: readonly unknown[]): void => {
        running.report((done += batch.length), missing.length, 'Embedding kept samples');
      };
      await embedTexts(missing, { name: this.#model, vectors: this.#vectors, onBatch }, running);
      running.signal.throwIfAborted();
      near.takeVectors();
      running.passOver('kept samples that nothing is compared with by meaning, since they cannot be embedded', near.withoutVector().length);
    }
    this.#running = running;
    this.#work = await openEmbeddingWork({ name: this.#model, vectors: this.#vectors, isProven: near.hasAny }, running);
  }

  /**
   * Embeds a text that has no vector yet, and takes in what was kept since. One that cannot be embedded is like no other, and counted.
   * @throws what ends the run: its being called off, its budget, a model that answers nobody
   */
  async prepare(text: string): Promise<void> {
    await this.near.follow();
    if (this.near.vectorOf(text) !== undefined) return;
    await new Promise<void>((resolve, reject) => {
      this.#waiting.push({ hash: sampleTextKey(text), text, resolve, reject });
      void this.#embedWaiting();
    });
  }

  async #embedWaiting(): Promise<void> {
    const [work, running] = [this.#work, this.#running];
    if (work === undefined || running === undefined) throw new Error('a candidate came before the run had begun');
    if (this.#underWay >= atOnce || this.#waiting.length === 0) return;
    const texts = this.#waiting.splice(0, maxTexts);
    this.#underWay++;
    try {
      await work.embed(texts.map(({ hash, text }) => ({ hash, text })));
      for (const { hash, resolve } of texts) {
        if (work.failures.has(hash)) running.passOver('candidates not compared by meaning, since they could not be embedded', 1);
        resolve();
      }
    } catch (error) {
      for (const { reject } of texts) reject(error);
    } finally {
      this.#underWay--;
      void this.#embedWaiting();
    }
  }
}
