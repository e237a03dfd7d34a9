/** A journal of many files, as many people and windows leave it: each file is looked at a few times, however many there are. */
import { mkdirSync, writeFileSync } from 'node:fs';
import fs from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import { join } from 'node:path';
import { expect, it, vi } from 'vitest';
import { newProject, using } from './projects.ts';

const header = '{"format":2,"program":"0.1.0"}\n';

function projectOf(files: number): string {
  const project = newProject();
  mkdirSync(join(project, '.loom/journal'), { recursive: true });
  for (let at = 0; at < files; at++) writeFileSync(join(project, `.loom/journal/01J${String(at).padStart(23, '0')}.jsonl`), header);
  return project;
}

/** Number of times that a file or folder is looked at while a project opens. */
function looks(project: string): number {
  const look = vi.spyOn(fs, 'lstatSync');
  syncBuiltinESMExports();
  try {
    using(project, (store) => {
      expect(store.problems).toEqual([]);
    });
    return look.mock.calls.length;
  } finally {
    look.mockRestore();
    syncBuiltinESMExports();
  }
}

it.each(['anew', 'again'])('takes as many looks for each file of many as of few (%s)', (way) => {
  const [one, some, many] = [1, 21, 221].map((files) => {
    const project = projectOf(files);
    if (way === 'again') looks(project);
    return looks(project);
  });
  expect(some! - one!).toBeGreaterThanOrEqual(20);
  expect(many! - some!).toBe(10 * (some! - one!));
});
