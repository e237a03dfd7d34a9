import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { asyncBufferFromFile, parquetReadObjects } from 'hyparquet';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { exportFormats, type RowForm, rowFormOf } from '../../../src/core/dataset/export-formats.ts';
import { trainerIds } from '../../../src/core/dataset/trainers/trainer-ids.ts';
import { canRead } from '../../../src/core/dataset/trainers/trainer-ids.ts';
import { columnsOf, type Content, shapeOf } from '../../../src/core/samples/shapes/index.ts';
import { noColumns } from '../../../src/core/samples/shapes/shape.ts';
import { openProject, type OpenedProject } from '../../../src/engine/project.ts';
import { openStore } from '../../../src/engine/storage/store.ts';
import { acceptEveryShape, everyShape } from './support/every-shape.ts';

let above: string;
let folder: string;
let project: OpenedProject;
const outOf = (format: string): string => join(folder, 'out', format);

beforeAll(async () => {
  above = await mkdtemp(join(tmpdir(), 'loom-formats-'));
  folder = join(above, 'tidal-basin');
  mkdirSync(join(folder, '.loom'), { recursive: true });
  writeFileSync(join(folder, '.loom/project.yaml'), 'name: Tidal Basin\n');
  const store = openStore(folder, { by: 'ada', dataset: 'dataset' });
  acceptEveryShape(store);
  store.close();
  project = await openProject(folder, { by: 'ada', trusted: true });
  for (const format of exportFormats) {
    const trainers = trainerIds.filter((id) => canRead(id, format));
    await project.request('export', { format, directory: outOf(format), trainers, splits: splits() });
  }
});
afterAll(async () => {
  project.close();
  await rm(above, { recursive: true });
});

/** Samples share their documents, but for the text, which has none: it is by itself. */
const splits = () => [
  { name: 'train', percent: 90 },
  { name: 'validation', percent: 10 },
];

const golden = join(import.meta.dirname, '../../fixtures/exports');

/** Texts of a folder by path, without what differs from one day to another: dates, the program's version, checksums of what has these. */
function textsOf(of: string): Record<string, string> {
  const names = readdirSync(of, { recursive: true, encoding: 'utf8' }).filter((name) => /\.\w+$/.test(name) && !name.endsWith('.parquet'));
  return Object.fromEntries(
    names.sort().map((name) => [
      name,
      readFileSync(join(of, name), 'utf8')
        .replace(/\d{4}-\d\d-\d\d(T[\d:.]+Z)?/g, 'DATE')
        .replace(/Concept Loom \d+\.\d+\.\d+/g, 'Concept Loom VERSION')
        .replace(/"(bytes|size|checksum)": \d+/g, '"$1": 0')
        .replace(/\b[0-9A-HJKMNP-TV-Z]{26}\b/g, 'ULID')
        .replace(/\b[0-9a-f]{64}\b/g, 'HASH'),
    ]),
  );
}

describe.each(exportFormats)('the format %s', (format) => {
  it('is written as the folder on record', () => {
    const expected = join(golden, format);
    const written = textsOf(outOf(format));
    if (process.env.NEW_GOLDEN !== undefined) {
      rmSync(expected, { recursive: true, force: true });
      for (const [name, text] of Object.entries(written)) {
        mkdirSync(dirname(join(expected, name)), { recursive: true });
        writeFileSync(join(expected, name), text);
      }
    }
    expect(written).toEqual(textsOf(expected));
  });
});

const lines = (format: string): Record<string, unknown>[] =>
  readdirSync(join(outOf(format), 'data'))
    .filter((name) => name.endsWith('.jsonl'))
    .flatMap((name) =>
      readFileSync(join(outOf(format), 'data', name), 'utf8')
        .trim()
        .split('\n'),
    )
    .map((line) => JSON.parse(line) as Record<string, unknown>);

describe('Parquet', () => {
  it('holds what the JSON lines hold, in columns of their types', async () => {
    const read: Record<string, unknown>[] = [];
    for (const name of readdirSync(join(outOf('parquet'), 'data'))) {
      const file = await asyncBufferFromFile(join(outOf('parquet'), 'data', name));
      read.push(...((await parquetReadObjects({ file })) as Record<string, unknown>[]));
    }
    const plain = JSON.parse(JSON.stringify(read, (_, value: unknown) => (typeof value === 'bigint' ? Number(value) : value))) as unknown[];
    expect(plain).toEqual(lines('jsonl'));
    expect(plain).toHaveLength(Object.keys(everyShape).length);
  });
});

/** A Python with the libraries that people read datasets with; `CONSUMERS_PYTHON` names one that is not on the path. */
const python = process.env.CONSUMERS_PYTHON ?? 'python3';
const has = (library: string): boolean => spawnSync(python, ['-c', `import ${library}`]).status === 0;

