import { rmSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { writtenByModel } from '../../../src/core/dataset/written-by-model.ts';
import { conceptKey } from '../../../src/core/concepts/normalise.ts';
import type { JudgedDecision } from '../../../src/core/quality/judge-agreement.ts';
import type { NewEvent } from '../../../src/core/samples/events.ts';
import { sampleStatuses, type Sample } from '../../../src/core/samples/sample.ts';
import { searchWords } from '../../../src/core/samples/search-words.ts';
import { ProjectPath } from '../../../src/engine/files/project-path.ts';
import { openIndex } from '../../../src/engine/storage/index-schema.ts';
import { Journal } from '../../../src/engine/storage/journal.ts';
import { JournalIndex } from '../../../src/engine/storage/journal-index.ts';
import { fieldNames, namedFields, type FieldName } from '../../../src/core/samples/filter/filter.ts';
import { judgedScore } from '../../../src/core/quality/judgement.ts';
import type { StoreFilter } from '../../../src/engine/storage/store.ts';
import { SampleQueries } from '../../../src/engine/storage/sample-queries.ts';
import { generated, version } from '../samples/events.ts';
import { accepts, edits, ended, judges, makes, rejects, started } from './made-up.ts';
import { newProject, rowsOnDisk, using } from './projects.ts';
import { labelOf, partsOf } from '../../../src/core/samples/shapes/index.ts';

const all = { offset: 0, limit: 1000 };
const people = ['ada', 'ben'];
const ids = ['a', 'b', 'c', 'd', 'e', 'f'];
const files = ['tides.md', 'moon.md', 'wind.md'];
const labels = ['Tides', 'tidal ranges', 'Moon'];
const words = ['ebb', 'flood', 'Größe', '潮汐', "it's", 'spring-neap'];

const names = ['m1', 'm2'];

/** Values to filter by, for every field that there is. */
const filterValues: { readonly [N in FieldName]: fc.Arbitrary<NonNullable<StoreFilter[N]>> } = {
  status: fc.subarray([...sampleStatuses], { minLength: 1 }),
  file: fc.subarray([...files, 'unknown.md'], { minLength: 1 }),
  topic: fc.constantFrom('tide', 'Tides', 'unknown'),
  concept: fc.constantFrom('tidal range', 'Moon', 'unknown'),
  method: fc.constantFrom('level3', 'rephrase', 'unknown'),
  shape: fc.subarray(['qa', 'text', 'chat'], { minLength: 1 }),
  writer: fc.constantFrom(...names, 'unknown'),
  run: fc.constantFrom('run-1', 'run-2', 'run-3'),
  gate: fc.constantFrom('g', 'unknown'),
  judge: fc.constantFrom({ min: 2.6 }, { max: 2.6 }, { min: 2, max: 4.1 }, { min: 4.2, max: 4.2 }),
  judged: fc.boolean(),
  edited: fc.boolean(),
  id: fc.subarray([...ids, 'unknown'], { minLength: 1 }),
  text: fc.constantFrom(...words, 'EBB flo', 'flo EBB', 'spr', 's', 'große', '潮', '" ebb', 'neap OR ebb', 'neap AND', 'spr*'),
};

/** Few of so many fields at once: of all, hardly anything would pass. */
const filter: fc.Arbitrary<StoreFilter> = fc
  .tuple(fc.record(filterValues), fc.subarray(fieldNames, { maxLength: 3 }))
  .map(([all, some]) => {
    const few: StoreFilter = { ...all };
    for (const name of fieldNames) if (!some.includes(name)) Reflect.deleteProperty(few, name);
    return few;
  });

const made = fc.record({
  run: fc.constantFrom('run-1', 'run-2'),
  files: fc.subarray(files, { minLength: 1 }),
  topics: fc.subarray(labels),
  concepts: fc.subarray(labels),
  words: fc.subarray(words),
  isText: fc.boolean(),
  model: fc.constantFrom(...names),
  gated: fc.boolean(),
});
type Made = typeof made extends fc.Arbitrary<infer T> ? T : never;

function makesAs(id: string, { run, files: from, topics, concepts, words: said, isText, model, gated }: Made): NewEvent {
  const first = version(`${id}-v1`, said.join(' '));
  const content = isText ? { shape: 'text' as const, title: said.join(' '), text: `Answer of ${id}.` } : first.content;
  const sample = {
    ...generated(id, { ...first, content, model }),
    method: isText ? 'rephrase' : 'level3',
    run,
    references: from.map((file) => ({ file, passage: `${file}#1`, start: 0, end: 10, jaccard: 0.5 })),
  };
  return {
    type: 'sample.generated',
    sample: id,
    generated: { ...sample, set: { ...sample.set, topics, concepts } },
    gate: gated ? { gate: 'g', reason: 'r' } : null,
  };
}

/** What the filter means, said plainly. */
function passes(sample: Sample, wants: StoreFilter): boolean {
  const { file: named, topic, concept, method, shape, writer, run, gate, judge, judged, edited, id, text } = wants;
  const holds = (labels: readonly string[], label: string) => labels.map(conceptKey).includes(conceptKey(label));
  const score = judgedScore(sample.current);
  const said = searchWords(
    partsOf(sample.current.content)
      .map((part) => part.text)
      .join(' '),
  );
  const wanted = searchWords(text ?? '');
  const isLast = (at: number, word: string) => at === wanted.length - 1 && word.length > 1;
  return (
    (named === undefined || sample.references.some(({ file }) => named.includes(file))) &&
    (topic === undefined || holds(sample.set.topics, topic)) &&
    (concept === undefined || holds(sample.set.concepts, concept)) &&
    (method === undefined || sample.method === method) &&
    (shape?.includes(sample.current.content.shape) ?? true) &&
    (writer === undefined || writtenByModel(sample).model === writer) &&
    (run === undefined || sample.run === run) &&
    (gate === undefined || sample.gate?.gate === gate) &&
    (judge === undefined || (score !== null && score >= (judge.min ?? 0) && score <= (judge.max ?? 9))) &&
    (judged === undefined || judged === (score !== null)) &&
    (edited === undefined || edited === (sample.current.model === null)) &&
    (id?.includes(sample.id) ?? true) &&
    wanted.every((word, at) => said.some((each) => (isLast(at, word) ? each.startsWith(word) : each === word)))
  );
}

/** Those without a score come last. */
const scoreOf = ({ current }: Sample): number => Number(current.fields?.judge ?? 6);
const byScore = (a: JudgedDecision, b: JudgedDecision): number => a.score - b.score || Number(a.accepted) - Number(b.accepted);

const step = fc.record({
  by: fc.constantFrom(...people),
  what: fc.constantFrom('make', 'accept', 'reject', 'edit', 'regenerate', 'judge', 'undo', 'redo'),
  score: fc.constantFrom(1, 2.6, 4.2),
  on: fc.subarray(ids, { minLength: 1 }),
  made,
});

describe('what the store answers', () => {
  it('is what going through all samples would give, after any history of two people, and after the index is made anew', () => {
    fc.assert(
      fc.property(
        fc.array(step, { minLength: 1, maxLength: 20 }),
        fc.array(filter, { minLength: 5, maxLength: 5 }),
        fc.nat(3),
        (steps, filters, offset) => {
          const project = newProject();
          const known = new Map<string, Sample>();
          const check = (): void => {
            using(project, (store) => {
              expect(store.problems).toEqual([]);
              const samples = store.samples({}, all).samples;
              expect(new Map(samples.map((sample) => [sample.id, sample]))).toEqual(known);
              for (const each of filters) {
                const passing = samples.filter((sample) => passes(sample, each));
                const shown = passing.filter(({ status }) => each.status?.includes(status) ?? true);
                const page = store.samples(each, { offset, limit: 2 });
                expect(page.samples).toEqual(shown.slice(offset, offset + 2));
                const worstFirst = shown.toSorted((a, b) => scoreOf(a) - scoreOf(b)).slice(offset, offset + 2);
                expect(store.samples(each, { offset, limit: 2, order: 'judge' })).toEqual({ ...page, samples: worstFirst });
                expect(page.total).toBe(shown.length);
                for (const status of sampleStatuses)
                  expect(page.counts[status]).toBe(passing.filter((sample) => sample.status === status).length);
                expect(store.sampleIds(each)).toEqual(shown.map(({ id }) => id));
              }
              for (const [file, counts] of store.countsByFile()) {
                const own = samples.filter((sample) => passes(sample, { file: [file] }));
                for (const status of sampleStatuses) expect(counts[status]).toBe(own.filter((sample) => sample.status === status).length);
              }
              for (const [concept, count] of store.countsByConcept()) {
                const asked = { [concept.startsWith('t:') ? 'topic' : 'concept']: concept.slice(2) };
                expect(count).toBe(samples.filter((sample) => passes(sample, asked)).length);
              }
              for (const field of namedFields) {
                for (const { value, samples: count } of store.names(field, '', 100)) {
                  const asked = field === 'file' ? { file: [value] } : { [field]: value };
                  expect(count).toBe(samples.filter((sample) => passes(sample, asked)).length);
                }
              }
              const decided = samples.filter(({ status, current }) => current.fields && ['accepted', 'rejected'].includes(status));
              expect(store.judgedDecisions().toSorted(byScore)).toEqual(
                decided
                  .map((sample) => ({ score: scoreOf(sample), accepted: sample.status === 'accepted', model: 'judge' }))
                  .toSorted(byScore),
              );
              expect([...store.samplesInStatus('accepted')].map(({ id }) => id)).toEqual(store.sampleIds({ status: ['accepted'] }));
            });
            const rows = (status: string) =>
              [...known.values()].filter((sample) => sample.status === status).map(({ id, current }) => [id, labelOf(current.content)]);
            const onDisk = (folder: 'data' | 'rejected') =>
              rowsOnDisk(project, folder).map(({ id, question, title }) => [id, question ?? title]);
            expect(onDisk('data').sort()).toEqual(rows('accepted').sort());
            expect(onDisk('rejected').sort()).toEqual(rows('rejected').sort());
          };
          const exists = (id: string) => known.has(id);
          let versions = 0;
          for (const { by, what, on, made: as, score } of steps) {
            using(
              project,
              (store) => {
                const present = on.filter(exists);
                const content = { shape: 'qa' as const, question: as.words.join(' '), answer: `answer ${++versions}` };
                if (what === 'make') store.append(on.filter((id) => !exists(id)).map((id) => makesAs(id, as)));
                else if (what === 'accept') store.append(present.map(accepts));
                else if (what === 'reject') store.append(present.map((id) => rejects(id)));
                else if (what === 'judge') store.append(present.map((id) => judges(id, known.get(id)!.current.id, score)));
                else if (what === 'edit') store.append(present.map((id) => edits(id, content, `v${versions}`)));
                else if (what === 'regenerate')
                  store.append(
                    present.map((id): NewEvent => ({
                      type: 'sample.regenerated',
                      sample: id,
                      version: version(`${id}-r${versions}`, labelOf(content), `${id}-v1`),
                    })),
                  );
                else expect(store[what]().changed.every(exists)).toBe(true);
                for (const sample of store.samples({}, all).samples) known.set(sample.id, sample);
              },
              by,
            );
          }
          check();
          rmSync(join(project, '.loom/cache'), { recursive: true });
          check();
        },
      ),
      { numRuns: 25 },
    );
  }, 60_000);

  it('is the same without the full-text module', () => {
    const project = newProject();
    using(project, (store) => {
      store.append([makes('a', null, 'Why does the TIDE ebb?'), makes('b', null, 'What is a neap tide?'), makes('c', null, 'Größe?')]);
    });
    const journal = new Journal(ProjectPath.of(project).at('.loom/journal'), ProjectPath.of(project).at('.loom/cache/writers'));
    const database = openIndex(ProjectPath.of(project).at('.loom/cache/plain.sqlite'), { fullText: false });
    new JournalIndex(database, journal).catchUp();
    const queries = new SampleQueries(database, journal);
    expect(queries.ids({ text: 'tide' })).toEqual(['a', 'b']);
    expect(queries.ids({ text: 'Tide EBB' })).toEqual(['a']);
    expect(queries.ids({ text: 'größe' })).toEqual(['c']);
    expect(queries.ids({ text: 'tid', file: ['tides.md'] })).toEqual(['a', 'b']);
    expect(queries.ids({ text: 'ide' })).toEqual([]);
    expect(queries.ids({ text: 'tid ebb' })).toEqual([]);
    expect(queries.ids({ text: '% _' })).toEqual(['a', 'b', 'c']);
    expect(queries.page({ text: 'neap' }, all)).toMatchObject({ total: 1, counts: { pending: 1 } });
    database.close();
  });

  it('finds the pending or accepted sample that asks the same', () => {
    const project = newProject();
    using(project, (store) => {
      store.append([
        makes('a', null, 'Why does the  tide\nEBB?'),
        makes('b', 'held back', 'What is ﬁne?'),
        makes('c', null, 'What is mud?'),
      ]);
      store.append([rejects('c')]);
      expect(store.findExactDuplicate('why does the tide ebb?')).toBe('a');
      expect(store.findExactDuplicate('what is fine?')).toBeUndefined();
      expect(store.findExactDuplicate('what is mud?')).toBeUndefined();
      store.append([accepts('b'), edits('a', { shape: 'qa', question: 'Something else?', answer: '' })]);
      expect(store.findExactDuplicate('What is fine?')).toBe('b');
      expect(store.findExactDuplicate('why does the tide ebb?')).toBeUndefined();
    });
  });

  it('finds the text that has the same words, whatever its title', () => {
    using(newProject(), (store) => {
      const content = { shape: 'text' as const, title: 'Tides', text: 'Answer of a-v1.' };
      const text = generated('a', { ...version('a-v1'), content });
      store.append([{ type: 'sample.generated', sample: 'a', generated: { ...text, method: 'rephrase' }, gate: null }]);
      expect(store.findExactDuplicate('Tides')).toBeUndefined();
      expect(store.findExactDuplicate('answer of  a-v1.')).toBe('a');
    });
  });

  it('tells what stood when a run began, and what that run made, whatever was decided since', () => {
    using(newProject(), (store) => {
      const by = (run: string, id: string): NewEvent => ({
        type: 'sample.generated',
        sample: id,
        generated: { ...generated(id), run },
        gate: null,
      });
      store.append([started('run-0', 'm'), by('run-0', 'a'), by('run-0', 'b'), by('run-0', 'c')]);
      store.append([accepts('b')], { action: 'first' });
      store.append([started('run-m', 'm')]);
      store.append([by('run-m', 'd')]);
      store.append([rejects('a'), rejects('d')], { action: 'later' });
      store.undo();
      store.undo();
      store.append([rejects('b')]);
      const told = (samples: readonly Sample[]) => samples.map(({ id, status }) => [id, status]);
      expect(told(store.samplesWhenBegun('run-m', 10))).toEqual([
        ['a', 'pending'],
        ['b', 'accepted'],
        ['c', 'pending'],
      ]);
      expect(told(store.samplesWhenBegun('run-0', 10))).toEqual([]);
      expect(told(store.samplesAsMade('run-m'))).toEqual([['d', 'pending']]);
      expect(store.samplesWhenBegun('run-unheard-of', 10)).toEqual([]);
    });
  });

  it('knows the latest extraction by each model, and what failed since', () => {
    const project = newProject();
    const extracted = (passage: string, model: string, name: string): NewEvent => ({
      type: 'passage.extracted',
      run: `run-${model}`,
      passage,
      file: 'tides.md',
      model,
      prompt: 'p',
      extraction: { level: 'school', subject: 'sea', topics: [{ name, concepts: ['ebb'] }] },
      usage: null,
    });
    const failed = (passage: string, run: string, reason: string): NewEvent => ({
      type: 'passage.failed',
      run,
      passage,
      file: 'tides.md',
      reason,
    });
    using(project, (store) => {
      const { extractionRevision } = store;
      store.append([
        started('run-m', 'm'),
        failed('p1', 'run-m', 'no topic'),
        failed('p2', 'run-m', 'empty'),
        extracted('p1', 'm', 'first'),
      ]);
      store.append([extracted('p1', 'm', 'second'), extracted('p1', 'n', 'other'), failed('p3', 'run-m', 'late'), ended('run-m')]);
      expect([...store.extractions('m', 'least')].map(([passage, { topics }]) => [passage, topics[0]?.name])).toEqual([['p1', 'second']]);
      expect(store.extractions('n', 'least').get('p1')?.topics).toEqual([{ name: 'other', concepts: ['ebb'] }]);
      // Of a model that has none, the latest of the others.
      expect(store.extractions('unheard of', 'least').get('p1')?.topics).toEqual([{ name: 'other', concepts: ['ebb'] }]);
      // Of the least only where there is no other, whichever is later or preferred.
      expect(store.extractions('n', 'n').get('p1')?.topics[0]?.name).toBe('second');
      expect([...store.extractedBy('n')]).toEqual(['p1']);
      expect(store.extractedBy('unheard of').size).toBe(0);
      expect([...store.extractedBy('n', '0')]).toEqual(['p1']);
      expect(store.extractedBy('n', 'Z').size).toBe(0);
      expect([...store.extractedBy(null)]).toEqual(['p1']);
      expect([...store.extractionFailures('m')]).toEqual([
        ['p2', { times: 1, reason: 'empty' }],
        ['p3', { times: 1, reason: 'late' }],
      ]);
      expect(store.extractionRevision).toBeGreaterThan(extractionRevision);
      expect(store.runs()).toMatchObject([{ run: 'run-m', outcome: 'done', kept: 1, gated: 2, failed: 3, by: 'ada' }]);
    });
  });

  it('knows what a run set out for, what it spent, which jobs are done, and why candidates were dropped', () => {
    const spent = (calls: number, cost: number | null): NewEvent => ({
      type: 'run.spent',
      run: 'r',
      spent: { calls, cached: 1, retried: 0, tokens: { prompt: 10, completion: 5 }, cost },
    });
    const cap = { tokens: 500, cost: null };
    const begun: NewEvent = {
      type: 'run.started',
      run: 'r',
      kind: 'generate',
      method: 'level3',
      model: 'm',
      answerModel: 'n',
      seed: 7,
      planned: 3,
      cap,
      batch: 'files',
    };
    const jobFailed = (job: string, reason: string): NewEvent => ({ type: 'job.failed', run: 'r', job, reason });
    using(newProject(), (store) => {
      store.append([
        begun,
        spent(2, 0.5),
        jobFailed('a', 'silence'),
        jobFailed('b', 'refused'),
        jobFailed('c', 'refused'),
        { type: 'job.done', run: 'r', job: 'd' },
        { type: 'job.done', run: 'r', job: 'e', nothing: 'nothing to ask about' },
        { type: 'run.ended', run: 'r', outcome: 'stopped', kept: 0, gated: 0, failed: 3, reason: 'the cap' },
      ]);
      expect(store.run('r')).toMatchObject({
        outcome: 'stopped',
        reason: 'the cap',
        model: 'm',
        answerModel: 'n',
        budget: cap,
        batch: 'files',
      });
      expect(store.run('r')?.usage).toEqual({ calls: 2, cached: 1, retried: 0, tokens: { prompt: 10, completion: 5 }, cost: 0.5 });
      expect(store.dropped('r').map(({ reason, count }) => ({ reason, count }))).toEqual([
        { reason: 'refused', count: 2 },
        { reason: 'nothing to ask about', count: 1 },
        { reason: 'silence', count: 1 },
      ]);
      store.append([
        { type: 'run.resumed', run: 'r', cap: { tokens: null, cost: 2 }, failed: true },
        spent(1, null),
        jobFailed('a', 'silence again'),
        { type: 'job.done', run: 'r', job: 'b' },
      ]);
      expect(store.run('r')).toMatchObject({ outcome: 'running', budget: { tokens: null, cost: 2 }, failed: 2 });
      expect(store.run('r')?.usage).toMatchObject({ calls: 3, cost: null });
      const { done, failures } = store.jobs('r');
      expect([...done].sort()).toEqual(['b', 'd', 'e']);
      expect(Object.fromEntries(failures)).toEqual({ a: 2, b: 1, c: 1 });
      expect(store.dropped('r').map(({ reason, count }) => ({ reason, count }))).toEqual([
        { reason: 'nothing to ask about', count: 1 },
        { reason: 'refused', count: 1 },
        { reason: 'silence again', count: 1 },
      ]);
      expect(store.run('another')).toBeUndefined();
    });
  });

  it('has the exact messages of a prompt, and parses of files as long as their stamp holds', () => {
    const project = newProject();
    const parsed = {
      omissions: [],
      documents: [{ file: 'a.md', record: 0, title: 'A', passages: [] }],
      problems: [
        { file: 'a.md', line: 3, reason: 'odd' },
        { file: 'a.md', reason: 'odd' },
      ],
    };
    using(project, (store) => {
      store.append([{ type: 'prompt.sent', prompt: 'h', method: 'level3', messages: [{ role: 'user', content: 'Ask.' }] }]);
      expect(store.prompt('h')).toEqual([{ role: 'user', content: 'Ask.' }]);
      expect(store.prompt('g')).toBeUndefined();
      store.parsedFiles.set('a.md', '1', parsed);
    });
    using(project, (store) => {
      expect(store.parsedFiles.get('a.md', '1')).toEqual(parsed);
      expect(store.parsedFiles.get('a.md', '2')).toBeUndefined();
    });
  });

  it('undoes what I did, not what others did since', () => {
    const project = newProject();
    using(project, (store) => store.append([makes('a'), makes('b')]));
    using(project, (store) => store.append([accepts('a')]));
    using(project, (store) => store.append([rejects('b')]), 'ben');
    using(project, (store) => {
      expect(store.canUndo).toBe(true);
      expect(store.undo()).toEqual({ changed: ['a'], what: 'accepted 1 sample' });
      expect(store.canUndo).toBe(false);
      expect(store.undo()).toEqual({ changed: [], what: null });
      expect(store.canRedo).toBe(true);
      expect(store.sample('b')?.status).toBe('rejected');
    });
    using(
      project,
      (store) => {
        expect([store.canUndo, store.canRedo]).toEqual([true, false]);
      },
      'ben',
    );
  });
});
