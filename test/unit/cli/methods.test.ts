import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import * as z from 'zod';
import { methods as allMethods } from '../../../src/core/methods/index.ts';
import { methodAsked, realistic } from '../engine/support/method-replies.ts';
import { ModelledProject, promptOf } from '../engine/support/modelled-project.ts';
import { runLoom } from './loom.ts';

const count = z.int();
const result = z.object({ run: z.string(), generated: count, kept: count, gated: count, failed: count, calls: count });
const listed = z.object({ samples: z.array(z.object({ id: z.string(), method: z.string(), files: z.array(z.string()) })) });
const methods = z.object({
  methods: z.array(
    z.object({
      id: z.string(),
      title: z.string(),
      variables: z.array(z.object({ name: z.string(), holds: z.string() })),
      output: z.string(),
      needs: z.array(z.string()),
    }),
  ),
});

let at: ModelledProject;

beforeAll(async () => {
  at = await ModelledProject.start({ models: ['hand', 'judge'], reply: realistic });
  at.manySets();
  expect((await loom('extract', '--model', 'hand')).code).toBe(0);
}, 60_000);
afterAll(() => at.end());
beforeEach(() => {
  at.server.requests.length = 0;
});

const loom = (...args: string[]) => runLoom(at.folder, { ...process.env, ...at.environment }, ...args);

async function json<S extends z.ZodType>(schema: S, ...args: string[]): Promise<z.output<S>> {
  const { code, out, err } = await loom(...args, '--json');
  expect({ code, err: code === 0 ? '' : err }).toEqual({ code: 0, err: '' });
  return schema.parse(JSON.parse(out));
}

/** How the journal has a run begin. */
function startOf(run: string) {
  const folder = join(at.folder, '.loom', 'journal');
  const lines = readdirSync(folder).flatMap((file) => readFileSync(join(folder, file), 'utf8').trim().split('\n'));
  const started = z.object({
    type: z.literal('run.started'),
    run: z.literal(run),
    options: z.object({ file: z.string(), span: z.object({ start: count, end: count }) }),
  });
  return lines.flatMap((line) => started.safeParse(JSON.parse(line)).data ?? [])[0]!;
}

const prompts = (method: string) => at.server.chats.flatMap(({ body }) => (methodAsked(body!) === method ? [promptOf(body!)] : []));
const generate = (method: string, ...more: string[]) =>
  json(result, 'generate', '--model', 'hand', ...(more.includes('--seed') ? [] : ['--seed', '1']), '--new', '--method', method, ...more);

describe('loom methods', { timeout: 240_000 }, () => {
  it('lists them all, with what their templates are given, what comes out and what they need', async () => {
    const { methods: found } = await json(methods, 'methods');
    expect(found.map(({ id }) => id)).toEqual(allMethods.map(({ id }) => id));
    const needs = Object.fromEntries(found.map((method) => [method.id, method.needs]));
    expect(needs).toMatchObject({
      level3: ['graph', 'references', 'answers'],
      judge: ['references', 'judge'],
      persona: ['graph', 'references', 'personas'],
      rephrase: [],
    });
    for (const { title, output, variables } of found) {
      expect(title).not.toBe('');
      expect(output).not.toBe('');
      expect(variables.map(({ name }) => name)).toEqual(expect.arrayContaining(['domain', 'audience', 'level', 'language']));
    }
  });

  it('says in words what they need, which styles they have and which work offline', async () => {
    const { out } = await loom('methods');
    expect(out).toMatch(/level3 .*\n.*needs: graph, references, answers; works offline/);
    expect(out).toMatch(/rephrase .*\n.*styles: hq, qa\n/);
  });
});