describe.skipIf(!has('datasets'))('`datasets` loads', () => {
  it.each(exportFormats)('the folder of %s, all splits and rows of it', (format) => {
    const script = `
import datasets, json, sys
datasets.disable_progress_bars()
loaded = datasets.load_dataset(sys.argv[1], cache_dir=sys.argv[2])
print(json.dumps({name: [row for row in split] for name, split in loaded.items()}, default=str))
`;
    const out = execFileSync(python, ['-c', script, outOf(format), join(folder, 'hf-cache')], {
      encoding: 'utf8',
      env: { ...process.env, HF_HUB_OFFLINE: '1', HF_DATASETS_OFFLINE: '1' },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const loaded = JSON.parse(out) as Record<string, Record<string, unknown>[]>;
    const rows = Object.values(loaded).flat();
    const written = format === 'parquet' ? lines('jsonl') : lines(format);
    expect(rows).toHaveLength(written.length);
    // Columns that a line leaves out are null there.
    for (const [at, row] of written.entries()) expect(rows[at]).toMatchObject(row);
  });
});

describe.skipIf(!has('pyarrow') || !has('pandas'))('pyarrow and pandas read', () => {
  it('the Parquet file, whole', () => {
    const script = `
import glob, json, pandas, pyarrow.parquet as parquet, sys
files = sorted(glob.glob(sys.argv[1] + '/data/*.parquet'))
print(json.dumps({'arrow': sum(parquet.read_table(file).num_rows for file in files),
  'pandas': [question for file in files for question in pandas.read_parquet(file)['question'].tolist()]}))
`;
    const read = JSON.parse(
      execFileSync(python, ['-c', script, outOf('parquet')], { encoding: 'utf8' }).replaceAll('NaN', 'null'),
    ) as unknown;
    expect(read).toEqual({ arrow: 10, pandas: lines('jsonl').map(({ question }) => question) });
  });
});

describe.skipIf(!has('duckdb'))('DuckDB reads', () => {
  it.each(['jsonl', 'parquet', 'messages'] as const)('the files of %s', (format) => {
    const files = join(outOf(format), `data/*.${format === 'parquet' ? 'parquet' : 'jsonl'}`);
    const script = `import duckdb, sys; print(duckdb.sql(f"select count(*) from '{sys.argv[1]}'").fetchall()[0][0])`;
    const count = Number(execFileSync(python, ['-c', script, files], { encoding: 'utf8' }));
    expect(count).toBe(lines(format === 'parquet' ? 'jsonl' : format).length);
  });
});

/** Formats by how TRL takes them: a conversation or none, and the columns that it makes of one with a chat template. */
const inTrl = {
  messages: { isConversation: true, rendered: ['text'] },
  sharegpt: { isConversation: true, rendered: ['text'] },
  preference: { isConversation: true, rendered: ['chosen', 'prompt', 'rejected'] },
  verifiable: { isConversation: true, rendered: ['prompt'] },
  text: { isConversation: false, rendered: ['text'] },
} as const;
const trlFormats = exportFormats.filter((format): format is keyof typeof inTrl => format in inTrl);

describe.skipIf(!has('trl.data_utils'))('TRL takes', () => {
  it('every format that its start is for', () => {
    expect(trlFormats.toSorted()).toEqual(exportFormats.filter((format) => canRead('trl', format)).toSorted());
  });

  it.each(trlFormats)('each row of %s by its own checks, and renders it with a chat template', (format) => {
    const script = `
import json, sys
from tokenizers import Tokenizer, models, pre_tokenizers
from transformers import PreTrainedTokenizerFast
from trl.data_utils import is_conversational, maybe_apply_chat_template, maybe_convert_to_chatml, maybe_extract_prompt
words = Tokenizer(models.WordLevel({"<unk>": 0}, unk_token="<unk>"))
words.pre_tokenizer = pre_tokenizers.Whitespace()
tokenizer = PreTrainedTokenizerFast(tokenizer_object=words, unk_token="<unk>")
tokenizer.chat_template = "{% for message in messages %}<{{ message['role'] }}>{{ message['content'] }}</s>{% endfor %}{% if add_generation_prompt %}<assistant>{% endif %}"
rows = [maybe_convert_to_chatml(json.loads(line)) for line in sys.stdin]
print(json.dumps([{"conversation": is_conversational(row), "rendered": maybe_apply_chat_template(maybe_extract_prompt(row), tokenizer)} for row in rows]))
`;
    const input = lines(format).map((row) => JSON.stringify(row));
    const out = execFileSync(python, ['-c', script], { encoding: 'utf8', input: input.join('\n'), stdio: ['pipe', 'pipe', 'ignore'] });
    const taken = JSON.parse(out) as { conversation: boolean; rendered: Record<string, unknown> }[];
    const { isConversation, rendered } = inTrl[format];
    expect(taken.length).toBeGreaterThan(0);
    expect(taken).toHaveLength(input.length);
    for (const row of taken) {
      expect(row.conversation).toBe(isConversation);
      expect(Object.keys(row.rendered)).toEqual(expect.arrayContaining([...rendered]));
      for (const column of rendered) expect(row.rendered[column]).toMatch(/\S/);
    }
  });
});

/** The row of a content in a form, as a file has it. */
function rowIn(form: RowForm, content: Content): unknown {
  if (form === 'jsonl') return JSON.parse(JSON.stringify(columnsOf(content)));
  const encoded = shapeOf(content).encoders[form](content);
  return 'row' in encoded ? JSON.parse(JSON.stringify(encoded.row)) : encoded;
}

describe.each(exportFormats)('what was exported as %s', (format) => {
  it('is imported again as contents of which the same rows are made', async () => {
    const other = await mkdtemp(join(tmpdir(), 'loom-imported-'));
    const importing = await openProject(other, { by: 'grace', trusted: true });
    for (const name of readdirSync(join(outOf(format), 'data')))
      await importing.request('import', { file: join(outOf(format), 'data', name), accept: false, duplicates: true });
    importing.close();
    const store = openStore(other, { by: 'grace', dataset: 'dataset' });
    const form = rowFormOf(format);
    const again = store.samples({}, { offset: 0, limit: 100 }).samples.map(({ current }) => rowIn(form, current.content));
    store.close();
    const rows = lines(form).map((row) =>
      Object.fromEntries(Object.entries(row).filter(([column]) => form !== 'jsonl' || column in noColumns)),
    );
    expect(again).toHaveLength(rows.length);
    for (const row of again) expect(rows).toContainEqual(expect.objectContaining(row as object));
    await rm(other, { recursive: true });
  });
});
