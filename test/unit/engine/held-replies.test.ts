/** Replies that are held to a schema where the endpoint can do that, and asked for in text where it cannot. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import * as z from 'zod';
import type { OpenedProject } from '../../../src/engine/project.ts';
import type { ChatBody, Fault } from '../../support/model-server.ts';
import { asks, ModelledProject, promptOf, wellBehaved } from './support/modelled-project.ts';

const format = z.object({ response_format: z.object({ type: z.literal('json_schema'), json_schema: z.object({ name: z.string() }) }) });
const schemaOf = (body: ChatBody | undefined): string | undefined => format.safeParse(body).data?.response_format.json_schema.name;

const extraction = { level: 'college', subject: 'oceanography', topics: [{ name: 'Tides', key_concepts: ['tidal range', 'high water'] }] };

/** A model that writes JSON where it is held to it, and text where it is not. */
function reply(body: ChatBody): string {
  if (promptOf(body).includes('a made-up word')) return wellBehaved(body).replace('perigee', 'made-up word');
  if (schemaOf(body) === undefined) return wellBehaved(body);
  if (asks.extraction(body)) return JSON.stringify(extraction);
  if (asks.answer(body)) return JSON.stringify({ answer: 'It is the difference between the two.', evidence: [] });
  const id = String(Math.abs(JSON.stringify(body.messages).length));
  return JSON.stringify({
    questions: [{ selected_concepts: ['tidal range'], question: `How large is a range of ${id} metres at springs?` }],
  });
}

const refusing = (body: ChatBody): Fault | undefined =>
  schemaOf(body) === undefined ? undefined : { kind: 'status', status: 400, message: 'response_format json_schema is not supported' };

let at: ModelledProject;
let project: OpenedProject;
beforeEach(async () => {
  at = await ModelledProject.start({ reply });
  project = await at.open();
});
afterEach(async () => {
  project.close();
  await at.end();
});

const form = (body: ChatBody | undefined): 'json' | 'text' => (promptOf(body!).includes('Answer with a JSON object') ? 'json' : 'text');

describe('an endpoint that takes a schema', () => {
  it('is sent one with every call, in words that ask for JSON; what came back is parsed, kept and recorded as it was asked', async () => {
    const previewed = await project.request('prompts/preview', { method: 'extract', seed: 1, ordinal: 0 });
    expect(await project.request('extract', {})).toMatchObject({ outcome: 'done', failed: 0 });
    expect(await project.request('generate', { method: 'level3', count: 1 })).toMatchObject({ kept: 1 });
    const bodies = at.server.chats.map(({ body }) => body);
    expect(new Set(bodies.map(schemaOf))).toEqual(new Set(['extract', 'level3', 'answer']));
    expect(new Set(bodies.map(form))).toEqual(new Set(['json']));
    expect(bodies.map((body) => body!.messages)).toContainEqual(previewed.messages);
    expect([...at.promptsInJournal().values()].every((messages) => JSON.stringify(messages).includes('Answer with a JSON object'))).toBe(
      true,
    );
    const calls = at.server.chats.length;
    expect(await project.request('extract', { again: true })).toMatchObject({ cached: expect.any(Number) as number });
    expect(at.server.chats).toHaveLength(calls);
  });
});

describe('an endpoint that refuses schemas', () => {
  it('is asked in text from then on, and not with a schema again, in this run and the next', async () => {
    at.server.failWhen(refusing);
    expect(await project.request('extract', {})).toMatchObject({ outcome: 'done', failed: 0 });
    const first = at.server.chats.length;
    expect(await project.request('generate', { method: 'level3', count: 1 })).toMatchObject({ kept: 1 });
    const answered = at.server.chats.filter(({ status }) => status === 200).map(({ body }) => body);
    expect(new Set(answered.map(form))).toEqual(new Set(['text']));
    expect(at.server.chats.slice(first).filter(({ body }) => schemaOf(body) !== undefined)).toEqual([]);
    const { messages } = await project.request('prompts/preview', { method: 'level3', seed: 1, ordinal: 0 });
    expect(messages.at(-1)!.content).toContain('<Q1>');
  });
});

describe('an endpoint that passes over schemas', () => {
  it('is asked in text once it has shown that, in the same call and from then on', async () => {
    const chatty = (body: ChatBody): string =>
      schemaOf(body) === undefined ? wellBehaved(body) : 'Certainly. Tides are a wide field, and much can be asked about them.';
    const deaf = await ModelledProject.start({ reply: chatty });
    const opened = await deaf.open();
    try {
      expect(await opened.request('extract', {})).toMatchObject({ outcome: 'done', failed: 0 });
      const first = deaf.server.chats.length;
      expect(await opened.request('generate', { method: 'level3', count: 1 })).toMatchObject({ kept: 1 });
      expect(deaf.server.chats.slice(first).filter(({ body }) => schemaOf(body) !== undefined)).toEqual([]);
    } finally {
      opened.close();
      await deaf.end();
    }
  });
});

describe('a template of the project’s own', () => {
  const write = (text: string) => {
    mkdirSync(join(at.folder, '.loom/prompts'), { recursive: true });
    writeFileSync(join(at.folder, '.loom/prompts/extract.jinja'), text);
  };
  const find = 'Find in the passage below\n';

  it('that asks for tags is sent without a schema', async () => {
    write(`---- user\nTake this:\n${find}{{ passage.block }}\nas\n<topic>\n1. first topic\n</topic>\n<key_concept>…</key_concept>`);
    expect(await project.request('extract', {})).toMatchObject({ outcome: 'done', failed: 0 });
    expect(at.server.chats.map(({ body }) => schemaOf(body)).filter((name) => name !== undefined)).toEqual([]);
  });

  it('has its own placeholders refused', async () => {
    write(
      `---- user\nTake this:\n${find}{{ passage.block }}\nas\n<topic>\n1. a heading\n</topic>\n<key_concept>\n1. a heading:\n1.1. a made-up word\n</key_concept>`,
    );
    await project.request('extract', {});
    const { concepts } = await project.request('concepts/list', { offset: 0, limit: 50 });
    const labels = concepts.map(({ label }) => label);
    expect(labels).toContain('tidal range');
    expect(labels).not.toContain('made-up word');
  });
});
