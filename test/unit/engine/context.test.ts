/** Runs with a model whose context is too small for their prompts. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openProject, type OpenedProject } from '../../../src/engine/project.ts';
import { shortPassage } from '../../../src/engine/runs/shorten.ts';
import { type ChatBody, type Fault, ModelServer } from '../../support/model-server.ts';
import { passagesOf } from '../corpus/support.ts';

/** As a server counts them, whose tokenizer is not ours. */
const tokensOf = ({ messages }: ChatBody): number => Math.ceil(messages.reduce((sum, { content }) => sum + content.length, 0) / 5);

const refusal = (prompt: number, context: number): Fault => ({
  kind: 'status',
  status: 400,
  text: JSON.stringify({
    error: { message: `request (${prompt} tokens) exceeds the available context size (${context} tokens)`, code: 400 },
  }),
});
const wordless: Fault = { kind: 'status', status: 500, text: JSON.stringify({ error: 'the input length exceeds the context length' }) };

const reply =
  '<level>college</level><subject>limnology</subject>\n<topic>\nTopics:\n1. Lakes\n</topic>\n<key_concept>\nKey Concepts:\n1. Lakes:\n   1.1. thermocline\n   1.2. turnover\n</key_concept>';

const sentence = (file: number, n: number): string =>
  `In lake number ${file} the layer at depth ${n + file} is colder than ${n * file} metres above it, since light ${file} and wind ${n - file} do not reach.`;
const text = (file: number): string => `# Lake ${file}\n\n${Array.from({ length: 14 }, (_, n) => sentence(file, n)).join(' ')}\n`;

let server: ModelServer;
let folder: string;
let project: OpenedProject;
const open = async (): Promise<OpenedProject> =>
  await openProject(folder, { by: 'tester', trusted: true, model: 'small', sources: { environment: { OPENAI_BASE_URL: server.url } } });

beforeEach(async () => {
  server = await ModelServer.start({ reply: () => reply });
  folder = mkdtempSync(join(tmpdir(), 'loom-context-'));
  for (let file = 0; file < 12; file += 1) writeFileSync(join(folder, `lake-${file}.md`), text(file));
  project = await open();
});
afterEach(async () => {
  project.close();
  await server.close();
  rmSync(folder, { recursive: true });
});

describe('a context that is too small', () => {
  it.each(['with sizes', 'without a word of them'])('has passages shortened, and that is told: %s', async (how) => {
    // Found by asking: what a whole prompt comes to.
    await project.request('extract', {});
    const whole = tokensOf(server.chats[0]!.body!);
    const passage = text(0).length / 5;
    server.requests.length = 0;
    const limit = Math.floor(whole - 0.4 * passage);
    const context = limit + 256;
    server.failWhen((body) => {
      const tokens = tokensOf(body);
      if (tokens <= limit) return undefined;
      return how === 'with sizes' ? refusal(tokens, context) : wordless;
    });
    for (let file = 0; file < 12; file += 1) writeFileSync(join(folder, `lake-${file}.md`), text(file + 100));
    const first = await project.request('extract', {});
    expect(first).toMatchObject({ kept: 12, failed: 0, outcome: 'done' });
    expect(first.notes?.join()).toContain('12 prompts were shortened (one reference, then less of it) to fit into the context of small at');
    const answered = server.chats.filter(({ status }) => status === 200);
    for (const { body } of answered) {
      const shown = body!.messages.at(-1)!.content;
      expect(shown).toContain('is colder than');
      expect(shown, 'it ends with a sentence').toMatch(/do not reach\.\n`{3,}/);
    }

    // In another process, which has yet to learn of the context, the same words are asked, and answered from the cache.
    const chats = answered.length;
    project.close();
    project = await open();
    expect(await project.request('extract', { again: true })).toMatchObject({ kept: 12, failed: 0, cached: 12 });
    expect(server.chats.filter(({ status }) => status === 200)).toHaveLength(chats);
  });

  it('for any part of them ends the run at the first, which names passage and context', async () => {
    server.failWhen((body) => refusal(tokensOf(body), 300));
    const result = await project.request('extract', {});
    expect(result).toMatchObject({ kept: 0, outcome: 'failed' });
    expect(result.reason).toContain('300 tokens');
    expect(result.reason).toMatch(/This was the shortest prompt for lake-\d+\.md › Lake \d+\./);
    expect(server.chats.length, 'as many as were under way, a few steps each').toBeLessThan(60);
  });
});

describe('a passage that is shown shorter', () => {
  const whole = passagesOf('a.md', 'One is here. Two is a little longer here. Three ends it, after all that was said.')[0]!;

  it('ends with a sentence, and is never empty', () => {
    expect(shortPassage(whole, 1)).toBe(whole);
    expect(shortPassage(whole, 3).text).toBe('One is here.');
    expect(shortPassage(whole, 2).text).toBe('One is here. Two is a little longer here.');
    expect(shortPassage(passagesOf('a.md', 'no end in it')[0]!, 6).text).toBe('no end in it');
  });
});
