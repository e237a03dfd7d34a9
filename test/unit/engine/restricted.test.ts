/** Restricted mode: a folder that is not trusted is looked at, and neither it nor what it points at is written to. */
import {
  appendFileSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  lstatSync,
  readdirSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openProject, type OpenedProject } from '../../../src/engine/project.ts';
import { definitionOf, engineMethods } from '../../../src/protocol/engine.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'loom-restricted-'));
  cpSync(join(import.meta.dirname, '../../fixtures/tides'), folder, { recursive: true });
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

async function within<T>(trusted: boolean, work: (project: OpenedProject) => Promise<T>): Promise<T> {
  const project = await openProject(folder, { by: 'tester', trusted });
  try {
    return await work(project);
  } finally {
    project.close();
  }
}

/** Name, size and time of all that is in the folder, the folders included: one that something came and went in shows it by its time. */
const snapshot = (): unknown[] =>
  ['', ...readdirSync(folder, { recursive: true, encoding: 'utf8' }).sort()].map((name) => {
    const { size, mtimeMs, ino } = lstatSync(join(folder, name));
    return [name, size, mtimeMs, ino];
  });

/** Looks at everything there is to look at. */
const browse = (): Promise<unknown> =>
  within(false, async (project) => {
    const list = await project.request('samples/list', { filter: {}, offset: 0, limit: 10 });
    for (const { id } of list.samples) await project.request('samples/get', { sample: id });
    for (const method of ['status', 'refresh', 'corpus/files', 'documents/list', 'methods/list', 'runs/list', 'models/list'] as const)
      await project.request(method, {});
    for (const method of ['personas/list', 'judge/agreement', 'extract/estimate'] as const) await project.request(method, {});

    await project.request('concepts/list', { offset: 0, limit: 10 });
    await project.request('graph/view', { focus: { kind: 'all' }, limit: 10 });
    await project.request('generate/estimate', { method: 'level1', count: 1 });
    await project.request('prompts/preview', { method: 'level1', seed: 1, ordinal: 0 });
    await project.request('export/target', { directory: join(folder, 'out') });
    return list.samples.length;
  });

async function worked(): Promise<void> {
  await within(true, async (project) => {
    await project.request('extract', {});
    await project.request('generate', { method: 'level1', count: 2, seed: 1 });
    const { samples } = await project.request('samples/ids', { filter: { status: ['pending'] } });
    await project.request('review/accept', { samples: samples.slice(0, 1) });
  });
}

describe('opening, browsing and closing in restricted mode', () => {
  it('writes nothing into a folder that is no project yet', async () => {
    const before = snapshot();
    await browse();
    expect(snapshot()).toEqual(before);
    expect(before).not.toContainEqual(expect.arrayContaining(['.loom']));
  });

  it('writes nothing into a project, and shows all of it', async () => {
    await worked();
    const before = snapshot();
    expect(await browse()).toBeGreaterThan(1);
    expect(snapshot()).toEqual(before);
  });

  it('mends nothing that a crash, an editor or somebody else has left', async () => {
    await worked();
    const journal = join(folder, '.loom/journal');
    appendFileSync(join(journal, readdirSync(journal)[0]!), '{"torn');
    writeFileSync(join(folder, 'dataset/.README.md.0123456789ab.tmp'), 'a draft');
    rmSync(join(folder, 'dataset/data'), { recursive: true });
    rmSync(join(folder, '.loom/.gitignore'));
    writeFileSync(join(folder, '.loom/project.yaml'), 'models: { embeddings: some-model }\nfilter: { enabled: true }\n');
    rmSync(join(folder, '.loom/cache'), { recursive: true });
    const before = snapshot();
    expect(await browse()).toBeGreaterThan(1);
    expect(snapshot()).toEqual(before);
    // Trusted, it is mended.
    await within(true, (project) => project.request('status', {}));
    expect(readdirSync(journal).some((name) => name.endsWith('.torn'))).toBe(true);
    expect(readdirSync(join(folder, 'dataset/data'))).toHaveLength(1);
  });

  it('opens nothing of the cache, whatever stands there', async () => {
    await worked();
    const outside = mkdtempSync(join(tmpdir(), 'loom-outside-'));
    rmSync(join(folder, '.loom/cache'), { recursive: true });
    symlinkSync(outside, join(folder, '.loom/cache'));
    utimesSync(outside, 1000, 1000);
    const before = snapshot();
    expect(await browse()).toBeGreaterThan(1);
    expect(snapshot()).toEqual(before);
    expect([readdirSync(outside), lstatSync(outside).mtimeMs]).toEqual([[], 1_000_000]);
    rmSync(outside, { recursive: true });
  });

  it('takes in what others write meanwhile', async () => {
    await worked();
    await within(false, async (restricted) => {
      const { total } = await restricted.request('samples/list', { filter: {}, offset: 0, limit: 1 });
      await within(true, (project) => project.request('generate', { method: 'level1', count: 1, seed: 5, file: 'harbour.md' }));
      expect((await restricted.request('samples/list', { filter: {}, offset: 0, limit: 1 })).total).toBeGreaterThan(total);
    });
  });

  it('takes no request that writes', () => {
    expect(engineMethods.filter((method) => definitionOf(method).changes && !definitionOf(method).needsTrust)).toEqual([]);
  });
});

it('a folder that was looked at in restricted mode works once it is trusted', async () => {
  await browse();
  await worked();
  mkdirSync(join(folder, 'out'));
  expect(await within(true, (project) => project.request('export', { directory: join(folder, 'out') }))).toMatchObject({
    rows: 1,
  });
});
