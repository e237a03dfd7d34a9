import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import * as z from 'zod';
import { methodAsked, realistic } from '../engine/support/method-replies.ts';
import { ModelledProject } from '../engine/support/modelled-project.ts';
import { runLoom } from './loom.ts';

let at: ModelledProject;

beforeAll(async () => {
  at = await ModelledProject.start({ reply: realistic });
  expect((await loom('extract', '--model', 'hand')).code).toBe(0);
}, 60_000);
afterAll(() => at.end());

const loom = (...args: string[]) => runLoom(at.folder, { ...process.env, ...at.environment }, ...args);
const written = z.object({ personas: z.array(z.string()), file: z.string(), calls: z.int(), tokens: z.object({ prompt: z.int() }) });
const calls = () => at.server.chats.filter(({ body }) => methodAsked(body!) === 'personas').length;

describe('loom personas', { timeout: 60_000 }, () => {
  it('tells what it would take, then writes to the project’s list and says what it did', async () => {
    const estimate = await loom('personas', '--model', 'hand', '--count', '30', '--estimate', '--json');
    expect(JSON.parse(estimate.out)).toMatchObject({ estimate: true, calls: 2 });
    expect(calls()).toBe(0);
    const { out, code } = await loom('personas', '--model', 'hand', '--count', '30', '--json');
    const { personas, file } = written.parse(JSON.parse(out));
    expect({ code, count: personas.length, file, calls: calls() }).toEqual({ code: 0, count: 30, file: '.loom/personas.txt', calls: 2 });
    expect(readFileSync(join(at.folder, file), 'utf8')).toContain(`\n${personas.join('\n')}\n`);
    expect((await loom('personas', '--model', 'hand', '--count', '2')).out).toMatch(
      /^A pilot.*\nA pilot.*\n\n2 personas added to \.loom\/personas\.txt; edit them there\n1 calls, /,
    );
  });

  it('writes to a file in .loom, and to no other', async () => {
    const { out } = await loom('personas', '--model', 'hand', '--count', '3', '--out', '.loom/pilots.txt', '--json');
    expect(written.parse(JSON.parse(out)).file).toBe('.loom/pilots.txt');
    const before = calls();
    for (const [file, message] of [
      ['../pilots.txt', /lies outside \.loom/],
      ['.loom/pilots.yaml', /kept in a \.txt file/],
      ['pilots.txt', /lies outside \.loom, where a text file would be read as a document; name one like \.loom\/pilots\.txt/],
    ] as const) {
      const { code, err } = await loom('personas', '--model', 'hand', '--out', file);
      expect(code).toBe(2);
      expect(err).toMatch(message);
    }
    expect(calls()).toBe(before);
  });

  it('says that the offline model is none to do it, and what there is', async () => {
    const { code, err } = await loom('personas', '--count', '3');
    expect(code).toBe(2);
    expect(err).toMatch(/Personas \(personas\) needs a language model.*loom models.*level1, level2, level3/);
  });
});
