import { cpSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openProject, type OpenedProject } from '../../../src/engine/project.ts';
import { type ChatBody, ModelServer } from '../../support/model-server.ts';

const key = 'sk-a-key-that-must-stay-secret';

/** What a model might say to each of the three prompts; every third set of questions comes without its form. */
function reply({ messages }: ChatBody): string {
  const asked = messages.at(-1)?.content ?? '';
  if (asked.includes('\nFind in the passage below\n') || asked.startsWith('Name the <key_concept>')) {
    return 'Sure.\n<level>college</level><subject>oceanography</subject>\n<topic>\nTopics:\n1. Tides\n2. The Moon\n</topic>\n<key_concept>\nKey Concepts:\n1. Tides:\n   1.1. tidal range\n   1.2. high water\n2. The Moon:\n   2.1. perigee\n';
  }
  if (asked.startsWith('Answer this question')) {
    return '<answer>\nIt is the difference between high and low water.\n</answer>\n<evidence>\n[1] "The tidal range is the difference in height between high water and the following low water."\n[2] "This stands nowhere."\n</evidence>';
  }
  return '<Q1>\nSelected Concepts: tidal range, perigee\nQuestion: How does perigee change the tidal range?\n</Q1>';
}

describe('a project with a model behind an endpoint', () => {
  let server: ModelServer;
  let folder: string;
  let project: OpenedProject;

  beforeEach(async () => {
    server = await ModelServer.start({ reply });
    folder = mkdtempSync(join(tmpdir(), 'loom-endpoint-'));
    cpSync(join(import.meta.dirname, '../../fixtures/tides'), folder, { recursive: true });
    const environment = { OPENAI_BASE_URL: server.url, OPENAI_API_KEY: key };
    project = await openProject(folder, {
      by: 'tester',
      trusted: true,
      model: 'hand',
      sources: { environment },
    });
  });
  afterEach(async () => {
    project.close();
    await server.close();
    rmSync(folder, { recursive: true });
  });

  it('goes the same way as with the built-in one', async () => {
    const extracted = await project.request('extract', {});
    expect(extracted).toMatchObject({ failures: [], topics: 2, concepts: 3 });
    expect(server.chats).toHaveLength(extracted.passages);

    await project.request('generate', { method: 'level3', count: 1, seed: 1 });
    const { samples } = await project.request('samples/ids', { filter: { status: ['pending'] } });
    const sample = await project.request('samples/get', { sample: samples[0]! });
    expect(sample.current).toMatchObject({
      model: 'hand',
      answerModel: 'hand',
      content: { answer: 'It is the difference between high and low water.' },
    });
    // A quotation that stands nowhere is no evidence.
    expect(sample.evidence.map(({ file }) => file)).toEqual(['spring-tides.md']);
  });

  it('records a passage that fails, and asks for it alone the next time', async () => {
    server.fail({ kind: 'status', status: 400 });
    const first = await project.request('extract', {});
    expect(first.failures).toHaveLength(1);
    expect(first.failures[0]!.reason).toContain('hand');
    const again = await project.request('extract', {});
    expect(again).toMatchObject({ kept: 1, failures: [] });
  });

  it('keeps what a language model found when the offline model is asked later, and finds again what is new', async () => {
    const { topics, concepts } = await project.request('extract', {});
    const offline = await openProject(folder, { by: 'tester', trusted: true, model: 'builtin/extractive' });
    try {
      expect(await offline.request('extract/estimate', {})).toMatchObject({ calls: 0 });
      expect(await offline.request('extract', {})).toMatchObject({ kept: 0, failures: [], topics, concepts });
      writeFileSync(join(folder, 'seiches.md'), '# Seiches\n\nA seiche is a standing wave in an enclosed basin of water.\n');
      expect(await offline.request('extract', {})).toMatchObject({ kept: 1, failures: [] });
      // And the other way round: what the offline model found is no reason not to ask a better one.
      expect(await project.request('extract', {})).toMatchObject({ kept: 1, failures: [] });
    } finally {
      offline.close();
    }
  });

  it('extracts everything again after a change of template, when asked to, and goes on where it was stopped', async () => {
    const { passages } = await project.request('extract', {});
    const asked = () => server.chats.length;
    expect(await project.request('extract', {})).toMatchObject({ planned: 0, kept: 0 });
    // The same prompts have their replies.
    expect(await project.request('extract', { again: true })).toMatchObject({ planned: passages, kept: passages, cached: passages });
    expect(asked()).toBe(passages);

    mkdirSync(join(folder, '.loom/prompts'), { recursive: true });
    writeFileSync(join(folder, '.loom/prompts/extract.jinja'), 'Name the <key_concept> of this:\n\n{{ passage }}\n{{ complaint }}\n');
    expect(await project.request('extract/estimate', {})).toMatchObject({ planned: 0, calls: 0 });
    expect(await project.request('extract/estimate', { again: true })).toMatchObject({ planned: passages, calls: passages });
    let refused = 0;
    server.failWhen(() => (asked() > passages + 1 && ++refused > 0 ? { kind: 'status', status: 401 } : undefined));
    const stopped = await project.request('extract', { again: true });
    expect(stopped.outcome).toBe('failed');
    server.failWhen(() => undefined);
    expect(await project.request('runs/resume', { run: stopped.run })).toMatchObject({ outcome: 'done', kept: passages });
    expect(asked() - refused).toBe(2 * passages);
  });

  it('never writes the key', async () => {
    await project.request('extract', {});
    await project.request('generate', { method: 'level3', count: 1, seed: 1 });
    expect(server.chats[0]!.headers.authorization).toBe(`Bearer ${key}`);
    for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
      if (entry.isFile()) expect(readFileSync(join(entry.parentPath, entry.name)).includes(key)).toBe(false);
    }
  });
});
