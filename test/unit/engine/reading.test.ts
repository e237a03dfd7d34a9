import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openProject, type OpenedProject } from '../../../src/engine/project.ts';

let folder: string;
let project: OpenedProject;
/** More than are read in the time of a few other requests. */
const documents = 300;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'loom-reading-'));
  const prose = 'The tide rises where the moon pulls, and the water runs through the strait. '.repeat(40);
  const write = (index: number) => writeFile(join(folder, `${index}.md`), `# Strait ${index}\n\n${prose}`);
  await Promise.all(Array.from({ length: documents }, (_, index) => write(index)));
  project = await openProject(folder, { by: 'tester', trusted: true });
});
afterEach(async () => {
  project.close();
  await rm(folder, { recursive: true });
});

describe('a project whose corpus is being read', () => {
  it('answers meanwhile what needs no corpus, and takes a choice', async () => {
    let isRead = false;
    const status = project.request('status', {}).finally(() => (isRead = true));
    await project.request('models/choose', { use: 'answers', model: 'recorded/x' });
    await project.request('gates/set', { judge: 3 });
    expect(await project.request('samples/ids', { filter: {} })).toEqual({ samples: [] });
    expect(isRead).toBe(false);
    expect(await status).toMatchObject({ documents, models: { answers: 'recorded/x' } });
  });

  it('begins no run that is called off before it is read', async () => {
    const cancel = new AbortController();
    const extraction = project.request('extract', {}, cancel.signal);
    const generation = project.request('generate', { method: 'level3', count: 1 }, cancel.signal);
    cancel.abort(new Error('cancelled'));
    await Promise.all([extraction, generation].map((begun) => expect(begun).rejects.toThrow('cancelled')));
    expect(await project.request('runs/list', {})).toEqual({ runs: [] });
    expect(await project.request('status', {})).toMatchObject({ documents });
  });

  it('reads on for those who asked when another has it read anew', async () => {
    const status = project.request('status', {});
    await writeFile(join(folder, 'late.md'), 'Late, but read.');
    await project.request('refresh', {});
    expect(await status).toMatchObject({ documents: documents + 1, problems: [] });
  });

  it('is closed at once', async () => {
    const status = project.request('status', {});
    project.close();
    await expect(status).rejects.toThrow('the project was closed');
    project = await openProject(folder, { by: 'tester', trusted: true });
    expect(await project.request('status', {})).toMatchObject({ documents });
  });
});
