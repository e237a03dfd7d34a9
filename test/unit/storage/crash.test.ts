import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { describe, expect, it, onTestFinished } from 'vitest';
import * as z from 'zod';
import type { Store } from '../../../src/engine/storage/store.ts';
import { seeded } from '../../support/seeded.ts';
import { accepts, makes } from './made-up.ts';
import { journalFiles, newProject, rowsOnDisk, using } from './projects.ts';
import { labelOf } from '../../../src/core/samples/shapes/index.ts';

const child = join(import.meta.dirname, 'crash-child.ts');

type Shown = Map<string, string>;
const begins = z.object({ affected: z.union([z.literal('any'), z.array(z.string())]) });
const done = z.object({ samples: z.array(z.tuple([z.string(), z.string(), z.string()])) });

function stateOf(store: Store): Shown {
  const { samples } = store.samples({}, { offset: 0, limit: 100_000 });
  return new Map(samples.map(({ id, status, current }) => [id, `${status} ${labelOf(current.content)}`]));
}

/** Lets the child work on the project until it is killed. @returns what it has shown as done, and what it was about to do. */
async function runUntilKilled(project: string, seed: number, kill: { in: string; at: number } | { atLine: number }) {
  const crash = 'in' in kill ? [kill.in, String(kill.at)] : [];
  const running = spawn(process.execPath, ['--no-warnings', child, project, String(seed), ...crash], { stdio: ['ignore', 'pipe', 'pipe'] });
  // A test that has failed or timed out leaves nobody at work.
  onTestFinished(() => void running.kill('SIGKILL'));
  let complaints = '';
  running.stderr.on('data', (data: Buffer) => (complaints += data.toString()));
  const exit = once(running, 'exit');
  const shown: Shown = new Map();
  let underWay: z.infer<typeof begins>['affected'] = [];
  let problems: unknown;
  let lines = 0;
  for await (const line of createInterface(running.stdout)) {
    const at = line.indexOf(' ');
    const value: unknown = JSON.parse(line.slice(at + 1));
    if (line.startsWith('opened')) problems = value;
    else if (line.startsWith('begins')) underWay = begins.parse(value).affected;
    else {
      for (const [id, status, question] of done.parse(value).samples) shown.set(id, `${status} ${question}`);
      underWay = [];
    }
    if ('atLine' in kill && ++lines === kill.atLine) running.kill('SIGKILL');
  }
  const [, signal] = (await exit) as [number | null, string | null];
  return { shown, underWay, problems, complaints, signal };
}

/** Somewhere in the middle of a file operation; how often each is called differs. */
function crashPoint(random: (below: number) => number): { in: string; at: number } {
  const often: Readonly<Record<string, number>> = {
    writeSync: 5,
    fdatasyncSync: 5,
    writeFileSync: 6,
    renameSync: 6,
    fsyncSync: 6,
    rmSync: 1,
    openSync: 60,
  };
  const name = Object.keys(often)[random(Object.keys(often).length)]!;
  return { in: name, at: 1 + random(often[name]!) };
}

describe('kill -9', () => {
  it('at 50 random points loses nothing that was shown, leaves no half file, and the next start works', async () => {
    const random = seeded('kill -9 at 50 points of deciding');
    const project = newProject();
    const ids = Array.from({ length: 1010 }, (_, at) => `s${at}`);
    let before = using(project, (store) => {
      store.append(ids.map((id) => makes(id)));
      store.append(ids.slice(0, 998).map(accepts));
      return stateOf(store);
    });
    let interrupted = 0;
    for (let round = 1; round <= 50; round++) {
      const kill = round % 2 === 0 ? crashPoint(random) : { atLine: 1 + random(10) };
      const { shown, underWay, problems, complaints, signal } = await runUntilKilled(project, round, kill);
      expect({ kill, signal, complaints }).toEqual({ kill, signal: 'SIGKILL', complaints: '' });
      // Undefined when it died before it had opened the project.
      expect([undefined, { problems: [] }]).toContainEqual(problems);
      before = using(project, (store) => {
        const after = stateOf(store);
        // A decision under way when the process died may have happened or not; everything else is as it was last shown.
        for (const [id, state] of new Map([...before, ...shown])) {
          if (underWay !== 'any' && !underWay.includes(id)) expect([id, after.get(id)]).toEqual([id, state]);
        }
        if (underWay === 'any' || underWay.length > 0) interrupted++;
        expect(store.problems.filter(({ file }) => !file.endsWith('.torn'))).toEqual([]);
        return after;
      });
      expectDatasetOf(project, before);
    }
    expect(interrupted).toBeGreaterThan(10);
    expect(journalFiles(project)).toHaveLength(1);
    for (const file of journalFiles(project)) for (const line of readFileSync(file, 'utf8').trimEnd().split('\n')) JSON.parse(line);
    rmSync(join(project, '.loom/cache'), { recursive: true });
    expect(using(project, stateOf)).toEqual(before);
  }, 240_000);
});

function expectDatasetOf(project: string, state: Shown): void {
  for (const [folder, status] of [
    ['data', 'accepted'],
    ['rejected', 'rejected'],
  ] as const) {
    const rows = rowsOnDisk(project, folder).map(({ id, question }): [string, string] => [id, `${status} ${question}`]);
    const expected = [...state].filter(([, each]) => each.startsWith(`${status} `));
    expect(rows.length).toBe(expected.length);
    expect(new Map(rows)).toEqual(new Map(expected));
  }
  const names = readdirSync(join(project, 'dataset'), { recursive: true }).map(String);
  expect(names.filter((name) => name.endsWith('.tmp'))).toEqual([]);
}
