import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { UsageError } from '../../../src/engine/errors.ts';
import { embeddingRequest } from '../../../src/engine/models/embedder.ts';
import { OnnxModels } from '../../../src/engine/models/onnx/open-onnx.ts';
import { tinyOnnx, tinyTokenizer, tinyVectors, writeTinyModel } from '../../support/tiny-onnx.ts';
import { never } from './support.ts';

const root = mkdtempSync(join(tmpdir(), 'loom-onnx-'));
const models = new OnnxModels();
afterAll(async () => {
  await models.close();
  rmSync(root, { recursive: true });
});

let made = 0;
type Files = Parameters<typeof writeTinyModel>[1];
const folderOf = (files: Files = {}): string => writeTinyModel(join(root, `model-${++made}`), files);

async function embedded(texts: readonly string[], files: Files = {}, signal = never) {
  const { embedder } = await models.open({ name: 'tiny', folder: folderOf(files) });
  return await embedder.chat(embeddingRequest(texts), signal);
}
const lists = (vectors: readonly Float32Array[]): number[][] =>
  vectors.map((vector) => [...vector].map((value) => Math.round(value * 1e6) / 1e6));

async function refusal(files: Files): Promise<string> {
  const folder = folderOf(files);
  const error: unknown = await models.open({ name: 'tiny', folder }).catch((reason: unknown) => reason);
  if (!(error instanceof UsageError)) throw new Error('it was not refused', { cause: error });
  expect(error.message).toContain(folder);
  return error.message.replaceAll(folder, 'FOLDER');
}

const pooling = { pooling_mode_cls_token: false, pooling_mode_mean_tokens: true };
const modules = (...types: string[]) =>
  types.map((type, idx) => ({
    idx,
    name: `${idx}`,
    path: type === 'Pooling' ? '1_Pooling' : '',
    type: `sentence_transformers.models.${type}`,
  }));

