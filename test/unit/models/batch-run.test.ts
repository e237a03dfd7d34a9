/** Whole runs in batches, from the project's API down to the wire. */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import * as z from 'zod';
import { completion } from '../../support/model-server/batches.ts';
import { asks, ModelledProject, wellBehaved } from '../engine/support/modelled-project.ts';

const seed = 3;

/** What a run counts whose requests were each asked, answered and recorded once. */
const askedOnce = (requests: number) => ({ calls: requests, tokens: { prompt: 11 * requests, completion: 7 * requests } });

it('makes samples through the Batch API as it does by single calls, in one batch for each step', { timeout: 240_000 }, async () => {
  const at = await ModelledProject.start({ batches: true });
  const { batches } = at.server;
  batches.fate = (body) => ({ text: wellBehaved(body) });
  at.manySets();
  const project = await at.open();
  await project.request('extract', {});
  const before = at.server.chats.length;
  const made = await project.request('generate', { method: 'level3', count: 30, seed, batch: 'openai' });
  expect(made).toMatchObject({ outcome: 'done', kept: 30, failed: 0, reason: null });
  expect(at.server.chats).toHaveLength(before);
  expect(new Set(batches.asked).size).toBe(batches.asked.length);
  expect(made).toMatchObject(askedOnce(batches.asked.length));
  expect(batches.batches.length).toBeLessThanOrEqual(4);
  project.close();
  await at.end();
});

it('counts a request when it is handed in, and not again by the processes that wait for it', { timeout: 240_000 }, async () => {
  const at = await ModelledProject.start({ batches: true });
  const { batches } = at.server;
  batches.fate = (body) => ({ text: wellBehaved(body) });
  at.manySets();
  const first = await at.open();
  await first.request('extract', {});
  let run = '';
  const plan = { method: 'level3', count: 30, seed, batch: 'openai' } as const;
  for (const step of ['created', 'poll', 'poll'] as const) {
    const project = await at.open();
    const { reached } = batches.hold(step);
    const part = run === '' ? project.request('generate', plan) : project.request('runs/resume', { run });
    await reached;
    const [latest] = (await project.request('runs/list', {})).runs;
    run = latest!.run;
    // What is waited for is in the journal, whatever becomes of this process. Nobody heard yet of the first one.
    if (step === 'poll') expect(latest!.usage.calls).toBe(batches.asked.length);
    const { batch } = latest!;
    expect(batch).toMatchObject({ kind: 'openai', unanswered: [] });
    expect(Date.parse(batch!.waitingSince!)).toBeGreaterThanOrEqual(Date.parse(latest!.startedAt));
    await project.request('runs/pause', { run });
    expect(await part).toMatchObject({ outcome: 'paused', calls: step === 'poll' ? batches.asked.length : 0 });
    // Paused, it waits since then.
    expect((await project.request('runs/list', {})).runs[0]).toMatchObject({ run, outcome: 'paused', batch });
    project.close();
  }
  const made = await first.request('runs/resume', { run });
  expect(made).toMatchObject({ outcome: 'done', kept: 30, failed: 0, ...askedOnce(batches.asked.length) });
  expect(new Set(batches.asked).size).toBe(batches.asked.length);
  expect((await first.request('runs/list', {})).runs[0]!.batch).toEqual({ kind: 'openai', waitingSince: null, unanswered: [] });
  first.close();
  await at.end();
});

it('has as much under way when it is resumed as before, and leaves no reply behind', { timeout: 240_000 }, async () => {
  const at = await ModelledProject.start({ batches: true });
  const { batches } = at.server;
  // The reply of the job that is recorded first is withheld: others are begun in its place, in the batch of the answers.
  let questions = 0;
  batches.fate = (body) => {
    if (asks.questions(body)) questions += 1;
    return asks.questions(body) && questions === 10 ? { text: 'By how', finish: 'content_filter' } : { text: wellBehaved(body) };
  };
  at.manySets();
  const project = await at.open();
  await project.request('extract', {});
  const { reached } = batches.hold('created');
  const part = project.request('generate', { method: 'level3', count: 30, seed, batch: 'openai' });
  await reached;
  const [{ run } = { run: '' }] = (await project.request('runs/list', {})).runs;
  await project.request('runs/pause', { run });
  await part;
  const answers = batches.hold('created');
  const second = project.request('runs/resume', { run });
  await answers.reached;
  expect(batches.batches).toHaveLength(2);
  await project.request('runs/pause', { run });
  expect(await second).toMatchObject({ outcome: 'paused', failed: 1 });
  const made = await project.request('runs/resume', { run });
  expect(made).toMatchObject({ outcome: 'done', kept: 30, failed: 1, ...askedOnce(batches.asked.length) });
  project.close();
  await at.end();
});

it('waits no more for a batch that was called off when its process had left it', { timeout: 240_000 }, async () => {
  const at = await ModelledProject.start({ batches: true });
  const { batches } = at.server;
  batches.ending = undefined;
  at.manySets();
  const project = await at.open();
  await project.request('extract', {});
  const { reached } = batches.hold('poll');
  const part = project.request('generate', { method: 'level3', count: 9, seed, batch: 'openai' });
  await reached;
  const [{ run } = { run: '' }] = (await project.request('runs/list', {})).runs;
  await project.request('runs/pause', { run });
  await part;
  expect(await project.request('runs/cancel', { run })).toEqual({ cancelled: true });
  expect(batches.batches.map(({ status }) => status)).toEqual(['cancelled']);
  expect((await project.request('runs/list', {})).runs[0]).toMatchObject({ outcome: 'cancelled', batch: { waitingSince: null } });
  project.close();
  await at.end();
});

