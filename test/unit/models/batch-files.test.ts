import { appendFileSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import * as z from 'zod';
import { createBatchModel } from '../../../src/engine/models/batch/batch-model.ts';
import type { ChatModel } from '../../../src/engine/models/chat-model.ts';
import { openProfile } from '../../../src/engine/models/openai/open-profile.ts';
import { completion } from '../../support/model-server/batches.ts';
import { HurriedClock } from './hurried-clock.ts';
import { modelErrorOf, never, question } from './support.ts';

let folder: string;
let batch: string;
/** Requests that were counted. */
let asked: number;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'loom-batch-files-'));
  batch = join(folder, '.loom', 'batch', 'run-1');
  asked = 0;
});

afterEach(() => {
  rmSync(folder, { recursive: true });
});

interface Part {
  readonly model: ChatModel;
  /** Of the run: aborted with the reason when the model stops it. */
  readonly signal: AbortSignal;
}

/** A run's part, from its start or resumption to its end. */
function part(model = 'm1', controller = new AbortController()): Part {
  const stop = (reason: string): void => {
    controller.abort(new Error(reason));
  };
  const opened = openProfile({ url: 'http://127.0.0.1:9/v1', model });
  const onAsked = (requests: number): void => {
    asked += requests;
  };
  return {
    model: createBatchModel(opened, { kind: 'files', folder, run: 'run-1', clock: new HurriedClock(), onAsked, stop }),
    signal: controller.signal,
  };
}

/** Asks the questions of these numbers. @returns the replies, or why the run was stopped. */
async function ask({ model, signal }: Part, numbers: readonly number[]): Promise<{ replies: string[]; stopped: string }> {
  const settled = await Promise.allSettled(numbers.map((n) => model.chat(question(n), signal)));
  const replies = settled.flatMap((each) => (each.status === 'fulfilled' ? [each.value.text] : []));
  const reasons = settled.flatMap((each) => (each.status === 'rejected' ? [String(each.reason)] : []));
  return { replies, stopped: [...new Set(reasons)].join('\n') };
}

const written = z.object({ custom_id: z.string(), body: z.looseObject({ messages: z.array(z.object({ content: z.string() })) }) });

const linesOf = (file: string): z.infer<typeof written>[] =>
  readFileSync(join(batch, file), 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => written.parse(JSON.parse(line)));

const questionsIn = (file: string): string[] => linesOf(file).map(({ body }) => body.messages[0]!.content);

const reply = (key: string, text: string): string =>
  JSON.stringify({
    id: 'vllm-1',
    custom_id: key,
    response: { status_code: 200, request_id: 'vllm-batch-1', body: completion(text) },
    error: null,
  });

/** As `vllm run-batch` answers an input file; leaves out the questions for which there is no text. */
function answer(number: string, textOf: (asked: string) => string | undefined): void {
  const lines = linesOf(`requests-${number}.jsonl`).flatMap(({ custom_id, body }) => {
    const text = textOf(body.messages[0]!.content);
    return text === undefined ? [] : [reply(custom_id, text)];
  });
  writeFileSync(join(batch, `requests-${number}.output.jsonl`), lines.map((line) => `${line}\n`).join(''));
}

it('writes what is asked at once into one file, and stops the run with the command that answers it', async () => {
  const { replies, stopped } = await ask(part(), [1, 2, 3]);
  expect(replies).toEqual([]);
  expect(stopped).toContain('the requests are in .loom/batch/run-1/requests-0001.jsonl');
  expect(stopped).toContain(
    '“vllm run-batch -i .loom/batch/run-1/requests-0001.jsonl -o .loom/batch/run-1/requests-0001.output.jsonl --model m1”',
  );
  expect(readdirSync(batch)).toEqual(['requests-0001.jsonl']);
  expect(questionsIn('requests-0001.jsonl')).toEqual(['Question 1', 'Question 2', 'Question 3']);
  expect(JSON.parse(readFileSync(join(batch, 'requests-0001.jsonl'), 'utf8').split('\n')[0]!)).toEqual({
    custom_id: expect.any(String) as string,
    method: 'POST',
    url: '/v1/chat/completions',
    body: { model: 'm1', messages: [{ role: 'user', content: 'Question 1' }], seed: 7 },
  });
});

it('takes the replies from the output file when the run is resumed, and asks only what is new', async () => {
  await ask(part(), [1, 2]);
  answer('0001', (asked) => `To ${asked}, naïvely`);
  const { replies, stopped } = await ask(part(), [1, 2, 3]);
  expect(replies).toEqual(['To Question 1, naïvely', 'To Question 2, naïvely']);
  expect(questionsIn('requests-0002.jsonl')).toEqual(['Question 3']);
  expect(stopped).toContain('the requests are in .loom/batch/run-1/requests-0002.jsonl');
  expect(asked).toBe(3);
});

it('does not write again what waits for its output, and says again what to do', async () => {
  const first = await ask(part(), [1, 2]);
  const second = await ask(part(), [1, 2]);
  expect(second.stopped).toBe(first.stopped);
  expect(readdirSync(batch)).toEqual(['requests-0001.jsonl']);
});

