/** A full disk: what cannot be written is told with its path and what to do, and what is there can be looked at. */
import { execFileSync } from 'node:child_process';
import { appendFileSync, cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ProjectPath } from '../../../src/engine/files/project-path.ts';
import { openProject, type OpenedProject } from '../../../src/engine/project.ts';
import { DiskFullError, storageError } from '../../../src/engine/storage/errors.ts';
import { Database } from '../../../src/engine/storage/sqlite.ts';

const told = /index\.sqlite: could not be written: the disk is full; free some space on it and try again/;

/** Only root may mount a small disk to fill; elsewhere these tests are left out. */
const canMount = ((): boolean => {
  if (process.platform !== 'linux' || process.getuid?.() !== 0) return false;
  const place = mkdtempSync(join(tmpdir(), 'loom-mount-'));
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=64k', 'tmpfs', place], { stdio: 'ignore' });
    execFileSync('umount', [place], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  } finally {
    rmSync(place, { recursive: true });
  }
})();

describe.runIf(canMount)('on a disk that is full', () => {
  let [disk, folder] = ['', ''];
  let project: OpenedProject | undefined;

  beforeEach(() => {
    disk = mkdtempSync(join(tmpdir(), 'loom-disk-'));
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=2m', 'tmpfs', disk]);
    folder = join(disk, 'project');
    cpSync(join(import.meta.dirname, '../../fixtures/tides'), folder, { recursive: true });
  });
  afterEach(() => {
    project?.close();
    project = undefined;
    execFileSync('umount', [disk]);
    rmSync(disk, { recursive: true });
  });

  const open = async (): Promise<OpenedProject> => (project = await openProject(folder, { by: 'tester', trusted: true }));
  const reopen = (): Promise<OpenedProject> => {
    project?.close();
    return open();
  };

  function fill(): void {
    const { bavail, bsize } = statfsSync(disk);
    writeFileSync(join(disk, 'ballast'), Buffer.alloc(bavail * bsize));
  }
  function free(): void {
    rmSync(join(disk, 'ballast'));
  }

  const statusOf = async (opened: OpenedProject) =>
    (await opened.request('status', {})) as { samples: { pending: number }; problems: { reason: string }[] };

  async function worked(): Promise<OpenedProject> {
    const opened = await open();
    await opened.request('extract', {});
    await opened.request('generate', { method: 'level1', count: 2, seed: 1 });
    return opened;
  }

  it('a folder that is no project yet is shown', async () => {
    fill();
    expect(await (await open()).request('status', {})).toMatchObject({ documents: 3, samples: { pending: 0 } });
    await expect(project!.request('extract', {})).rejects.toThrow(
      /\.loom.*no space left on device.*; free some space on the disk and try again/,
    );
  });

  it('status answers with all there is, and says which file has no room', async () => {
    const pending = (await statusOf(await worked())).samples.pending;
    project?.close();
    rmSync(join(folder, '.loom/cache'), { recursive: true });
    fill();
    const { samples, problems } = await statusOf(await open());
    expect(samples.pending).toBe(pending);
    expect(problems.map(({ reason }) => reason).join('\n')).toMatch(
      /until there is room, the project can only be looked at: .*(the disk is full|no space left)/,
    );
    const { samples: ids } = await project!.request('samples/ids', { filter: {} });
    await expect(project!.request('review/accept', { samples: ids })).rejects.toThrow(/free some space on (it|the disk) and try again/);
    free();
    expect((await statusOf(project!)).problems).toEqual([]);
    await project!.request('review/accept', { samples: ids });
    expect((await statusOf(project!)).samples.pending).toBe(0);
  });

  it('a decision that the index cannot follow is recorded, and is in what is shown', async () => {
    const opened = await worked();
    const { samples } = await opened.request('samples/ids', { filter: { status: ['pending'] } });
    fill();
    await expect(opened.request('review/accept', { samples })).rejects.toThrow(
      /recorded in the journal|could not be written.*no space left/,
    );
    const { pending } = (await statusOf(opened)).samples;
    free();
    expect((await statusOf(await reopen())).samples.pending).toBe(pending);
  });

  it('an export leaves the former one, and nothing else', async () => {
    const opened = await worked();
    const accept = async (): Promise<void> => {
      const { samples } = await opened.request('samples/ids', { filter: { status: ['pending'] } });
      await opened.request('review/accept', { samples: samples.slice(0, 1) });
    };
    const asked = { format: 'jsonl', directory: join(folder, 'out') } as const;
    await accept();
    await opened.request('export', asked);
    const file = join(folder, 'out/data/train-00000-of-00001.jsonl');
    const there = readdirSync(join(folder, 'out'), { recursive: true });
    const former = readFileSync(file, 'utf8');
    await accept();
    fill();
    await expect(opened.request('export', asked)).rejects.toThrow(
      `${join(folder, 'out')}: could not be written: ENOSPC: no space left on device, write; free some space on the disk and try again`,
    );
    expect(readdirSync(join(folder, 'out'), { recursive: true })).toEqual(there);
    expect(readFileSync(file, 'utf8')).toBe(former);
    free();
    await opened.request('export', asked);
    expect(readFileSync(file, 'utf8').trimEnd().split('\n')).toHaveLength(2);
  });

  it('a torn line stays until there is room to set it aside', async () => {
    await worked();
    const journal = join(folder, '.loom/journal');
    project?.close();
    appendFileSync(join(journal, readdirSync(journal)[0]!), `{"torn":"${'x'.repeat(8000)}`);
    rmSync(join(folder, '.loom/cache'), { recursive: true });
    fill();
    expect((await statusOf(await open())).samples.pending).toBeGreaterThan(0);
    free();
    await statusOf(project!);
    expect(readdirSync(journal).some((name) => name.endsWith('.torn'))).toBe(true);
  });
});

describe('what is said of it', () => {
  it('names the database, and what to do', () => {
    const folder = mkdtempSync(join(tmpdir(), 'loom-full-'));
    const database = new Database(ProjectPath.of(folder).at('index.sqlite'), { timeout: 0 });
    database.exec('CREATE TABLE t (x); PRAGMA max_page_count = 2');
    expect(() => database.run('INSERT INTO t VALUES (zeroblob(100000))')).toThrow(told);
    expect(() => {
      database.exec('INSERT INTO t VALUES (zeroblob(100000))');
    }).toThrow(DiskFullError);
    database.close();
    rmSync(folder, { recursive: true });
  });

  it.each(['ENOSPC', 'EDQUOT'])('is told apart from what else goes wrong with a file (%s)', (code) => {
    const error = storageError('could not be written', '/a/b.jsonl', Object.assign(new Error(code), { code }));
    expect(error).toBeInstanceOf(DiskFullError);
    expect(error.message).toMatch(/^\/a\/b\.jsonl: could not be written: .*; .*free some space/);
  });
});
