import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { lockFolder } from '../../../src/engine/models/batch/scratch-file.ts';
import type { BatchStep } from '../../support/model-server/batches.ts';
import { startScript } from '../../support/start-script.ts';
import { BatchProject } from './batch-support.ts';
import { never, question, until } from './support.ts';

let at: BatchProject;
let running: ChildProcess[] = [];

beforeEach(async () => {
  at = await BatchProject.start();
  at.batches.fate = ({ messages }) => ({ text: `To ${messages[0]!.content}` });
});

afterEach(async () => {
  for (const child of running) child.kill('SIGKILL');
  running = [];
  await at.end();
});

interface Child {
  readonly process: ChildProcess;
  readonly ended: Promise<{ readonly code: number | null; readonly replies: string[] }>;
}

function start(): Child {
  const script = join(import.meta.dirname, 'batch-child.ts');
  const child = startScript(script, [at.server.url, at.folder]);
  running.push(child);
  let said = '';
  child.stdout.on('data', (part: Buffer) => (said += part.toString()));
  const ended = once(child, 'close').then(([code]) => ({
    code: typeof code === 'number' ? code : null,
    replies: said.trimEnd().split('\n').sort(),
  }));
  return { process: child, ended };
}

async function killAt(step: BatchStep | 'delivered'): Promise<void> {
  const reached = step === 'delivered' ? undefined : at.batches.hold(step).reached;
  const child = start();
  await (reached ?? once(child.process.stdout!, 'data'));
  child.process.kill('SIGKILL');
  expect((await child.ended).code).toBeNull();
}

const replies = Array.from({ length: 12 }, (_, n) => `To Question ${n}`).sort();

async function finish(): Promise<void> {
  expect(await start().ended).toEqual({ code: 0, replies });
  expect(at.batches.batches).toHaveLength(1);
  expect(new Set(at.batches.asked).size).toBe(12);
  expect(at.batches.asked).toHaveLength(12);
}

const isScratch = (name: string): boolean => name.endsWith('.jsonl');

const steps = [
  'upload',
  'uploaded',
  'create',
  'created',
  'poll',
  'output',
  'outputting',
  'outputted',
  'delete',
  'deleted',
  'delivered',
] as const;

it.each(steps)('killed at “%s”, a run finds all its replies in one batch when it is started again', { timeout: 120_000 }, async (step) => {
  await killAt(step);
  await finish();
  // But for one that was uploaded and of which nobody heard.
  expect(at.batches.files).toHaveLength(step === 'uploaded' ? 1 : 0);
  expect(readdirSync(lockFolder(at.folder).path).filter(isScratch)).toEqual([]);
});

it('killed at one step after the other, a run still pays for one batch', { timeout: 240_000 }, async () => {
  for (const step of steps) await killAt(step);
  await finish();
});

it('killed while it looks for the batch it may have created, a run finds it the next time', { timeout: 120_000 }, async () => {
  await killAt('created');
  await killAt('list');
  await finish();
});

it('a second process waits for the batch that the first one is handing in', { timeout: 120_000 }, async () => {
  const held = at.batches.hold('upload');
  const first = start();
  await held.reached;
  const second = at.model('run-2').chat(question(0), never);
  await until(() => at.told.includes('another process to hand in a batch of 12 requests'));
  held.release();
  expect((await second).text).toBe('To Question 0');
  expect(await first.ended).toEqual({ code: 0, replies });
  expect(at.batches.batches).toHaveLength(1);
});
