import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import * as z from 'zod';
import { engineRequests } from '../../../src/protocol/engine.ts';
import { runLoom } from './loom.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'loom-import-'));
  const rows = Array.from({ length: 12 }, (_, nth) => ({
    instruction: `Why ${nth}?`,
    input: '',
    output: nth === 3 ? '' : `Because of ${nth}.`,
    tags: ['a'],
  }));
  writeFileSync(join(folder, 'alpaca.jsonl'), rows.map((row) => JSON.stringify(row)).join('\n'));
  writeFileSync(join(folder, 'own.csv'), 'id,ask,tell\n1,"What, then?","This\nand that"\n2,Who?,Me\n');
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});

const loom = (...args: string[]) => runLoom(folder, process.env, ...args);
async function json<T>(result: z.ZodType<T>, ...args: string[]): Promise<T[]> {
  const { code, out, err } = await loom('import', ...args, '--json');
  expect({ code, err: code === 0 ? '' : err }).toEqual({ code: 0, err: '' });
  return z.object({ files: z.array(result) }).parse(JSON.parse(out)).files;
}

describe('loom import', { timeout: 60_000 }, () => {
  it('shows what would become of the first rows, and writes nothing', async () => {
    const { code, out } = await loom('import', 'alpaca.jsonl', '--dry-run');
    expect(code).toBe(0);
    expect(out).toContain('alpaca.jsonl: read as Alpaca, by its first rows\n  11 of the first 12 rows would become samples');
    expect(out).toContain('  1 passed over: has no output (alpaca.jsonl:4)');
    expect(out).toContain('of tags nothing would be kept');
    expect(out).toContain('    Question: Why 0?\n    Answer: Because of 0.');
    expect((await loom('review', 'list', '--json')).out).toContain('"total":0');
    const { code: refused, err } = await loom('import', 'alpaca.jsonl', '--dry-run', '--accept');
    expect([refused, err]).toEqual([2, expect.stringContaining('leave out --accept')]);
  });

  it('says what it asks for where columns are not told, and remembers what it is told', async () => {
    const { code, err } = await loom('import', 'own.csv');
    expect([code, err]).toEqual([2, expect.stringContaining('its columns are id, ask, tell')]);
    const [look] = await json(
      engineRequests['import/look'].result,
      'own.csv',
      '--dry-run',
      '--map',
      'question=ask',
      '--map',
      'answer=tell',
    );
    expect(look).toMatchObject({
      why: 'asked',
      fitting: 2,
      first: [{ line: 2, content: { question: 'What, then?', answer: 'This\nand that' } }, { line: 4 }],
    });
    expect((await loom('import', 'own.csv', '--map', 'question=ask', '--map', 'answer=tell')).code).toBe(0);
    expect(await json(engineRequests.import.result, 'own.csv')).toMatchObject([{ why: 'remembered', taken: 0 }]);
  });

  it('imports several files, accepted where that is asked, and names the filter of each', async () => {
    const { code, out } = await loom('import', 'alpaca.jsonl', 'own.csv', '--accept');
    expect(code).toBe(0);
    const [, run] = /loom review list --run (import-alpaca\.jsonl-\w+)/.exec(out)!;
    const list = await loom('review', 'list', '--run', run!, '--status', 'accepted', '--json');
    expect(engineRequests['samples/list'].result.parse(JSON.parse(list.out)).total).toBe(11);
  });

  it.each([
    [['import', 'alpaca.jsonl', '--map', 'question'], 'it is written part=column'],
    [['import', 'alpaca.jsonl', '--map', 'question=a', '--map', 'question=b'], 'given twice'],
    [['import', 'alpaca.jsonl', '--map', 'question=a'], 'needs question, answer'],
    [['import', 'alpaca.jsonl', '--format', 'poem'], 'Allowed choices are'],
    [['import', 'gone.jsonl'], 'there is no such file'],
    [['import'], 'missing required argument'],
  ])('refuses %j as wrong use', async (args, message) => {
    const { code, err } = await loom(...args);
    expect([code, err]).toEqual([2, expect.stringContaining(message)]);
  });
});
