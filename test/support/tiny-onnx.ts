/** Writes sentence models of a few bytes, in the format of ONNX (onnx.proto, field numbers beside each). */
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

type Bytes = readonly number[];

const varint = (value: number): Bytes => (value < 128 ? [value] : [(value % 128) + 128, ...varint(Math.floor(value / 128))]);
const number = (field: number, value: number): Bytes => [...varint(field * 8), ...varint(value)];
const bytes = (field: number, content: Bytes): Bytes => [...varint(field * 8 + 2), ...varint(content.length), ...content];
const text = (field: number, content: string): Bytes => bytes(field, [...Buffer.from(content)]);

const types = { float32: 1, int32: 6, int64: 7 } as const;
type TinyType = keyof typeof types;

/** ValueInfoProto: name 1, type 2 › tensor_type 1 › elem_type 1, shape 2 › dim 1 › dim_value 1 or dim_param 2. */
function value(field: number, name: string, type: TinyType, shape: readonly (string | number)[]): Bytes {
  const dims = shape.flatMap((dim) => bytes(1, typeof dim === 'number' ? number(1, dim) : text(2, dim)));
  return bytes(field, [...text(1, name), ...bytes(2, bytes(1, [...number(1, types[type]), ...bytes(2, dims)]))]);
}

interface TinyModel {
  /** One for each token of the vocabulary. */
  readonly vectors: readonly (readonly number[])[];
  readonly inputs?: readonly string[];
  readonly type?: TinyType;
  readonly output?: string;
}

/** A model that gives each token its own row of a table: Gather(table, input_ids). */
export function tinyOnnx({
  vectors,
  inputs = ['input_ids', 'attention_mask'],
  type = 'int64',
  output = 'last_hidden_state',
}: TinyModel): Uint8Array {
  const [rows, dimensions] = [vectors.length, vectors[0]!.length];
  const raw = new Uint8Array(Float32Array.from(vectors.flat()).buffer);
  // TensorProto: dims 1, data_type 2, name 8, raw_data 9.
  const table = [...number(1, rows), ...number(1, dimensions), ...number(2, types.float32), ...text(8, 'table'), ...bytes(9, [...raw])];
  // NodeProto: input 1, output 2, op_type 4.
  const node = [...text(1, 'table'), ...text(1, inputs[0]!), ...text(2, output), ...text(4, 'Gather')];
  // GraphProto: node 1, name 2, initializer 5, input 11, output 12.
  const graph = [
    ...bytes(1, node),
    ...text(2, 'tiny'),
    ...bytes(5, table),
    ...inputs.flatMap((name) => value(11, name, type, ['batch', 'sequence'])),
    ...value(12, output, 'float32', ['batch', 'sequence', dimensions]),
  ];
  // ModelProto: ir_version 1, graph 7, opset_import 8 › version 2.
  return Uint8Array.from([...number(1, 8), ...bytes(7, graph), ...bytes(8, number(2, 13))]);
}

/** Words that the tiny tokenizer knows; all others are [UNK]. */
const tinyWords = ['[PAD]', '[UNK]', '[CLS]', '[SEP]', 'tide', 'wave', 'moon', 'sand'] as const;

/** A `tokenizer.json` that cuts at spaces, writes small, and puts [CLS] and [SEP] around. */
export const tinyTokenizer = {
  version: '1.0',
  added_tokens: tinyWords
    .slice(0, 4)
    .map((content, id) => ({ id, content, special: true, single_word: false, lstrip: false, rstrip: false, normalized: false })),
  normalizer: { type: 'Lowercase' },
  pre_tokenizer: { type: 'Whitespace' },
  post_processor: {
    type: 'TemplateProcessing',
    single: [
      { SpecialToken: { id: '[CLS]', type_id: 0 } },
      { Sequence: { id: 'A', type_id: 0 } },
      { SpecialToken: { id: '[SEP]', type_id: 0 } },
    ],
    pair: [],
    special_tokens: { '[CLS]': { id: '[CLS]', ids: [2], tokens: ['[CLS]'] }, '[SEP]': { id: '[SEP]', ids: [3], tokens: ['[SEP]'] } },
  },
  decoder: null,
  model: {
    type: 'WordPiece',
    vocab: Object.fromEntries(tinyWords.map((word, id) => [word, id])),
    unk_token: '[UNK]',
    continuing_subword_prefix: '##',
    max_input_chars_per_word: 100,
  },
};

/** [CLS] and [SEP] count for nothing, each word for a direction of its own. */
export const tinyVectors = [
  [0, 0, 0, 0],
  [1, 1, 1, 1],
  [0, 0, 0, 0],
  [0, 0, 0, 0],
  [1, 0, 0, 0],
  [0, 1, 0, 0],
  [0, 0, 1, 0],
  [0, 0, 0, 1],
];

/** Writes a folder that holds such a model. @param files in place of, or beside, what it holds; null for one that is left out */
export function writeTinyModel(folder: string, files: Readonly<Record<string, string | object | null>> = {}): string {
  const all: typeof files = { 'model.onnx': tinyOnnx({ vectors: tinyVectors }), 'tokenizer.json': tinyTokenizer, ...files };
  mkdirSync(folder, { recursive: true });
  for (const [name, content] of Object.entries(all)) {
    if (content === null) continue;
    const path = join(folder, name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, content instanceof Uint8Array || typeof content === 'string' ? content : JSON.stringify(content));
  }
  return folder;
}
