import { once } from 'node:events';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import type { ExportFormat } from '../../../src/core/dataset/export-formats.ts';
import { openProject, type OpenedProject } from '../../../src/engine/project.ts';
import type { EngineArguments, EngineResult } from '../../../src/protocol/engine.ts';
import { seeded } from '../../support/seeded.ts';
import { startScript } from '../../support/start-script.ts';

let folder: string;
let elsewhere: string;
let project: OpenedProject;

const tides = join(import.meta.dirname, '../../fixtures/tides');
const benchmark = (name: string): string => join(import.meta.dirname, '../../fixtures/leakage', name);
const open = (at = folder, trusted = true): Promise<OpenedProject> =>
  openProject(at, { by: 'tester', trusted, sources: { environment: {} } });

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'loom-importing-'));
  elsewhere = mkdtempSync(join(tmpdir(), 'loom-elsewhere-'));
  cpSync(tides, folder, { recursive: true });
  project = await open();
});
afterEach(() => {
  project.close();
  for (const each of [folder, elsewhere]) rmSync(each, { recursive: true });
});

/** Puts a file beside the project. */
function written(name: string, content: string | Buffer | readonly object[]): string {
  const file = join(elsewhere, name);
  const isText = typeof content === 'string' || Buffer.isBuffer(content);
  writeFileSync(file, isText ? content : content.map((row) => JSON.stringify(row)).join('\n'));
  return file;
}

type How = Partial<EngineArguments<'import'>>;
const into = (at: OpenedProject, file: string, how: How = {}): Promise<EngineResult<'import'>> =>
  at.request('import', { file, accept: false, duplicates: false, ...how });
const load = (file: string, how?: How) => into(project, file, how);
const list = async (filter: EngineArguments<'samples/list'>['filter'] = {}) =>
  (await project.request('samples/list', { filter, offset: 0, limit: 1000 })).samples;
const get = (sample: string) => project.request('samples/get', { sample });
const journalOf = (at: string): string[] =>
  readdirSync(join(at, '.loom/journal')).flatMap((file) =>
    readFileSync(join(at, '.loom/journal', file), 'utf8')
      .trim()
      .split('\n'),
  );

const alpaca = (count: number, from = 0): object[] =>
  Array.from({ length: count }, (_, nth) => ({
    instruction: `What is tide number ${from + nth}?`,
    input: '',
    output: `Tide ${from + nth}.`,
    source: 'web',
  }));