describe('a sentence model in a folder', () => {
  it('gives each text the mean of its tokens at length 1, in the order of the texts', async () => {
    const { vectors, usage, cut } = await embedded(['tide', 'Tide WAVE', 'moon moon sand']);
    const [diagonal, long, short] = [Math.SQRT1_2, 2 / Math.sqrt(5), 1 / Math.sqrt(5)];
    expect(lists(vectors)).toEqual(
      lists([Float32Array.of(1, 0, 0, 0), Float32Array.of(diagonal, diagonal, 0, 0), Float32Array.of(0, 0, long, short)]),
    );
    expect(usage).toEqual({ promptTokens: 3 + 4 + 5, completionTokens: 0, estimated: false });
    expect(cut).toBe(0);
  });

  it('pools and scales as its folder says', async () => {
    const cls = {
      'modules.json': modules('Transformer', 'Pooling'),
      '1_Pooling/config.json': { pooling_mode_cls_token: true, pooling_mode_mean_tokens: false },
    };
    const first = tinyVectors.map((row, id) => (id === 2 ? [3, 4, 0, 0] : row));
    const weights = tinyOnnx({ vectors: first });
    expect(lists((await embedded(['tide'], { ...cls, 'model.onnx': weights })).vectors)).toEqual([[3, 4, 0, 0]]);
    const scaled = { ...cls, 'modules.json': modules('Transformer', 'Pooling', 'Normalize'), 'model.onnx': weights };
    expect(lists((await embedded(['tide'], scaled)).vectors)).toEqual([[0.6, 0.8, 0, 0]]);
    const mean = { 'modules.json': modules('Transformer', 'Pooling'), '1_Pooling/config.json': pooling };
    expect(lists((await embedded(['tide'], mean)).vectors)).toEqual([[0.333333, 0, 0, 0]]);
  });

  it('reads as many tokens as its folder says, and counts the texts of which it does not read the end', async () => {
    const files = { 'sentence_bert_config.json': { max_seq_length: 4 } };
    const { vectors, usage, cut } = await embedded(['tide tide moon moon', 'moon', 'tide wave'], files);
    expect(lists(vectors)).toEqual(
      lists([Float32Array.of(1, 0, 0, 0), Float32Array.of(0, 0, 1, 0), Float32Array.of(Math.SQRT1_2, Math.SQRT1_2, 0, 0)]),
    );
    expect({ tokens: usage.promptTokens, cut }).toEqual({ tokens: 4 + 3 + 4, cut: 1 });
    const places = { 'config.json': { max_position_embeddings: 3 }, 'tokenizer_config.json': { model_max_length: 1e30 } };
    expect((await embedded(['tide tide'], places)).cut).toBe(1);
  });

  it('is asked for what it asks for, in numbers of its own size', async () => {
    for (const inputs of [['input_ids'], ['input_ids', 'attention_mask', 'token_type_ids'], ['input_ids', 'position_ids']]) {
      for (const type of ['int32', 'int64'] as const) {
        const { vectors } = await embedded(['wave'], { 'model.onnx': tinyOnnx({ vectors: tinyVectors, inputs, type }) });
        expect(lists(vectors), `${inputs.join()} ${type}`).toEqual([[0, 1, 0, 0]]);
      }
    }
  });

  it('gives a text the same vector in whatever company', async () => {
    const { embedder } = await models.open({ name: 'tiny', folder: folderOf() });
    const together = await embedder.chat(embeddingRequest(['tide', 'tide wave moon sand rock']), never);
    const alone = await embedder.chat(embeddingRequest(['tide']), never);
    expect(alone.vectors[0]).toEqual(together.vectors[0]);
  });

  it('lies in a space of its own, which files decide and the folder’s name does not', async () => {
    const space = async (files: Files = {}) => (await models.open({ name: `n${made}`, folder: folderOf(files) })).space;
    const mine = await space();
    expect(await space()).toBe(mine);
    expect(await space({ 'sentence_bert_config.json': { max_seq_length: 9 } })).not.toBe(mine);
    expect(await space({ 'model.onnx': tinyOnnx({ vectors: tinyVectors.toReversed() }) })).not.toBe(mine);
  });

  it('is loaded anew when its files change', async () => {
    const folder = folderOf();
    const before = await models.open({ name: 'tiny', folder });
    writeTinyModel(folder, { 'model.onnx': tinyOnnx({ vectors: tinyVectors.map((row) => row.toReversed()) }) });
    const after = await models.open({ name: 'tiny', folder });
    expect(after.space).not.toBe(before.space);
    expect(lists((await after.embedder.chat(embeddingRequest(['tide']), never)).vectors)).toEqual([[0, 0, 0, 1]]);
  });

  it('is called off between two texts, and answers who asks next', async () => {
    const { embedder } = await models.open({ name: 'tiny', folder: folderOf() });
    const controller = new AbortController();
    const many = embedder.chat(embeddingRequest(Array.from({ length: 50_000 }, () => 'tide')), controller.signal);
    const next = embedder.chat(embeddingRequest(['moon']), never);
    controller.abort(new Error('enough'));
    await expect(many).rejects.toThrow('enough');
    expect(lists((await next).vectors)).toEqual([[0, 0, 1, 0]]);
    await expect(embedder.chat(embeddingRequest(['tide']), controller.signal)).rejects.toThrow('enough');
  });

  it('takes no text that is empty', async () => {
    await expect(embedded(['tide', ' \n'])).rejects.toThrow('text 2 of 2 is empty');
  });
});

