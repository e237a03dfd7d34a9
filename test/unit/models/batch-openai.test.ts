import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { cancelBatches, createBatchModel } from '../../../src/engine/models/batch/batch-model.ts';
import { batchPrice } from '../../../src/engine/models/batch/batch-terms.ts';
import { UsageError } from '../../../src/engine/errors.ts';
import { BatchProject } from './batch-support.ts';
import { composed } from './composition.ts';
import { HeldModel, modelErrorOf, never, question, scripted, until } from './support.ts';

let at: BatchProject;
/** Requests of batches that were called off before any run heard of them. */
let unheardOf = 0;

beforeEach(async () => {
  at = await BatchProject.start();
  unheardOf = 0;
  at.batches.fate = ({ messages }) => ({ text: `To ${messages[0]!.content}` });
});

afterEach(async () => {
  // Whatever befell them, every request is counted as often as it was handed in.
  expect(at.counted).toBe(at.batches.asked.length - unheardOf);
  await at.end();
});

const numbers = (count: number): number[] => Array.from({ length: count }, (_, index) => index + 1);

it('sends what is asked at once as one batch, and hands each reply to the one who asked', async () => {
  const model = at.model();
  const replies = await Promise.all(numbers(1000).map((n) => model.chat(question(n), never)));
  expect(replies.map(({ text }) => text)).toEqual(numbers(1000).map((n) => `To Question ${n}`));
  expect(replies[0]!.usage).toEqual({ promptTokens: 11, completionTokens: 7, estimated: false });
  expect(at.batches.batches).toHaveLength(1);
  const [line] = at.batches.batches[0]!.lines;
  expect(line!.body).toEqual({ model: 'm1', messages: [{ role: 'user', content: 'Question 1' }], seed: 7 });
  expect(at.told.at(-1)).toBeNull();
});

it('keeps nothing of a key that the endpoint repeats', async () => {
  const key = 'sk-secret-key';
  at.batches.fate = () => ({ text: `You sent ${key}.` });
  expect((await at.model().chat(question(1), never)).text).toBe('You sent ‹key›.');
  at.batches.fate = () => ({ status: 400, error: { message: `Not with ${key}`, code: key } });
  expect((await modelErrorOf(at.model().chat(question(2), never))).message).not.toContain(key);
  const cache = join(at.folder, '.loom/cache');
  for (const name of readdirSync(cache).filter((each) => each.startsWith('batches.sqlite')))
    expect(readFileSync(join(cache, name)).includes(key)).toBe(false);
});

it('carries every script to the endpoint and back', async () => {
  const content = 'Wie groß ist π? “潮汐” – 🌊';
  const { text } = await at.model().chat(question(1, { messages: [{ role: 'user', content }] }), never);
  expect(text).toBe(`To ${content}`);
});

it('says which batch it waits for and how far that is, and looks every five seconds at first, every minute in the end', async () => {
  at.batches.ending = undefined;
  const reply = at.model().chat(question(1), never);
  await until(() => at.batches.polls >= 10);
  expect(at.told).toContain(`batch_1 at ${at.server.url}: 0 of 1 answered`);
  const looks = at.clock.waits.filter((ms) => ms >= 5000);
  expect(looks.slice(0, 3)).toEqual([5000, 7500, 11_250]);
  expect(looks.at(-1)).toBe(60_000);
  at.batches.ending = 'completed';
  expect((await reply).text).toBe('To Question 1');
});

it('fails only those requests of a batch that failed, in the words of a live call', async () => {
  at.batches.fate = ({ messages }) =>
    messages[0]!.content === 'Question 2'
      ? { status: 400, error: { message: 'This model’s maximum context length is 8192 tokens', code: 'context_length_exceeded' } }
      : { text: 'Yes.' };
  const model = at.model();
  const [first, second, third] = [1, 2, 3].map((n) => model.chat(question(n), never));
  const error = await modelErrorOf(second!);
  expect(error.kind).toBe('context');
  expect(error.message).toContain(`${at.server.url} (m1) answered 400: This model’s maximum context length is 8192 tokens.`);
  expect((await first!).text).toBe('Yes.');
  expect((await third!).text).toBe('Yes.');
  expect(at.batches.batches).toHaveLength(1);
});