describe('an import', () => {
  it('makes pending samples that say where they are from', async () => {
    const { import: run, ...told } = await load(written('set.jsonl', alpaca(30)));
    expect(told).toMatchObject({
      name: 'set.jsonl',
      format: 'alpaca',
      why: 'detected',
      rows: 30,
      taken: 30,
      passedOver: [],
      cancelled: false,
    });
    expect(run).toMatch(/^import-set\.jsonl-[0-9a-f]{8}$/);
    const samples = await list({ run });
    expect(samples).toHaveLength(30);
    expect(samples[0]).toMatchObject({ status: 'pending', method: 'import', methodTitle: 'Imported', edited: false, shape: 'qa' });
    const { current, history, references } = await get(samples[0]!.id);
    expect(current).toMatchObject({ model: null, parent: null, fields: { source: 'web', imported: 'set.jsonl:1' } });
    expect(history.map(({ what }) => what)).toEqual(['generated']);
    expect(references).toEqual([]);
    expect(await list({ edited: true })).toEqual([]);
    expect((await project.request('runs/list', {})).runs).toEqual([]);
    // Nothing tells whose machine it was.
    expect(journalOf(folder).filter((line) => line.includes(elsewhere))).toEqual([]);
    expect(journalOf(folder).map((line) => (JSON.parse(line) as { type?: string }).type)).toContain('import.ended');
  });

  it('is reviewed, edited, undone and exported as all others are', async () => {
    const { import: run } = await load(written('set.jsonl', alpaca(3)));
    const [first, second] = await list({ run });
    await project.request('review/accept', { samples: [first!.id] });
    await project.request('review/edit', { sample: second!.id, parts: { answer: 'Another.' } });
    expect(await list({ edited: true })).toMatchObject([{ id: second!.id }]);
    await project.request('review/undo', {});
    expect(await list({ edited: true })).toEqual([]);
    const { rows, files } = await project.request('export', { format: 'alpaca', directory: join(elsewhere, 'out') });
    expect(rows).toBe(1);
    const [line] = readFileSync(files[0]!, 'utf8').split('\n');
    expect(JSON.parse(line!)).toEqual({ instruction: 'What is tide number 0?', input: '', output: 'Tide 0.' });
    const data = readdirSync(join(folder, 'dataset/data')).map((name) => readFileSync(join(folder, 'dataset/data', name), 'utf8'));
    expect(JSON.parse(data[0]!)).toMatchObject({ method: 'import', model: null, edited: false, parent: null });
  });

  it('accepts as one action when it is asked to, which one undo takes back', async () => {
    await load(written('set.jsonl', alpaca(200)), { accept: true });
    expect(await list({ status: ['accepted'] })).toHaveLength(200);
    const { changed, what } = await project.request('review/undo', {});
    expect({ changed: changed.length, what }).toEqual({ changed: 200, what: 'accepted 200 samples' });
    expect(await list({ status: ['pending'] })).toHaveLength(200);
    // The samples themselves are no decision.
    expect((await project.request('review/undo', {})).what).toBeNull();
  });

  it('done again makes nothing twice, whatever the file is called', async () => {
    const rows = alpaca(20);
    const first = await load(written('set.jsonl', rows));
    const before = journalOf(folder).filter((line) => line.includes('sample.generated')).length;
    const again = await load(written('set.jsonl', rows));
    expect(again).toMatchObject({
      import: first.import,
      taken: 0,
      passedOver: [{ reason: 'is a sample of this project already', count: 20 }],
    });
    const other = await load(written('copy.jsonl', [...rows, ...alpaca(5, 100)]));
    expect(other).toMatchObject({ taken: 5, passedOver: [{ reason: 'says the same as a sample that is kept', count: 20 }] });
    expect(other.passedOver[0]!.lines.slice(0, 3)).toEqual([1, 2, 3]);
    expect(journalOf(folder).filter((line) => line.includes('sample.generated'))).toHaveLength(before + 5);
    expect(await load(written('third.jsonl', rows), { duplicates: true })).toMatchObject({ taken: 20 });
  });

  it('leaves what was decided as it is when it is done again', async () => {
    const file = written('set.jsonl', alpaca(4));
    await load(file);
    const [first, second] = await list();
    await project.request('review/reject', { samples: [first!.id], reason: 'dull' });
    await project.request('review/edit', { sample: second!.id, parts: { question: 'Which tide?' } });
    expect(await load(file, { accept: true })).toMatchObject({ taken: 0 });
    expect((await get(first!.id)).status).toBe('rejected');
    expect((await get(second!.id)).current.content).toMatchObject({ question: 'Which tide?' });
    expect(await list({ status: ['accepted'] })).toEqual([]);
  });

  it('finds duplicates within the set too', async () => {
    expect(await load(written('set.jsonl', [...alpaca(3), ...alpaca(3)]))).toMatchObject({ rows: 6, taken: 3 });
  });

  it('says what it passes over, with lines, and goes on', async () => {
    const lines = [
      '\uFEFF{"instruction":"a","output":"b"}',
      'no json',
      '',
      '{"instruction":"c","output":""}',
      '{"instruction":"d","output":4}',
      '[1]',
      '{"instruction": "half a l',
    ];
    const { rows, taken, passedOver } = await load(written('messy.jsonl', lines.join('\r\n')));
    expect({ rows, taken }).toEqual({ rows: 6, taken: 2 });
    expect(Object.fromEntries(passedOver.map(({ reason, lines: at }) => [reason, at]))).toEqual({
      'is not JSON': [2, 7],
      'has no output': [4],
      'is no record with fields': [6],
    });
    const torn = Buffer.concat([
      Buffer.from('{"instruction":"e","output":"'),
      Buffer.from([0xff]),
      Buffer.from('"}\n{"instruction":"f","output":"g"}'),
    ]);
    expect(await load(written('torn.jsonl', torn))).toMatchObject({
      taken: 1,
      passedOver: [{ reason: expect.stringContaining('UTF-8') as string, lines: [1] }],
    });
  });

  it.each(['items.jsonl', 'items.jsonl.gz', 'items.json', 'items.csv', 'items.tsv', 'items.parquet', 'items.zstd.parquet'])(
    'reads %s',
    async (name) => {
      const { taken, rows, format } = await load(benchmark(name), name.endsWith('json') ? {} : { format: 'fields' });
      expect({ format, taken: taken > 0, all: taken <= rows }).toEqual({ format: 'fields', taken: true, all: true });
      expect((await list()).every(({ label }) => label.length > 10)).toBe(true);
    },
  );

  it('has the same samples of every kind of file', async () => {
    const labels = async (name: string) => {
      const at = mkdtempSync(join(tmpdir(), 'loom-importing-'));
      const other = await open(at);
      await into(other, benchmark(name));
      const { samples } = await other.request('samples/list', { filter: {}, offset: 0, limit: 1000 });
      other.close();
      rmSync(at, { recursive: true });
      return samples.map(({ label }) => label).sort();
    };
    const expected = await labels('items.jsonl');
    expect(expected.length).toBeGreaterThan(10);
    for (const name of ['items.jsonl.gz', 'items.json', 'items.csv', 'items.parquet']) expect(await labels(name), name).toEqual(expected);
  });

  it.each([
    ['gone.jsonl', null, /there is no such file/],
    ['empty.jsonl', '', /the file is empty/],
    ['notes.docx', 'x', /not imported; imported are JSONL/],
    ['blank.jsonl', '\n\n', /no records/],
    ['odd.jsonl', '{"a":1,"b":[2]}\n', /its columns are a, b: say which/],
    ['cut.jsonl.gz', gzipSync('{"instruction":"a","output":"b"}\n'.repeat(9)).subarray(0, 30), /unpacked/],
    ['cut.parquet', 'PAR1 and nothing more', /Parquet file cannot be read/],
  ])('refuses %s in words', async (name, content, message) => {
    const file = content === null ? join(elsewhere, name) : written(name, content);
    await expect(load(file)).rejects.toThrow(message);
    await expect(load(file)).rejects.toThrow(name);
    expect(await list()).toEqual([]);
  });

  it('keeps what it has made when it is called off, and goes on when it is asked again', async () => {
    const stop = new AbortController();
    project.close();
    project = await openProject(folder, {
      by: 'tester',
      trusted: true,
      sources: { environment: {} },
      onProgress: () => {
        stop.abort();
      },
    });
    const file = written('set.jsonl', alpaca(500));
    const first = await project.request('import', { file, accept: false, duplicates: false }, stop.signal);
    expect(first.cancelled).toBe(true);
    expect(first.taken).toBeGreaterThan(0);
    expect(first.taken).toBeLessThan(500);
    expect(await list()).toHaveLength(first.taken);
    expect(await load(file)).toMatchObject({ taken: 500 - first.taken, cancelled: false });
  });

  it('reads so many rows at the most', async () => {
    expect(await load(written('set.jsonl', alpaca(500)), { limit: 7 })).toMatchObject({ rows: 7, taken: 7 });
  });

  it('is refused in restricted mode, a look is not', async () => {
    project.close();
    const before = readdirSync(join(folder, '.loom'), { recursive: true }).sort();
    project = await open(folder, false);
    const file = written('set.jsonl', alpaca(5));
    await expect(load(file)).rejects.toThrow('restricted mode');
    expect(await project.request('import/look', { file })).toMatchObject({ fitting: 5 });
    expect(readdirSync(join(folder, '.loom'), { recursive: true }).sort()).toEqual(before);
  });
});

