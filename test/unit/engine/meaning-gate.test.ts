import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { OpenedProject } from '../../../src/engine/project.ts';
import type { ChatBody } from '../../support/model-server.ts';
import type { EmbeddingOptions } from '../../support/model-server/embeddings.ts';
import { asks, ModelledProject, wellBehaved } from './support/modelled-project.ts';

const tide = 'At which phase of the moon does the sea rise highest at the quay?';
const paraphrase = 'When in the lunar month is the water in the harbour at its highest level?';
const german = 'Bei welcher Mondphase steigt das Wasser am Kai am höchsten, und warum geschieht es gerade dann?';
const other = 'Why does a strong wind from the land make the water at the coast fall?';
const problem = (depth: number): string => `How fast does a long wave travel over a shelf that is ${depth} metres deep in the bay?`;

/** What texts say; those that nobody names say something of their own. */
let senses: ReadonlyMap<string, number>;
let questions: (call: number) => readonly string[];
let behaviour: { fail?: EmbeddingOptions['fail']; hold?: EmbeddingOptions['hold'] };
let at: ModelledProject;
let project: OpenedProject;

/** Those of one sense have a cosine of .9 or more, those of two about 0. */
function vectorOf(text: string): number[] {
  const sense = senses.get(text) ?? text.split('').reduce((sum, letter) => (31 * sum + letter.charCodeAt(0)) % 997, 7) + 100;
  return Array.from({ length: 48 }, (_, at) => Math.sin((sense + 1) * (at + 1) ** 2) + 0.002 * ((text.length * (at + 3)) % 7));
}

const reply = (all: readonly string[]): string => all.map((text, n) => `<Q${n + 1}>\nQuestion: ${text}\n</Q${n + 1}>`).join('\n');

beforeEach(async () => {
  [senses, behaviour] = [new Map([tide, paraphrase, german].map((text) => [text, 1])), {}];
  let calls = 0;
  at = await ModelledProject.start({
    reply: (body: ChatBody) => (asks.questions(body) ? reply(questions(calls++)) : wellBehaved(body)),
    embeddings: {
      models: ['embed'],
      vector: vectorOf,
      fail: (body) => behaviour.fail?.(body),
      hold: () => behaviour.hold?.() ?? Promise.resolve(),
    },
  });
  at.manySets('gates: { meaning: 0.85, language: false }\nmodels: { embeddings: embed }\n');
  project = await at.open();
  await project.request('extract', {});
});

afterEach(async () => {
  project.close();
  await at.end();
});

const generate = (count: number, method = 'level1') => project.request('generate', { method, count, seed: 1 });
const list = async (filter: object = {}) => (await project.request('samples/list', { filter, offset: 0, limit: 1000 })).samples;
const gateOf = async (label: string) => {
  const sample = (await list()).find((each) => each.label === label)!;
  return (await project.request('samples/get', { sample: sample.id })).gate;
};
const answered = () => at.server.chats.filter(({ body }) => asks.answer(body!)).length;
const embedded = () => at.server.embedded.flatMap(({ input }) => input);

