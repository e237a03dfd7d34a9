import { expect, it } from 'vitest';
import { ModelError, type ModelErrorKind } from '../../../src/engine/models/model-error.ts';
import { withCircuitBreaker } from '../../../src/engine/models/requests/circuit-breaker.ts';
import { stopsRun } from '../../../src/engine/runs/stopping.ts';
import { modelErrorOf, never, question, replyOf, scripted } from './support.ts';

/** The kinds of errors that requests end with, one after the other. */
async function kindsOf(...outcomes: readonly (Error | ReturnType<typeof replyOf>)[]): Promise<ModelErrorKind[]> {
  const model = withCircuitBreaker(scripted(...outcomes));
  const kinds: ModelErrorKind[] = [];
  for (const [n, outcome] of outcomes.entries()) {
    const chat = model.chat(question(n), never);
    if (outcome instanceof ModelError) kinds.push((await modelErrorOf(chat)).kind);
    else if (outcome instanceof Error) await expect(chat).rejects.toBe(outcome);
    else expect(await chat).toBe(outcome);
  }
  return kinds;
}

const down = new ModelError('server', 'The server answered 502.', { status: 502 });
const late = new ModelError('timeout-first-token', 'No first token came.');
const silent = new ModelError('timeout-idle', 'Nothing more came.');

it('takes three requests in a row that no server served for an outage, which ends a run', async () => {
  expect(await kindsOf(down, late, silent, down)).toEqual(['server', 'timeout-first-token', 'outage', 'outage']);
  const model = withCircuitBreaker(scripted(down, down, down));
  await modelErrorOf(model.chat(question(1), never));
  const second = await modelErrorOf(model.chat(question(2), never));
  expect(stopsRun(second)).toBe(false);
  const third = await modelErrorOf(model.chat(question(3), never));
  expect(stopsRun(third)).toBe(true);
  expect(third).toMatchObject({ status: 502, retryable: false });
  expect(third.message).toMatch(/^The server answered 502\. .*resume/);
});

it('begins to count anew with whatever the server answers, be it a refusal', async () => {
  const refused = new ModelError('content-filter', 'The reply was withheld.');
  expect(await kindsOf(down, down, replyOf('yes'), down, down, refused, down, down)).not.toContain('outage');
});

it('leaves alone what says nothing of the server', async () => {
  expect(await kindsOf(down, down, new Error('called off'), down)).toEqual(['server', 'server', 'outage']);
});

it('ends a run whose every request is refused in the same words, unless one was ever taken', async () => {
  const refused = new ModelError('bad-request', 'The model has no template for chats.', { status: 400 });
  const other = new ModelError('bad-request', 'The title is too long.', { status: 400 });
  expect(await kindsOf(refused, refused, refused)).toEqual(['bad-request', 'bad-request', 'outage']);
  expect(await kindsOf(refused, other, refused, other)).not.toContain('outage');
  expect(await kindsOf(replyOf('yes'), refused, refused, refused)).not.toContain('outage');
});
