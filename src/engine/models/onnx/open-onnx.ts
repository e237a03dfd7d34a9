import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { ModelError } from '../model-error.ts';
import type { EmbeddingReply, Embedder } from '../embedder.ts';
import type { OpenedEmbedder } from '../opened-model.ts';
import { weightFiles } from './model-folder.ts';
import { type Embedded, ModelThread } from './model-thread.ts';
import { type NamedFolder, onnxPrefix } from './named-folder.ts';

/** Time after which a model that nobody asks leaves the memory: it takes some hundred megabytes. */
const idleMs = 60_000;

interface Kept {
  readonly thread: ModelThread;
  /** Sizes and times of the files that it was loaded from. */
  readonly stamp: string;
  /** Calls off its end. */
  stay: () => void;
}

/** Threads of this process, by their folder: a model is in memory once, whoever asks it. */
export class OnnxModels {
  readonly #threads = new Map<string, Kept>();

  /**
   * Opens the model in a folder; one that is in memory already is looked at again where its files changed.
   * @throws UsageError, saying what to do, when there is none that can be used
   */
  async open(named: NamedFolder): Promise<OpenedEmbedder> {
    const id = onnxPrefix + named.name;
    const { identity } = await (await this.#threadOf(named)).loaded;
    const embed = async (texts: readonly string[], signal: AbortSignal): Promise<Embedded> =>
      await (await this.#threadOf(named)).embed(texts, signal);
    return {
      embedder: createEmbedder(id, embed),
      name: id,
      endpoint: id,
      space: `onnx ${identity}`,
      price: { prompt: 0, completion: 0 },
      remote: false,
    };
  }

  /** Ends all threads. */
  async close(): Promise<void> {
    const all = [...this.#threads.values()];
    this.#threads.clear();
    await Promise.all(
      all.map(({ thread, stay }) => {
        stay();
        return thread.close();
      }),
    );
  }

  async #threadOf({ name, folder, pins = {} }: NamedFolder): Promise<ModelThread> {
    const stamp = await stampOf(folder);
    const known = this.#threads.get(folder);
    if (known?.stamp === stamp && !known.thread.hasEnded) {
      this.#keep(folder, known);
      return known.thread;
    }
    if (known !== undefined) this.#forget(folder, known);
    const kept: Kept = { thread: new ModelThread(folder, pins, onnxPrefix + name), stamp, stay: () => undefined };
    this.#threads.set(folder, kept);
    this.#keep(folder, kept);
    return kept.thread;
  }

  #keep(folder: string, kept: Kept): void {
    kept.stay();
    const timer = setTimeout(() => {
      if (kept.thread.isBusy) this.#keep(folder, kept);
      else this.#forget(folder, kept);
    }, idleMs);
    // A command that is done does not wait for it.
    timer.unref();
    kept.stay = () => {
      clearTimeout(timer);
    };
  }

  #forget(folder: string, kept: Kept): void {
    kept.stay();
    if (this.#threads.get(folder) === kept) this.#threads.delete(folder);
    void kept.thread.close();
  }
}

/** Of this process. */
export const onnxModels = new OnnxModels();

/** What tells that a folder's files are those that were read, without reading them. */
async function stampOf(folder: string): Promise<string> {
  const files = [
    '.',
    'tokenizer.json',
    'tokenizer_config.json',
    'modules.json',
    'sentence_bert_config.json',
    'config.json',
    '1_Pooling/config.json',
    ...weightFiles,
  ];
  const stamps = await Promise.all(
    files.map(async (file) => {
      const found = await stat(join(folder, file), { bigint: true }).catch(() => undefined);
      return found === undefined ? '' : `${found.size} ${found.mtimeNs} ${found.ino}`;
    }),
  );
  return stamps.join('\n');
}

function createEmbedder(id: string, embed: (texts: readonly string[], signal: AbortSignal) => Promise<Embedded>): Embedder {
  return {
    id,
    async chat(request, signal): Promise<EmbeddingReply> {
      const texts = request.messages.map(({ content }) => content);
      const empty = texts.findIndex((text) => text.trim() === '');
      if (empty >= 0) throw new ModelError('bad-request', `text ${empty + 1} of ${texts.length} is empty: it has no embedding`);
      const { values, tokens, cut } = await embed(texts, signal);
      const dimensions = values.length / Math.max(1, texts.length);
      // Copies, so that to keep one is not to keep all.
      const vectors = texts.map((_, index) => values.slice(index * dimensions, (index + 1) * dimensions));
      return { vectors, cut, usage: { promptTokens: tokens, completionTokens: 0, estimated: false } };
    },
  };
}