it('puts a request in other words when its model does not take a setting', async () => {
  at.batches.fate = (body) =>
    'temperature' in body ? { status: 400, error: { message: 'Unsupported value', param: 'temperature' } } : { text: 'Yes.' };
  const model = at.model();
  const replies = [1, 2].map((n) => model.chat(question(n, { sampling: { temperature: 0.3 } }), never));
  expect((await Promise.all(replies)).map(({ text }) => text)).toEqual(['Yes.', 'Yes.']);
  expect(at.batches.batches.map(({ lines }) => lines.length)).toEqual([2, 2]);
});

it('asks again in a next batch for what had expired, and keeps what had been answered', async () => {
  at.batches.ending = 'expired';
  at.batches.fate = ({ messages }) =>
    messages[0]!.content === 'Question 1' || at.batches.batches.length > 1 ? { text: 'Yes.' } : 'expires';
  const model = at.model();
  const replies = await Promise.all(numbers(3).map((n) => model.chat(question(n), never)));
  expect(replies.map(({ text }) => text)).toEqual(['Yes.', 'Yes.', 'Yes.']);
  expect(at.batches.batches.map(({ lines }) => lines.length)).toEqual([3, 2]);
});

it('gives up a request that three batches did not answer, and does not put it into a fourth', async () => {
  at.batches.fate = () => 'left-out';
  const model = at.model();
  const error = await modelErrorOf(model.chat(question(1), never));
  expect(error.message).toContain('left this request out of the output of batch batch_3');
  expect((await modelErrorOf(model.chat(question(1), never))).message).toBe(error.message);
  expect(at.batches.batches).toHaveLength(3);
});

it('under the cache and the retries of a run, too, puts a request into three batches at most, and keeps what was answered', async () => {
  at.batches.fate = ({ messages }) => (messages[0]!.content === 'Question 1' ? 'left-out' : { text: 'Yes.' });
  const run = composed(new HeldModel(), {}, { below: at.model() });
  const over = new AbortController();
  const failed = modelErrorOf(run.chat(question(1), never)).finally(() => {
    over.abort();
  });
  expect((await run.chat(question(2), never)).text).toBe('Yes.');
  while (!over.signal.aborted) await run.clock.advance(60_000);
  expect((await failed).message).toContain('left this request out of the output of batch batch_3');
  expect(at.batches.batches.map(({ lines }) => lines.length)).toEqual([2, 1, 1]);
  expect(await run.chat(question(2), never)).toMatchObject({ text: 'Yes.', cached: true });
  run.close();
});

it('says why the endpoint refused a batch, and asks again when the run is resumed', async () => {
  at.batches.refusal = { code: 'token_limit_exceeded', message: 'Enqueued token limit reached for m1 in organization x', line: null };
  const error = await modelErrorOf(at.model().chat(question(1), never));
  expect(error.kind).toBe('quota');
  expect(error.message).toContain('refused batch batch_1: token_limit_exceeded: Enqueued token limit reached for m1 in organization x.');
  at.batches.refusal = undefined;
  expect((await at.model().chat(question(1), never)).text).toBe('To Question 1');
});

it('shows nothing of a prompt or a key that the endpoint repeats when it refuses a batch', async () => {
  at.batches.refusal = { code: 'invalid', message: 'Bad line "Explain why tides follow the moon around" for sk-secret-key', line: 1 };
  const { message } = await modelErrorOf(at.model().chat(question(1), never));
  expect(message).toContain('Bad line … for ‹key› (line 1)');
});

it('ends the run, rather than ask anew, when somebody cancelled the batch there; resumed, it asks for the rest', async () => {
  at.batches.ending = 'cancelled';
  at.batches.fate = ({ messages }) => (messages[0]!.content === 'Question 1' ? { text: 'Yes.' } : 'left-out');
  const model = at.model();
  const [first, second] = [1, 2].map((n) => model.chat(question(n), never));
  const error = await modelErrorOf(second!);
  expect(error.message).toContain('had batch batch_1 cancelled there before this request was answered');
  expect(error.retryable).toBe(false);
  expect((await first!).text).toBe('Yes.');
  at.batches.ending = 'completed';
  at.batches.fate = () => ({ text: 'Now.' });
  expect((await at.model().chat(question(2), never)).text).toBe('Now.');
  expect((await at.model().chat(question(1), never)).text).toBe('Yes.');
  expect(at.batches.batches.map(({ lines }) => lines.length)).toEqual([2, 1]);
});

