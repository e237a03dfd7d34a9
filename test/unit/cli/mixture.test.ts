import { cpSync, existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { engineRequests } from '../../../src/protocol/engine.ts';
import { runLoom } from './loom.ts';

let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'loom-mixture-'));
  cpSync(join(import.meta.dirname, '../../fixtures/tides'), folder, { recursive: true });
  writeFileSync(join(tmpdir(), 'loom-mixture-web.jsonl'), '{"text":"The sea rises."}\n');
});
afterAll(() => {
  rmSync(folder, { recursive: true });
  rmSync(join(tmpdir(), 'loom-mixture-web.jsonl'));
});

const mixture = (...args: string[]) => runLoom(folder, process.env, 'plan', 'mixture', ...args);
const planned = engineRequests['plan/mixture'].result;
const written = planned.extend({ written: engineRequests['mixture/write'].result });

async function json<S extends typeof planned>(schema: S, ...args: string[]) {
  const { code, out, err } = await mixture(...args, '--json');
  expect({ code, err: code === 0 ? '' : err }).toEqual({ code: 0, err: '' });
  expect(out.trim().split('\n')).toHaveLength(1);
  return schema.parse(JSON.parse(out));
}

describe('loom plan mixture', { timeout: 120_000 }, () => {
  it('bare tells what is there and what the evidence suggests, and leaves the folder as it is', async () => {
    const before = readdirSync(folder);
    const plan = await json(planned);
    const shares = Object.fromEntries(plan.kinds.map(({ kind, share }) => [kind, share]));
    expect(shares).toEqual({ natural: 70, hq: 30, qa: 0, textbook: 0, questions: 0, persona: 0, other: 0 });
    expect(plan.kinds[0]!.sources[0]).toMatchObject({ name: 'corpus', rows: 3, epochs: 1 });
    expect(plan.runs[0]!.problem).toMatch(/needs a language model/);
    expect(readdirSync(folder)).toEqual(before);
  });

  it('says the same in words', async () => {
    const { out, code } = await mixture('--budget', '20k', '--share', 'hq=30', '--share', 'textbook=12 %', '--epochs', 'natural=100');
    expect(code).toBe(0);
    expect(out).toMatch(/^a mixture of 20,000 tokens \(o200k_base\)$/m);
    expect(out).toMatch(/^natural: 58 % \(11,600 tokens, suggested 70 %, best 63 to 70 %\); [\d,]+ are there$/m);
    expect(out).toMatch(/^ {2}warning: “corpus” is gone through [\d.]+ times: from 4 passes on/m);
    expect(out).toMatch(/^textbook: 12 %/m);
    expect(out).toMatch(/^ {2}evidence \(secondary source\): Below 5 % at small budgets/m);
    expect(out).toMatch(/^ {2}warning: 12 % is more than the 5 % up to which shares were found good at a small budget$/m);
    expect(out).toMatch(/^ {2}loom generate --method rephrase --style hq --count \d+$/m);
    expect(out).toMatch(/^blend by tokens: 0\.58 corpus 0\.3 hq 0\.12 textbook$/m);
    expect(out).not.toMatch(/NaN|undefined|null/);
  });

  it('takes natural text from elsewhere, and writes the mixture', async () => {
    const out = join(folder, 'mixed');
    const file = join(tmpdir(), 'loom-mixture-web.jsonl');
    const result = await json(written, '--source', `web=${file}`, '--source', 'books=2k/4', '--share', 'natural=100', '--out', out);
    expect(result.written.parts.map(({ name }) => name)).toEqual(['corpus', 'web', 'books']);
    expect(existsSync(join(out, 'mixture.json'))).toBe(true);
    expect(result.written.notes).toContain('books: say in interleave.py where the files are');
  });

  it.each([
    [['--share', 'poetry=3'], /There is no kind “poetry”; there are natural, hq, qa, textbook, questions, persona, other/],
    [['--share', 'hq'], /Write it as KIND=PERCENT, as hq=30/],
    [['--share', 'hq=101'], /A percentage from 0 to 100 is needed/],
    [['--share', 'hq=30', '--share', 'rephrase=20'], /The share of hq is given twice/],
    [['--share', 'hq=80', '--share', 'qa=80'], /the shares come to 160 %: take 60 % away/],
    [['--budget', 'much'], /A number of tokens is needed/],
    [['--epochs', 'natural=0'], /A number of passes is needed/],
    [['--epochs', 'webb=2'], /there is no such source/],
    [['--source', 'Web=2B'], /The name “Web” must be small letters/],
    [['--source', 'hq=2B'], /The name “hq” is the name of a kind/],
    [['--source', 'web=2B/none'], /“2B\/none” is neither a number of tokens, as 2B or 2B\/3M, nor a file/],
    [['--source', 'web=1e300'], /Tokens are a number up to 1e15/],
    [['--source', 'web=3/2B'], /rows a whole one above 0 and no larger/],
    [['--out', ''], /The name of a folder is needed/],
    [['--field', 'body'], /--field is of a file/],
  ])('calls it wrong use: %j', async (args, message) => {
    const { code, out, err } = await mixture(...args);
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toMatch(message);
  });
});