describe('a mapping', () => {
  const own = (count: number): object[] =>
    Array.from({ length: count }, (_, nth) => ({ nr: nth, ask: { text: `Question ${nth}` }, tell: [`Answer ${nth}`] }));
  const mapping = { question: 'ask.text', answer: 'tell[0]' };

  it('is remembered for sets with the same columns, where a person sees and edits it', async () => {
    const first = await load(written('own.jsonl', own(3)), { mapping });
    expect(first).toMatchObject({ why: 'asked', format: 'fields', shape: 'qa', taken: 3 });
    const settings = join(folder, '.loom/project.yaml');
    expect(readFileSync(settings, 'utf8')).toMatch(/^imports:\n/m);
    const next = written('next.jsonl', own(6));
    expect(await project.request('import/look', { file: next })).toMatchObject({
      why: 'remembered',
      mapping: { shape: 'qa', parts: mapping },
      fitting: 6,
    });
    expect(await load(next)).toMatchObject({ why: 'remembered', taken: 3 });
    // Given anew, it takes the place of the one before; another project opened afterwards reads it too.
    await load(written('other.jsonl', own(9)), { mapping: { title: 'nr', text: 'ask.text' } });
    project.close();
    project = await open();
    expect(await project.request('import/look', { file: next })).toMatchObject({ why: 'remembered', shape: 'text' });
    expect(readFileSync(settings, 'utf8').match(/columns:/g)).toHaveLength(1 + 1);
  });

  it('is refused where it does not hold', async () => {
    const file = written('own.jsonl', own(3));
    await expect(load(file, { mapping: { question: 'ask.text' } })).rejects.toThrow('needs question, answer');
    await expect(load(file, { mapping: { question: 'a', stem: 'b' } })).rejects.toThrow('no shape of samples has the parts question, stem');
    await expect(load(file, { mapping, format: 'alpaca' })).rejects.toThrow('leave it out');
    expect(await list()).toEqual([]);
  });

  it('names rows that have nothing where it points', async () => {
    const { taken, passedOver } = await load(written('own.jsonl', [...own(2), { nr: 3, ask: {}, tell: [] }]), { mapping });
    expect({ taken, passedOver }).toMatchObject({
      taken: 2,
      passedOver: [{ reason: 'has nothing in “ask.text”, which is its question', lines: [3] }],
    });
  });
});

