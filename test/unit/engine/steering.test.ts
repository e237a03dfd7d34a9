import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { OpenedProject } from '../../../src/engine/project.ts';
import type { ChatBody } from '../../support/model-server.ts';
import { realistic } from './support/method-replies.ts';
import { asks, ModelledProject, promptOf, requestHash } from './support/modelled-project.ts';
import { labelOf } from '../../../src/core/samples/shapes/index.ts';

/** Every port has concepts of its own. */
function withPorts(body: ChatBody): string {
  const port = asks.extraction(body) ? /At port (\d+)/.exec(promptOf(body))?.[1] : undefined;
  if (port === undefined) return realistic(body);
  const concepts = ['mole', 'sluice', 'quay', 'lock', 'slipway'].map((name, index) => `   1.${index + 1}. ${name} of port ${port}`);
  return `<topic>\nTopics:\n1. Tides\n</topic>\n<key_concept>\nKey Concepts:\n1. Tides:\n${concepts.join('\n')}\n</key_concept>`;
}

let at: ModelledProject;
let project: OpenedProject;
let reply: typeof realistic;

beforeEach(async () => {
  at = await ModelledProject.start({ reply: (body) => reply(body) });
  reply = realistic;
  at.manySets();
  at.moreDocuments(6);
  project = await at.open();
  await project.request('extract', {});
});
afterEach(async () => {
  project.close();
  await at.end();
});

const generate = (method: string, count: number, seed: number, more: object = {}) =>
  project.request('generate', { method, count, seed, ...more });
const preview = async (method: string, seed: number) => {
  const { messages, set } = await project.request('prompts/preview', { method, seed, ordinal: 0 });
  return { prompt: messages.at(-1)!.content, set };
};
const questionPrompts = () => at.server.chats.flatMap(({ body }) => (asks.questions(body!) ? [promptOf(body!)] : []));

async function samplesOf(run: string, of = project) {
  const { samples } = await of.request('samples/ids', { filter: { run } });
  return await Promise.all(samples.map((sample) => of.request('samples/get', { sample })));
}

/** The hash of the prompt behind each of a run's samples, by what names it in every such run. */
async function promptsOf(of: OpenedProject, run: string) {
  const samples = await samplesOf(run, of);
  return new Map(samples.map(({ set, current }) => [`${set.ordinal} ${labelOf(current.content)}`, current.prompt]));
}

async function settings(yaml: string): Promise<void> {
  at.manySets(yaml);
  await project.request('refresh', {});
}

describe('a second run', () => {
  it('is told in its prompts what was asked and combined before, and the preview shows it', async () => {
    const { run } = await generate('level3', 9, 1);
    const known = (await samplesOf(run)).map(({ current }) => labelOf(current.content));
    for (const prompt of questionPrompts()) expect(prompt).not.toContain('Do not repeat these questions');
    at.server.requests.length = 0;
    const { prompt: shown } = await preview('level3', 2);
    await generate('level3', 3, 2);
    const [sent] = questionPrompts();
    expect(sent).toBe(shown);
    expect(sent).toContain('- tidal range + perigee');
    expect(known.filter((question) => sent!.includes(question)).length).toBeGreaterThan(1);
  });

  it('is told nothing where coverage.steer is off', async () => {
    await settings('coverage:\n  steer: false\n');
    await generate('level3', 9, 1);
    expect((await preview('level3', 2)).prompt).not.toContain('Do not repeat these questions');
  });
});

/** One question, the same whenever it is asked in the same words. */
const oneQuestion = (body: ChatBody): string =>
  asks.questions(body) ? `<Q1>\nQuestion: What follows from ${requestHash({ ...body, seed: 0 }).slice(0, 12)}?\n</Q1>` : realistic(body);

