import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { parse as parseYaml } from 'yaml';
import * as z from 'zod';
import { projectSettings } from '../../../src/core/settings.ts';
import { readCuration, readSettings } from '../../../src/engine/config.ts';
import { UsageError } from '../../../src/engine/errors.ts';
import { initProject } from '../../../src/engine/init.ts';

/** Every setting by its path: of the schema, and of what was written. */
function settingPaths(schema: z.ZodType, path = ''): string[] {
  const inner =
    schema instanceof z.ZodPrefault || schema instanceof z.ZodOptional || schema instanceof z.ZodDefault
      ? (schema.unwrap() as z.ZodType)
      : schema;
  if (!(inner instanceof z.ZodObject)) return [path];
  return Object.entries(inner.shape).flatMap(([name, each]) => settingPaths(each as z.ZodType, path === '' ? name : `${path}.${name}`));
}
/** @param known paths of settings: what stands below one of them is its value, by names that a user chose */
function pathsOf(value: unknown, known: readonly string[], path = ''): string[] {
  if (typeof value !== 'object' || value === null || Array.isArray(value) || known.includes(path)) return [path];
  return Object.entries(value).flatMap(([name, each]) => pathsOf(each, known, path === '' ? name : `${path}.${name}`));
}

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'loom-config-'));
});
afterEach(() => rm(folder, { recursive: true }));

async function write(file: string, text: string): Promise<void> {
  await mkdir(join(folder, '.loom'), { recursive: true });
  await writeFile(join(folder, '.loom', file), text);
}

/** Nine times as much with each line. */
const blown = Array.from(
  { length: 12 },
  (_, n) => `a${n + 1}: &a${n + 1} [${Array.from({ length: 9 }, () => `*a${n}`).join(', ')}]\n`,
).join('');

