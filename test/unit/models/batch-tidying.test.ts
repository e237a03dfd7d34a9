/** What is left at an endpoint when a batch is over. */
import { afterEach, beforeEach, expect, it } from 'vitest';
import { cancelBatches } from '../../../src/engine/models/batch/batch-model.ts';
import { BatchProject } from './batch-support.ts';
import { modelErrorOf, never, question, until } from './support.ts';

let at: BatchProject;

beforeEach(async () => {
  at = await BatchProject.start();
  at.batches.fate = ({ messages }) => ({ text: `To ${messages[0]!.content}` });
});

afterEach(async () => {
  await at.end();
});

const deletions = (): (string | number)[][] =>
  at.server.requests
    .filter(({ path, body }) => body === undefined && /\/files\/[^/]+$/.test(path))
    .map(({ path, status }) => [path, status]);

/** Asks, and leaves when the batch is under way. */
async function askAndLeave(run: string): Promise<void> {
  at.batches.ending = undefined;
  const stop = new AbortController();
  const rejected = expect(at.model(run).chat(question(1), stop.signal)).rejects.toThrow('left');
  await until(() => at.batches.polls > 0);
  stop.abort(new Error('left'));
  await rejected;
}

it('deletes the files of a batch at the endpoint when its replies are kept: what was asked, answered and refused', async () => {
  at.batches.fate = ({ messages }) =>
    messages[0]!.content === 'Question 2' ? { status: 400, error: { message: 'no' } } : { text: 'Yes.' };
  const model = at.model();
  const [first, second] = [model.chat(question(1), never), model.chat(question(2), never)];
  expect((await modelErrorOf(second)).kind).toBe('bad-request');
  expect((await first).text).toBe('Yes.');
  expect(at.batches.files).toEqual([]);
  expect(deletions()).toHaveLength(3);
  expect((await at.model().chat(question(1), never)).text).toBe('Yes.');
  expect(deletions()).toHaveLength(3);
});

it.each([400, 404, 405, 501])('leaves files where the endpoint answers %i to that, and does not ask it again', async (status) => {
  at.batches.fail('delete', status);
  at.batches.fail('delete', status);
  for (let n = 0; n < 2; n += 1) expect((await at.model().chat(question(1), never)).text).toBe('To Question 1');
  expect(deletions()).toHaveLength(2);
  expect(at.batches.files).toHaveLength(2);
});

it.each([500, 0, 429, 401])('hands on the replies of an endpoint that fails with %i then, and the next process deletes', async (status) => {
  at.batches.fail('delete', status);
  expect((await at.model().chat(question(1), never)).text).toBe('To Question 1');
  expect(at.batches.files).toHaveLength(2);
  expect((await at.model().chat(question(1), never)).text).toBe('To Question 1');
  expect(at.batches.files).toEqual([]);
});

it('keeps nobody waiting for an endpoint that is gone, and does not try it for each request', async () => {
  for (let n = 0; n < 50; n += 1) at.batches.fail('delete', 500);
  expect((await at.model().chat(question(1), never)).text).toBe('To Question 1');
  const model = at.model();
  for (let n = 0; n < 5; n += 1) expect((await model.chat(question(1), never)).text).toBe('To Question 1');
  expect(deletions()).toHaveLength(2);
});

it('deletes the file of a batch that the endpoint would not create', async () => {
  at.batches.fail('create', 400);
  await modelErrorOf(at.model().chat(question(1), never));
  expect(at.batches.files).toHaveLength(1);
  expect((await at.model().chat(question(1), never)).text).toBe('To Question 1');
  expect(at.batches.files).toEqual([]);
});

it('deletes the files of a batch that was cancelled, and keeps what had been answered', async () => {
  await askAndLeave('run-1');
  await cancelBatches(at.folder, 'run-1', () => Promise.resolve(at.opened));
  expect(at.batches.files).toEqual([]);
  expect((await at.model().chat(question(1), never)).text).toBe('To Question 1');
  expect(at.batches.batches).toHaveLength(1);
});

it('cancels also where the endpoint fails right after; the next process of whatever run tidies up', async () => {
  await askAndLeave('run-1');
  at.batches.fail('poll', 500);
  await cancelBatches(at.folder, 'run-1', () => Promise.resolve(at.opened));
  expect(at.batches.files).toHaveLength(2);
  at.batches.ending = 'completed';
  expect((await at.model('run-2').chat(question(2), never)).text).toBe('To Question 2');
  expect(at.batches.files).toEqual([]);
  expect((await at.model().chat(question(1), never)).text).toBe('To Question 1');
  expect(at.batches.batches).toHaveLength(2);
});