describe('a run that comes to the same passages again', () => {
  it('is told what it asked about them before, and pays for no duplicates', async () => {
    reply = oneQuestion;
    const { run, kept, gated } = await generate('level1', 24, 1);
    expect({ kept, gated }).toEqual({ kept: 24, gated: 0 });
    const sent = questionPrompts();
    expect(new Set(sent).size).toBe(sent.length);
    const prompts = at.promptsInJournal();
    const asked = new Map<string, string[]>();
    for (const { set, references, current } of (await samplesOf(run)).toSorted((a, b) => a.set.ordinal - b.set.ordinal)) {
      const { passage } = references[0]!;
      const before = asked.get(passage) ?? [];
      asked.set(passage, [...before, labelOf(current.content)]);
      for (const question of before) expect(JSON.stringify(prompts.get(current.prompt!))).toContain(question);
      expect(set.epoch).toBe(before.length);
    }
    expect(Math.max(...[...asked.values()].map(({ length }) => length))).toBeGreaterThan(2);
  });

  it.each([
    ['level1', 30, oneQuestion],
    ['level2', 60, realistic],
  ])('asks in the same words when it is stopped and gone on with: %s', async (method, count, replies) => {
    reply = replies;
    const whole = await generate(method, count, 1);
    const expected = await promptsOf(project, whole.run);
    expect(expected.size).toBe(count);

    const usage = { prompt_tokens: 900, completion_tokens: 100 };
    const other = await ModelledProject.start({ reply: replies, usage });
    other.manySets();
    other.moreDocuments(6);
    const again = await other.open();
    await again.request('extract', {});
    other.server.requests.length = 0;
    let part = await again.request('generate', { method, count, seed: 1, maxTokens: 15_000 });
    let parts = 1;
    for (; part.outcome === 'stopped'; parts++) {
      part = await again.request('runs/resume', { run: part.run, maxTokens: 15_000 * (parts + 1) });
    }
    expect(parts).toBeGreaterThan(2);
    expect(await promptsOf(again, part.run)).toEqual(expected);
    const sent = other.server.chats.map(({ body }) => JSON.stringify([body!.messages, body!.seed]));
    expect(new Set(sent).size).toBe(sent.length);
    again.close();
    await other.end();
  });
});

describe('examples.accepted', () => {
  const marker = 'Questions that a reviewer accepted before';

  it('shows accepted samples of the same method in the preview and in what is sent, and pending ones never', async () => {
    await settings('examples:\n  accepted: 2\ncoverage:\n  steer: false\n');
    const { run } = await generate('level2', 24, 1);
    const samples = await samplesOf(run);
    expect((await preview('level2', 2)).prompt).not.toContain(marker);
    const accepted = samples.slice(0, 12);
    await project.request('review/accept', { samples: accepted.map(({ id }) => id) });

    const { prompt, set } = await preview('level2', 2);
    expect(prompt).toContain(marker);
    const shown = samples.filter(({ current }) => prompt.includes(labelOf(current.content)));
    expect(shown).toHaveLength(2);
    for (const { id, references } of shown) {
      expect(accepted.map((sample) => sample.id)).toContain(id);
      expect(references[0]!.passage).not.toBe(set.references[0]!.passage);
    }
    at.server.requests.length = 0;
    await generate('level2', 3, 2);
    expect(questionPrompts()[0]).toBe(prompt);
    expect((await preview('level3', 2)).prompt).not.toContain(marker);
  });
});

describe('coverage.order: least-covered', () => {
  it('asks first about the set whose concepts have the fewest samples', async () => {
    reply = withPorts;
    at.moreDocuments(12);
    await project.request('refresh', {});
    await project.request('extract', {});
    await generate('level3', 30, 1, { concepts: ['mole of port 9'] });
    const { sets } = await project.request('sets/sample', { count: 1000, seed: 2 });
    const counts = new Map<string, number>();
    for (const { kind, label, samples } of (await project.request('concepts/list', { offset: 0, limit: 1000 })).concepts)
      counts.set(`${kind} ${label}`, samples);
    const covered = ({ topics, concepts }: Pick<(typeof sets)[number], 'topics' | 'concepts'>): number => {
      const names = [...topics.map((label) => `topic ${label}`), ...concepts.map((label) => `concept ${label}`)];
      return names.reduce((sum, name) => sum + counts.get(name)!, 0) / names.length;
    };
    const least = Math.min(...sets.map(covered));
    expect(covered((await preview('level3', 2)).set)).toBe(covered(sets[0]!));
    expect(Math.max(...sets.map(covered))).toBeGreaterThan(least);
    await settings('coverage:\n  order: least-covered\n');
    expect(covered((await preview('level3', 2)).set)).toBe(least);
  });
});
