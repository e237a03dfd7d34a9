import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { deflateRawSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import * as z from 'zod';
import { UsageError } from '../../../src/engine/errors.ts';
import { createOpenEmbedder } from '../../../src/engine/models/catalog.ts';
import { downloadedModels, downloadFolder } from '../../../src/engine/models/onnx/data-folder.ts';
import { downloadModel, downloadSize } from '../../../src/engine/models/onnx/download.ts';
import { pinsOf, publishedModels, type PublishedModel } from '../../../src/engine/models/onnx/published.ts';
import { never } from './support.ts';

const contents = { 'model.onnx': 'weights '.repeat(9000), 'tokenizer.json': '{"words":[]}', '1_Pooling/config.json': '{}' };
const bytes: Buffer[] = [Buffer.from('what stands before')];
const files = Object.entries(contents).map(([name, content]) => {
  const packed = deflateRawSync(content);
  const offset = Buffer.concat(bytes).length;
  bytes.push(packed, Buffer.from('between'));
  const sha256 = createHash('sha256').update(content).digest('hex');
  return { name, archive: '/packages/a.whl', offset, packed: packed.length, size: content.length, sha256 };
});
const archive = Buffer.concat(bytes);
const model: PublishedModel = { name: 'tiny', about: '', licence: '', files };

let into: string;
let server: Server;
let answer: (request: IncomingMessage, response: ServerResponse) => void;
const ranges: (string | undefined)[] = [];

const rangeOf = ({ headers }: IncomingMessage): [number, number] => {
  const [, from, to] = /^bytes=(\d+)-(\d+)$/.exec(headers.range ?? '')!;
  return [Number(from), Number(to) + 1];
};
const inParts: typeof answer = (request, response) => {
  response.writeHead(206).end(archive.subarray(...rangeOf(request)));
};

beforeEach(async () => {
  into = join(mkdtempSync(join(tmpdir(), 'loom-download-')), 'models');
  ranges.length = 0;
  answer = inParts;
  server = createServer((request, response) => {
    ranges.push(request.headers.range);
    answer(request, response);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
});
afterEach(async () => {
  server.closeAllConnections();
  server.close();
  await once(server, 'close');
  rmSync(join(into, '..'), { recursive: true });
});

const port = () => z.object({ port: z.number() }).parse(server.address()).port;
const told: [number, number][] = [];
const download = (signal = never, idleMs = 30_000) => {
  told.length = 0;
  const report = (done: number, total: number): void => void told.push([done, total]);
  return downloadModel(model, { into, host: `http://127.0.0.1:${port()}`, idleMs, report }, signal);
};
const kept = () => Object.fromEntries(files.map(({ name }) => [name, readFileSync(join(into, 'tiny', name), 'utf8')]));
const refusal = async (): Promise<string> => {
  const error: unknown = await download().catch((reason: unknown) => reason);
  if (!(error instanceof UsageError)) throw new Error('it was not refused', { cause: error });
  expect(existsSync(into) ? readdirSync(into) : [], 'nothing is left behind').toEqual([]);
  return error.message;
};

describe('a download', () => {
  it('asks for the parts of archives that are wanted, and for none again', async () => {
    expect(await download()).toEqual({ folder: join(into, 'tiny'), wasThere: false });
    expect(kept()).toEqual(contents);
    expect(readdirSync(into)).toEqual(['tiny']);
    expect(ranges).toEqual(files.map(({ offset, packed }) => `bytes=${offset}-${offset + packed - 1}`));
    expect(told.at(-1)).toEqual([downloadSize(model), downloadSize(model)]);
    expect(await download()).toEqual({ folder: join(into, 'tiny'), wasThere: true });
    expect(ranges).toHaveLength(files.length);
  });

  it('takes its part of the whole, where a server sends that', async () => {
    answer = (_, response) => {
      response.writeHead(200);
      // In pieces that end anywhere.
      for (let at = 0; at < archive.length; at += 7) response.write(archive.subarray(at, at + 7));
      response.end();
    };
    await download();
    expect(kept()).toEqual(contents);
  });

  it('replaces what is not whole', async () => {
    mkdirSync(join(into, 'tiny'), { recursive: true });
    writeFileSync(join(into, 'tiny', 'model.onnx'), 'half');
    expect(await download()).toMatchObject({ wasThere: false });
    expect(kept()).toEqual(contents);
  });

  const faults: readonly (readonly [string, typeof answer, string])[] = [
    [
      'other bytes',
      (request, response) => response.writeHead(206).end(Buffer.alloc(rangeOf(request)[1] - rangeOf(request)[0], 7)),
      'is not what was published (its SHA-256 is to be ',
    ],
    [
      'a bomb',
      (request, response) => {
        const [from, to] = rangeOf(request);
        response
          .writeHead(206)
          .end(Buffer.concat([deflateRawSync(Buffer.alloc(50_000_000)), Buffer.alloc(to - from)]).subarray(0, to - from));
      },
      'is not what was published',
    ],
    ['no such file', (_, response) => response.writeHead(404).end(), 'it answered 404'],
    ['another place', (_, response) => response.writeHead(302, { location: `http://127.0.0.1:${port()}/else` }).end(), 'redirect'],
    [
      'too little',
      (request, response) => response.writeHead(206).end(archive.subarray(rangeOf(request)[0], rangeOf(request)[0] + 5)),
      'it broke off after 5 of ',
    ],
    ['a broken connection', (_, response) => response.destroy(), 'model.onnx could not be downloaded from http://127.0.0.1'],
  ];
  it.each(faults)('that gets %s keeps nothing, and says so', async (_, fault, message) => {
    answer = fault;
    expect(await refusal()).toContain(message);
  });

  it('that fails at its last file keeps nothing', async () => {
    answer = (request, response) => {
      if (ranges.length === files.length) response.writeHead(500).end();
      else inParts(request, response);
    };
    expect(await refusal()).toContain('1_Pooling/config.json could not be downloaded');
  });

  it('is called off, and given up when nothing arrives', async () => {
    const controller = new AbortController();
    answer = () => {
      controller.abort(new Error('enough'));
    };
    await expect(download(controller.signal)).rejects.toThrow('enough');
    answer = () => undefined;
    await expect(download(never, 30)).rejects.toThrow('nothing arrived for 0.03 s');
    expect(readdirSync(join(into, '..'))).toEqual([]);
  });
});

describe('a downloaded model', () => {
  it('is found by its name, and refused where its files are others, whatever lies beside them', async () => {
    const environment = { XDG_DATA_HOME: join(into, '..') };
    const open = createOpenEmbedder({ folder: into, environment });
    expect(downloadedModels(environment)).toEqual([]);
    await expect(open('onnx/all-MiniLM-L6-v2')).rejects.toThrow('loom models download gets all-MiniLM-L6-v2');
    const folder = join(downloadFolder(environment)!, 'all-MiniLM-L6-v2');
    mkdirSync(join(folder, 'onnx'), { recursive: true });
    writeFileSync(join(folder, 'onnx', 'model_quantized.onnx'), 'somebody’s own');
    expect(downloadedModels(environment)).toEqual([{ name: 'all-MiniLM-L6-v2', folder, pins: pinsOf(publishedModels[0]!) }]);
    await expect(open('onnx/all-MiniLM-L6-v2')).rejects.toThrow('there are no weights');
    writeFileSync(join(folder, 'model.onnx'), 'other weights');
    await expect(open('onnx/all-MiniLM-L6-v2')).rejects.toThrow(
      'model.onnx: it is not the file that was downloaded: delete its folder and run loom models download again',
    );
  });

  it.each([
    [{ XDG_DATA_HOME: '/data', HOME: '/home/me' }, 'linux', '/data/concept-loom/models'],
    [{ XDG_DATA_HOME: 'data', HOME: '/home/me' }, 'linux', '/home/me/.local/share/concept-loom/models'],
    [{ HOME: '/Users/me' }, 'darwin', '/Users/me/Library/Application Support/concept-loom/models'],
    [{ LOCALAPPDATA: '/c/Local' }, 'win32', '/c/Local/concept-loom/models'],
    [{}, 'linux', undefined],
  ] as const)('lies in the user’s data folder: %j on %s', (environment, platform, expected) => {
    expect(downloadFolder(environment, platform)?.replaceAll('\\', '/')).toBe(expected);
  });
});
