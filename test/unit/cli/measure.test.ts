import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { engineRequests } from '../../../src/protocol/engine.ts';
import { realistic } from '../engine/support/method-replies.ts';
import { ModelledProject } from '../engine/support/modelled-project.ts';
import { runLoom } from './loom.ts';

let at: ModelledProject;

beforeAll(async () => {
  at = await ModelledProject.start({ models: ['hand'], reply: realistic });
  at.manySets();
  for (const args of [['extract'], ['generate', '--count', '50'], ['generate', '--method', 'level1', '--count', '9']])
    expect((await loom(...args, '--model', 'hand')).code).toBe(0);
}, 60_000);
afterAll(() => at.end());

const loom = (...args: string[]) => runLoom(at.folder, { ...process.env, ...at.environment }, ...args);

async function json(...args: string[]) {
  const { code, out, err } = await loom('measure', ...args, '--json');
  expect({ code, err: code === 0 ? '' : err }).toEqual({ code: 0, err: '' });
  return engineRequests['quality/measure'].result.parse(JSON.parse(out));
}

describe('loom measure', { timeout: 120_000 }, () => {
  it('has the figures of its tables in JSON too', async () => {
    const [{ out }, result] = [await loom('measure', '--by', 'method'), await json('--by', 'method')];
    expect(result.counted).toEqual({ samples: 59, line: 'status:pending,accepted', isWhole: true });
    expect(out).toMatch(/^59 samples \(status:pending,accepted\), measured: question$/m);
    expect(out).toMatch(/^ {2}B {2}Level-1 questions +9 .* 9 texts: it takes 40 to draw from$/m);
    for (const { title, figures } of result.measures) {
      const row = out.split('\n').find((line) => line.startsWith(`  ${title} `))!;
      const { mean, standardError } = figures[0]!;
      const [shown, error] = /([\d.]+) ±([\d.]+)/.exec(row)!.slice(1).map(Number);
      expect(Math.abs(shown! - mean)).toBeLessThan(0.051);
      expect(Math.abs(error! - standardError)).toBeLessThan(0.051);
    }
    expect(out).toContain(`  Method: level3 50, level1 9\n`);
    const { covered, total } = result.coverage.concepts;
    expect(out).toMatch(new RegExp(`^ {2}key concepts +${covered} of ${total} `, 'm'));
    expect(out).toMatch(/words that add most to it \(there : here\): .*; and \d+ function words and numbers \(en\), that add 0\.\d+$/m);
    expect(out).toContain('left out: Perplexity: ');
    expect(out).toContain('note: the widest coverage');
    expect(out).not.toMatch(/NaN|undefined|null/);
    // Numbers stand below each other, and no line ends in white space.
    expect(out.split('\n').filter((line) => /\s$/.test(line))).toEqual([]);
  });

  it('takes the filters that samples have, another part and other draws', async () => {
    const { counted, part, rounds, seed } = await json('--method', 'level1', '--part', 'answer', '--rounds', '3', '--seed', '9');
    expect({ counted, part, rounds, seed }).toEqual({
      counted: { samples: 9, line: 'status:pending,accepted method:level1', isWhole: true },
      ...{ part: 'answer', rounds: 3, seed: 9 },
    });
    expect((await json('--filter', 'status:rejected')).counted.samples).toBe(0);
    expect((await loom('measure', '--filter', 'status:rejected')).out).toMatch(/^0 samples, measured: question$/m);
  });

  it('compares with a file, by a path from where it is called, and changes nothing', async () => {
    writeFileSync(join(at.folder, 'bench.jsonl'), `${'{"prompt":"How high is the tide at Dover?"}\n'.repeat(60)}nothing\n`);
    const { sets, unigrams, passedOver } = await json('--against', 'bench.jsonl');
    expect(sets.map(({ kind, texts }) => [kind, texts])).toEqual([
      ['samples', 59],
      ['outside', 60],
    ]);
    expect(unigrams[1]!.test).toEqual({ what: join(at.folder, 'bench.jsonl'), words: 420, types: 7 });
    expect(passedOver).toEqual([{ reason: 'is not JSON', count: 1, lines: [61] }]);
    const { out } = await loom('measure', '--against', 'bench.jsonl');
    expect(out).toContain('passed over: 1 line: is not JSON (61)');
    expect(readFileSync(join(at.folder, 'bench.jsonl'), 'utf8')).toHaveLength(60 * 44 + 8);
  });

  it('compares the samples of filter lines with each other, what the other filters leave being told beside', async () => {
    const lines = ['method:level3', 'status:pending', 'method:level1'];
    const given = ['--compare', lines[0]!, lines[1]!, '--compare', lines[2]!, '--method', 'level1', '--rounds', '4'];
    const [{ out }, { sets, measures, counted }] = [await loom('measure', ...given), await json(...given)];
    expect(sets.map(({ title, texts, counted: own }) => [title, texts, own.line])).toEqual([
      [lines[0], 50, 'status:pending,accepted method:level3'],
      [lines[1], 59, 'status:pending'],
      [lines[2], 9, 'status:pending,accepted method:level1'],
    ]);
    expect(counted).toEqual({ samples: 9, line: 'status:pending,accepted method:level1', isWhole: true });
    // Half of the smaller of those that are large enough.
    for (const { size, figures } of measures) {
      expect(size).toBe(25);
      expect(figures.map((each) => each === null)).toEqual([false, false, true]);
    }
    expect(out).toMatch(
      /^ {2}A {2}method:level3 +50 .*\n {2}B {2}status:pending +59 .*\n {2}C {2}method:level1 +9 .* 9 texts: it takes 40/m,
    );
    expect(out).not.toMatch(/NaN|undefined|null/);
  });

  it.each([
    [['--compare', 'method:level1'], '--compare takes from 2 to 12 filter lines, and was given 1'],
    [['--compare', ...Array.from({ length: 13 }, (_, at) => `judge:>=${at}`)], 'and was given 13'],
    [['--compare', 'method:level1', 'methods:level3'], 'there is no field “methods”'],
    [['--compare', 'method:level1', ''], 'The line is empty'],
    [['--compare', 'run:a method:level1', 'method:level1 run:a'], '--compare is given "method:level1 run:a" twice'],
    [['--compare', 'method:level1', 'file:gone.md'], 'there is no file gone.md in the corpus'],
    [['--compare', 'method:level1', 'method:level3', '--by', 'run'], '--by compares groups and --compare filters'],
    [['--against', 'gone.jsonl'], 'gone.jsonl: there is no such file'],
    [['--by', 'colour'], 'Allowed choices are run, method, writer'],
    [['--part', 'title'], 'Allowed choices are question, answer, all'],
    [['--rounds', '1'], 'From 2 to 200 draws are possible'],
    [['--filter', 'statu:pending'], 'there is no field “statu”'],
  ])('says what is wrong: %s', async (args, message) => {
    const { code, out, err } = await loom('measure', ...args);
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toContain(message);
  });
});

