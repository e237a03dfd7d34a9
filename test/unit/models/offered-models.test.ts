import { randomBytes } from 'node:crypto';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { UsageError } from '../../../src/engine/errors.ts';
import { createOpenEmbedder } from '../../../src/engine/models/catalog.ts';
import { embeddingRequest } from '../../../src/engine/models/embedder.ts';
import { downloadedModels } from '../../../src/engine/models/onnx/data-folder.ts';
import { downloadOffered, offeredModels } from '../../../src/engine/models/onnx/offered-models.ts';
import { pinsOf, publishedHost, publishedModels } from '../../../src/engine/models/onnx/published.ts';
import { publishedList } from '../../../src/engine/models/onnx/published-list.ts';
import type { RunProgress } from '../../../src/protocol/results.ts';
import { ModelMirror } from '../../support/model-mirror.ts';
import { tinyOnnx, tinyTokenizer, tinyVectors } from '../../support/tiny-onnx.ts';
import { never } from './support.ts';

let data: string;
let mirror: ModelMirror;
let environment: NodeJS.ProcessEnv;
let told: RunProgress[];

beforeEach(async () => {
  data = mkdtempSync(join(tmpdir(), 'loom-offered-'));
  mirror = await ModelMirror.start('tiny', {
    'model.onnx': tinyOnnx({ vectors: tinyVectors }),
    'tokenizer.json': JSON.stringify(tinyTokenizer),
    // Bytes that no packing makes fewer.
    'filler.bin': randomBytes(2_500_000),
  });
  environment = { XDG_DATA_HOME: data, LOOM_PUBLISHED_MODELS: mirror.writeList(join(data, 'list.json')) };
  told = [];
});
afterEach(async () => {
  await mirror.close();
  rmSync(data, { recursive: true });
});

const download = (signal = never, name = 'tiny') => downloadOffered({ name }, environment, (progress) => told.push(progress), signal);
const into = () => join(data, 'concept-loom/models');

describe('models to download', () => {
  it('are those of the program, unless a list of the user’s is named', () => {
    expect(publishedList({})).toEqual({ host: publishedHost, models: publishedModels });
    expect(publishedList(environment)).toEqual({ host: mirror.host, models: [mirror.model] });
    const offered = offeredModels({ XDG_DATA_HOME: data });
    expect(offered.host).toBe(publishedHost);
    expect(offered.models).toMatchObject([{ id: 'onnx/all-MiniLM-L6-v2', licence: 'Apache-2.0', bytes: 21_150_237, isThere: false }]);
    expect(offeredModels({})).toMatchObject({ into: null, models: [{ isThere: false }] });
  });

  it.each([
    ['nothing', undefined, 'list.json cannot be read as JSON'],
    ['no JSON', '{', 'list.json cannot be read as JSON'],
    ['no models', '{"host":"http://a","models":[]}', 'list.json: models: '],
    ['a name that leads elsewhere', (text: string) => text.replace('"tiny"', '"../tiny"'), 'models.0.name: must be a plain name'],
    [
      'a file that leads elsewhere',
      (text: string) => text.replace('model.onnx', 'a/../../b'),
      'files.0.name: must be a plain relative path',
    ],
    ['a file that begins elsewhere', (text: string) => text.replace('model.onnx', '/etc/b'), 'files.0.name: must be a plain relative path'],
    ['a file without a hash', (text: string) => text.replace('"sha256":"', '"sha256":"x'), 'files.0.sha256: must be a SHA-256'],
    ['another way to send', (text: string) => text.replace('http://', 'file://'), 'list.json: host: must be a URL'],
    ['more than is known', (text: string) => text.replace('{', '{"run":"it",'), 'the file: '],
  ])('are refused with their place where the list holds %s', (_, change, message) => {
    const path = environment.LOOM_PUBLISHED_MODELS!;
    const text = readFileSync(path, 'utf8');
    if (change === undefined) rmSync(path);
    else writeFileSync(path, typeof change === 'string' ? change : change(text));
    expect(() => publishedList(environment)).toThrow(UsageError);
    expect(() => publishedList(environment)).toThrow(message);
    expect(() => publishedList(environment)).toThrow('LOOM_PUBLISHED_MODELS');
  });
});

describe('a download for a front end', () => {
  it('tells how far it is in whole megabytes, and what came of it can be opened', async () => {
    expect(offeredModels(environment)).toMatchObject({ into: into(), models: [{ id: 'onnx/tiny', isThere: false }] });
    expect(await download()).toEqual({ model: 'onnx/tiny', folder: join(into(), 'tiny'), wasThere: false });
    expect(told.map(({ label, done, total }) => [label, done, total])).toEqual([0, 1, 2].map((done) => ['Downloading tiny (MB)', done, 2]));
    expect(offeredModels(environment).models).toMatchObject([{ isThere: true }]);
    expect(downloadedModels(environment)).toEqual([{ name: 'tiny', folder: join(into(), 'tiny'), pins: pinsOf(mirror.model) }]);
    const { embedder } = await createOpenEmbedder({ folder: data, environment })('onnx/tiny');
    const { vectors } = await embedder.chat(embeddingRequest(['tide', 'wave']), never);
    expect(vectors.map((vector) => [...vector])).toEqual([
      [1, 0, 0, 0],
      [0, 1, 0, 0],
    ]);
  });

  it('does not download what is there and whole, and replaces what is not', async () => {
    await download();
    const asked = mirror.ranges.length;
    expect(await download()).toMatchObject({ wasThere: true });
    expect(mirror.ranges).toHaveLength(asked);
    writeFileSync(join(into(), 'tiny/model.onnx'), 'half');
    expect(await download()).toMatchObject({ wasThere: false });
    expect(readFileSync(join(into(), 'tiny/model.onnx'))).toEqual(Buffer.from(tinyOnnx({ vectors: tinyVectors })));
  });

  it('takes what another has put there meanwhile', async () => {
    mirror.answer = (send) => {
      mirror.answer = (second) => {
        second();
      };
      // The other one begins and ends before the first gets its first byte.
      void download().then(send);
    };
    expect(await download()).toMatchObject({ wasThere: true });
    expect(readdirSync(into())).toEqual(['tiny']);
  });

  it('is called off, keeping nothing', async () => {
    const controller = new AbortController();
    mirror.answer = () => {
      controller.abort(new Error('enough'));
    };
    await expect(download(controller.signal)).rejects.toThrow('enough');
    expect(existsSync(into()) ? readdirSync(into()) : []).toEqual([]);
  });

  it('says what there is where it is asked for something else, and what to set where there is no folder', async () => {
    await expect(download(never, 'huge')).rejects.toThrow('there is no sentence model “huge” to download: there is tiny');
    environment.XDG_DATA_HOME = undefined;
    await expect(download()).rejects.toThrow('set HOME, or XDG_DATA_HOME to one');
  });
});
