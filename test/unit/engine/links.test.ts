/** A folder that somebody else made: whatever stands in it as a link, nothing is read or written where the link leads. */
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openProject, type OpenedProject } from '../../../src/engine/project.ts';

let [folder, outside] = ['', ''];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'loom-links-'));
  outside = mkdtempSync(join(tmpdir(), 'loom-outside-'));
  cpSync(join(import.meta.dirname, '../../fixtures/tides'), folder, { recursive: true });
});
afterEach(() => {
  for (const each of [folder, outside]) rmSync(each, { recursive: true });
});

const open = (model = 'builtin/extractive') => openProject(folder, { by: 'tester', trusted: true, model });

async function within<T>(work: (project: OpenedProject) => Promise<T>, model?: string): Promise<T> {
  const project = await open(model);
  try {
    return await work(project);
  } finally {
    project.close();
  }
}

/** Opens the project, writes to everything that can be written without a model of others, and closes it. */
const work = (): Promise<unknown> =>
  within(async (project) => {
    await project.request('extract', {});
    await project.request('generate', { method: 'level1', count: 1, seed: 1 });
    await project.request('review/accept', await project.request('samples/ids', { filter: { status: ['pending'] } }));
    await project.request('documents/list', {});
    return await project.request('status', {});
  });

/** Names, sizes, times and contents of all that lies outside. */
const outsideNow = (): unknown =>
  readdirSync(outside, { recursive: true, encoding: 'utf8' })
    .sort()
    .map((name) => {
      const path = join(outside, name);
      const { size, mtimeMs } = statSync(path);
      return [name, size, mtimeMs, statSync(path).isFile() ? createHash('sha256').update(readFileSync(path)).digest('hex') : null];
    });

function link(name: string, target: string): void {
  mkdirSync(dirname(join(folder, name)), { recursive: true });
  symlinkSync(target, join(folder, name));
}

/** Expects work to fail with the name of the link, where it leads and what to do, and to leave alone what lies outside. */
async function expectRefused(name: string, attempt: () => Promise<unknown>): Promise<void> {
  const before = outsideNow();
  await expect(attempt()).rejects.toThrow(new RegExp(`${name.replaceAll('.', '\\.')}: is a symbolic link to .*put a .* in its place`));
  expect(outsideNow()).toEqual(before);
}

describe('a link in place of a database', () => {
  const databases = ['index.sqlite', 'responses.sqlite'];
  const names = [...databases.flatMap((name) => [name, `${name}-wal`, `${name}-shm`]), 'index.sqlite.lock', 'index.sqlite-journal'];

  it.each(names)('is refused (%s)', async (name) => {
    const other = new DatabaseSync(join(outside, 'other.sqlite'));
    other.exec("CREATE TABLE mine (text); INSERT INTO mine VALUES ('precious')");
    other.close();
    await within(() => Promise.resolve());
    rmSync(join(folder, '.loom/cache', name), { force: true });
    link(`.loom/cache/${name}`, join(outside, 'other.sqlite'));
    await expectRefused(`.loom/cache/${name}`, work);
  });

  it('is refused where it leads to nothing, too', async () => {
    link('.loom/cache/index.sqlite', join(outside, 'none.sqlite'));
    await expectRefused('.loom/cache/index.sqlite', work);
    expect(readdirSync(outside)).toEqual([]);
  });
});

describe('a link in place of a folder', () => {
  it.each(['.loom', '.loom/cache', '.loom/cache/writers', '.loom/journal'])('is refused (%s)', async (name) => {
    await work();
    renameSync(join(folder, name), join(outside, 'moved'));
    link(name, join(outside, 'moved'));
    await expectRefused(name, work);
  });

  it('may lead to the project itself', async () => {
    const project = await openProject(await linked(folder), { by: 'tester', trusted: true });
    expect(await project.request('extract', {})).toMatchObject({ documents: 3 });
    project.close();
  });

  const linked = (target: string): Promise<string> => {
    symlinkSync(target, join(outside, 'project'));
    return Promise.resolve(join(outside, 'project'));
  };
});