it('puts what an output file left out into the next file', async () => {
  await ask(part(), [1, 2, 3]);
  answer('0001', (asked) => (asked === 'Question 2' ? undefined : 'Yes.'));
  expect((await ask(part(), [1, 2, 3])).replies).toEqual(['Yes.', 'Yes.']);
  expect(questionsIn('requests-0002.jsonl')).toEqual(['Question 2']);
  answer('0002', () => 'Now.');
  expect((await ask(part(), [1, 2, 3])).replies).toEqual(['Yes.', 'Now.', 'Yes.']);
});

it('uses the other lines of an output file with a torn and a foreign one, and names both by file and line', async () => {
  await ask(part(), [1, 2, 3]);
  answer('0001', (asked) => (asked === 'Question 3' ? undefined : 'Yes.'));
  const [, , third] = linesOf('requests-0001.jsonl');
  const output = join(batch, 'requests-0001.output.jsonl');
  appendFileSync(output, `${reply('somebody-elses', 'No.')}\n`);
  appendFileSync(output, reply(third!.custom_id, 'Cut').slice(0, 60));
  const { replies, stopped } = await ask(part(), [1, 2, 3]);
  expect(replies).toEqual(['Yes.', 'Yes.']);
  expect(stopped).toContain(
    'left out .loom/batch/run-1/requests-0001.output.jsonl:3: answers a request that is in none of the input files',
  );
  expect(stopped).toContain(
    'left out .loom/batch/run-1/requests-0001.output.jsonl:4: no reply in the batch format; the line may be cut off',
  );
  expect(questionsIn('requests-0002.jsonl')).toEqual(['Question 3']);
});

it('fails a request that the engine refused, naming the line that says so, and asks again for one that it could not serve', async () => {
  await ask(part(), [1, 2]);
  const [first, second] = linesOf('requests-0001.jsonl');
  const error = { object: 'error', message: 'This model’s maximum context length is 4096 tokens', type: 'BadRequestError', code: 400 };
  const lines = [
    { custom_id: first!.custom_id, response: { status_code: 400, request_id: 'r', body: null }, error },
    { custom_id: second!.custom_id, response: { status_code: 500, request_id: 'r', body: null }, error: { message: 'out of memory' } },
  ];
  writeFileSync(join(batch, 'requests-0001.output.jsonl'), lines.map((line) => JSON.stringify(line)).join('\n'));
  const resumed = part();
  const refused = modelErrorOf(resumed.model.chat(question(1), resumed.signal));
  const { stopped } = await ask(resumed, [2]);
  expect((await refused).kind).toBe('context');
  expect((await refused).message).toContain(
    '.loom/batch/run-1/requests-0001.output.jsonl:1 (m1) answered 400: This model’s maximum context length is 4096 tokens.',
  );
  expect(stopped).toContain('requests-0002.jsonl');
  expect(questionsIn('requests-0002.jsonl')).toEqual(['Question 2']);
});

it('gives up a request that could not be served in three files', async () => {
  for (const number of ['0001', '0002', '0003']) {
    await ask(part(), [1]);
    const [line] = linesOf(`requests-${number}.jsonl`);
    const failed = { custom_id: line!.custom_id, response: { status_code: 500, request_id: 'r', body: null }, error: { message: 'no' } };
    writeFileSync(join(batch, `requests-${number}.output.jsonl`), JSON.stringify(failed));
  }
  const error = await modelErrorOf(part().model.chat(question(1), never));
  expect(error.message).toContain('requests-0003.output.jsonl:1 (m1) answered 500');
  expect(existsSync(join(batch, 'requests-0004.jsonl'))).toBe(false);
});

it('keeps the files of a run’s two models apart, and names both', async () => {
  const controller = new AbortController();
  const questions = part('m1', controller);
  await ask(questions, [1]);
  const { stopped } = await ask(part('m 2'), [1]);
  expect(stopped).toContain('the requests are in 2 files');
  expect(stopped).toContain('and .loom/batch/run-1/requests-0002.jsonl into .loom/batch/run-1/requests-0002.output.jsonl (model m 2)');
});

it('writes nothing when the run is paused before it has asked everything', async () => {
  const pause = new AbortController();
  const { model } = part();
  const rejected = expect(model.chat(question(1), pause.signal)).rejects.toThrow('paused');
  pause.abort(new Error('paused'));
  await rejected;
  await ask(part(), [2]);
  expect(questionsIn('requests-0001.jsonl')).toEqual(['Question 2']);
});

it('fails with the place and the reason when its files cannot be written', async () => {
  mkdirSync(join(folder, '.loom'));
  writeFileSync(join(folder, '.loom', 'batch'), '');
  const { stopped } = await ask(part(), [1]);
  expect(stopped).toMatch(/StorageError: .*run-1: .*a file stands where a folder is needed/);
  expect(asked).toBe(0);
});

it('takes no run’s name that leads out of the folder', async () => {
  const opened = openProfile({ url: 'http://127.0.0.1:9/v1', model: 'm1' });
  const options = {
    kind: 'files',
    folder,
    run: '../../..',
    clock: new HurriedClock(),
    onAsked: () => undefined,
    stop: () => undefined,
  } as const;
  await expect(createBatchModel(opened, options).chat(question(1), never)).rejects.toThrow(
    'the run’s name is none that a folder could have',
  );
});
