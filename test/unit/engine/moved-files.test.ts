import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openProject, type OpenedProject } from '../../../src/engine/project.ts';

let folder: string;
let project: OpenedProject;
const path = (file: string): string => join(folder, file);

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'loom-moved-'));
  await cp(join(import.meta.dirname, '../../fixtures/tides'), folder, { recursive: true });
  // Nothing is asked of the judge, who has to be there all the same.
  const environment = { OPENAI_BASE_URL: 'http://127.0.0.1:9/v1', OPENAI_API_KEY: 'none' };
  project = await openProject(folder, { by: 'tester', trusted: true, judgeModel: 'judge', sources: { environment } });
  await project.request('extract', {});
  await project.request('generate', { method: 'level3', count: 6, seed: 1 });
});
afterEach(async () => {
  project.close();
  await rm(folder, { recursive: true });
});

const refresh = () => project.request('refresh', {});
const idsOf = async (file: string) => (await project.request('samples/ids', { filter: { file } })).samples;
const countsOf = async (file: string) => (await project.request('corpus/files', {})).files.find((each) => each.file === file)?.samples;

async function move(from: string, to: string): Promise<void> {
  mkdirSync(path('coast'), { recursive: true });
  renameSync(path(from), path(to));
  await refresh();
}

describe('a file that was renamed or moved', () => {
  it('keeps its samples: in lists, in counts, in the list to judge', async () => {
    const [before, counts] = [await idsOf('harbour.md'), await countsOf('harbour.md')];
    expect(before.length).toBeGreaterThan(0);
    await move('harbour.md', 'coast/port.md');
    expect(await idsOf('coast/port.md')).toEqual(before);
    expect(await countsOf('coast/port.md')).toEqual(counts);
    const listed = await project.request('samples/list', { filter: { file: 'coast/port.md' }, offset: 0, limit: 100 });
    expect(listed.samples.map(({ id }) => id)).toEqual(before);
    const estimate = await project.request('judge/estimate', { filter: { file: 'coast/port.md' } });
    expect(estimate.calls).toBe(before.length);
    // Whoever still asks by the old name is answered too.
    expect(await idsOf('harbour.md')).toEqual(before);
  });

  it('is where references and evidence are shown', async () => {
    const samples = await idsOf('harbour.md');
    const before = await Promise.all(samples.map((sample) => project.request('samples/get', { sample })));
    await move('harbour.md', 'coast/port.md');
    const renamed = <T extends { readonly file: string }>(each: T): T => ({
      ...each,
      file: each.file === 'harbour.md' ? 'coast/port.md' : each.file,
    });
    expect(before.some(({ evidence }) => evidence.some(({ file }) => file === 'harbour.md'))).toBe(true);
    for (const { id, references, evidence } of before) {
      const after = await project.request('samples/get', { sample: id });
      expect(after.references).toEqual(references.map(renamed));
      expect(after.evidence).toEqual(evidence.map(renamed));
    }
  });

  it('is regenerated from', async () => {
    const [sample] = await idsOf('harbour.md');
    await move('harbour.md', 'port.md');
    const query = { samples: [sample!], instruction: null };
    expect((await project.request('regenerate/estimate', query)).calls).toBeGreaterThan(0);
    expect(await project.request('review/regenerate', query)).toMatchObject({ changed: [sample], failures: [] });
  });

  it('is told from a copy that was there before by its name, and a sample of both is listed once', async () => {
    mkdirSync(path('copies'));
    writeFileSync(path('copies/a.md'), readFileSync(path('harbour.md')));
    await refresh();
    const before = await idsOf('harbour.md');
    await move('harbour.md', 'coast/harbour.md');
    expect(await idsOf('coast/harbour.md')).toEqual(before);
    expect(await idsOf('copies/a.md')).toEqual([]);
    expect(await countsOf('copies/a.md')).toMatchObject({ pending: 0 });
  });

  it('has not moved to a file that has but a part of it', async () => {
    await move('harbour.md', 'port.md');
    writeFileSync(path('port.md'), '# Something else\n\nNothing of what was there before stands here.\n');
    await refresh();
    expect(await idsOf('port.md')).toEqual([]);
    expect((await idsOf('harbour.md')).length).toBeGreaterThan(0);
    rmSync(path('port.md'));
    await refresh();
    const [sample] = await idsOf('harbour.md');
    const { references } = await project.request('samples/get', { sample: sample! });
    expect(references.find(({ file }) => file === 'harbour.md')).toMatchObject({ line: null, excerpt: null });
  });
});
