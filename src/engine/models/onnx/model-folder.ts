/** Reads a folder with a sentence model: which files it has, and what they say of how it is asked. */
import { createHash } from 'node:crypto';
import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import * as z from 'zod';
import { messageOf } from '../../errors.ts';

/** Error in a folder with a model; the message names the file, and what to do. */
export class ModelFolderError extends Error {
  override readonly name = 'ModelFolderError';
}

/** SHA-256 of files, in hexadecimal, by their paths in the folder, for a folder whose content is known beforehand. */
export type FilePins = Readonly<Record<string, string>>;

/** Places where exporters put the weights; of several, the first, since what is quantised is faster on a CPU. */
export const weightFiles = [
  'onnx/model_quantized.onnx',
  'onnx/model_qint8_avx512_vnni.onnx',
  'onnx/model.onnx',
  'model_quantized.onnx',
  'model.onnx',
] as const;

/** The weights lie in memory twice while they are loaded, and 32 bits of address are all there is. */
const maxWeightBytes = 1024 ** 3;
const maxJsonBytes = 64 * 1024 ** 2;

/** Tokens that a model reads where its folder does not say: as many as BERT's descendants have places for. */
const usualMaxTokens = 512;

export interface ModelFolder {
  readonly folder: string;
  readonly weights: Uint8Array;
  readonly weightsFile: string;
  readonly tokenizer: object;
  readonly tokenizerConfig: object;
  readonly pooling: PoolingMode;
  /** True where vectors are brought to length 1. */
  readonly normalised: boolean;
  /** Tokens of one text, those around it included. */
  readonly maxTokens: number;
  /** Hash of all that decides what vector a text gets. */
  readonly identity: string;
}

export type PoolingMode = 'mean' | 'cls';

const vocabulary = z.union([z.record(z.string(), z.int().nonnegative()), z.array(z.unknown())]);
const tokenizerFile = z.looseObject({
  model: z.looseObject({ type: z.enum(['WordPiece', 'Unigram', 'BPE']).optional(), vocab: vocabulary }),
  added_tokens: z.array(z.looseObject({ id: z.int().nonnegative(), content: z.string() })).nullish(),
  normalizer: z.looseObject({ type: z.string() }).nullish(),
  pre_tokenizer: z.looseObject({ type: z.string() }).nullish(),
  post_processor: z.looseObject({ type: z.string() }).nullish(),
});
const tokenizerConfigFile = z.looseObject({ model_max_length: z.number().positive().optional() });
const modulesFile = z.array(z.looseObject({ type: z.string(), path: z.string() }));
const transformerFile = z.looseObject({ max_seq_length: z.int().positive().nullish() });
const configFile = z.looseObject({ max_position_embeddings: z.int().positive().optional() });
/** Versions before 5 of sentence-transformers have a flag for each mode, later ones a name. */
const poolingFile = z.looseObject({
  pooling_mode: z.string().optional(),
  pooling_mode_cls_token: z.boolean().optional(),
  pooling_mode_mean_tokens: z.boolean().optional(),
});

/**
 * Reads and checks a folder as sentence-transformers writes it: weights (`model.onnx`, here or in `onnx/`), `tokenizer.json`,
 * and, where they are there, `modules.json`, the settings of pooling, `sentence_bert_config.json`, `tokenizer_config.json`, `config.json`.
 * @param folder absolute
 * @throws ModelFolderError
 */
export async function readModelFolder(folder: string, pins: FilePins = {}): Promise<ModelFolder> {
  await requireFolder(folder);
  const files = new FolderFiles(folder, pins);
  const { file: weightsFile, bytes: weights } = await readWeights(files);
  const tokenizer = await files.json('tokenizer.json', tokenizerFile);
  if (tokenizer === undefined) {
    throw new ModelFolderError(`${folder}: there is no tokenizer.json beside the weights: copy the one published with the model there`);
  }
  const tokenizerConfig = (await files.json('tokenizer_config.json', tokenizerConfigFile)) ?? {};
  const modules = await files.json('modules.json', modulesFile);
  const pooling = await poolingOf(files, modules);
  const normalised = modules?.some(({ type }) => kindOf(type) === 'Normalize') ?? true;
  const transformer = await files.json('sentence_bert_config.json', transformerFile);
  const config = await files.json('config.json', configFile);
  const said = transformer?.max_seq_length ?? tokenizerConfig.model_max_length ?? usualMaxTokens;
  // `model_max_length` is 10^30 where nobody set it.
  const maxTokens = Math.min(said, config?.max_position_embeddings ?? usualMaxTokens);
  const how = JSON.stringify([pooling, normalised, maxTokens, tokenizer, tokenizerConfig]);
  const identity = createHash('sha256').update(weights).update(how).digest('hex');
  return { folder, weights, weightsFile, tokenizer, tokenizerConfig, pooling, normalised, maxTokens, identity };
}

