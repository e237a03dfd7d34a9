import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import * as z from 'zod';
import { fieldNames } from '../../../src/core/samples/filter/filter.ts';
import { HubServer } from '../../support/hub-server.ts';
import { runLoom } from './loom.ts';

let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'loom-cli-'));
  cpSync(join(import.meta.dirname, '../../fixtures/tides'), folder, { recursive: true });
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});

const loom = (...args: string[]) => runLoom(folder, process.env, ...args);

/** Runs a command with --json: it must succeed, and print one object and nothing else. */
async function json<S extends z.ZodType>(schema: S, ...args: string[]): Promise<z.output<S>> {
  const { code, out, err } = await loom(...args, '--json');
  expect({ code, err: code === 0 ? '' : err }).toEqual({ code: 0, err: '' });
  expect(out.trim().split('\n')).toHaveLength(1);
  return schema.parse(JSON.parse(out));
}

const count = z.int();
const changed = z.object({ changed: z.array(z.string()) });
const listed = z.object({ samples: z.array(z.object({ id: z.string(), status: z.string(), label: z.string() })), total: count });

describe('loom, from documents to a dataset', { timeout: 480_000 }, () => {
  it('init writes a project once', async () => {
    expect((await json(z.object({ project: z.string(), created: z.boolean() }), 'init')).created).toBe(true);
    expect(existsSync(join(folder, '.loom/project.yaml'))).toBe(true);
    expect((await json(z.object({ created: z.boolean() }), 'init')).created).toBe(false);
  });

  it('extract counts, and says what could not be read', async () => {
    writeFileSync(join(folder, 'broken.md'), Buffer.from([0x23, 0x20, 0xff, 0xfe, 0x0a]));
    const schema = z.object({
      documents: count,
      passages: count,
      kept: count,
      failures: z.array(z.object({ file: z.string(), reason: z.string() })),
    });
    const result = await json(schema.extend({ topics: count, concepts: count }), 'extract');
    expect(result).toMatchObject({ documents: 3, failures: [{ file: 'broken.md' }] });
    expect(result.kept).toBe(result.passages);
    expect(result.topics).toBeGreaterThan(2);
    rmSync(join(folder, 'broken.md'));
  });

  it('graph counts nodes, edges and units', async () => {
    const edges = z.object({ topicTopic: count, topicConcept: count, conceptConcept: count });
    const graph = await json(z.object({ topics: count, concepts: count, edges, units: count }), 'graph');
    expect(graph.edges.conceptConcept).toBeGreaterThan(graph.concepts);
  });

  it('sets is the same for the same seed, to the byte', async () => {
    const first = await loom('sets', '--count', '12', '--seed', '7', '--json');
    expect((await loom('sets', '--count', '12', '--seed', '7', '--json')).out).toBe(first.out);
    const reference = z.object({ file: z.string(), start: count, end: count, jaccard: z.number() });
    const schema = z.object({
      sets: z.array(z.object({ topics: z.array(z.string()), concepts: z.array(z.string()), references: z.array(reference) })),
    });
    expect(schema.parse(JSON.parse(first.out)).sets).toHaveLength(12);
  });

  it('prompt shows the messages and counts their tokens', async () => {
    const schema = z.object({ messages: z.array(z.object({ role: z.string(), content: z.string() })), tokens: count });
    expect((await json(schema, 'prompt', '--method', 'level3', '--seed', '7')).messages).toHaveLength(2);
  });

  it('generate keeps as many as asked for', async () => {
    const schema = z.object({ run: z.string(), generated: count, kept: count, gated: count, failed: count });
    expect((await json(schema, 'generate', '--method', 'level3', '--count', '5', '--seed', '7')).kept).toBe(5);
  });

  it('review lists, decides, edits and takes back', async () => {
    const { samples } = await json(listed, 'review', 'list', '--status', 'pending');
    const [first, second, third] = samples.map(({ id }) => id);
    expect(await json(changed, 'review', 'accept', first!, second!)).toMatchObject({ changed: [first, second] });
    expect(await json(changed, 'review', 'reject', third!, '--reason', 'too easy')).toMatchObject({ changed: [third] });
    await json(changed, 'review', 'edit', first!, '--question', 'Why two tides a day?');
    expect(readFileSync(join(folder, 'dataset/data/train-00000.jsonl'), 'utf8')).toContain('Why two tides a day?');
    await json(changed, 'review', 'undo');
    expect(readFileSync(join(folder, 'dataset/data/train-00000.jsonl'), 'utf8')).not.toContain('Why two tides a day?');
    await json(changed, 'review', 'redo');
    const all = await json(changed, 'review', 'accept', '--all');
    expect(all.changed).toHaveLength(2);
    expect((await json(listed, 'review', 'list', '--status', 'accepted', '--text', 'why two tides')).samples).toHaveLength(1);
  });

  it('narrows down by every field there is, each an option or in one line', async () => {
    const help = (await loom('review', 'list', '--help')).out;
    for (const name of fieldNames) expect(help).toContain(`--${name} <${name}>`);
    const { total } = await json(listed, 'review', 'list', '--status', 'accepted,rejected', '--shape', 'qa', '--edited', 'no');
    expect(total).toBeGreaterThan(0);
    const line = 'status:accepted,rejected shape:qa edited:no';
    expect((await json(listed, 'review', 'list', '--filter', line)).total).toBe(total);
    expect((await json(listed, 'review', 'list', '--filter', `${line} method:level2`)).total).toBe(0);
  });

  it('adds up what is given again where a line would', async () => {
    const total = async (...args: string[]) => (await json(listed, 'review', 'list', ...args)).total;
    expect(await total('--status', 'accepted', '--status', 'rejected')).toBe(await total('--status', 'accepted,rejected'));
    const { samples } = await json(listed, 'review', 'list', '--limit', '2');
    expect(await total('--id', samples[0]!.id, '--id', samples[1]!.id)).toBe(2);
    expect(await total('--text', 'why', '--text', 'two tides')).toBe(await total('--text', 'why two tides'));
  });

  it('takes a file as it is called from here, from the project, or in full', async () => {
    const [{ files }] = (
      await json(z.object({ samples: z.tuple([z.object({ files: z.array(z.string()) })]) }), 'review', 'list', '--limit', '1')
    ).samples;
    const name = files[0]!;
    const { total } = await json(listed, 'review', 'list', '--file', name);
    expect(total).toBeGreaterThan(0);
    for (const file of [`./${name}`, join(folder, name)]) expect((await json(listed, 'review', 'list', '--file', file)).total).toBe(total);
    mkdirSync(join(folder, 'elsewhere'));
    for (const file of [`../${name}`, name]) {
      const { out } = await runLoom(join(folder, 'elsewhere'), process.env, 'review', 'list', '--project', '..', '--file', file, '--json');
      expect(listed.parse(JSON.parse(out)).total).toBe(total);
    }
    const estimate = await loom('generate', '--method', 'level3', '--count', '1', '--file', `./${name}`, '--estimate');
    expect({ code: estimate.code, err: estimate.err }).toEqual({ code: 0, err: '' });
  });

  it('export replaces what it wrote, and nothing else unless told to', async () => {
    const file = 'data/train-00000-of-00001.jsonl';
    mkdirSync(join(folder, 'elsewhere/data'), { recursive: true });
    writeFileSync(join(folder, 'elsewhere', file), '{"text": "Mine."}\n');
    const refused = await loom('export', '--format', 'text', '--out', 'elsewhere');
    expect(refused).toMatchObject({ code: 2, out: '' });
    expect(refused.err).toMatch(/train-00000-of-00001\.jsonl .*document of the corpus/);
    writeFileSync(join(folder, '.gitignore'), 'elsewhere\n');
    expect((await loom('export', '--format', 'text', '--out', 'elsewhere')).err).toMatch(/--force/);
    const forced = await loom('export', '--format', 'text', '--out', 'elsewhere', '--force');
    expect(forced.out).toMatch(/^4 rows in 1 file in .*elsewhere\nno licence is named: /);
    expect((await loom('export', '--format', 'text', '--out', 'elsewhere')).code).toBe(0);
    rmSync(join(folder, '.gitignore'));
  });

  it('export writes what was accepted, in splits, with starts for trainers', async () => {
    const split = z.object({ name: z.string(), rows: count });
    const shape = z.object({ rows: count, files: z.array(z.string()), splits: z.array(split), commands: z.array(z.string()) });
    const options = [
      '--format',
      'messages',
      '--split',
      '50/50',
      '--trainer',
      'trl,axolotl',
      '--seed',
      '3',
      '--similarity',
      '.9',
      '--shard-rows',
      '1',
    ];
    const result = await json(shape, 'export', '--out', 'out', ...options);
    const rows = result.files.flatMap((file) => readFileSync(file, 'utf8').trim().split('\n'));
    expect(rows).toHaveLength(result.rows);
    expect(result.splits.map(({ name }) => name)).toEqual(['train', 'test']);
    expect(result.commands).toEqual(['trl sft --config trl.yaml', 'axolotl train axolotl.yaml']);
    for (const line of ['train: ', 'test: ', 'to train, in that folder: trl sft --config trl.yaml'])
      expect((await loom('export', '--out', 'out', ...options)).out).toContain(line);
  });

  it('export is made again by its manifest, and says so', async () => {
    const again = await loom('export', '--rebuild', 'out/manifest.json', '--out', 'again');
    expect(again.out).toContain('all data files are as the manifest has them');
    const both = await loom('export', '--rebuild', 'out/manifest.json', '--format', 'text', '--out', 'again');
    expect(both).toMatchObject({ code: 2, err: expect.stringContaining('leave the other choices out') as string });
  });

  it('publish sends nothing before it is told to, and takes its token from the environment', async () => {
    const hub = await HubServer.start();
    const environment = { ...process.env, HF_ENDPOINT: hub.url, HF_TOKEN: hub.token };
    const publish = (...args: string[]) => runLoom(folder, environment, 'publish', 'ada/tides', '--from', 'out', ...args);
    const planned = await publish();
    expect(planned.out).toMatch(/^ada\/tides, which is made for it: \d rows, \d+ kB to send as ada\n/);
    expect(planned.out).toContain('nothing was sent: --yes publishes it');
    expect(hub.repositories.size).toBe(0);
    const published = await publish('--yes', '--public', '--json');
    expect(JSON.parse(published.out)).toMatchObject({ commit: `${hub.url}/datasets/ada/tides/commit/c0ffee` });
    expect(hub.repositories.get('ada/tides')?.private).toBe(false);
    expect((await publish('--yes')).out).toContain('everything is there already');
    expect(published.out + published.err).not.toContain(hub.token);
    await hub.close();
  });

  it('status counts everything', async () => {
    const samples = z.object({ pending: count, accepted: count, rejected: count, gated: count });
    const status = await json(z.object({ documents: count, samples, runs: count }), 'status');
    expect(status).toMatchObject({ documents: 3, samples: { pending: 0, accepted: 4, rejected: 1 }, runs: 2 });
  });

  it('speaks to people without --json', async () => {
    expect((await loom('status')).out).toMatch(/samples {3}0 to review, 4 accepted, 1 rejected/);
  });
});

