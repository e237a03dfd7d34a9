/** An ONNX model in memory, and what it makes of a text. The runtime is behind this module alone. */
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { env, InferenceSession, Tensor } from 'onnxruntime-web/wasm';
import { messageOf } from '../../errors.ts';
import { type ModelFolder, ModelFolderError } from './model-folder.ts';
import { atUnitLength, pooled } from './pooling.ts';
import { TextTokenizer } from './text-tokens.ts';

interface SentenceVector {
  readonly vector: Float32Array;
  readonly tokens: number;
  readonly cut: number;
}

/** What is wrong comes as an error; the runtime would write it out as well. */
const quiet = 4;

const wasmFile = 'ort-wasm-simd-threaded.wasm';

/** Beside this module in what ships, in its package where the sources run. */
const wasmPlace = (): string | URL =>
  import.meta.url.endsWith('.ts')
    ? createRequire(import.meta.url).resolve(`onnxruntime-web/${wasmFile}`)
    : new URL(`./${wasmFile}`, import.meta.url);

/** Values that a model may ask for beside the tokens, by their names. */
const fillings: Readonly<Record<string, (ids: readonly number[]) => readonly number[]>> = {
  input_ids: (ids) => ids,
  attention_mask: (ids) => ids.map(() => 1),
  token_type_ids: (ids) => ids.map(() => 0),
  position_ids: (ids) => ids.map((_, at) => at),
};

/**
 * A model that is asked for one text at a time: with others beside it, a text would be filled up to the longest, and one quantised
 * as it runs would give it another vector in other company. On one thread nothing is lost by it (12.4 ms a text of 20 words in
 * batches of 32, 15.3 ms alone).
 */
export class SentenceSession {
  readonly #session: InferenceSession;
  readonly #tokenizer: TextTokenizer;
  readonly #model: ModelFolder;
  readonly #output: string;

  private constructor(session: InferenceSession, model: ModelFolder) {
    this.#session = session;
    this.#model = model;
    this.#tokenizer = new TextTokenizer(model);
    this.#output = outputOf(session, model);
    const unknown = session.inputMetadata.find(
      (input) => !(input.name in fillings) || !input.isTensor || (input.type !== 'int64' && input.type !== 'int32'),
    );
    if (unknown === undefined && session.inputNames.includes('input_ids')) return;
    throw new ModelFolderError(
      `${model.folder}: ${model.weightsFile} asks for ${session.inputNames.join(', ')}; a sentence model asks for input_ids and, at most, ${Object.keys(fillings).slice(1).join(', ')}, all whole numbers: export it for feature extraction`,
    );
  }

  /** Loads a model and tries it on a word. @throws ModelFolderError when the weights are no model, or none of sentences. */
  static async open(model: ModelFolder): Promise<SentenceSession> {
    env.wasm.numThreads = 1;
    env.wasm.wasmBinary = await readFile(wasmPlace());
    env.logLevel = 'fatal';
    const session = await InferenceSession.create(model.weights, { executionProviders: ['wasm'], logSeverityLevel: quiet }).catch(
      (error: unknown) => {
        throw new ModelFolderError(
          `${model.folder}: ${model.weightsFile} cannot be loaded as an ONNX model: ${firstLine(error)}. Download or export it again`,
          { cause: error },
        );
      },
    );
    const opened = new SentenceSession(session, model);
    await opened.embed('ready').catch((error: unknown) => {
      throw new ModelFolderError(
        `${model.folder}: ${model.weightsFile} gives no vector: ${firstLine(error)}. Are weights and tokenizer.json of the same model?`,
        { cause: error },
      );
    });
    return opened;
  }

  /** @throws Error of the runtime's, when a token is none of the model's. */
  async embed(text: string): Promise<SentenceVector> {
    const { pooling, normalised } = this.#model;
    const { ids, cut } = this.#tokenizer.encode(text);
    const feeds = Object.fromEntries(
      this.#session.inputMetadata.map((input) => [
        input.name,
        tensorOf(fillings[input.name]!(ids), input.isTensor && input.type === 'int32'),
      ]),
    );
    const output = (await this.#session.run(feeds, [this.#output]))[this.#output]!;
    const { data, dims } = output;
    if (!(data instanceof Float32Array)) throw new Error(`its output ${this.#output} is ${output.type}, not float32`);
    const dimensions = dims.at(-1)!;
    // An output of a text's own has two dimensions, that of its tokens three.
    const vector = dims.length === 2 ? data.slice() : pooled(data, dimensions, pooling);
    if (!vector.every(Number.isFinite)) throw new Error('its vector holds what is no number');
    return { vector: normalised ? atUnitLength(vector) : vector, tokens: ids.length, cut };
  }
}

/** The vector of the whole text where the model gives one, or else those of its tokens. @throws ModelFolderError where it gives neither. */
function outputOf({ outputMetadata }: InferenceSession, { folder, weightsFile }: ModelFolder): string {
  const ofRank = (rank: number): readonly string[] =>
    outputMetadata.flatMap((output) => (output.isTensor && output.type === 'float32' && output.shape.length === rank ? [output.name] : []));
  const whole = ofRank(2).find((name) => name === 'sentence_embedding');
  const tokens = ofRank(3);
  const found = whole ?? tokens.find((name) => name === 'last_hidden_state' || name === 'token_embeddings') ?? tokens[0];
  if (found !== undefined) return found;
  throw new ModelFolderError(
    `${folder}: ${weightsFile} gives ${outputMetadata.map(({ name }) => name).join(', ')}, and no vectors of tokens (last_hidden_state) or of a text (sentence_embedding): export it for feature extraction`,
  );
}

const tensorOf = (values: readonly number[], isShort: boolean): Tensor =>
  isShort
    ? new Tensor('int32', Int32Array.from(values), [1, values.length])
    : new Tensor('int64', BigInt64Array.from(values, BigInt), [1, values.length]);

/** The runtime's messages go on with addresses. */
const firstLine = (error: unknown): string => messageOf(error).split('\n')[0]!;
