/** A Hub on this machine, as `HF_ENDPOINT` names one: repositories of datasets, with the requests that publishing makes of it. */
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import * as z from 'zod';

const preupload = z.object({ files: z.array(z.object({ path: z.string(), size: z.number() })) });
const batch = z.object({ objects: z.array(z.object({ oid: z.string(), size: z.number() })) });
const creation = z.object({
  name: z.string(),
  organization: z.string().nullish(),
  visibility: z.enum(['private', 'public']),
  type: z.literal('dataset'),
});
const line = z.discriminatedUnion('key', [
  z.object({ key: z.literal('header'), value: z.object({ summary: z.string() }) }),
  z.object({ key: z.literal('file'), value: z.object({ path: z.string(), content: z.string(), encoding: z.literal('base64') }) }),
  z.object({ key: z.literal('lfsFile'), value: z.object({ path: z.string(), oid: z.string() }) }),
  z.object({ key: z.literal('deletedFile'), value: z.object({ path: z.string() }) }),
]);

interface Repository {
  readonly private: boolean;
  readonly files: Map<string, Buffer>;
  readonly commits: string[];
}

export class HubServer {
  readonly repositories = new Map<string, Repository>();
  /** The token that may write. */
  readonly token = 'hf_secretofthistest';
  /** Answers all commits with this status, where it is set. */
  refuses: number | null = null;
  readonly #large = new Map<string, Buffer>();
  readonly #server: Server;

  private constructor(server: Server) {
    this.#server = server;
  }

  static async start(): Promise<HubServer> {
    const server = createServer((request, response) => {
      read(request)
        .then((body) => {
          hub.#answer(request, body, response);
        })
        .catch((error: unknown) => {
          response.writeHead(500, { 'content-type': 'application/json' }).end(JSON.stringify({ error: String(error) }));
        });
    }).listen(0, '127.0.0.1');
    const hub = new HubServer(server);
    await once(server, 'listening');
    return hub;
  }

  get url(): string {
    return `http://127.0.0.1:${z.object({ port: z.number() }).parse(this.#server.address()).port}`;
  }

  textOf(repository: string, path: string): string | undefined {
    return this.repositories.get(repository)?.files.get(path)?.toString('utf8');
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    this.#server.close();
    await once(this.#server, 'close');
  }

  #answer({ method, url = '', headers }: IncomingMessage, body: Buffer, response: ServerResponse): void {
    const json = (status: number, value: unknown): void => {
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(value));
    };
    const mayWrite = headers.authorization === `Bearer ${this.token}`;
    const [path = ''] = url.split('?');
    const sent = (): unknown => JSON.parse(body.toString('utf8'));
    const put = /^\/large\/(\w+)$/.exec(path)?.[1];
    if (put !== undefined && method === 'PUT') {
      this.#large.set(put, body);
      return void response.writeHead(200).end();
    }
    if (headers.authorization !== undefined && !mayWrite) {
      json(401, { error: 'Invalid credentials in Authorization header' });
      return;
    }
    if (path === '/api/whoami-v2') {
      json(200, { type: 'user', name: 'ada', id: '1', orgs: [], auth: { accessToken: { createdAt: '2026-01-01' } } });
      return;
    }
    if (path === '/api/repos/create') {
      const { name, organization, visibility } = creation.parse(sent());
      const id = `${organization ?? 'ada'}/${name}`;
      this.repositories.set(id, { private: visibility === 'private', files: new Map(), commits: [] });
      json(200, { url: `${this.url}/datasets/${id}`, id });
      return;
    }
    const id = /^\/(?:api\/)?datasets\/([^/]+\/[^/]+?)(?:\.git)?(?:\/|$)/.exec(path)?.[1] ?? '';
    const repository = this.repositories.get(id);
    if (repository === undefined || (repository.private && !mayWrite)) {
      json(mayWrite ? 404 : 401, { error: 'Repository not found' });
      return;
    }
    if (path.includes('/tree/')) {
      json(
        200,
        [...repository.files].map(([name, content]) => entry(name, content)),
      );
      return;
    }
    if (!mayWrite) {
      json(403, { error: 'Forbidden' });
      return;
    }
    if (path.includes('/preupload/')) {
      const files = preupload.parse(sent()).files.map((file) => ({ ...file, uploadMode: isLarge(file.path) ? 'lfs' : 'regular' }));
      json(200, { files });
      return;
    }
    if (path.endsWith('/info/lfs/objects/batch')) {
      const objects = batch
        .parse(sent())
        .objects.map((each) => ({ ...each, actions: { upload: { href: `${this.url}/large/${each.oid}` } } }));
      json(200, { transfer: 'basic', objects });
      return;
    }
    if (this.refuses !== null) {
      json(this.refuses, { error: `refused to Bearer ${this.token}` });
      return;
    }
    if (path.includes('/commit/')) {
      this.#commit(repository, body.toString('utf8'));
      json(200, { commitOid: 'c0ffee', commitUrl: `${this.url}/datasets/${id}/commit/c0ffee` });
      return;
    }
    json(404, { error: `nothing at ${path}` });
  }

  #commit({ files, commits }: Repository, body: string): void {
    for (const { key, value } of body.split('\n').map((each) => line.parse(JSON.parse(each)))) {
      if (key === 'header') commits.push(value.summary);
      else if (key === 'file') files.set(value.path, Buffer.from(value.content, 'base64'));
      else if (key === 'lfsFile') files.set(value.path, this.#large.get(value.oid)!);
      else files.delete(value.path);
    }
  }
}

/** Large files, as the Hub's attributes have them. */
const isLarge = (path: string): boolean => path.endsWith('.parquet');

function entry(path: string, content: Buffer): object {
  const git = createHash('sha1').update(`blob ${content.length}\0`).update(content).digest('hex');
  const lfs = { oid: createHash('sha256').update(content).digest('hex'), size: content.length, pointerSize: 130 };
  return { type: 'file', path, size: content.length, oid: git, ...(isLarge(path) ? { lfs } : {}) };
}

async function read(request: IncomingMessage): Promise<Buffer> {
  const pieces: Buffer[] = [];
  for await (const piece of request as AsyncIterable<Buffer>) pieces.push(piece);
  return Buffer.concat(pieces);
}