describe('readSettings', () => {
  it('has defaults for a folder without a project', async () => {
    const settings = await readSettings(folder);
    expect(settings.name).toBe(basename(folder));
    expect(settings.walk).toEqual({ epochs: 5, topicSteps: [1, 2], topicConceptSteps: [1, 1], conceptSteps: [3, 4] });
    expect(settings.passages.tokens).toBe(800);
  });

  it('reads what init wrote as those same defaults', async () => {
    const before = await readSettings(folder);
    expect(initProject(folder)).toEqual({ file: join('.loom', 'project.yaml'), created: true });
    expect(await readSettings(folder)).toEqual(before);
    expect(initProject(folder)).toEqual({ file: join('.loom', 'project.yaml'), created: false });
  });

  it('finds every setting in what init wrote, the values of those in comments being the defaults or examples', async () => {
    initProject(folder);
    const text = await readFile(join(folder, '.loom', 'project.yaml'), 'utf8');
    // What is left in comments are sentences; a setting is a name, a colon and its value.
    const whole = text.replaceAll(/^( *)# (?=(?: *)[a-zA-Z]+:(?: |$))/gm, '$1');
    const written = parseYaml(whole) as Record<string, unknown>;
    const paths = settingPaths(projectSettings);
    expect(pathsOf(written, paths)).toEqual(expect.arrayContaining(paths));
    expect(paths).toEqual(expect.arrayContaining(pathsOf(written, paths)));
    expect(() => projectSettings.parse(written)).not.toThrow();
  });

  it('takes an empty file', async () => {
    await write('project.yaml', '# nothing yet\n');
    expect((await readSettings(folder)).dataset).toBe('dataset');
  });

  it.each([
    ['a value of the wrong kind', 'name: x\npassages:\n  tokens: many\n', 'project.yaml:3: passages.tokens'],
    ['a misspelt field', 'name: x\nwalks:\n  epochs: 3\n', 'project.yaml:2: '],
    ['a range the wrong way round', 'walk:\n  conceptSteps: [4, 3]\n', 'project.yaml:2: walk.conceptSteps: the first number'],
    ['a dataset outside the project', 'dataset: ../elsewhere\n', 'project.yaml:1: dataset: must lie inside'],
    ['a dataset that is the project folder', 'name: x\ndataset: .\n', 'project.yaml:2: dataset: must be a folder of its own'],
    ['a dataset in an internal folder', 'name: x\ndataset: sub/.GIT./x\n', 'project.yaml:2: dataset: must not lie in .loom, .git'],
    ['an alias of nothing', 'name: *x\n', 'project.yaml: Unresolved alias'],
    [
      'a pattern whose brace is open',
      'corpus:\n  include:\n    - "*.md"\n    - "{a,b"\n',
      'project.yaml:4: corpus.include.1: the brace at character 1',
    ],
    ['a pattern of another kind', 'corpus:\n  exclude: ["+(a|b)"]\n', 'project.yaml:2: corpus.exclude.0: patterns with parentheses'],
    [
      'a pattern without end',
      `corpus:\n  exclude: ["${'*a'.repeat(600)}"]\n`,
      'project.yaml:2: corpus.exclude.0: the pattern has 1200 characters',
    ],
    ['what aliases blow up', `a0: &a0 [x, x, x, x, x, x, x, x, x]\n${blown}`, 'project.yaml: Excessive alias count'],
    ['a key of every object', 'name: x\n__proto__: { polluted: true }\n', 'project.yaml:2: '],
    ['brackets within brackets', `name: x\na: ${'['.repeat(20_000)}`, 'project.yaml:2: is nested too deeply; take out'],
    ['lists that are keys of lists', `${'? '.repeat(600)}x`, 'project.yaml: is nested too deeply; take out'],
    ['broken YAML', 'name: "x\ncorpus: 1\n', 'project.yaml:'],
  ])('says where %s stands', async (_, text, message) => {
    await write('project.yaml', text);
    await expect(readSettings(folder)).rejects.toThrow(UsageError);
    await expect(readSettings(folder)).rejects.toThrow(message);
  });
});

describe('the dataset folder of the settings', () => {
  it.each(['.', './', '././', '.\\', '.loom', './.loom/', '.git/x', 'a/node_modules', 'a\\.Loom', 'a/..', '/a', 'C:a', '..\\a'])(
    'is not “%s”',
    async (dataset) => {
      await write('project.yaml', `dataset: '${dataset}'\n`);
      await expect(readSettings(folder)).rejects.toThrow('.loom/project.yaml:1: dataset: must ');
    },
  );

  it.each([
    ['./dataset/', 'dataset'],
    ['out\\sets', 'out/sets'],
    ['.sets/a.git', '.sets/a.git'],
  ])('“%s” is %s, however it is written', async (dataset, path) => {
    await write('project.yaml', `dataset: '${dataset}'\n`);
    expect((await readSettings(folder)).dataset).toBe(path);
  });
});

describe('readCuration', () => {
  it('is empty without a file', async () => {
    expect((await readCuration(folder)).banned.size).toBe(0);
  });

  it('reads decisions by concept key', async () => {
    await write(
      'concepts.yaml',
      'bans: [Moons]\npins: [Spring Tides]\nboosts: { Tidal range: 3, Tides of the sea: 2 }\naliases: { tide: [Tides of the sea] }\n',
    );
    const curation = await readCuration(folder);
    expect([...curation.banned]).toEqual(['moon']);
    expect([...curation.pinned]).toEqual(['spring tide']);
    expect([...curation.boosts]).toEqual([
      ['tidal range', 3],
      ['tide', 2],
    ]);
    expect(curation.canonical.get('tides of the sea')).toBe('tide');
  });

  it('says where it is wrong', async () => {
    await write('concepts.yaml', 'bans: []\nboosts:\n  tide: strong\n');
    await expect(readCuration(folder)).rejects.toThrow('concepts.yaml:3: boosts.tide');
    await write('concepts.yaml', 'aliases:\n  tide: [flood]\n  flood:\n    - ebb\n    - tides\n');
    await expect(readCuration(folder)).rejects.toThrow(
      'concepts.yaml:5: aliases.flood.1: “tides” would be merged into itself, by way of “flood”; take one of the two merges out',
    );
    await write('concepts.yaml', 'aliases:\n  tide: [flood]\n  surge: [Floods]\n');
    await expect(readCuration(folder)).rejects.toThrow('concepts.yaml:3: aliases.surge.0: “Floods” is merged into “tide” already');
    await write('concepts.yaml', 'seeds:\n  topics:\n    - tide\n    - 7\n');
    await expect(readCuration(folder)).rejects.toThrow('concepts.yaml:4: seeds.topics.1');
    await write('concepts.yaml', 'seeds: [tide]\n');
    await expect(readCuration(folder)).rejects.toThrow('concepts.yaml:1: seeds: ');
  });
});