async function requireFolder(folder: string): Promise<void> {
  const found = await stat(folder).catch(() => undefined);
  if (found?.isDirectory() === true) return;
  throw new ModelFolderError(`${folder}: there is no such folder: name one that holds an ONNX model with its tokenizer.json`);
}

async function readWeights(files: FolderFiles): Promise<{ file: string; bytes: Uint8Array }> {
  for (const file of weightFiles) {
    const bytes = await files.bytes(file, maxWeightBytes);
    if (bytes !== undefined) return { file, bytes };
  }
  throw new ModelFolderError(
    `${files.folder}: there are no weights: looked for ${weightFiles.join(', ')}. Export the model to ONNX, or download it in that form`,
  );
}

/** `sentence_transformers.models.Pooling` and its like in later versions. */
const kindOf = (type: string): string => type.split('.').at(-1)!;

/** Mean where the folder says nothing, which is what nearly all sentence models were trained with. */
async function poolingOf(files: FolderFiles, modules: z.output<typeof modulesFile> | undefined): Promise<PoolingMode> {
  const other = modules?.find(({ type }) => !['Transformer', 'Pooling', 'Normalize'].includes(kindOf(type)));
  if (other !== undefined) {
    throw new ModelFolderError(
      `${join(files.folder, 'modules.json')}: the model has a part “${other.type}”, which is not known here: choose a model of Transformer, Pooling and Normalize`,
    );
  }
  const place = modules?.find(({ type }) => kindOf(type) === 'Pooling')?.path ?? '1_Pooling';
  // The name comes from a file: it is one folder's, and leads nowhere else.
  if (!/^[\w-]+$/.test(place)) {
    throw new ModelFolderError(`${join(files.folder, 'modules.json')}: “${place}” is no name of a folder beside it, as 1_Pooling is`);
  }
  const file = `${place}/config.json`;
  const settings = await files.json(file, poolingFile);
  if (settings === undefined) return 'mean';
  const { pooling_mode: mode, pooling_mode_mean_tokens: isMean, pooling_mode_cls_token: isCls } = settings;
  if (mode === undefined ? isMean === true && isCls !== true : mode === 'mean') return 'mean';
  if (mode === undefined ? isCls === true && isMean !== true : mode === 'cls') return 'cls';
  throw new ModelFolderError(
    `${join(files.folder, file)}: its way of pooling is not known here, only the mean of all tokens and the first token are: choose another model`,
  );
}

class FolderFiles {
  readonly folder: string;
  readonly #pins: FilePins;

  constructor(folder: string, pins: FilePins) {
    this.folder = folder;
    this.#pins = pins;
  }

  /** Undefined where there is no such file. */
  async bytes(name: string, most: number): Promise<Uint8Array | undefined> {
    // Of a folder whose content is known, nothing else is looked at.
    if (Object.keys(this.#pins).length > 0 && !Object.hasOwn(this.#pins, name)) return undefined;
    const path = join(this.folder, name);
    const found = await stat(path).catch(() => undefined);
    if (found === undefined) return undefined;
    if (!found.isFile()) throw new ModelFolderError(`${path}: it is no file`);
    if (found.size > most) {
      throw new ModelFolderError(
        `${path}: it is larger than ${most / 1024 ** 2} MB, which is more than can be loaded: choose a smaller model`,
      );
    }
    const bytes = await readFile(path).catch((error: unknown) => {
      throw new ModelFolderError(`${path}: it cannot be read: ${messageOf(error)}`, { cause: error });
    });
    this.#check(name, path, bytes);
    return bytes;
  }

  /** Undefined where there is no such file. */
  async json<T>(name: string, schema: z.ZodType<T>): Promise<T | undefined> {
    const bytes = await this.bytes(name, maxJsonBytes);
    if (bytes === undefined) return undefined;
    const path = join(this.folder, name);
    const parsed = schema.safeParse(parseJson(path, bytes));
    if (parsed.success) return parsed.data;
    const issue = parsed.error.issues[0]!;
    throw new ModelFolderError(
      `${path}: ${issue.path.map(String).join('.') || 'the file'}: ${issue.message}. Copy the file that was published with the model there`,
    );
  }

  #check(name: string, path: string, bytes: Uint8Array): void {
    const wanted = this.#pins[name];
    if (wanted === undefined || createHash('sha256').update(bytes).digest('hex') === wanted) return;
    throw new ModelFolderError(
      `${path}: it is not the file that was downloaded: delete its folder and run loom models download again (in VS Code, Concept Loom: Download Sentence Model)`,
    );
  }
}

function parseJson(path: string, bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(bytes));
  } catch (error) {
    throw new ModelFolderError(`${path}: it is not valid JSON: copy the file that was published with the model there`, { cause: error });
  }
}