describe('the gate on meaning', () => {
  it('holds back what says the same in other words, or another language, before its answer is paid for', async () => {
    questions = () => [tide, paraphrase, german, other];
    expect(await generate(2)).toMatchObject({ kept: 2, gated: 2 });
    const samples = await list();
    const kept = samples.filter(({ status }) => status === 'pending');
    expect(kept.map(({ label }) => label).sort()).toEqual([tide, other].sort());
    expect(answered()).toBe(2);
    const twin = kept.find(({ label }) => label === tide)!;
    for (const text of [paraphrase, german]) {
      const gate = await gateOf(text);
      expect(gate).toMatchObject({ gate: 'meaning', twin: { sample: twin.id } });
      expect(gate!.twin!.similarity).toBeGreaterThan(0.9);
      expect(gate!.reason).toMatch(new RegExp(`^the same question as sample ${twin.id} in other words: cosine (0\\.9\\d|1\\.00)$`));
    }
    const [held] = await list({ gate: 'meaning' });
    expect((await project.request('samples/get', { sample: held!.id })).twin).toMatchObject({ id: twin.id, content: { question: tide } });
    // Each text once, whoever asks.
    expect(embedded().sort()).toEqual([...new Set(embedded())].sort());
  });

  it('holds against a sample what other runs and methods have kept, and nobody rejected', async () => {
    questions = () => [tide];
    await generate(1);
    questions = () => [paraphrase, other];
    expect(await generate(1, 'level2')).toMatchObject({ kept: 1, gated: 1 });
    const [twin] = await list({ text: 'quay' });
    await project.request('review/reject', { samples: [twin!.id], reason: 'too easy' });
    questions = () => [german];
    expect(await generate(1)).toMatchObject({ kept: 1, gated: 0 });
  });

  it('knows what was edited by its new text alone', async () => {
    questions = () => [tide];
    await generate(1);
    const [sample] = await list();
    await project.request('review/edit', { sample: sample!.id, parts: { question: other } });
    senses = new Map([...senses, [other, 2], ['What does an offshore gale do to the level of the sea?', 2]]);
    questions = () => ['What does an offshore gale do to the level of the sea?', paraphrase];
    expect(await generate(1)).toMatchObject({ kept: 1, gated: 1 });
    expect(await gateOf('What does an offshore gale do to the level of the sea?')).toMatchObject({
      gate: 'meaning',
      twin: { sample: sample!.id },
    });
  });

  it('lets one problem with other numbers pass, however near', async () => {
    senses = new Map([10, 40, 90].map((depth) => [problem(depth), 3]));
    writeFileSync(
      join(at.folder, '.loom/project.yaml'),
      'walk: { epochs: 1000 }\ngates: { meaning: 0.85, nearDuplicates: null }\nmodels: { embeddings: embed }\n',
    );
    await project.request('refresh', {});
    questions = () => [problem(10), problem(40), problem(90)];
    expect(await generate(3)).toMatchObject({ kept: 3, gated: 0 });
  });

  it('embeds first what was kept without, as the estimate says', async () => {
    project.close();
    at.manySets('models: { embeddings: embed }\n');
    project = await at.open();
    questions = () => [tide];
    await generate(1);
    expect(embedded()).toEqual([]);
    at.manySets('gates: { meaning: 0.85, language: false }\nmodels: { embeddings: embed }\n');
    await project.request('refresh', {});
    const query = { method: 'level1', count: 1, seed: 2 };
    const without = await project.request('generate/estimate', query);
    questions = () => [paraphrase, other];
    expect(await project.request('generate', query)).toMatchObject({ kept: 1, gated: 1 });
    expect(embedded()[0]).toBe(tide);
    expect(at.server.embedded.length).toBeLessThanOrEqual(3);
    // One call for the questions, one for the answer, one each for what was kept and for what is made.
    expect(without.calls).toBe(4);
  });

  it('has jobs under way wait for each other, and pays for one answer', async () => {
    const variants = [tide, paraphrase, german];
    questions = (call) => [variants[call] ?? `${other} (${call})`];
    const result = await generate(3);
    expect(result.kept).toBe(3);
    const kept = (await list({ status: ['pending'] })).map(({ label }) => label);
    expect(kept.filter((label) => variants.includes(label))).toHaveLength(1);
    const held = await list({ status: ['gated'] });
    expect(held.filter(({ label }) => variants.includes(label))).toHaveLength(2);
    const asked = at.server.chats.filter(({ body }) => asks.answer(body!) && variants.some((text) => JSON.stringify(body).includes(text)));
    expect(asked).toHaveLength(1);
  });

  it('lets through what cannot be embedded, and counts it', async () => {
    questions = () => [tide];
    await generate(1);
    behaviour.fail = ({ input }) => (paraphrase.startsWith(input[0]!) ? 400 : undefined);
    questions = () => [paraphrase];
    const result = await generate(1);
    expect(result).toMatchObject({ kept: 1, gated: 0 });
    expect(result.passedOver).toContainEqual({ reason: 'candidates not compared by meaning, since they could not be embedded', count: 1 });
  });

  it('ends the run where nothing can be embedded, with what to do, and goes on where it was', async () => {
    questions = () => [tide, other];
    behaviour.fail = () => 401;
    const first = await generate(2);
    expect(first).toMatchObject({ outcome: 'failed', kept: 0 });
    expect(first.reason).toContain('Set a key');
    expect(answered()).toBe(0);
    behaviour = {};
    expect(await project.request('runs/resume', { run: first.run })).toMatchObject({ outcome: 'done', kept: 2 });
  });

  it('says which model is wanted where none is chosen, before anything is asked', async () => {
    at.manySets('gates: { meaning: 0.85 }\n');
    await project.request('refresh', {});
    questions = () => [tide];
    at.server.requests.length = 0;
    const wanted =
      'gates.meaning compares samples by their embeddings, and no model is chosen that embeds: name one with --embedding-model';
    await expect(generate(1)).rejects.toThrow(wanted);
    await expect(project.request('generate/estimate', { method: 'level1', count: 1 })).rejects.toThrow(wanted);
    expect(at.server.requests).toEqual([]);
  });

  it('asks nobody where an answer alone is asked for, of a question that a person lets in', async () => {
    questions = () => [tide, paraphrase, other];
    await generate(2);
    const [held] = await list({ gate: 'meaning' });
    at.manySets('gates: { meaning: 0.85, language: false }\n');
    await project.request('refresh', {});
    const before = at.server.embedded.length;
    const result = await project.request('review/regenerate', { samples: [held!.id], instruction: null, answerOnly: true });
    expect(result).toMatchObject({ changed: [held!.id], failures: [] });
    expect(at.server.embedded).toHaveLength(before);
  });

  it('asks for another version once more where that says what another sample says', async () => {
    questions = () => [tide, other];
    await generate(2);
    const [sample] = await list({ text: 'wind' });
    const before = answered();
    const third = 'How does the shape of a bay change the height of the water that a storm brings?';
    let asked = 0;
    questions = () => [[paraphrase, third][asked++]!];
    expect(await project.request('review/regenerate', { samples: [sample!.id], instruction: null })).toMatchObject({
      changed: [sample!.id],
      failures: [],
    });
    expect((await list()).map(({ label }) => label).sort()).toEqual([tide, third].sort());
    expect(answered()).toBe(before + 1);
  });
});
