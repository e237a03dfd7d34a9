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

  it.each([
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