describe('a link in place of a text', () => {
  it.each(['project.yaml', 'concepts.yaml'])('is refused (%s)', async (name) => {
    writeFileSync(join(outside, 'text'), '{}\n');
    link(`.loom/${name}`, join(outside, 'text'));
    await expectRefused(`.loom/${name}`, work);
  });

  it('is refused as a template, before anything of it is in a prompt', async () => {
    writeFileSync(join(outside, 'secret'), 'My secret.');
    await within((project) => project.request('extract', {}));
    link('.loom/prompts/level1.jinja', join(outside, 'secret'));
    await expectRefused('.loom/prompts/level1.jinja', () =>
      within((project) => project.request('prompts/preview', { method: 'level1', seed: 1, ordinal: 0 })),
    );
  });

  it('is refused as recorded replies', async () => {
    writeFileSync(join(outside, 'secret'), '{}\n');
    link('.loom/recorded/mine.jsonl', join(outside, 'secret'));
    await expectRefused('.loom/recorded/mine.jsonl', () => within((project) => project.request('extract', {}), 'recorded/mine'));
  });

  it('is refused as a list of personas', async () => {
    writeFileSync(join(outside, 'secret'), 'A nurse\n');
    link('.loom/personas.txt', join(outside, 'secret'));
    await expectRefused('.loom/personas.txt', () => within((project) => project.request('personas/list', {})));
  });

  it.each(['.gitignore', '.gitattributes'])('is left as it is (%s)', async (name) => {
    writeFileSync(join(outside, 'text'), 'mine\n');
    link(`.loom/${name}`, join(outside, 'text'));
    await expectRefused(`.loom/${name}`, work);
  });
});

describe('in the journal', () => {
  it('a linked file is named and left out: it is not cut, and nothing of it is copied', async () => {
    await work();
    writeFileSync(join(outside, 'log'), '{"a":1}\nThe tail of a file of mine');
    link('.loom/journal/01J.jsonl', join(outside, 'log'));
    const before = outsideNow();
    const { problems, samples } = (await work()) as { problems: object[]; samples: { accepted: number } };
    expect(samples.accepted).toBeGreaterThan(0);
    expect(problems).toContainEqual({
      file: '.loom/journal/01J.jsonl',
      reason: expect.stringMatching(/is a symbolic link to .*log, and is left out.*put a regular file in its place/) as unknown,
    });
    expect(outsideNow()).toEqual(before);
    expect(readdirSync(join(folder, '.loom/journal')).filter((name) => name.endsWith('.torn'))).toEqual([]);
  });

  it.runIf(process.platform !== 'win32')('neither a pipe nor a folder holds the project up', async () => {
    await work();
    execFileSync('mkfifo', [join(folder, '.loom/journal/01K.jsonl')]);
    mkdirSync(join(folder, '.loom/journal/01L.jsonl'));
    const { problems } = (await work()) as { problems: object[] };
    for (const [name, kind] of [
      ['01K', 'a pipe, a socket or a device'],
      ['01L', 'a folder'],
    ])
      expect(problems).toContainEqual({
        file: `.loom/journal/${name}.jsonl`,
        reason: expect.stringContaining(`is ${kind}, and is left out`) as unknown,
      });
  });
});

describe('what is no regular file in a file’s place', () => {
  it.runIf(process.platform !== 'win32').each(['project.yaml', 'concepts.yaml', 'cache/index.sqlite', 'cache/index.sqlite-wal'])(
    'does not hold the project up where it is a pipe (%s)',
    async (name) => {
      mkdirSync(dirname(join(folder, '.loom', name)), { recursive: true });
      execFileSync('mkfifo', [join(folder, '.loom', name)]);
      await expect(work()).rejects.toThrow(/is a pipe, a socket or a device, where a file is needed; move it away/);
    },
  );

  it.each(['project.yaml', 'concepts.yaml', 'cache/index.sqlite'])('is named where it is a folder (%s)', async (name) => {
    mkdirSync(join(folder, '.loom', name), { recursive: true });
    await expect(work()).rejects.toThrow(/is a folder, where a file is needed; move it away/);
  });

  it('is named where it is a file in place of a folder', async () => {
    mkdirSync(join(folder, '.loom'));
    writeFileSync(join(folder, '.loom/cache'), '');
    await expect(work()).rejects.toThrow(/cache: .*a file stands where a folder is needed; move it away/);
  });
});
