import { once } from 'node:events';
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startScript } from '../../support/start-script.ts';
import { asks, ModelledProject, wellBehaved } from './support/modelled-project.ts';

/** Requests under way at once, at most. */
const bound = 8;
const usage = { prompt_tokens: 1000, completion_tokens: 100 };
/** Of one call, in US dollars, at a dollar for a million tokens. */
const price = 0.0011;
const maxCost = 0.06;
const killAfter = 40;

describe('a run that is killed while its first job waits and many others are paid for', { timeout: 120_000 }, () => {
  let at: ModelledProject;
  /** Calls that were paid for, and what is done when so many were. */
  let paid = 0;
  let onPaid: (calls: number) => void = () => undefined;

  beforeEach(async () => {
    paid = 0;
    at = await ModelledProject.start({
      usage,
      reply: (body) => {
        if (!asks.extraction(body)) onPaid((paid += 1));
        return wellBehaved(body);
      },
    });
    at.manySets();
    at.environment.LOOM_PRICE = '1/1';
    const project = await at.open();
    await project.request('extract', {});
    project.close();
    at.server.fail({ kind: 'stall', at: 'headers' });
  });
  afterEach(() => at.end());

  /** Runs the command in a process of its own until it is killed after so many calls. */
  async function killed(profile: object = { price: { prompt: 1, completion: 1 } }): Promise<void> {
    const profiles = join(at.folder, 'profiles.json');
    writeFileSync(profiles, JSON.stringify({ bounded: { url: at.server.url, model: 'hand', maxConcurrent: bound, ...profile } }));
    at.environment.LOOM_PROFILES = profiles;
    const script = join(import.meta.dirname, 'killed-calls-child.ts');
    const asked = JSON.stringify({ count: 120, ...('price' in profile ? { maxCost } : {}) });
    const running = startScript(script, [at.folder, asked], at.environment);
    onPaid = (calls) => {
      if (calls === killAfter) running.kill('SIGKILL');
    };
    expect(await once(running, 'exit')).toEqual([null, 'SIGKILL']);
    onPaid = () => undefined;
  }

  const opened = () => at.open({ model: 'bounded' });
  const generate = { method: 'level3', count: 120, seed: 1, resume: true, maxCost };

  it('has on record what it paid, counts each call once, and keeps its budget when it goes on', async () => {
    await killed();
    const project = await opened();
    const [run] = (await project.request('runs/list', {})).runs;
    expect(run).toMatchObject({ outcome: 'interrupted', kept: 0 });
    // All but what was in flight; one of that is the call that stalls.
    expect(run!.usage.calls).toBeGreaterThanOrEqual(killAfter - bound);
    expect(run!.usage.cost).toBeGreaterThanOrEqual((killAfter - bound) * price);
    const before = paid;

    const result = await project.request('generate', generate);
    expect(result).toMatchObject({ run: run!.run, outcome: 'stopped' });
    expect(result.cost).toBeLessThanOrEqual(maxCost);
    expect(result.cost).toBeCloseTo(run!.usage.cost! + (paid - before) * price);
    // What was in flight when it was killed is all that was paid for beyond its record.
    expect(paid * price).toBeLessThanOrEqual(maxCost + bound * price);
    const [again] = (await project.request('runs/list', {})).runs;
    expect(again!.usage.cost).toBeCloseTo(result.cost!);
    project.close();

    // By now all of it is in the journal, which is the truth.
    rmSync(join(at.folder, '.loom', 'cache'), { recursive: true });
    const anew = await opened();
    expect((await anew.request('runs/list', {})).runs[0]!.usage).toEqual(again!.usage);
    anew.close();
  });

  it('has it in its journal when it is cancelled', async () => {
    await killed();
    const project = await opened();
    const [run] = (await project.request('runs/list', {})).runs;
    expect(run!.usage.cost).toBeGreaterThanOrEqual((killAfter - bound) * price);
    await project.request('runs/cancel', { run: run!.run });
    project.close();
    rmSync(join(at.folder, '.loom', 'cache'), { recursive: true });
    const anew = await opened();
    expect((await anew.request('runs/list', {})).runs[0]).toMatchObject({ outcome: 'cancelled', usage: run!.usage });
    anew.close();
  });

  it('has a cost that is not known where its model has no price, also without the cache', async () => {
    delete at.environment.LOOM_PRICE;
    await killed({});
    rmSync(join(at.folder, '.loom', 'cache'), { recursive: true });
    const project = await opened();
    const [run] = (await project.request('runs/list', {})).runs;
    expect(run).toMatchObject({ outcome: 'interrupted', usage: { cost: null } });
    project.close();
  });
});
