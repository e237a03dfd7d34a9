import { describe, expect, it } from 'vitest';
import type { EngineResult } from '../../../../src/protocol/engine.ts';
import { contextOf, isLeftWaiting, unansweredOf, waitOf } from '../../../../src/extension/runs/wait.ts';

type Batch = NonNullable<EngineResult<'runs/list'>['runs'][number]['batch']>;

const since = '2026-01-05T10:00:00.000Z';
const file = { requests: '.loom/batch/r1/requests-0001.jsonl', replies: '.loom/batch/r1/requests-0001.output.jsonl' };
const atEndpoint: Batch = { kind: 'openai', waitingSince: since, unanswered: [] };
const inFiles: Batch = { kind: 'files', waitingSince: since, unanswered: [file] };

describe('a run waits', () => {
  it('for its batch, for replies to its files, and when they are there for nothing but being resumed', () => {
    expect(waitOf({ batch: atEndpoint })).toEqual({ what: 'batch', since });
    expect(waitOf({ batch: inFiles })).toEqual({ what: 'replies', since });
    expect(waitOf({ batch: { ...inFiles, unanswered: [] } })).toEqual({ what: 'resuming', since });
  });

  it('for nothing when it asks at once, or has all it asked for', () => {
    expect(waitOf({ batch: null })).toBeNull();
    expect(waitOf({ batch: { ...atEndpoint, waitingSince: null } })).toBeNull();
    // Paused by somebody while it wrote its files.
    expect(unansweredOf({ batch: { ...inFiles, waitingSince: null } })).toBeNull();
  });

  it('was left by its process, which is no pause that somebody wanted', () => {
    expect(isLeftWaiting({ outcome: 'interrupted', batch: atEndpoint })).toBe(true);
    expect(isLeftWaiting({ outcome: 'paused', batch: atEndpoint })).toBe(false);
    expect(isLeftWaiting({ outcome: 'running', batch: atEndpoint })).toBe(false);
    expect(isLeftWaiting({ outcome: 'interrupted', batch: null })).toBe(false);
    expect(isLeftWaiting({ outcome: 'interrupted', batch: inFiles })).toBe(false);
  });
});

describe('what the buttons of a row read', () => {
  it.each([
    ['run.running', { outcome: 'running', failed: 2, batch: atEndpoint }],
    ['run.done', { outcome: 'done', failed: 0, batch: null }],
    ['run.done.withFailures', { outcome: 'done', failed: 2, batch: { ...atEndpoint, waitingSince: null } }],
    ['run.resumable', { outcome: 'paused', failed: 0, batch: null }],
    ['run.resumable.atEndpoint', { outcome: 'paused', failed: 0, batch: atEndpoint }],
    ['run.resumable.withFiles.withFailures', { outcome: 'stopped', failed: 1, batch: inFiles }],
  ] as const)('is %s', (context, run) => {
    expect(contextOf(run)).toBe(context);
  });
});
