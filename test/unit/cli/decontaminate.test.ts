import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import * as z from 'zod';
import { ModelledProject } from '../engine/support/modelled-project.ts';
import { runLoom } from './loom.ts';

const fixtures = join(import.meta.dirname, '../../fixtures/leakage');
const items = readFileSync(join(fixtures, 'lines.txt'), 'utf8').trim().split('\n');
const count = z.int();
const hit = z.object({ part: z.string(), file: z.string(), line: count, ngram: z.string(), share: z.number(), verdict: z.string() });
const report = z.object({
  ...{ looked: count, leaked: count, flagged: count, ngram: count },
  benchmarks: z.array(z.object({ file: z.string(), items: count, leakedItems: count })),
  samples: z.array(z.object({ sample: z.string(), status: z.string(), verdict: z.string(), hits: z.array(hit) })),
  rejected: z
    .object({ changed: z.array(z.string()) })
    .nullable()
    .optional(),
});

let at: ModelledProject;
let samples: string[];

beforeAll(async () => {
  at = await ModelledProject.start();
  at.manySets();
  const project = await at.open();
  await project.request('extract', {});
  await project.request('generate', { method: 'level3', count: 6, seed: 1 });
  samples = (await project.request('samples/ids', { filter: {} })).samples;
  const question = (nth: number, text: string) => project.request('review/edit', { sample: samples[nth]!, parts: { question: text } });
  await question(0, items[3]!);
  await question(1, `Think of this. ${items[3]!.slice(0, 90)}; and what of the ferry?`);
  await question(2, `${items[17]!} Explain.`);
  await question(3, items[25]!);
  await project.request('review/accept', { samples: [samples[2]!] });
  await project.request('review/reject', { samples: [samples[3]!], reason: 'dull' });
  project.close();
}, 60_000);
afterAll(() => at.end());

const loom = (...args: string[]) => runLoom(at.folder, { ...process.env, ...at.environment }, 'decontaminate', ...args);

async function json(...args: string[]): Promise<z.output<typeof report>> {
  const { code, out, err } = await loom(...args, '--json');
  expect({ code, err: code === 0 ? '' : err }).toEqual({ code: 0, err: '' });
  return report.parse(JSON.parse(out));
}

const against = ['--against', join(fixtures, 'items.parquet')];

describe('loom decontaminate', { timeout: 120_000 }, () => {
  it('names each sample with the file, the line, the words and the share', async () => {
    const found = await json(...against, '--share', '0.9');
    expect(found).toMatchObject({
      // One is rejected, which no status that is named asks for.
      looked: samples.length - 1,
      leaked: 2,
      flagged: 1,
      ngram: 10,
      benchmarks: [{ file: 'items.parquet', items: 40 }],
    });
    const own = found.samples.find(({ sample }) => sample === samples[0]);
    expect(own).toMatchObject({
      verdict: 'leaked',
      hits: [{ part: 'question', file: 'items.parquet', line: 4, share: 1 }, ...own!.hits.slice(1)],
    });
    expect(items[3]).toContain(own!.hits[0]!.ngram);
    expect(found.rejected).toBeUndefined();
  });

  it('says it in a few lines', async () => {
    const { out, code } = await loom(...against, '--share', '0.9', '--status', 'accepted');
    expect(code).toBe(0);
    const [first, second, third, ...rest] = out.trimEnd().split('\n');
    expect(first).toBe('1 sample looked at: 1 leaked (more than 90 % of an item), 0 flagged (10 words in a row)');
    expect(second).toMatch(/^items\.parquet: 40 items by question, \d+ leaked \(\d+ %\), in 1 sample; 0 more flagged$/);
    expect(third).toMatch(
      new RegExp(`^leaked {2}${samples[2]} \\(accepted\\) question: 100 % of items\\.parquet:18, and \\d+ more items: “.+”$`),
    );
    expect(rest).toEqual([]);
  });

  it('takes several files, and refuses what is none', async () => {
    const found = await json('--against', join(fixtures, 'items.csv'), join(fixtures, 'lines.txt'), ...against, '--ngram', '13');
    expect(found.benchmarks.map(({ file }) => file)).toEqual(['items.csv', 'lines.txt', 'items.parquet']);
    for (const [args, message] of [
      [[], 'no benchmark is named'],
      [['--against', 'gone.jsonl'], 'gone.jsonl: there is no such file'],
      [['--against', join(fixtures, 'make.py')], 'files of this kind are not read'],
      [[...against, '--ngram', '9'], 'Allowed are 8, 10, 13'],
      [[...against, '--share', '2'], 'A number from 0 to 1'],
      [[...against, '--field', 'grade'], 'there is no column “grade”'],
    ] as const) {
      const { code, err } = await loom(...args);
      expect({ code, err }).toEqual({ code: 2, err: expect.stringContaining(message) as string });
    }
  });

  it('rejects what has leaked, pending or accepted, as one action with the reason', async () => {
    const found = await json(...against, '--share', '0.9', '--reject');
    expect(new Set(found.rejected?.changed)).toEqual(new Set([samples[0], samples[2]]));
    const project = await at.open();
    const detail = async (nth: number) => {
      const { status, reason } = await project.request('samples/get', { sample: samples[nth]! });
      return [status, reason];
    };
    const reason = 'has more than 90 % of an item of items.parquet';
    expect([await detail(0), await detail(1), await detail(2), await detail(3)]).toEqual([
      ['rejected', reason],
      ['pending', null],
      ['rejected', reason],
      ['rejected', 'dull'],
    ]);
    // The same person as before, who has no name.
    expect((await runLoom(at.folder, { ...process.env, ...at.environment }, 'review', 'undo')).code).toBe(0);
    expect([await detail(0), await detail(2)]).toEqual([
      ['pending', null],
      ['accepted', null],
    ]);
    project.close();
    const { out } = await loom(...against, '--reject', '--status', 'rejected');
    expect(out.trimEnd().split('\n').at(-1)).toBe('nothing to reject');
  });
});