describe('what this program wrote', () => {
  beforeEach(async () => {
    await project.request('extract', {});
    await project.request('generate', { method: 'level3', count: 4, seed: 1 });
    await project.request('review/accept', { filter: { status: ['pending'] } });
  });
  const exported = async (format: ExportFormat = 'jsonl'): Promise<string> =>
    (await project.request('export', { format, directory: join(elsewhere, 'out') })).files[0]!;

  it('is known where it comes from', async () => {
    expect(await load(await exported())).toMatchObject({
      format: 'jsonl',
      rows: 4,
      taken: 0,
      passedOver: [{ reason: 'is a sample of this project already', count: 4 }],
    });
  });

  it('keeps what it says of its origin in a project with the same documents, and tells what is lost in another', async () => {
    const file = await exported();
    const [sample] = await list();
    const before = await get(sample!.id);
    for (const [documents, isSame] of [
      [tides, true],
      [null, false],
    ] as const) {
      const at = mkdtempSync(join(tmpdir(), 'loom-importing-'));
      if (documents === null) mkdirSync(join(at, 'docs'));
      else cpSync(documents, at, { recursive: true });
      const other = await open(at);
      const { taken, lost } = await into(other, file);
      const { samples } = await other.request('samples/list', { filter: {}, offset: 0, limit: 10 });
      const after = await other.request('samples/get', { sample: samples.find(({ label }) => label === sample!.label)!.id });
      expect({ taken, isWhole: lost === 0 }).toEqual({ taken: 4, isWhole: isSame });
      expect(after.current).toMatchObject({
        content: before.current.content,
        model: before.current.model,
        prompt: before.current.prompt,
        concepts: before.current.concepts,
      });
      expect(after.set).toMatchObject({ topics: before.set.topics, concepts: before.set.concepts, seed: before.set.seed });
      expect(after.current.fields).toMatchObject({ ...before.current.fields, importedId: sample!.id, importedMethod: 'level3' });
      expect(after.references).toEqual(isSame ? before.references : []);
      expect(after.evidence).toEqual(isSame ? before.evidence : []);
      other.close();
      rmSync(at, { recursive: true });
    }
  });

  it.each(['messages', 'sharegpt', 'alpaca'] as const)('comes back from %s as questions and answers', async (format) => {
    const file = await exported(format);
    const at = mkdtempSync(join(tmpdir(), 'loom-importing-'));
    const other = await open(at);
    expect(await into(other, file)).toMatchObject({ format, rows: 4, taken: 4 });
    // Exported from there, it is the same file, but for the order of what was made at once.
    await other.request('review/accept', { filter: { status: ['pending'] } });
    const { files } = await other.request('export', { format, directory: join(elsewhere, 'again') });
    const lines = (path: string): string[] => readFileSync(path, 'utf8').trim().split('\n').sort();
    expect(lines(files[0]!)).toEqual(lines(file));
    other.close();
    rmSync(at, { recursive: true });
  });
});