it('waits out a server that fails or is gone while it is asked how far a batch is', async () => {
  for (const status of [500, 0, 502]) at.batches.fail('poll', status);
  at.batches.fail('poll', 429, { 'retry-after': '90' });
  at.batches.fail('output', 503);
  at.batches.fail('output', 0);
  expect((await at.model().chat(question(1), never)).text).toBe('To Question 1');
  expect(at.clock.waits).toContain(90_000);
  expect(at.told.some((what) => what?.includes('answered 500'))).toBe(true);
  expect(at.batches.batches).toHaveLength(1);
});

it('reads the output again from its beginning when the connection is lost in the midst of it', async () => {
  at.batches.fail('outputting', 0);
  const model = at.model();
  const replies = await Promise.all(numbers(300).map((n) => model.chat(question(n), never)));
  expect(replies.map(({ text }) => text)).toEqual(numbers(300).map((n) => `To Question ${n}`));
  expect(at.batches.batches).toHaveLength(1);
});

it('asks again when the endpoint has thrown the output of a batch away', async () => {
  at.batches.fail('output', 404);
  expect((await at.model().chat(question(1), never)).text).toBe('To Question 1');
  expect(at.batches.batches).toHaveLength(2);
});

it('creates one batch when the answer to its creation is lost', async () => {
  at.batches.fail('uploaded', 0);
  at.batches.fail('created', 0);
  at.batches.fail('list', 500);
  expect((await at.model().chat(question(1), never)).text).toBe('To Question 1');
  expect(at.batches.batches).toHaveLength(1);
});

it('says that an endpoint has no Batch API, and leaves nothing behind that would be waited for', async () => {
  at.batches.fail('upload', 404);
  const error = await modelErrorOf(at.model().chat(question(1), never));
  expect(error.kind).toBe('not-found');
  expect(error.message).toContain(`${at.server.url} (m1) answered 404: it has no Batch API`);
  expect((await at.model().chat(question(1), never)).text).toBe('To Question 1');
});

it('leaves a batch running when the run is paused, and waits for the same one when it is resumed', async () => {
  at.batches.ending = undefined;
  const pause = new AbortController();
  const paused = at.model().chat(question(1), pause.signal);
  const rejected = expect(paused).rejects.toThrow('paused');
  await until(() => at.batches.polls > 0);
  pause.abort(new Error('paused'));
  await rejected;
  expect(at.told.at(-1)).toBeNull();
  expect(at.batches.batches[0]!.status).toBe('in_progress');
  at.batches.ending = 'completed';
  expect((await at.model().chat(question(1), never)).text).toBe('To Question 1');
  expect(at.batches.batches).toHaveLength(1);
});

it('paused while a batch is being created, it finds that one again', async () => {
  const held = at.batches.hold('created');
  const pause = new AbortController();
  const paused = at.model().chat(question(1), pause.signal);
  const rejected = expect(paused).rejects.toThrow('paused');
  await held.reached;
  pause.abort(new Error('paused'));
  await rejected;
  expect((await at.model().chat(question(1), never)).text).toBe('To Question 1');
  expect(at.batches.batches).toHaveLength(1);
});

it('knows a request again although the budget now leaves its reply less room', async () => {
  const model = at.model();
  await model.chat(question(1, { sampling: { maxTokens: 4096 } }), never);
  await at.model().chat(question(1, { sampling: { maxTokens: 300 } }), never);
  expect(at.batches.batches).toHaveLength(1);
});

it('two runs that ask the same share one batch', async () => {
  at.batches.ending = undefined;
  const first = at.model('run-1').chat(question(1), never);
  await until(() => at.batches.polls > 0);
  const second = at.model('run-2').chat(question(1), never);
  await until(() => at.batches.polls > 3);
  at.batches.ending = 'completed';
  expect((await first).text).toBe((await second).text);
  expect(at.batches.batches).toHaveLength(1);
});

it('calls off the batches of a cancelled run, and of no other', async () => {
  at.batches.ending = undefined;
  const stop = new AbortController();
  const first = at.model('run-1').chat(question(1), stop.signal);
  const second = at.model('run-2').chat(question(2), never);
  const rejected = expect(first).rejects.toThrow('cancelled');
  await until(() => at.batches.polls > 4 && at.batches.batches.length === 2);
  stop.abort(new Error('cancelled'));
  await rejected;
  await cancelBatches(at.folder, 'run-1', () => Promise.resolve(at.opened));
  const statusOf = (content: string) => at.batches.batches.find(({ lines }) => lines[0]!.body.messages[0]!.content === content)?.status;
  expect(statusOf('Question 1')).toBe('cancelled');
  expect(statusOf('Question 2')).toBe('in_progress');
  at.batches.ending = 'completed';
  expect((await second).text).toBe('To Question 2');
});

