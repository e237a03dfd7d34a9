import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import * as z from 'zod';
import { recordedRound } from '../../../scripts/example.mjs';
import { runLoom } from './loom.ts';

const count = z.int();
const extracted = z.object({ passages: count, kept: count, failures: z.array(z.unknown()) });
const generated = z.object({ kept: count, failed: count });

const folder = join(mkdtempSync(join(tmpdir(), 'loom-example-')), 'rivers');
cpSync(join(import.meta.dirname, '../../../example'), folder, { recursive: true });
afterAll(() => {
  rmSync(join(folder, '..'), { recursive: true });
});

async function json<S extends z.ZodType>(schema: S, args: string[]): Promise<z.output<S>> {
  const { code, out, err } = await runLoom(folder, process.env, ...args, '--json');
  expect({ code, err: code === 0 ? '' : err }).toEqual({ code: 0, err: '' });
  return schema.parse(JSON.parse(out));
}

it('has a recorded reply to every prompt of the example’s round: a changed template or document needs new replies', async () => {
  const [extract = [], ...rounds] = recordedRound(folder);
  const { passages, ...rest } = await json(extracted, extract);
  expect(rest).toEqual({ kept: passages, failures: [] });

  for (const round of rounds) {
    const wanted = Number(round[round.indexOf('--count') + 1]);
    expect({ round, ...(await json(generated, round)) }).toEqual({ round, kept: wanted, failed: 0 });
  }
}, 120_000);
