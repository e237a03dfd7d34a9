import { once } from 'node:events';
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { seeded } from '../../support/seeded.ts';
import { startScript } from '../../support/start-script.ts';
import { openProject } from '../../../src/engine/project.ts';

const child = join(import.meta.dirname, 'killed-child.ts');
const rounds = 12;

const said = z.discriminatedUnion('what', [
  z.object({ what: z.literal('opened'), value: z.array(z.object({ file: z.string() })) }),
  z.object({ what: z.literal('progress'), value: z.object({ extracted: z.int(), kept: z.int() }) }),
  z.object({ what: z.literal('decided'), value: z.object({ status: z.enum(['accepted', 'rejected']), samples: z.array(z.string()) }) }),
]);

/** Lets the child work until it has said so many things, and kills it at once. */
async function runUntilKilled(folder: string, seed: number, lines: number) {
  const running = startScript(child, [folder, String(seed)]);
  const exit = once(running, 'exit');
  const shown = { extracted: 0, kept: 0, decided: new Map<string, string>(), problems: [] as { file: string }[] };
  let heard = 0;
  for await (const line of createInterface(running.stdout)) {
    const { what, value } = said.parse(JSON.parse(line));
    if (what === 'opened') shown.problems = value;
    else if (what === 'progress') {
      shown.extracted = Math.max(shown.extracted, value.extracted);
      shown.kept = value.kept;
    } else for (const id of value.samples) shown.decided.set(id, value.status);
    if (++heard === lines) running.kill('SIGKILL');
  }
  const [, signal] = (await exit) as [number | null, string | null];
  expect(signal).toBe('SIGKILL');
  return shown;
}

const idsIn = (folder: string): string[] =>
  readdirSync(folder)
    .filter((name) => name.endsWith('.jsonl'))
    .flatMap((name) => readFileSync(join(folder, name), 'utf8').trim().split('\n'))
    .filter((line) => line !== '')
    .map((line) => z.object({ id: z.string() }).parse(JSON.parse(line)).id);

describe('kill -9 in the middle of a run', { timeout: 900_000 }, () => {
  it('loses nothing that was shown, leaves no half file, and the next start works', async () => {
    const random = seeded('kill -9 in the middle of a run');
    const folder = mkdtempSync(join(tmpdir(), 'loom-killed-'));
    cpSync(join(import.meta.dirname, '../../fixtures/tides'), folder, { recursive: true });
    const decided = new Map<string, string>();
    for (let round = 1; round <= rounds; round++) {
      const shown = await runUntilKilled(folder, round, 2 + random(14));
      expect(shown.problems.filter(({ file }) => !file.endsWith('.torn'))).toEqual([]);
      for (const [id, status] of shown.decided) decided.set(id, status);

      const project = await openProject(folder, { by: 'tester', trusted: true });
      const status = await project.request('status', {});
      expect(status.extracted).toBeGreaterThanOrEqual(shown.extracted);
      const [last] = (await project.request('runs/list', {})).runs.filter(({ kind }) => kind === 'generate');
      if (last?.outcome === 'interrupted') {
        const { samples } = await project.request('samples/ids', {
          filter: { run: last.run, status: ['pending', 'accepted', 'rejected'] },
        });
        expect(samples.length).toBeGreaterThanOrEqual(shown.kept);
      }
      for (const wanted of ['accepted', 'rejected'] as const) {
        const { samples } = await project.request('samples/ids', { filter: { status: [wanted] } });
        for (const [id, was] of decided) if (was === wanted) expect(samples).toContain(id);
        const path = join(folder, 'dataset', wanted === 'accepted' ? 'data' : 'rejected');
        if (samples.length > 0) expect(idsIn(path).sort()).toEqual(samples.toSorted());
      }
      project.close();
    }
    rmSync(folder, { recursive: true });
  });
});
