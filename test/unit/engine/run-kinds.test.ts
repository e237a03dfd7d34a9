/** Every kind of run, in every way in which it can ask. */
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { BatchKind } from '../../../src/core/samples/events.ts';
import { type RunKindName, runKindNames } from '../../../src/core/samples/run-kinds.ts';
import type { OpenedProject } from '../../../src/engine/project.ts';
import type { EngineResult } from '../../../src/protocol/engine.ts';
import { seeded } from '../../support/seeded.ts';
import { startScript } from '../../support/start-script.ts';
import { answerFiles } from './support/answer-files.ts';
import { realistic } from './support/method-replies.ts';
import { ModelledProject } from './support/modelled-project.ts';

type Result = EngineResult<'runs/resume'>;
type Estimate = EngineResult<'generate/estimate'>;

/** How the run of a kind is started that the tests look at, and what it is for. */
interface Started {
  readonly method: string;
  readonly params: object;
  readonly run: (project: OpenedProject, how: { batch?: BatchKind; resume?: boolean }) => Promise<Result>;
  readonly estimate: (project: OpenedProject) => Promise<Estimate>;
  readonly kept: number;
}

const samples = async (project: OpenedProject) => (await project.request('samples/ids', { filter: {} })).samples;

/** Embedding asks no model that chats, and nothing in batches: `embedding-samples.test.ts` has it. */
type ChattingKind = Exclude<RunKindName, 'embed'>;
const chattingKinds = runKindNames.filter((kind): kind is ChattingKind => kind !== 'embed');

const started: Readonly<Record<ChattingKind, (project: OpenedProject) => Promise<Started>>> = {
  extract: async (project) => {
    const params = { again: true };
    const { passages } = await project.request('status', {});
    return {
      ...{ method: 'extract', params, kept: passages },
      run: (on, how) => on.request('extract', { ...params, ...how }),
      estimate: (on) => on.request('extract/estimate', params),
    };
  },
  generate: () => {
    const params = { method: 'level3', count: 9, seed: 7, judge: true };
    return Promise.resolve({
      ...{ method: 'generate', params, kept: 9 },
      run: (on, how) => on.request('generate', { ...params, ...how }),
      estimate: (on) => on.request('generate/estimate', params),
    });
  },
  regenerate: async (project) => {
    const params = { samples: await samples(project), instruction: null };
    return {
      ...{ method: 'review/regenerate', params, kept: params.samples.length },
      run: (on, how) => on.request('review/regenerate', { ...params, ...how }),
      estimate: (on) => on.request('regenerate/estimate', params),
    };
  },
  judge: async (project) => {
    const params = { samples: await samples(project) };
    return {
      ...{ method: 'samples/judge', params, kept: params.samples.length },
      run: (on, how) => on.request('samples/judge', { ...params, ...how }),
      estimate: (on) => on.request('judge/estimate', params),
    };
  },
  rate: () => {
    const params = { count: 12 };
    return Promise.resolve({
      ...{ method: 'rate', params, kept: 12 },
      run: (on, how) => on.request('rate', { ...params, ...how }),
      estimate: (on) => on.request('rate/estimate', params),
    });
  },
  diversity: () => {
    const params = { samplesPerDraw: 3, draws: 4, size: 4, rounds: 6 };
    return Promise.resolve({
      ...{ method: 'diversity/measure', params, kept: 6 },
      run: (on, how) => on.request('diversity/measure', { ...params, ...how }),
      estimate: (on) => on.request('diversity/estimate', params),
    });
  },
  personas: () => {
    const params = { count: 50 };
    return Promise.resolve({
      ...{ method: 'personas/generate', params, kept: 50 },
      run: (on, how) => on.request('personas/generate', { ...params, ...how }),
      estimate: (on) => on.request('personas/estimate', params),
    });
  },
};

let at: ModelledProject;
let project: OpenedProject;
let running: ChildProcess | undefined;

