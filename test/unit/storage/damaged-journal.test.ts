/** Journal files full of what cannot be read: however much it is, it takes little room and time, and none of it is left out of the count. */
import { appendFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { CorpusProblem } from '../../../src/core/corpus/passage.ts';
import { expectLinear } from '../../support/growth.ts';
import { makes } from './made-up.ts';
import { newProject, open, using } from './projects.ts';

const name = '01M9ZZZZZZZZZZZZZZZZZZZZ00.jsonl';
const file = `.loom/journal/${name}`;

/** A project whose journal is one file. */
function projectOf(content: string): string {
  const project = newProject();
  mkdirSync(join(project, '.loom/journal'), { recursive: true });
  writeFileSync(join(project, file), content);
  return project;
}

const problemsOf = (content: string): CorpusProblem[] => using(projectOf(content), (store) => store.problems);

const ulid = (ordinal: number): string => `01J${String(ordinal).padStart(23, '0')}`;
const stamped = (ordinal: number, type: string): string =>
  `${JSON.stringify({ id: ulid(ordinal), at: '2026-01-01T00:00:00.000Z', by: 'ada', action: 'one', type })}\n`;

describe('lines that are no events', () => {
  it('are told as one where they follow each other and have one reason', () => {
    expect(problemsOf(`{"format":2,"program":"0.1.0"}\n${'\n'.repeat(3_000_000)}`)).toEqual([
      { file, line: 2, reason: 'skipped, lines 2–3,000,001: empty' },
    ]);
    expect(problemsOf(`\nnull\nnull\n\n`)).toEqual([
      { file, line: 1, reason: 'skipped: empty' },
      { file, line: 2, reason: expect.stringMatching(/^skipped, lines 2–3: not valid JSON of an object: /) as unknown },
      { file, line: 4, reason: 'skipped: empty' },
    ]);
  });

  it('go on being told as one, and being counted, as the file grows', () => {
    const project = projectOf('\n\n');
    const store = open(project);
    appendFileSync(join(project, file), '\n\n');
    expect(store.catchUp()).toBe(true);
    expect(store.problems).toEqual([{ file, line: 1, reason: 'skipped, lines 1–4: empty' }]);
    appendFileSync(join(project, file), 'x\n\n'.repeat(100));
    store.catchUp();
    expect(store.problems).toHaveLength(101);
    expect(store.problems.at(-1)).toEqual({ file, reason: 'skipped: 101 further lines, beyond the 100 places told of this file' });
    appendFileSync(join(project, file), '\n'.repeat(1000));
    store.catchUp();
    expect(store.problems).toHaveLength(101);
    expect(store.problems.at(-1)!.reason).toMatch(/^skipped: 1,101 further lines, /);
    store.append([makes('a')]);
    expect(store.sampleIds({})).toEqual(['a']);
    store.close();
  });

  it('are told in a few words, however long what they hold', () => {
    const long = 'x'.repeat(100_000);
    const events = [stamped(1, long), stamped(2, 'sample.accepted').replace(ulid(2), long), `{"format":3,"program":"${long}"}\n`];
    for (const { reason } of problemsOf(events.join(''))) expect(reason.length).toBeLessThan(600);
  });

  it.each([
    ['empty ones', '\n'],
    ['objects that lack everything', '{"id":1}\n'],
    ['ones with reasons in turn', 'x\n{}\n'],
    ['headers', '{"format":1,"program":""}\n'],
  ])('take time in proportion to their number: %s', (_, lines) => {
    expectLinear((size) => problemsOf(lines.repeat(size)), 20_000);
  });
});

describe('types of events that only a newer version knows', () => {
  it('are told by name up to a bound, and counted beyond it', () => {
    const project = projectOf(Array.from({ length: 1000 }, (_, at) => stamped(at, `dream.${at}`)).join(''));
    const store = open(project);
    expect(store.problems).toHaveLength(101);
    expect(store.problems.at(-1)!.reason).toMatch(
      /^passed over: 900 events of further types, beyond the 100 told of this file, which a newer/,
    );
    appendFileSync(join(project, file), stamped(1000, 'dream.0') + stamped(1001, 'dream.1000'));
    store.catchUp();
    expect(store.problems).toHaveLength(101);
    expect(store.problems[0]!.reason).toMatch(/^passed over: 2 events dream\.0, /);
    expect(store.problems.at(-1)!.reason).toMatch(/^passed over: 901 events of further types, /);
    store.close();
  });
});