it('asks for as much at once where the other model is one that nothing is sent to', { timeout: 240_000 }, async () => {
  const at = await ModelledProject.start({ batches: true });
  const { batches } = at.server;
  batches.fate = (body) => ({ text: wellBehaved(body) });
  at.manySets();
  const project = await at.open({ answerModel: 'builtin/extractive' });
  await project.request('extract', {});
  const plan = { method: 'level3', count: 30, seed, answer: false, batch: 'openai' } as const;
  const made = await project.request('generate', plan);
  expect(made).toMatchObject({ outcome: 'done', kept: 30 });
  // Three questions each.
  expect(batches.batches[0]!.lines).toHaveLength(10);
  project.close();
  await at.end();
});

const line = z.object({
  custom_id: z.string(),
  body: z.looseObject({ model: z.string(), messages: z.array(z.object({ role: z.string(), content: z.string() })) }),
});

it('makes samples through files: stops for each step, and goes on when the output is there', { timeout: 240_000 }, async () => {
  const at = await ModelledProject.start();
  at.manySets();
  const project = await at.open();
  await project.request('extract', {});
  const before = at.server.chats.length;
  let made = await project.request('generate', { method: 'level3', count: 30, seed, batch: 'files', maxTokens: 1_000_000 });
  const folder = join(at.folder, '.loom', 'batch', made.run);
  let rounds = 0;
  let requests = 0;
  for (; made.outcome === 'stopped' && rounds < 6; rounds += 1) {
    expect(made.reason).toContain('vllm run-batch -i .loom/batch/');
    // It has a budget, and it is not what stopped it.
    const { runs } = await project.request('runs/list', {});
    expect(runs[0]).toMatchObject({ run: made.run, outcome: 'stopped', stoppedBy: 'batch', budget: { tokens: 1_000_000 } });
    const files = readdirSync(folder);
    const { batch, endedAt } = runs[0]!;
    expect(batch).toMatchObject({ kind: 'files', waitingSince: endedAt });
    expect(batch!.unanswered).toHaveLength(1);
    for (const { requests, replies } of batch!.unanswered) {
      expect(files).toContain(requests.replace(`.loom/batch/${made.run}/`, ''));
      expect(replies).toBe(requests.replace('.jsonl', '.output.jsonl'));
    }
    // Resumed too early, it waits on.
    const again = await project.request('runs/resume', { run: made.run });
    expect(again).toMatchObject({ outcome: 'stopped', calls: made.calls });
    expect(readdirSync(folder)).toEqual(files);
    for (const file of files.filter((name) => !name.includes('output') && !files.includes(name.replace('.jsonl', '.output.jsonl')))) {
      const asked = readFileSync(join(folder, file), 'utf8')
        .trimEnd()
        .split('\n')
        .map((text) => line.parse(JSON.parse(text)));
      requests += asked.length;
      const replies = asked.map(({ custom_id, body }) =>
        JSON.stringify({ custom_id, response: { status_code: 200, body: completion(wellBehaved(body)) }, error: null }),
      );
      writeFileSync(join(folder, file.replace('.jsonl', '.output.jsonl')), `${replies.join('\n')}\n`);
    }
    // Everything it waited for is there.
    expect((await project.request('runs/list', {})).runs[0]).toMatchObject({ batch: { kind: 'files', unanswered: [] } });
    made = await project.request('runs/resume', { run: made.run });
  }
  expect(made).toMatchObject({ outcome: 'done', kept: 30, failed: 0, ...askedOnce(requests) });
  expect(rounds).toBeLessThanOrEqual(4);
  expect(at.server.chats).toHaveLength(before);
  project.close();
  await at.end();
});

it.each(['walk', 'least-covered'])(
  'asks nothing anew when samples of other runs are made and decided on while it waits (%s)',
  { timeout: 240_000 },
  async (order) => {
    const at = await ModelledProject.start();
    at.manySets(`coverage:\n  order: ${order}\n`);
    const project = await at.open();
    await project.request('extract', {});
    const earlier = await project.request('generate', { method: 'level3', count: 12, seed: 1 });
    const { samples } = await project.request('samples/ids', { filter: { run: earlier.run } });
    await project.request('review/accept', { samples: samples.slice(0, 6) });
    const { run } = await project.request('generate', { method: 'level3', count: 30, seed, batch: 'files' });
    const folder = join(at.folder, '.loom', 'batch', run);
    const asked = (): string => readdirSync(folder).sort().map((file) => readFileSync(join(folder, file), 'utf8')).join(''); // prettier-ignore
    const before = asked();
    expect(before.includes('Do not repeat these questions')).toBe(true);

    await project.request('review/reject', { samples: samples.slice(4), reason: 'dull' });
    await project.request('review/edit', { sample: samples[0]!, parts: { question: 'What else?', answer: 'This.' } });
    await project.request('generate', { method: 'level3', count: 12, seed: 2 });
    expect(await project.request('runs/resume', { run })).toMatchObject({ outcome: 'stopped' });
    expect(asked() === before).toBe(true);
    project.close();
    await at.end();
  },
);