describe('loom generate --method', { timeout: 240_000 }, () => {
  it('rephrases in the style named', async () => {
    expect(await generate('rephrase', '--count', '2', '--style', 'qa')).toMatchObject({ kept: 2, failed: 0, calls: 2 });
    for (const prompt of prompts('rephrase')) expect(prompt).toContain('as a conversation of questions and answers');
  });

  it('offers the personas of a file, one a line', async () => {
    const file = join(at.folder, 'personas.txt');
    writeFileSync(file, '# who may write\nA pilot of the estuary\r\n\n  A mussel grower  \n');
    await generate('persona', '--count', '1', '--personas', file);
    expect(prompts('persona')[0]).toContain('- A pilot of the estuary\n- A mussel grower\n');
  });

  it('keeps to a file and to concepts, leaves answers out, and has a judge score', async () => {
    const { run } = await generate('level1', '--count', '3', '--file', 'harbour.md', '--no-answer', '--judge', '--judge-model', 'judge');
    const { samples } = await json(listed, 'review', 'list', '--run', run, '--order', 'judge');
    expect(samples.map(({ files }) => files)).toEqual([['harbour.md'], ['harbour.md'], ['harbour.md']]);
    expect([prompts('answer').length, prompts('judge').length]).toEqual([0, 3]);
    expect(at.server.chats.filter(({ body }) => body!.model === 'judge')).toHaveLength(3);
    await generate('level3', '--count', '3', '--concept', 'perigee', '--concept', 'Tidal Range');
    expect(prompts('level3')[0]).toMatch(/- perigee\n/);
  });

  it('keeps to lines of a file', async () => {
    const text = readFileSync(join(at.folder, 'harbour.md'), 'utf8');
    const last = text.trimEnd().split('\n').length;
    const { run } = await generate('level1', '--count', '3', '--file', 'harbour.md', '--lines', `${last}-${last}`);
    const { options } = startOf(run);
    expect(text.slice(options.span.start, options.span.end)).toMatch(/^The rule of twelfths .* half tide\.\n$/);
    expect(options.file).toBe('harbour.md');
  });

  it('shows the prompt of a style without sending it', async () => {
    const { out } = await loom('prompt', '--method', 'textbook', '--style', 'how-to');
    expect(out).toContain('Write it as a how-to');
    expect(at.server.chats).toHaveLength(0);
  });

  it('shows the prompts of methods that make no samples, and what they are about', async () => {
    await generate('level1', '--count', '3', '--file', 'streams.txt');
    at.server.requests.length = 0;
    const shown = async (...args: string[]) => (await loom('prompt', ...args)).out;
    expect(await shown('--method', 'extract', '--file', 'streams.txt')).toMatch(
      /A tidal stream is .*\n\n\d+ tokens\nstreams\.txt \[0, \d+\)\n$/s,
    );
    expect(await shown('--method', 'rate', '--file', 'spring-tides.md')).toMatch(/\d+ tokens\nspring-tides\.md \[/);
    for (const method of ['answer', 'judge']) {
      expect(await shown('--method', method)).toMatch(/\d+ tokens\nsample \w+: .+\?\nstreams\.txt \[0, \d+\)\n$/);
    }
    expect(await shown('--method', 'personas', '--model', 'hand')).toMatch(/---- user\nInvent 20 .*\n\n\d+ tokens\n$/s);
    expect(at.server.chats).toHaveLength(0);
    expect(await loom('prompt', '--method', 'rate', '--ordinal', '99')).toMatchObject({ code: 2, out: '' });
  });

  it.each([
    [['--file', 'harbour.md', '--lines', '90-91'], /harbour\.md does not have the lines 90 to 91/],
    [['--file', 'harbour.md', '--lines', '3-1'], /Two line numbers are needed, from 1, as 12-30/],
    [['--file', 'nowhere.md', '--lines', '1-2'], /nowhere\.md: The file does not exist/],
    [['--lines', '1-2'], /--lines needs --file/],
    [['--method', 'poem'], /no method “poem” that generates samples; there are level1, level2, level3, rephrase, textbook, persona/],
    [['--method', 'judge'], /no method “judge” that generates samples/],
    [['--method', 'textbook', '--style', 'ode'], /textbook has no style “ode”; it has academic, narrative, blog, how-to/],
    [['--method', 'level3', '--style', 'blog'], /level3 has no styles/],
    [['--file', 'nowhere.md'], /there is no file nowhere\.md in the corpus/],
    [['--concept', 'geese'], /there is no concept geese in the graph/],
    [['--method', 'persona', '--personas', 'nobody.txt'], /--personas: .*nobody\.txt/],
    [['--method', 'persona', '--personas', 'empty.txt'], /--personas: empty\.txt holds no persona; write one a line/],
    [['--method', 'rephrase', '--model', 'builtin/extractive'], /needs a language model.*level1, level2, level3/],
    [['--judge', '--judge-model', 'builtin/extractive'], /Judge \(judge\) needs a language model/],
  ])('refuses %j with 2 before anything is sent', async (args, message) => {
    writeFileSync(join(at.folder, 'empty.txt'), '# nobody yet\n\n');
    const model = args.includes('--model') ? [] : ['--model', 'hand'];
    const { code, out, err } = await loom('generate', ...model, '--count', '1', ...args);
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toMatch(message);
    expect(at.server.chats).toHaveLength(0);
  });
});

describe('loom export --format text', { timeout: 240_000 }, () => {
  it('writes a text as it is and a question above its answer', async () => {
    const runs = [await generate('textbook', '--count', '1'), await generate('level3', '--count', '1', '--seed', '77')];
    for (const { run } of runs) await json(z.object({}), 'review', 'accept', '--all', '--run', run);
    const { files, rows } = await json(
      z.object({ rows: count, files: z.array(z.string()) }),
      'export',
      '--format',
      'text',
      '--out',
      join(at.folder, 'out'),
    );
    const lines = readFileSync(files[0]!, 'utf8').trim().split('\n');
    const [text, question] = lines.map((line) => z.strictObject({ text: z.string() }).parse(JSON.parse(line)).text);
    expect(rows).toBe(2);
    expect(text).toMatch(/^The tide at coast .* m\.$/s);
    expect(question).toMatch(/^By how much does a perigee.*\?\n\nAt spring tide the range/s);
  });
});