describe('a folder without a model that could be used', () => {
  const broken = Uint8Array.from({ length: 300 }, (_, at) => (at * 97) % 256);
  const cases: readonly (readonly [what: string, files: Files, message: string])[] = [
    ['weights', { 'model.onnx': null }, 'FOLDER: there are no weights: looked for onnx/model_quantized.onnx'],
    ['a tokenizer', { 'tokenizer.json': null }, 'FOLDER: there is no tokenizer.json beside the weights: copy'],
    ['JSON in it', { 'tokenizer.json': '{"model":' }, 'FOLDER/tokenizer.json: it is not valid JSON: copy'],
    ['a vocabulary', { 'tokenizer.json': { model: { type: 'WordPiece' } } }, 'FOLDER/tokenizer.json: model.vocab: '],
    ['a known kind of tokenizer', { 'tokenizer.json': { model: { type: 'Strange', vocab: {} } } }, 'FOLDER/tokenizer.json: model.type: '],
    [
      'a token for what is unknown',
      { 'tokenizer.json': { ...tinyTokenizer, model: { ...tinyTokenizer.model, unk_token: null } } },
      'FOLDER: its tokenizer.json cannot be used: ',
    ],
    ['an ONNX model', { 'model.onnx': broken }, 'model.onnx cannot be loaded as an ONNX model: '],
    ['all of it', { 'model.onnx': tinyOnnx({ vectors: tinyVectors }).slice(0, 90) }, 'model.onnx cannot be loaded as an ONNX model: '],
    [
      'known inputs',
      { 'model.onnx': tinyOnnx({ vectors: tinyVectors, inputs: ['input_ids', 'pixel_values'] }) },
      'asks for input_ids, pixel_values; a sentence model asks for',
    ],
    [
      'ids',
      { 'model.onnx': tinyOnnx({ vectors: tinyVectors, inputs: ['attention_mask'] }) },
      'asks for attention_mask; a sentence model asks for',
    ],
    ['as many rows as tokens', { 'model.onnx': tinyOnnx({ vectors: tinyVectors.slice(0, 2) }) }, 'model.onnx gives no vector: '],
    [
      'numbers',
      { 'model.onnx': tinyOnnx({ vectors: tinyVectors.map((row) => row.map(() => Number.NaN)) }) },
      'its vector holds what is no number',
    ],
    [
      'a known part',
      { 'modules.json': modules('Transformer', 'Pooling', 'Dense') },
      'FOLDER/modules.json: the model has a part “sentence_transformers.models.Dense”',
    ],
    [
      'a pooling of its own',
      { 'modules.json': [{ path: '../../etc', type: 'x.Pooling' }] },
      'FOLDER/modules.json: “../../etc” is no name of a folder',
    ],
    [
      'a known pooling',
      { '1_Pooling/config.json': { ...pooling, pooling_mode_mean_tokens: false } },
      'FOLDER/1_Pooling/config.json: its way of pooling is not known',
    ],
    ['room for a text', { 'sentence_bert_config.json': { max_seq_length: 2 } }, 'FOLDER: by its settings the model reads 2 tokens'],
    ['a length', { 'sentence_bert_config.json': { max_seq_length: 'long' } }, 'FOLDER/sentence_bert_config.json: max_seq_length: '],
  ];
  it.each(cases)('that lacks %s is refused, with where, what and what to do', async (_, files, message) => {
    expect(await refusal(files)).toContain(message);
  });

  it('that is not there is refused', async () => {
    await expect(models.open({ name: 'none', folder: join(root, 'none') })).rejects.toThrow('there is no such folder: name one');
  });

  it('whose files are others than were downloaded is refused', async () => {
    const folder = folderOf();
    const weights = createHash('sha256')
      .update(readFileSync(join(folder, 'model.onnx')))
      .digest('hex');
    const open = (pins: Record<string, string>) => models.open({ name: 'pinned', folder, pins });
    const other = '0'.repeat(64);
    await expect(open({ 'model.onnx': weights, 'tokenizer.json': other })).rejects.toThrow(
      'tokenizer.json: it is not the file that was downloaded: delete its folder',
    );
    await expect(open({ 'model.onnx': other })).rejects.toThrow('model.onnx: it is not the file that was downloaded');
    // Nothing is looked at but what is known.
    await expect(open({ 'tokenizer.json': other })).rejects.toThrow('there are no weights');
  });
});