describe('exit codes', { timeout: 240_000 }, () => {
  it.each<[string, string[], number, RegExp]>([
    ['an unknown command', ['weave'], 2, /unknown command 'weave'/],
    ['an unknown option', ['status', '--fast'], 2, /unknown option '--fast'/],
    ['a count that is no number', ['sets', '--count', 'ten'], 2, /A whole number is needed/],
    ['a missing count', ['generate'], 2, /--count/],
    ['an unknown method', ['generate', '--method', 'level9', '--count', '1'], 2, /no method “level9”/],
    ['an unknown sample', ['review', 'accept', 'nope'], 2, /there is no sample nope/],
    ['a file that is not there, to list', ['review', 'list', '--file', 'nope.md'], 2, /no file nope\.md in the corpus/],
    [
      'a file that is not there, to make samples from',
      ['generate', '--count', '1', '--file', './nope.md'],
      2,
      /no file nope\.md in the corpus/,
    ],
    ['neither ids nor --all', ['review', 'accept'], 2, /--all/],
    ['a field that is not there', ['review', 'list', '--filter', 'moon judgd:4'], 2, /at 6: there is no field “judgd”: there are status/],
    ['a value that does not fit', ['review', 'list', '--judge', 'good'], 2, /“good” is no range/],
    ['a field that is said twice', ['review', 'list', '--run', 'a', '--filter', 'run:b'], 2, /--run stands beside --filter/],
    ['ids and a filter', ['review', 'accept', 'a', '--filter', 'run:b'], 2, /not both/],
    ['ids and a field', ['review', 'accept', 'a', '--status', 'rejected'], 2, /ids say which samples are meant.*--status.*not both/],
    [
      'ids and fields, to reject',
      ['review', 'reject', 'a', '--run', 'b', '--judge', '<=2', '--reason', 'r'],
      2,
      /--run, --judge.*not both/,
    ],
    ['ids and a field, to regenerate', ['review', 'regenerate', 'a', '--edited', 'no'], 2, /--edited.*not both/],
    ['ids and a field, to judge', ['judge', 'a', '--judge', '<=2'], 2, /--judge.*not both/],
    ['a field where all are looked at', ['judge', '--agreement', '--judge', '<=2'], 2, /--agreement looks at all samples/],
    ['an empty filter, to decide', ['review', 'accept', '--filter', ' '], 2, /--filter is empty.*--all/],
    ['a field with nothing to decide on', ['review', 'accept', '--status', 'pending'], 2, /--all/],
    ['a text without a word', ['review', 'accept', '--all', '--text', '§'], 2, /“§” holds no letter or digit/],
    ['a line with a text without a word', ['review', 'list', '--filter', 'status:pending :'], 2, /at 16: “:” holds no letter or digit/],
    ['a field given twice', ['review', 'list', '--run', 'a', '--run', 'b'], 2, /--run is given twice: keep one/],
    ['a range given twice', ['review', 'list', '--judge', '<=1', '--judge', '>=1'], 2, /--judge is given twice: keep one/],
    ['two lines', ['review', 'list', '--filter', 'run:a', '--filter', 'run:b'], 2, /--filter is given twice: keep one/],
    ['a default that is given twice', ['sets', '--count', '10', '--count=20'], 2, /--count is given twice: keep one/],
    ['shares that are none', ['export', '--out', 'o', '--split', '50/60'], 2, /must come to 100 %/],
    ['a trainer that nobody knows', ['export', '--out', 'o', '--trainer', 'mine'], 2, /no start for “mine”; there are trl, axolotl/],
    [
      'a trainer that cannot read the rows',
      ['export', '--out', 'o', '--trainer', 'unsloth'],
      2,
      /reads no “jsonl” rows; export as messages/,
    ],
    ['a choice given twice', ['export', '--format', 'text', '--out', 'o', '--format', 'jsonl'], 2, /--format is given twice: keep one/],
    ['a part given twice', ['review', 'edit', 'a', '--part', 'title=b', '--part', 'title=c'], 2, /“title” is given twice: keep one/],
    [
      'a part given in two ways',
      ['review', 'edit', 'a', '--question', 'b', '--part', 'question=c'],
      2,
      /“question” is given twice: keep one/,
    ],
    ['a reason that says nothing', ['review', 'reject', 'a', '--reason', ' '], 2, /the reason must say something/],
    ['an edit of nothing', ['review', 'edit', 'a'], 2, /give --question, --answer or --part/],
    ['yes and no at once', ['filter', '--on', '--off'], 2, /'--on' cannot be used with option '--off'/],
    ['a folder that is not there', ['status', '--project', 'nowhere'], 1, /no such folder/],
  ])('%s', async (_, args, expected, message) => {
    const { code, out, err } = await loom(...args);
    expect({ code, out }).toEqual({ code: expected, out: '' });
    expect(err).toMatch(message);
  });

  it('a setting that does not hold is wrong use, with its line', async () => {
    const settings = join(folder, '.loom/project.yaml');
    const before = readFileSync(settings, 'utf8');
    writeFileSync(settings, 'passages:\n  tokens: 7\n');
    const { code, err } = await loom('status');
    writeFileSync(settings, before);
    expect(code).toBe(2);
    expect(err).toContain('project.yaml:2: passages.tokens');
  });

  it('help is no failure', async () => {
    const { code, out } = await loom('--help');
    expect(code).toBe(0);
    expect(out).toContain('generate');
  });
});
