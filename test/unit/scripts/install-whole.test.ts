import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { installWhole } from '../../../scripts/install-whole.mjs';

let root: string;
let folder: string;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'loom-install-'));
  folder = join(root, 'tools', 'editor');
});

afterEach(() => {
  rmSync(root, { recursive: true, force: true });
});

const isComplete = (at: string): boolean => existsSync(join(at, 'stamp')) && readFileSync(join(at, 'stamp'), 'utf8') === 'new';
const there = (): string[] => readdirSync(join(root, 'tools'));

/** An installer that writes a part, waits to be let on, and writes the rest. */
function installer(name: string) {
  const begun = Promise.withResolvers<string>();
  const goOn = Promise.withResolvers<undefined>();
  const install = async (at: string): Promise<void> => {
    expect(readdirSync(at)).toEqual([]);
    writeFileSync(join(at, 'part'), name);
    begun.resolve(at);
    await goOn.promise;
    expect(readFileSync(join(at, 'part'), 'utf8')).toBe(name);
    writeFileSync(join(at, 'stamp'), 'new');
  };
  return { install, begun: begun.promise, goOn: goOn.resolve, fail: goOn.reject };
}

describe('an installation', () => {
  it('is there when it is whole, and is not done again', async () => {
    const { install, begun, goOn } = installer('first');
    const installing = installWhole(folder, isComplete, install);
    await begun;
    expect(existsSync(folder)).toBe(false);
    goOn(undefined);
    await installing;
    expect(isComplete(folder)).toBe(true);
    await installWhole(folder, isComplete, () => Promise.reject(new Error('it is there')));
    expect(there()).toEqual(['editor']);
  });

  it('takes the place of another version, or of half a one', async () => {
    mkdirSync(folder, { recursive: true });
    for (const name of ['part', 'rest']) writeFileSync(join(folder, name), 'old');
    const { install, goOn } = installer('first');
    goOn(undefined);
    await installWhole(folder, isComplete, install);
    expect(readdirSync(folder)).toEqual(['part', 'stamp']);
    expect(there()).toEqual(['editor']);
  });

  it.each([
    ['the first', 0],
    ['the second', 1],
  ])('that two make at once is that of %s, where that is whole first', async (_, faster) => {
    const both = [installer('a'), installer('b')];
    const installing = both.map(({ install }) => installWhole(folder, isComplete, install));
    await Promise.all(both.map(({ begun }) => begun));
    both[faster]!.goOn(undefined);
    await installing[faster];
    both[1 - faster]!.goOn(undefined);
    await installing[1 - faster];
    expect(readFileSync(join(folder, 'part'), 'utf8')).toBe(['a', 'b'][faster]);
    expect(there()).toEqual(['editor']);
  });

  it('that fails, or is not whole in the end, leaves nothing, and what was there before', async () => {
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, 'part'), 'old');
    const { install, begun, fail } = installer('first');
    const installing = installWhole(folder, isComplete, install);
    await begun;
    fail(new Error('no network'));
    await expect(installing).rejects.toThrow('no network');
    await expect(installWhole(folder, isComplete, () => Promise.resolve())).rejects.toThrow('not complete');
    expect(readdirSync(folder)).toEqual(['part']);
    expect(there()).toEqual(['editor']);
  });

  it('removes what killed processes left, and nothing of those that are under way, here or elsewhere', async () => {
    const { pid: gone } = spawnSync(process.execPath, ['--version']);
    const kept = [`editor.partial-${hostname()}-${process.ppid}-abc`, `editor.partial-elsewhere-${gone}-abc`, 'editor.conf'];
    for (const name of [...kept, `editor.partial-${hostname()}-${gone}-abc`, `editor.partial-${hostname()}-${gone}-abc.former`])
      mkdirSync(join(root, 'tools', name, 'inside'), { recursive: true });
    const { install, goOn } = installer('first');
    goOn(undefined);
    await installWhole(folder, isComplete, install);
    expect(there()).toEqual(['editor', ...kept].sort());
  });
});
