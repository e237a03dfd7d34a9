import { appendFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import * as z from 'zod';
import { sampleTextKey } from '../../../src/core/samples/text-key.ts';
import { minSetTexts } from '../../../src/core/quality/comparison/equal-draws.ts';
import { maxVendiVectors } from '../../../src/core/quality/diversity/vendi.ts';
import { labelOf } from '../../../src/core/samples/shapes/index.ts';
import type { OpenedProject } from '../../../src/engine/project.ts';
import { Workspace } from '../../../src/engine/workspace.ts';
import { engineRequests, type EngineParams, type EngineResult } from '../../../src/protocol/engine.ts';
import { parseLine } from '../../../src/protocol/filter.ts';
import type { QualityResult } from '../../../src/protocol/results.ts';
import { judgement, methodAsked, realistic } from './support/method-replies.ts';
import { ModelledProject, requestHash } from './support/modelled-project.ts';

const definition = engineRequests['quality/measure'];
const scores = [1, 2, 3, 5, 5];
const reply: typeof realistic = (body) =>
  methodAsked(body) === 'judge' ? judgement(scores[parseInt(requestHash(body).slice(0, 4), 16) % scores.length]!) : realistic(body);

let at: ModelledProject;
let project: OpenedProject;

beforeAll(async () => {
  at = await ModelledProject.start({ models: ['hand', 'other', 'judge'], reply });
  at.moreDocuments(6);
  at.manySets();
  project = await at.open();
  await project.request('extract', {});
  await project.request('generate', { method: 'level3', count: 90, seed: 1, judge: true });
  await project.request('generate', { method: 'level1', count: 60, seed: 2 });
  await project.request('generate', { method: 'persona', count: 5, seed: 3 });
  const { samples } = await project.request('samples/list', { filter: { method: 'level3' }, offset: 0, limit: 40 });
  const [first, second, ...others] = samples.map(({ id }) => id);
  await project.request('review/edit', { sample: first!, parts: { question: 'Why is the tide late?' } });
  await project.request('review/reject', { samples: [second!], reason: 'dull' });
  await project.request('review/accept', { samples: others });
}, 60_000);
afterAll(async () => {
  project.close();
  await at.end();
});

const measure = (query: EngineParams<'quality/measure'> = {}, of = project): Promise<QualityResult> =>
  of.request('quality/measure', definition.params.parse(query));

/** Everything in a result that counts samples. */
function* countedIn(value: unknown): Generator<QualityResult['counted']> {
  const read = z.strictObject({ samples: z.int(), line: z.string().nullable(), isWhole: z.boolean() }).safeParse(value);
  if (read.success) yield read.data;
  else if (typeof value === 'object' && value !== null) for (const each of Object.values(value)) yield* countedIn(each);
}

async function listed(line: string): Promise<EngineResult<'samples/list'>> {
  const parsed = parseLine(line);
  if ('problem' in parsed) throw new Error(`${line}: ${parsed.problem.message}`);
  return project.request('samples/list', { filter: parsed.filter, offset: 0, limit: 1000 });
}

const questions = async (line: string): Promise<string[]> => {
  const found = await listed(line);
  const all = await Promise.all(found.samples.map(({ id }) => project.request('samples/get', { sample: id })));
  return all.map(({ current }) => labelOf(current.content));
};

describe('measuring samples', () => {
  it('compares the samples of filters, as it compares the same groups', async () => {
    const compared = await measure({ compare: [{ method: 'level3' }, {}, { method: 'none' }] });
    const grouped = await measure({ groupBy: 'method' });
    expect(compared.sets.map(({ title }) => title)).toEqual(['method:level3', 'all samples', 'method:none']);
    const [first, all, none] = compared.sets;
    const level3 = grouped.sets.find(({ id }) => id === 'level3')!;
    expect(first).toMatchObject({ counted: level3.counted, texts: level3.texts, held: level3.held, meanWords: level3.meanWords });
    expect(all!.counted).toEqual(compared.counted);
    expect(none).toMatchObject({ counted: { samples: 0, line: null }, tooSmall: expect.stringContaining('0 texts') as string });
    expect(compared.distributions).toEqual(grouped.distributions);
    for (const { figures } of compared.measures) expect(figures.map((each) => each === null)).toEqual([false, false, true]);
  });

  it('measures nothing twice while nothing changes, and anew after a decision', async () => {
    const before = await measure();
    expect(await measure()).toBe(before);
    expect(await measure({ part: 'answer' })).not.toEqual(before);
    const { samples } = await project.request('samples/list', { filter: { status: ['pending'] }, offset: 0, limit: 1 });
    await project.request('review/reject', { samples: [samples[0]!.id], reason: 'once' });
    const after = await measure();
    expect(after.counted.samples).toBe(before.counted.samples - 1);
    await project.request('review/undo', {});
    expect(await measure()).toEqual(before);
  });

  it('refuses to compare by groups and by filters at once', async () => {
    await expect(measure({ groupBy: 'run', compare: [{}, {}] })).rejects.toThrow('not by both');
  });

  it.each([
    {},
    { groupBy: 'run' },
    { groupBy: 'method' },
    { groupBy: 'writer' },
    { compare: [{ method: 'level3' }, { method: 'level1' }, { method: 'nothing' }] },
    { filter: { judge: { min: 3.5 }, topic: 'Tides' } },
  ] satisfies EngineParams<'quality/measure'>[])(
    'answers with its contract, and every number leads to the samples it counts: %o',
    async (query) => {
      const result = await measure(query);
      expect(definition.result.parse(result)).toEqual(result);
      const all = [...countedIn(result)];
      expect(all.length).toBeGreaterThan(20);
      for (const { samples, line, isWhole } of all) {
        if (line === null) expect({ samples, isWhole }).toSatisfy((each: typeof result.counted) => each.samples === 0 || !each.isWhole);
        else {
          const { total } = await listed(line);
          if (isWhole) expect({ line, samples }).toEqual({ line, samples: total });
          else expect({ line, total }).toSatisfy((each: { total: number }) => each.total > 0 && each.total <= samples);
        }
      }
    },
  );

  it('means pending and accepted samples, unless the filter names a status or ids', async () => {
    const { samples: counts } = await project.request('status', {});
    expect((await measure()).counted).toEqual({
      samples: counts.pending + counts.accepted,
      line: 'status:pending,accepted',
      isWhole: true,
    });
    expect((await measure({ filter: { status: ['rejected'] } })).counted).toEqual({ samples: 1, line: 'status:rejected', isWhole: true });
    const [rejected] = (await listed('status:rejected')).samples;
    expect((await measure({ filter: { id: [rejected!.id] } })).counted.samples).toBe(1);
  });

  it('counts every sample once in the distribution of each field', async () => {
    const { counted, distributions } = await measure();
    expect(distributions.map(({ field }) => field)).toEqual(
      expect.arrayContaining([
        'status',
        'method',
        'shape',
        'writer',
        'run',
        'words',
        'judge',
        'fields.judge.correctness',
        'fields.judgeModel',
      ]),
    );
    // Reasons are texts of their own.
    expect(distributions.filter(({ field }) => field.endsWith('.reason'))).toEqual([]);
    for (const { field, having, lacking, values } of distributions) {
      expect({ field, all: having + lacking }).toEqual({ field, all: counted.samples });
      const samples =
        values.kind === 'words'
          ? values.words.reduce((sum, each) => sum + each.counted.samples, values.rest.samples)
          : values.bins.reduce((sum, each) => sum + each.counted.samples, 0);
      expect({ field, samples }).toEqual({ field, samples: having });
    }
    const methods = distributions.find(({ field }) => field === 'method')!.values;
    expect(methods.kind === 'words' && methods.words.map(({ value, counted: { samples } }) => [value, samples])).toEqual([
      ['level3', 89],
      ['level1', 60],
      ['persona', 5],
    ]);
  });

  it('compares groups on draws of one size, which half of the smallest large enough can give', async () => {
    const { sets, measures, notes } = await measure({ groupBy: 'method', rounds: 5 });
    const tokens = sets.flatMap(({ drawTokens }) => drawTokens ?? []);
    expect(sets.map(({ id, texts }) => [id, texts])).toEqual([
      ['level3', 89],
      ['level1', 60],
      ['persona', 5],
    ]);
    expect(new Set(measures.map(({ size }) => size))).toEqual(new Set([30]));
    expect(sets[2]).toMatchObject({ tooSmall: `5 texts: it takes ${minSetTexts} to draw from`, drawTokens: null });
    for (const { figures } of measures) {
      expect(figures.map((each) => each === null)).toEqual([false, false, true]);
      for (const each of figures) if (each !== null) expect(each.standardError).toBeCloseTo(each.deviation / Math.sqrt(5), 12);
    }
    // One method’s questions are the longer ones.
    expect(notes.join('\n').includes('times as many tokens')).toBe(Math.max(...tokens) > 1.2 * Math.min(...tokens));
    for (const { drawTokens, meanWords } of sets.slice(0, 2)) expect(drawTokens).toBeGreaterThan(30 * meanWords! * 0.9);
  });

  it('draws the same for the same seed, and other texts for another', async () => {
    const [one, again, other] = [await measure({ seed: 4 }), await measure({ seed: 4 }), await measure({ seed: 5 })];
    expect(again).toEqual(one);
    expect(other.measures).not.toEqual(one.measures);
    expect(other.distributions).toEqual(one.distributions);
  });

  it('has no figures of diversity for few samples, nor fails without any', async () => {
    const few = await measure({ filter: { method: 'persona' } });
    expect(few).toMatchObject({ measures: [], counted: { samples: 5 } });
    expect(few.notes[0]).toContain(`no set has the ${minSetTexts} texts`);
    const none = await measure({ filter: { run: 'gone' }, groupBy: 'run' });
    expect(none).toMatchObject({ sets: [], measures: [], distributions: [], counted: { samples: 0, line: null } });
    expect(none.coverage.topics.covered).toBe(0);
    expect(none.unigrams[0]).toMatchObject({ typeCoverage: 0, divergence: null });
  });

  it('measures the part that is asked for, and leaves out samples that have no such part', async () => {
    const [question, answer] = [await measure({ part: 'question' }), await measure({ part: 'answer' })];
    expect(answer.part).toBe('answer');
    expect(answer.sets[0]!.meanWords).not.toBe(question.sets[0]!.meanWords);
    expect(question.unigrams[0]!.train.what).toBe('samples (question side)');
  });

  it('says what it has no figure of, and that coverage alone makes no training set', async () => {
    const { leftOut, notes } = await measure();
    expect(leftOut.map(({ what }) => what)).toEqual(['Vendi score, K-means and self-similarity within documents', 'Perplexity']);
    expect(leftOut[0]!.reason).toContain('no embedding model is chosen');
    expect(notes.join('\n')).toContain('do not make the best training set');
  });
});

describe('measuring samples against a file', () => {
  it('finds no divergence from the questions themselves, and all of their words covered', async () => {
    const file = join(at.folder, 'same.jsonl');
    const own = await questions('method:level1 status:pending,accepted');
    writeFileSync(file, own.map((question) => `${JSON.stringify({ question })}\n`).join(''));
    const { sets, measures, unigrams } = await measure({ against: file, filter: { method: 'level1' } });
    expect(unigrams.map(({ test }) => test.what)).toEqual(['corpus', file]);
    expect(unigrams[1]).toMatchObject({ typeCoverage: 1, tokenCoverage: 1, divergence: 0, most: [] });
    expect(sets.map(({ kind, texts }) => [kind, texts])).toEqual([
      ['samples', 60],
      ['outside', 60],
    ]);
    // The same texts, drawn at random each time: means some errors apart at most.
    for (const { id, figures } of measures) {
      const [samples, outside] = figures;
      expect({ id, apart: Math.abs(samples!.mean - outside!.mean) }).toSatisfy(
        ({ apart }: { apart: number }) => apart <= 6 * (samples!.standardError + outside!.standardError) + 1e-9,
      );
    }
  });

  it('tells lines without a text, takes another field, and says what is wrong with a file', async () => {
    const file = join(at.folder, 'other.jsonl');
    writeFileSync(file, `{"body":"${'the sea '.repeat(5000)}"}\nno json\n[1]\n\n{"body":7}\n`);
    const { passedOver, sets, notes } = await measure({ against: file, againstField: 'body' });
    expect(passedOver).toEqual([
      { reason: 'is not JSON', count: 1, lines: [2] },
      { reason: 'has no field “body”', count: 1, lines: [3] },
      { reason: 'has no text in the field “body”', count: 1, lines: [5] },
    ]);
    expect(sets[1]).toMatchObject({ texts: 1, cut: 1, tooSmall: `1 text: it takes ${minSetTexts} to draw from` });
    expect(notes.join('\n')).toContain('1 text is longer');
    // Without a field that is usual for texts, all texts of a record are.
    expect((await measure({ against: file })).sets[1]).toMatchObject({ texts: 1 });
    await expect(measure({ against: file, againstField: 'nobody' })).rejects.toThrow('other.jsonl: no text is in the file');
    await expect(measure({ against: join(at.folder, 'gone.jsonl') })).rejects.toThrow('gone.jsonl: there is no such file');
  });
});

describe('coverage of concepts', () => {
  it('counts samples under the name that a concept has now, and says that a filter finds fewer', async () => {
    const before = (await measure()).coverage.leastTopics.find(({ label }) => label === 'The Moon' || label === 'Moon')!;
    expect(before.counted).toMatchObject({ isWhole: true });
    appendFileSync(join(at.folder, '.loom', 'concepts.yaml'), `aliases:\n  Tides: ["${before.label}"]\n`);
    try {
      await project.request('refresh', {});
      const { leastTopics, without } = (await measure()).coverage;
      const tides = leastTopics.find(({ label }) => label === 'Tides')!;
      expect(tides.counted.isWhole).toBe(false);
      expect(tides.counted.samples).toBeGreaterThanOrEqual((await listed(tides.counted.line!)).total);
      expect(without).toBe(0);
    } finally {
      writeFileSync(join(at.folder, '.loom', 'concepts.yaml'), '');
      await project.request('refresh', {});
    }
  });
});

describe('measuring while others ask', () => {
  it('answers others in between, and ends when it is called off', async () => {
    const ended: string[] = [];
    const measuring = measure({ rounds: 100 }).then(() => ended.push('measure'));
    await project.request('samples/ids', { filter: {} }).then(() => ended.push('ids'));
    await measuring;
    expect(ended).toEqual(['ids', 'measure']);
    const stop = new AbortController();
    const called = project.request('quality/measure', definition.params.parse({ rounds: 200 }), stop.signal);
    stop.abort(new Error('called off'));
    await expect(called).rejects.toThrow('called off');
  });

  it('works in restricted mode', async () => {
    const looking = await at.open({ trusted: false, embeddingModel: 'embed' });
    try {
      const result = await measure({}, looking);
      expect(result.measures).toEqual((await measure()).measures);
      expect(result.leftOut[0]!.reason).toBe('embed has embedded nothing yet, and looking asks no model');
    } finally {
      looking.close();
    }
  });
});

describe('measures on embeddings', () => {
  const keep = async (entries: readonly (readonly [string, Float32Array])[]): Promise<void> => {
    const workspace = await Workspace.open(at.folder, { by: 'tester', trusted: true, sources: { environment: {} } });
    workspace.models.keptVectors.name('embed', 'space');
    if (entries.length > 0) workspace.models.keptVectors.put('space', entries);
    workspace.close();
  };

  it('takes those that are stored, tells a method from another by them, and asks for none', async () => {
    const embedding = await at.open({ embeddingModel: 'embed' });
    const calls = at.server.requests.length;
    try {
      await keep([]);
      expect((await measure({}, embedding)).leftOut[0]!.reason).toBe(
        'none of these texts has a vector of embed, and looking asks no model',
      );
      // Questions of level 3 all point nearly the same way, those of level 1 each its own.
      const alike = (await questions('method:level3')).map(
        (text, index) => [sampleTextKey(text), Float32Array.of(1, 0.01 * index, 0, 0)] as const,
      );
      const varied = (await questions('method:level1')).map(
        (text, index) => [sampleTextKey(text), Float32Array.from([0, 1, 2, 3], (axis) => (axis === index % 4 ? 1 : 0.1))] as const,
      );
      await keep([...alike, ...varied]);
      const { measures, similarity, clusters, leftOut, sets } = await measure({ groupBy: 'method' }, embedding);
      expect(sets.map(({ id }) => id)).toEqual(['level3', 'level1', 'persona']);
      const figures = Object.fromEntries(measures.map((each) => [each.id, each.figures]));
      expect(figures.vendi![0]!.mean).toBeLessThan(2);
      expect(figures.vendi![1]!.mean).toBeGreaterThan(2.5);
      expect(figures.inertia![0]!.mean).toBeLessThan(0.2);
      expect(measures.find(({ id }) => id === 'vendi')!.size).toBe(Math.min(maxVendiVectors, 30));
      const means = new Map(similarity.map(({ method, mean }) => [method, mean]));
      expect(means.get('level3')).toBeGreaterThan(0.8);
      expect(means.get('level1')).toBeLessThan(0.6);
      for (const { bins, pairs } of similarity) expect(bins.reduce((sum, bin) => sum + bin.pairs, 0)).toBe(pairs);
      expect(clusters.map(({ set, clusters: of }) => [set, of.reduce((sum, { texts }) => sum + texts, 0)])).toEqual([
        ['level3', 30],
        ['level1', 30],
      ]);
      // Of four kinds, each is in a cluster of its own at most.
      for (const { counted } of clusters[1]!.clusters) {
        const kinds = (await questions(counted.line!)).map(
          (question) => varied.findIndex(([hash]) => hash === sampleTextKey(question)) % 4,
        );
        expect(new Set(kinds).size).toBe(1);
      }
      expect(leftOut[0]!.reason).toMatch(/^0 texts of .* have a vector of embed: it takes/);
      expect(at.server.requests).toHaveLength(calls);
    } finally {
      embedding.close();
    }
  });
});

describe('measuring very many groups', () => {
  it('measures the largest twelve, and counts the others', async () => {
    for (let seed = 10; seed < 23; seed++) await project.request('generate', { method: 'level1', count: 1 + (seed % 2), seed });
    const { sets, otherGroups, counted } = await measure({ groupBy: 'run' });
    expect(sets).toHaveLength(12);
    const samples = sets.map((set) => set.counted.samples);
    expect(samples).toEqual(samples.toSorted((a, b) => b - a));
    expect(otherGroups.groups).toBe(4);
    expect(samples.reduce((sum, each) => sum + each, otherGroups.samples)).toBe(counted.samples);
  });
});
