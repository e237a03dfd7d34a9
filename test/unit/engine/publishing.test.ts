import { appendFileSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { EngineArguments } from '../../../src/protocol/engine.ts';
import { openProject, type OpenedProject } from '../../../src/engine/project.ts';
import { openStore } from '../../../src/engine/storage/store.ts';
import { HubServer } from '../../support/hub-server.ts';
import { acceptEveryShape } from './support/every-shape.ts';

const repository = 'ada/tides';

let folder: string;
let directory: string;
let hub: HubServer;
let project: OpenedProject;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'loom-publishing-'));
  directory = join(folder, 'exports/all');
  const store = openStore(folder, { by: 'ada', dataset: 'dataset' });
  acceptEveryShape(store);
  store.close();
  hub = await HubServer.start();
  project = await openProject(folder, { by: 'ada', trusted: true, sources: { environment: { HF_ENDPOINT: `${hub.url}/` } } });
  await write('parquet');
});
afterEach(async () => {
  project.close();
  await hub.close();
  await rm(folder, { recursive: true });
});

const write = (format: 'parquet' | 'messages', more: Partial<EngineArguments<'export'>> = {}) =>
  project.request('export', { format, directory, ...more });
const plan = (token: string | undefined = hub.token) => project.request('publish/plan', { directory, repository, token });
const publish = (more: Partial<EngineArguments<'publish'>> = {}) =>
  project.request('publish', { directory, repository, token: hub.token, private: true, ...more });
const remote = (): string[] => [...(hub.repositories.get(repository)?.files.keys() ?? [])].sort();

describe('publishing', () => {
  it('is planned without a trace, also without a token', async () => {
    const planned = await plan();
    expect(planned).toMatchObject({
      isThere: false,
      user: 'ada',
      removed: [],
      rows: 10,
      license: null,
      url: `${hub.url}/datasets/${repository}`,
    });
    expect(planned.files.map(({ path, change }) => [path, change])).toEqual([
      ['README.md', 'new'],
      ['SHA256SUMS', 'new'],
      ['manifest.json', 'new'],
      ['data/train-00000-of-00001.parquet', 'new'],
    ]);
    expect(planned.bytes).toBe(planned.files.reduce((sum, { bytes }) => sum + bytes, 0));
    expect(await project.request('publish/plan', { directory, repository })).toMatchObject({ isThere: false, user: null });
    expect(hub.repositories.size).toBe(0);
  });

  it('makes the repository and sends everything in one commit, then only what is different', async () => {
    const first = await publish();
    expect(first.commit).toBe(`${hub.url}/datasets/${repository}/commit/c0ffee`);
    expect(hub.repositories.get(repository)).toMatchObject({ private: true, commits: [expect.stringMatching(/: 10 rows$/)] });
    for (const name of remote()) expect(hub.repositories.get(repository)!.files.get(name)).toEqual(readFileSync(join(directory, name)));
    expect(remote()).toContain('data/train-00000-of-00001.parquet');

    expect(await publish()).toMatchObject({ commit: null, bytes: 0 });
    expect(hub.repositories.get(repository)!.commits).toHaveLength(1);

    appendFileSync(join(directory, 'README.md'), '\nA word of ours.\n');
    expect((await plan()).files.filter(({ change }) => change !== 'same').map(({ path }) => path)).toEqual(['README.md']);
    await publish({ message: 'Say more' });
    expect(hub.textOf(repository, 'README.md')).toContain('A word of ours.');
    expect(hub.repositories.get(repository)!.commits.at(-1)).toBe('Say more');
  });

  it('takes away data files of the export before, and nothing that is not of an export', async () => {
    await publish({ private: false });
    hub.repositories.get(repository)!.files.set('notes.md', Buffer.from('theirs'));
    hub.repositories.get(repository)!.files.set('data/photo.png', Buffer.from('theirs'));
    await write('messages', { trainers: ['trl'], shardRows: 2 });
    const planned = await plan();
    expect(planned).toMatchObject({ removed: ['data/train-00000-of-00001.parquet'], kept: 2, isThere: true });
    await publish();
    expect(remote()).toEqual(
      ['README.md', 'SHA256SUMS', 'manifest.json', 'trl.yaml', 'notes.md', 'data/photo.png']
        .concat([0, 1, 2, 3].map((nth) => `data/train-0000${nth}-of-00004.jsonl`))
        .sort(),
    );
  });

  it('is refused for data that are not as they were exported, and for a folder that is no export', async () => {
    const file = join(directory, 'data/train-00000-of-00001.parquet');
    const whole = readFileSync(file);
    writeFileSync(file, 'edited');
    await expect(publish()).rejects.toThrow(/train-00000-of-00001\.parquet: is not as it was exported; export into .* again/);
    rmSync(file);
    await expect(plan()).rejects.toThrow(/is missing/);
    writeFileSync(file, whole);
    writeFileSync(join(directory, 'manifest.json'), '{"manifest": 2}');
    await expect(plan()).rejects.toThrow(/manifest\.json: manifest: .*export into/);
    rmSync(join(directory, 'manifest.json'));
    await expect(plan()).rejects.toThrow(/manifest\.json: there is no such file; name the folder of an export/);
    expect(hub.repositories.size).toBe(0);
  });

  it('says what the Hub refuses and what to do, without the token', async () => {
    await expect(plan('hf_wrong')).rejects.toThrow(/the token is not taken: make one with write access/);
    await expect(publish({ token: undefined })).rejects.toThrow(/a token of the Hub with write access is needed/);
    hub.refuses = 403;
    const error = await publish().then(
      () => '',
      (cause: unknown) => String(cause),
    );
    expect(error).toMatch(/may not write there/);
    expect(error).not.toContain(hub.token);
    await hub.close();
    await expect(plan()).rejects.toThrow(/look whether it can be reached/);
    hub = await HubServer.start();
  });

  it('is called off before anything is committed', async () => {
    const stop = new AbortController();
    stop.abort(new Error('called off'));
    await expect(project.request('publish', { directory, repository, token: hub.token, private: true }, stop.signal)).rejects.toThrow(
      'called off',
    );
    expect(hub.repositories.size).toBe(0);
  });
});