it('cannot be made again, which is said', async () => {
  await load(written('set.jsonl', alpaca(1)));
  const [sample] = await list();
  for (const answerOnly of [false, true]) {
    const query = { samples: [sample!.id], instruction: null, answerOnly };
    await expect(project.request('review/regenerate', query)).rejects.toThrow('an imported sample was made by no method');
    await expect(project.request('regenerate/estimate', query)).rejects.toThrow('an imported sample was made by no method');
  }
});

it('is measured, compared and looked at for leakage as all others are', async () => {
  await load(benchmark('items.jsonl'), { duplicates: true });
  const all = (await list()).length;
  const measured = await project.request('quality/measure', { filter: {}, part: 'question', rounds: 2, seed: 0, groupBy: 'method' });
  expect(measured.counted.samples).toBe(all);
  const edited = measured.distributions.find(({ title }) => title === 'Edited by hand');
  expect(JSON.stringify(edited)).toMatch(/"no"/);
  expect(JSON.stringify(edited)).not.toMatch(/"yes"/);
  const leaks = await project.request('quality/leakage', { against: [benchmark('items.jsonl')], offset: 0, limit: 10 });
  expect(leaks.looked).toBe(all);
  await load(benchmark('items.csv'), { duplicates: true });
  expect((await project.request('duplicates/list', { filter: {}, by: 'words', offset: 0, limit: 10 })).clusters).toBeGreaterThan(0);
});

it('goes on after kill -9 in the middle, with nothing twice and nothing half', { timeout: 120_000 }, async () => {
  const random = seeded('kill -9 in the middle of an import');
  const file = written('set.jsonl', alpaca(600));
  project.close();
  for (let round = 0; round < 3; round++) {
    const middle = random(150);
    const running = startScript(join(import.meta.dirname, 'killed-import-child.ts'), [folder, file, String(middle)]);
    onTestFinished(() => void running.kill('SIGKILL'));
    const exit = once(running, 'exit');
    for await (const line of createInterface(running.stdout)) if (Number(line) > middle) running.kill('SIGKILL');
    expect((await exit)[1]).toBe('SIGKILL');
  }
  project = await open();
  const before = (await list()).length;
  expect(before).toBeGreaterThan(0);
  expect(await load(file, { accept: true })).toMatchObject({ rows: 600, taken: 600 - before });
  const accepted = await list({ status: ['accepted'] });
  expect(new Set(accepted.map(({ label }) => label)).size).toBe(600);
  expect(journalOf(folder).filter((line) => line.includes('"sample.generated"'))).toHaveLength(600);
});
