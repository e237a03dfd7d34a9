import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import * as z from 'zod';
import { engineRequests } from '../../../src/protocol/engine.ts';
import { measuredCurve } from '../planning/fixture.ts';
import { runLoom } from './loom.ts';

let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'loom-plan-'));
  const { x, loss } = measuredCurve;
  const row = (name: string, by: number) => x.map((each, at) => `${name},${each / by},${loss[at]!}`);
  writeFileSync(join(folder, 'one.csv'), ['samples,loss', ...x.map((each, at) => `${each},${loss[at]!}`)].join('\n'));
  writeFileSync(join(folder, 'two.csv'), ['curve,samples,loss', ...row('web', 1), ...row('mix', 2)].join('\n'));
  const accuracies = [50, 60, 66, 70, 72.5, 74].map((accuracy, at) => `${2 ** at}B,${at < 3 ? '1B' : '3B'},${accuracy}`);
  writeFileSync(join(folder, 'accuracy.csv'), ['tokens,params,accuracy', ...accuracies].join('\n'));
  writeFileSync(join(folder, 'bad.csv'), 'D,loss\n1,2\nmany,3\n4,-1\n');
  writeFileSync(join(folder, 'flat.csv'), 'D,loss\n1,2\n2,2\n4,2\n8,2\n');
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});

const scaling = (...args: string[]) => runLoom(folder, process.env, 'plan', 'scaling', ...args);
const schema = engineRequests['plan/scaling'].result.extend({
  curve: z.string().nullable(),
  metric: z.enum(['loss', 'error', 'accuracy']),
});

async function json(...args: string[]) {
  const { code, out, err } = await scaling(...args, '--json');
  expect({ code, err: code === 0 ? '' : err }).toEqual({ code: 0, err: '' });
  expect(out.trim().split('\n')).toHaveLength(1);
  return schema.parse(JSON.parse(out));
}

describe('loom plan scaling', { timeout: 120_000 }, () => {
  it('fits a file of points, and leaves the folder as it is', async () => {
    const before = readdirSync(folder);
    const result = await json('--points', 'one.csv', '--target', '1.5');
    expect(result).toMatchObject({ curve: null, metric: 'loss', points: 14, law: 'rectified' });
    expect(result.rectified!.beta).toBeCloseTo(0.455, 1);
    expect(result.target!.timesBeyond).toBeGreaterThan(1);
    expect(readdirSync(folder)).toEqual(before);
  });

  it('says the same in words', async () => {
    const { out, code } = await scaling('--points', 'one.csv', '--target', '1.5', '--plateau', '0.05');
    expect(code).toBe(0);
    expect(out).toMatch(/^14 points, D from 200 to 1\.638M; intervals at 90 %, 1000 draws$/m);
    expect(out).toMatch(/^rectified: L = B \/ \(D_l \+ D\^β\) \+ E; rms of ln L 0\.002746$/m);
    expect(out).toMatch(/^ {2}β +0\.4597 {2}0\.4\d+ to 0\.4\d+$/m);
    expect(out).toMatch(
      /^hold-out: at D 1\.638M the loss is 1\.743; fitted without it, the rectified law says 1\.7\d+ \(.0\.\d+ %\), the marginal law/m,
    );
    expect(out).toMatch(/^plateau: from D \d+\.\d+M on, a doubling gains less than 0\.05; extrapolated, \d/m);
    expect(out).toMatch(/^target: 1\.5 takes D \d+\.\d+M \(\d.* to \d.* at 90 %\); extrapolated, \d.* times the largest point$/m);
    expect(out).not.toMatch(/NaN|undefined|null/);
  });

  it('compares curves of a file', async () => {
    const { speedUp, curve } = await json('--points', 'two.csv', '--curve', 'mix', '--against', 'web');
    expect(curve).toBe('mix');
    for (const row of speedUp!.rows) expect(row.speedUp).toBeCloseTo(2, 1);
    const { out } = await scaling('--points', 'two.csv', '--curve', 'mix', '--against', 'web');
    expect(out).toMatch(/^ {2}loss +[\d.]+: D \d\S* here, \d\S* there: speed-up (?:2|1\.99\d*|2\.00\d*)$/m);
  });

  it('turns accuracies into errors and says so, beside a published curve with its trust', async () => {
    const result = await json('--points', 'accuracy.csv', '--against', '8B');
    expect(result.metric).toBe('accuracy');
    expect(result.notes).toContain('accuracies were turned into errors, 100 − accuracy: every loss here is one, in percentage points');
    expect(result.notes).toContainEqual(expect.stringMatching(/^the points differ in N, too/));
    expect(result.speedUp!.against).toMatch(/^8B, published \(Extrapolated by the paper itself: /);
  });

  it.each([
    [['--points', 'two.csv'], 'the file has several curves: choose one with --curve (web, mix)'],
    [['--points', 'two.csv', '--curve', 'book'], '--curve book: the file has web, mix'],
    [['--points', 'two.csv', '--curve', 'mix', '--against', 'mix'], 'is the curve that is fitted'],
    [['--points', 'one.csv', '--against', '9B'], '--against 9B: neither a curve of the file nor a published one (3B, 8B)'],
    [['--points', 'one.csv', '--against', '8B'], 'give your points in a column accuracy, in percent'],
    [['--points', 'accuracy.csv', '--in', 'N'], 'needs points at 4 different N at least; there are 2'],
    [['--points', 'one.csv', '--in', 'N'], '--in N: the file has no column N or params'],
    [['--points', 'bad.csv'], 'bad.csv:3, column D: “many” is no number. Write a number'],
    [['--points', 'bad.csv'], 'bad.csv:4, column loss: -1 is not above zero.'],
    [['--points', 'flat.csv'], 'the loss is the same at every D (2)'],
    [['--points', 'none.csv'], 'none.csv cannot be read: ENOENT'],
    [['--points', 'one.csv', '--draws', '3'], 'From 20 to 10000 draws are possible'],
    [['--points', 'one.csv', '--target', 'low'], 'A number above 0 is needed'],
    [[], "required option '--points <file>' not specified"],
  ])('refuses %j', async (args, message) => {
    const { code, err, out } = await scaling(...args);
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toContain(message);
  });
});
