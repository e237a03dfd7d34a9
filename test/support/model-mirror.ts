/** A host on this machine that has a sentence model to download, as `LOOM_PUBLISHED_MODELS` names one. */
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { createServer, type Server, type ServerResponse } from 'node:http';
import { deflateRawSync } from 'node:zlib';
import * as z from 'zod';
import type { PublishedModel } from '../../src/engine/models/onnx/published.ts';

export class ModelMirror {
  readonly model: PublishedModel;
  /** Parts that were asked for, as `bytes=FROM-TO`. */
  readonly ranges: string[] = [];
  /** Sends a part that was asked for; called off, or put off, by another. */
  answer: (send: () => void, response: ServerResponse) => void = (send) => {
    send();
  };
  readonly #server: Server;

  private constructor(server: Server, model: PublishedModel) {
    this.#server = server;
    this.model = model;
  }

  /** @param contents of the model's files, by their names */
  static async start(name: string, contents: Readonly<Record<string, string | Uint8Array>>): Promise<ModelMirror> {
    const bytes: Buffer[] = [Buffer.from('what stands before')];
    const files = Object.entries(contents).map(([file, content]) => {
      const packed = deflateRawSync(content);
      const offset = Buffer.concat(bytes).length;
      bytes.push(packed);
      const sha256 = createHash('sha256').update(content).digest('hex');
      const size = Buffer.byteLength(content);
      return { name: file, archive: '/packages/a.whl', offset, packed: packed.length, size, sha256 };
    });
    const archive = Buffer.concat(bytes);
    const server = createServer((request, response) => {
      const [range, from, to] = /^bytes=(\d+)-(\d+)$/.exec(request.headers.range ?? '')!;
      mirror.ranges.push(range);
      mirror.answer(() => {
        response.writeHead(206).end(archive.subarray(Number(from), Number(to) + 1));
      }, response);
    }).listen(0, '127.0.0.1');
    const mirror = new ModelMirror(server, { name, about: 'four words', licence: 'Apache-2.0', files });
    await once(server, 'listening');
    return mirror;
  }

  get host(): string {
    return `http://127.0.0.1:${z.object({ port: z.number() }).parse(this.#server.address()).port}`;
  }

  /** Writes the list that `LOOM_PUBLISHED_MODELS` is to name. */
  writeList(path: string): string {
    writeFileSync(path, JSON.stringify({ host: this.host, models: [this.model] }));
    return path;
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    this.#server.close();
    await once(this.#server, 'close');
  }
}