beforeEach(async () => {
  at = await ModelledProject.start({ batches: true, reply: realistic });
  at.server.batches.fate = (body) => ({ text: realistic(body) });
  at.moreDocuments(20);
  at.manySets('gates:\n  selfContained: false\n');
  project = await at.open();
  await project.request('extract', {});
  await project.request('generate', { method: 'level3', count: 6, seed: 1 });
  await project.request('generate', { method: 'rephrase', count: 3, seed: 1 });
  // Told of another domain, an extraction that is made again is no longer answered from the cache.
  at.manySets('gates:\n  selfContained: false\nprompts:\n  domain: oceanography\n');
  await project.request('refresh', {});
  at.server.requests.length = 0;
});
afterEach(async () => {
  running?.kill('SIGKILL');
  running = undefined;
  project.close();
  await at.end();
});

const child = (method: string, params: object): ChildProcess => {
  const script = join(import.meta.dirname, 'run-kind-child.ts');
  running = startScript(script, [at.folder, JSON.stringify({ method, params })], at.environment);
  return running;
};

async function kill(process: ChildProcess): Promise<void> {
  const gone = once(process, 'exit');
  process.kill('SIGKILL');
  await gone;
}

const lastRun = async () => (await project.request('runs/list', {})).runs[0]!;

/** What every kind leaves: as many as it set out for, each once, and each request paid once. */
async function expectWhole(kind: RunKindName, { kept }: Started, result: Result, asked: readonly string[]): Promise<void> {
  expect(result).toMatchObject({ kind, kept, planned: kept, failed: 0, outcome: 'done', reason: null });
  expect(new Set(asked).size).toBe(asked.length);
  expect(result.calls).toBe(asked.length);
  expect(await lastRun()).toMatchObject({ run: result.run, kind, kept, failed: 0, outcome: 'done' });
}

describe.each(chattingKinds)('a run of the kind %s', (kind) => {
  it('makes as many calls as it was estimated to, and can be asked in batches', async () => {
    const run = await started[kind](project);
    const expected = await run.estimate(project);
    expect(expected).toMatchObject({ kind, kept: run.kept, planned: run.kept, batches: [{ kind: 'openai' }, { kind: 'files' }] });
    expect(at.server.chats).toHaveLength(0);
    const result = await run.run(project, {});
    expect(result).toMatchObject({ calls: expected.calls, cached: 0, kept: expected.kept });
    expect(at.server.chats).toHaveLength(expected.calls);
  });

  it(
    'asks through a Batch API, is killed while it hands in and while it waits, and pays for each request once',
    { timeout: 240_000 },
    async () => {
      const { batches } = at.server;
      const run = await started[kind](project);
      const created = batches.hold('created');
      const first = child(run.method, { ...run.params, batch: 'openai' });
      await created.reached;
      await kill(first);
      expect(await lastRun()).toMatchObject({ kind, outcome: 'interrupted', batch: { kind: 'openai' } });
      const poll = batches.hold('poll');
      const second = child('runs/resume', { run: (await lastRun()).run });
      await poll.reached;
      await kill(second);
      const result = await run.run(project, { batch: 'openai', resume: true });
      expect(at.server.chats).toHaveLength(0);
      await expectWhole(kind, run, result, batches.asked);
    },
  );

  it('asks through files, is killed while it takes the replies in, and asks nothing anew', { timeout: 240_000 }, async () => {
    const random = seeded(`a run of the kind ${kind} through files`);
    const run = await started[kind](project);
    let result = await run.run(project, { batch: 'files' });
    const asked: string[] = [];
    for (let round = 0; result.outcome === 'stopped' && round < 6; round++) {
      asked.push(...answerFiles(at.folder, result.run, realistic));
      const process = child('runs/resume', { run: result.run });
      const over = once(process, 'exit');
      for (let news = random(4); news > 0; news--) await Promise.race([once(process.stdout!, 'data'), over]);
      process.kill('SIGKILL');
      await over;
      const left = await lastRun();
      // A process that was faster than the kill has ended the run: nothing is left to go on with.
      if (left.outcome === 'done') result = { ...result, ...left, ...left.usage, outcome: left.outcome };
      else result = await run.run(project, { batch: 'files', resume: true });
    }
    expect(at.server.chats).toHaveLength(0);
    await expectWhole(kind, run, result, asked);
  });
});