describe('loom measure of samples with their perplexity', { timeout: 120_000 }, () => {
  it('tells it beside the other figures, with how many have none', async () => {
    const tokens = (reply: string) => Array.from(reply.matchAll(/\s*\S+|\s+$/g), ([token]) => ({ token, logprob: -token.length / 10 }));
    const told = await ModelledProject.start({ models: ['hand'], reply: realistic, tokens });
    try {
      const run = (...args: string[]) => runLoom(told.folder, { ...process.env, ...told.environment }, ...args);
      const generate = (method: string, count: number) => run('generate', '--method', method, '--count', String(count), '--model', 'hand');
      told.manySets('models: { logProbabilities: true }\n');
      expect((await run('extract', '--model', 'hand')).code).toBe(0);
      expect((await generate('level3', 50)).code).toBe(0);
      told.manySets();
      expect((await generate('level3', 5)).code).toBe(0);
      const { out } = await run('measure');
      expect(out).toMatch(/^ {2}Perplexity \(of 25\) +\d\.\d+ ±0\.\d+ \(0\.\d+\)$/m);
      expect(out).toContain(
        'left out: Perplexity of 5 of 55 in “samples”: they were edited, or their replies came without log-probabilities',
      );
      expect(out).toContain('note: perplexity is the writer’s own');
      expect(out).toMatch(/^ {2}perplexity: mean \d.*; 5 without$/m);
    } finally {
      await told.end();
    }
  });
});
