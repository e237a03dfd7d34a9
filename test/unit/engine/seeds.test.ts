import { cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openProject, type OpenedProject } from '../../../src/engine/project.ts';

let folder: string;
let project: OpenedProject;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'loom-seeds-'));
  await cp(join(import.meta.dirname, '../../fixtures/tides'), folder, { recursive: true });
  await mkdir(join(folder, '.loom'));
  project = await openProject(folder, { by: 'tester', trusted: true });
});
afterEach(async () => {
  project.close();
  await rm(folder, { recursive: true });
});

async function curate(text: string): Promise<void> {
  await writeFile(join(folder, '.loom/concepts.yaml'), text);
  await project.request('refresh', {});
}

const labels = async (): Promise<string[]> => {
  const { concepts } = await project.request('concepts/list', { offset: 0, limit: 1000 });
  return concepts.map(({ label }) => label);
};

describe('seeds of .loom/concepts.yaml', () => {
  it('have neighbours, mentions and samples like any other concept', async () => {
    await project.request('extract', {});
    expect(await labels()).not.toContain('right angle');
    await curate('seeds:\n  concepts: [right angle]\npins: [right angle]\n');
    const seed = await project.request('concepts/get', { concept: 'c:right angle' });
    expect(seed).toMatchObject({ label: 'right angle', frequency: 1 });
    expect(seed.neighbours.length).toBeGreaterThan(0);
    expect(seed.mentions).toMatchObject([{ file: 'spring-tides.md', text: expect.stringContaining('at right angles') as unknown }]);
    expect((await project.request('sets/sample', { count: 1, seed: 1 })).sets[0]!.concepts).toContain('right angle');
    await project.request('generate', { method: 'level3', count: 3, seed: 1 });
    expect((await project.request('concepts/get', { concept: 'c:right angle' })).samples).toBeGreaterThan(0);
  });

  it('are there before anything is extracted, and after it', async () => {
    await curate('seeds:\n  topics: [spring tide]\n  concepts: [Full Moon]\n');
    expect((await labels()).sort()).toEqual(['Full Moon', 'spring tide']);
    await project.request('extract', {});
    expect(await labels()).toEqual(expect.arrayContaining(['Full Moon', 'spring tide']));
    await curate('seeds:\n  topics: [spring tide]\nbans: [spring tides]\n');
    expect(await labels()).not.toContain('spring tide');
  });

  it('are a problem with its line where no passage names them', async () => {
    await curate('bans: []\nseeds:\n  topics: [spring tide]\n  concepts:\n    - full moon\n    - tsunami\n');
    expect((await project.request('status', {})).problems).toEqual([
      { file: '.loom/concepts.yaml', line: 6, reason: expect.stringContaining('no passage names the seed “tsunami”') as unknown },
    ]);
    await curate('seeds: { concepts: [full moon] }\n');
    expect((await project.request('status', {})).problems).toEqual([]);
  });

  it('stay with the passages that the document filter lets in', async () => {
    await writeFile(join(folder, '.loom/project.yaml'), 'filter: { enabled: true, threshold: 1, drop: [spring-tides.md] }\n');
    await curate('seeds: { concepts: [full moon, right angle] }\n');
    expect(await labels()).not.toContain('right angle');
    expect((await project.request('status', {})).problems).toEqual([]);
  });
});