it('asks at once for the rest of a batch that was called off from here, when the run is resumed', async () => {
  at.batches.ending = undefined;
  const stop = new AbortController();
  const rejected = expect(at.model().chat(question(1), stop.signal)).rejects.toThrow('cancelled');
  await until(() => at.batches.polls > 0);
  stop.abort(new Error('cancelled'));
  await rejected;
  at.batches.fate = () => 'left-out';
  await cancelBatches(at.folder, 'run-1', () => Promise.resolve(at.opened));
  at.batches.ending = 'completed';
  at.batches.fate = () => ({ text: 'Now.' });
  expect((await at.model().chat(question(1), never)).text).toBe('Now.');
});

it('calls off a batch whose creation nobody heard of', async () => {
  const held = at.batches.hold('created');
  const stop = new AbortController();
  const rejected = expect(at.model().chat(question(1), stop.signal)).rejects.toThrow('cancelled');
  await held.reached;
  stop.abort(new Error('cancelled'));
  await rejected;
  await cancelBatches(at.folder, 'run-1', () => Promise.resolve(at.opened));
  expect(at.batches.batches.map(({ status }) => status)).toEqual(['cancelled']);
  unheardOf = 1;
});

it('does not call off a batch at another endpoint than it was begun at', async () => {
  at.batches.ending = undefined;
  const stop = new AbortController();
  const rejected = expect(at.model().chat(question(1), stop.signal)).rejects.toThrow('cancelled');
  await until(() => at.batches.polls > 0);
  stop.abort(new Error('cancelled'));
  await rejected;
  const moved = { ...at.opened, endpoint: 'https://api.example/v1?', name: 'm1 at https://api.example/v1' };
  await expect(cancelBatches(at.folder, 'run-1', () => Promise.resolve(moved))).rejects.toThrow(
    /batch_1 was begun at .*, and “m1” is now m1 at https:\/\/api\.example\/v1/,
  );
});

it('fails with the place and the reason when the list of batches cannot be kept', async () => {
  mkdirSync(join(at.folder, '.loom'));
  writeFileSync(join(at.folder, '.loom', 'cache'), '');
  await expect(at.model().chat(question(1), never)).rejects.toThrow(
    /cache: cannot be used for the project: .*a file stands where a folder is needed/,
  );
  expect(at.server.requests).toEqual([]);
});

it('fails, and waits for nothing, when the replies cannot be kept', async () => {
  const held = at.batches.hold('output');
  const reply = at.model().chat(question(1), never);
  await held.reached;
  const database = new DatabaseSync(join(at.folder, '.loom', 'cache', 'batches.sqlite'));
  database.exec("CREATE TRIGGER full BEFORE UPDATE OF reply ON requests BEGIN SELECT RAISE(ABORT, 'disk is full'); END");
  held.release();
  await expect(reply).rejects.toThrow(/what is in which batch could not be kept or looked up: disk is full/);
  database.exec('DROP TRIGGER full');
  database.close();
  expect((await at.model().chat(question(1), never)).text).toBe('To Question 1');
  expect(at.batches.batches).toHaveLength(1);
});

it('says which models can be asked in batches', () => {
  const opened = { model: scripted(new Error('unused')), name: 'VS Code’s gpt', endpoint: 'vscode', remote: true };
  const told = { onAsked: () => undefined, onWaiting: () => undefined };
  const place = { folder: at.folder, run: 'run-1', id: 'm1', clock: at.clock, ...told };
  // Nor through files: no engine run by hand knows them.
  for (const options of [{ kind: 'openai', ...place } as const, { kind: 'files', ...place, stop: () => undefined } as const]) {
    expect(() => createBatchModel(opened, options)).toThrow(UsageError);
    expect(() => createBatchModel(opened, options)).toThrow('VS Code’s gpt cannot be asked in batches; models of OpenAI-compatible');
  }
});

it('counts half the price for a batch, and none where none is known', () => {
  expect(batchPrice({ prompt: 2.5, completion: 10 })).toEqual({ prompt: 1.25, completion: 5 });
  expect(batchPrice(undefined)).toBeUndefined();
});
