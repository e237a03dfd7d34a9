import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { seeded } from '../../support/seeded.ts';
import { type ChatBody } from '../../support/model-server.ts';
import { startScript } from '../../support/start-script.ts';
import { asks, ModelledProject, requestHash, wellBehaved } from './support/modelled-project.ts';

const kills = 50;
const calls = 1000;
/** Requests under way at once, at most. */
const bound = 8;

it(
  'kill -9 at 50 points of a run of 1,000 calls: all samples are there once, and nothing is paid twice but what was in flight',
  { timeout: 900_000 },
  async () => {
    const random = seeded('kill -9 at 50 points of a run');
    const received: string[] = [];
    let killAt = Infinity;
    let running: ChildProcess | undefined;
    const reply = (body: ChatBody): string => {
      if (!asks.extraction(body)) received.push(requestHash(body));
      if (received.length >= killAt) running?.kill('SIGKILL');
      return wellBehaved(body);
    };
    const at = await ModelledProject.start({ record: false, latencyMs: 2, reply });
    at.manySets();
    const first = await at.open();
    await first.request('extract', {});
    first.close();

    const profiles = join(at.folder, 'profiles.json');
    writeFileSync(profiles, JSON.stringify({ bounded: { url: at.server.url, model: 'hand', maxConcurrent: bound } }));
    const run = async (): Promise<NodeJS.Signals | null> => {
      const script = join(import.meta.dirname, 'killed-calls-child.ts');
      running = startScript(script, [at.folder], { ...at.environment, LOOM_PROFILES: profiles });
      const [code, signal] = (await once(running, 'exit')) as [number | null, NodeJS.Signals | null];
      expect(signal ?? code).toBe(signal ?? 0);
      return signal;
    };
    let killed = 0;
    // At random points, though never so far on that the rest would not do for the kills that are left.
    while (killed < kills) {
      const left = kills - killed;
      killAt = received.length + 1 + random(Math.max(1, (1.6 * Math.max(0, calls - 60 - received.length)) / left));
      if ((await run()) === 'SIGKILL') killed += 1;
      else break;
    }
    expect(killed).toBe(kills);
    killAt = Infinity;
    expect(await run()).toBeNull();

    expect(new Set(received).size).toBe(calls);
    expect(received.length).toBeLessThanOrEqual(calls + kills * bound);
    const project = await at.open();
    const [last, ...others] = (await project.request('runs/list', {})).runs.filter(({ kind }) => kind === 'generate');
    expect(others).toEqual([]);
    expect(last).toMatchObject({ outcome: 'done', kept: 750, gated: 0, failed: 0 });
    const { samples } = await project.request('samples/ids', { filter: { run: last!.run } });
    expect(new Set(samples).size).toBe(750);
    expect(samples).toHaveLength(750);
    project.close();
    await at.end();
  },
);
