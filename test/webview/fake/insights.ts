/** Figures that the fake project gives: small, and of the shape and size that the engine's are. */
import { noUsage } from '../../../src/core/samples/run-usage.ts';
import type { EngineArguments, EngineResult } from '../../../src/protocol/engine.ts';
import { printLine } from '../../../src/core/samples/filter/line.ts';
import type { FakeProject } from './project.ts';

type Quality = EngineResult<'quality/measure'>;
type Counted = Quality['counted'];

const statuses = 'status:pending,accepted';

export class FakeInsights {
  /** Cosines of pairs are there: an embedding model was chosen. */
  embedded = true;
  /** All pairs are of one method, and as good as the same; no group has more than two samples. */
  alike = false;
  /** Samples without an embedding, of those that are compared by meaning; null where no model is chosen that embeds. */
  missing: number | null = 2;
  /** Benchmarks are named in the settings. */
  benchmarks = true;
  readonly #project: FakeProject;

  constructor(project: FakeProject) {
    this.#project = project;
  }

  quality({ filter, groupBy, compare, part, rounds, seed }: EngineArguments<'quality/measure'>): Quality {
    const { samples } = this.#project.sampleIds({ filter: { status: ['pending', 'accepted'], ...filter } });
    const all = samples.length;
    const counted = (count: number, line = ''): Counted => ({
      samples: count,
      line: count === 0 ? null : `${statuses} ${line}`.trim(),
      isWhole: true,
    });
    const of = (share: number): number => Math.round(all * share);
    const set = (id: string, title: string, line: string, share: number, tooSmall: string | null = null) => ({
      ...{ id, kind: 'samples' as const, title, counted: counted(of(share), line), texts: of(share), held: of(share) },
      ...{ meanWords: 13.8 + share, cut: 0, tooSmall, drawTokens: tooSmall === null ? 325.9 : null },
    });
    const filters = compare?.map((each, at) => set(`filter ${at + 1}`, printLine(each) || 'all samples', printLine(each), 0.5));
    const sets =
      filters ??
      (groupBy === undefined
        ? [set('samples', 'samples', '', 1)]
        : [
            set('level3', 'Level-3 questions', 'method:level3', 0.6),
            set('level2', 'Level-2 questions', 'method:level2', 0.3),
            set('persona', 'Questions in the voice of a persona', 'method:persona', 0.1, '2 texts: it takes 40 to draw from'),
          ]);
    const measure = (id: string, title: string, meaning: string, higher: Quality['measures'][number]['higher'], mean: number) => ({
      ...{ id, title, meaning, higher, dependsOnOrder: id === 'compression', dependsOnSize: higher !== 'neither', size: 20 },
      figures: sets.map(({ tooSmall }, at) =>
        tooSmall === null ? { mean: mean * (1 - at * 0.08), standardError: mean * 0.005, deviation: mean * 0.022 } : null,
      ),
    });
    return {
      counted: counted(all),
      ...{ part, rounds, seed, sets, otherGroups: { groups: 0, samples: 0 } },
      measures: [
        measure('words', 'Mean length in words', 'words between white space, per text', 'neither', 13.95),
        measure(
          'compression',
          'Compression ratio',
          'bytes of the joined texts over their bytes after gzip at level 9',
          'less diverse',
          2.224,
        ),
        measure('ngrams', 'N-gram diversity', 'sum over n = 1 to 4 of distinct n-grams over all n-grams; at most 4', 'more diverse', 3.31),
        measure('self', 'Self-repetition', 'mean over texts of ln(1 + how often other texts hold its 4-grams)', 'less diverse', 0.41),
        measure('distinct1', 'Distinct-1', 'distinct words over all words', 'more diverse', 0.482),
        measure('mtld', 'MTLD', 'mean length, in words, of runs whose share of distinct words stays above .72', 'more diverse', 61.3),
      ],
      distributions: [
        {
          ...{ field: 'method', title: 'Method', having: all, lacking: 0 },
          values: {
            kind: 'words',
            words: [
              { value: 'level3', counted: counted(of(0.6), 'method:level3') },
              { value: '=level2', counted: counted(of(0.3), 'method:level2') },
              { value: 'with "quotes", and a comma', counted: counted(of(0.1), 'method:persona') },
            ],
            rest: { values: 2, samples: 3 },
          },
        },
        {
          ...{ field: 'words', title: 'Words of the question side', having: all, lacking: 2 },
          values: {
            ...{ kind: 'numbers', mean: 13.9, median: 13.5, least: 6, most: 27 },
            bins: [0.1, 0.25, 0.4, 0.15, 0.07, 0.03].map((share, at) => ({
              from: 4 + at * 4,
              to: 8 + at * 4,
              counted: this.#some(samples, of(share)),
            })),
          },
        },
      ],
      coverage: {
        topics: { total: 11, covered: 8 },
        concepts: { total: 63, covered: 37 },
        edges: { total: 591, covered: 168, isExact: true },
        without: 1,
        leastTopics: [{ id: 't:estuaries', label: 'estuaries', frequency: 3, counted: counted(0) }],
        leastConcepts: [
          { id: 'c:spring tide', label: 'spring tide', frequency: 2, counted: counted(1, 'concept:"spring tide"') },
          { id: 'c:slack water', label: 'slack water', frequency: 1, counted: counted(0) },
        ],
      },
      unigrams: [
        {
          test: { what: 'corpus', words: 1621, types: 537 },
          train: { what: 'samples (question side)', words: 296, types: 165 },
          ...{ typeCoverage: 0.307, tokenCoverage: 0.664, divergence: 0.463, smoothing: 1 },
          most: [
            { word: 'harbour', test: 41, train: 1, adds: 0.0369, line: `${statuses} harbour` },
            { word: 'estuary', test: 21, train: 0, adds: 0.021, line: null },
          ],
          functionWords: { languages: ['en'], words: 31, adds: 0.142 },
        },
      ],
      similarity: this.embedded
        ? (this.alike ? ['Level-3 questions'] : ['Level-3 questions', 'Level-2 questions']).map((title, at) => ({
            ...{ method: `level${3 - at}`, title, documents: 4, pairs: 60, mean: 0.52 + at * 0.11, counted: counted(of(0.5 - at * 0.2)) },
            bins: (this.alike ? [0, 0, 0, 0, 0, 60] : [2, 7, 16, 20, 11, 4]).map((pairs, bin) => ({
              from: bin * 0.15,
              to: bin * 0.15 + 0.15,
              pairs: pairs + at * (bin - 2),
            })),
          }))
        : [],
      clusters: [],
      leftOut: [
        ...(this.embedded
          ? []
          : [
              {
                what: 'Vendi score, K-means and self-similarity within documents',
                reason: 'no embedding model is chosen (models.embeddings)',
              },
            ]),
        { what: 'Perplexity', reason: 'no reply’s log-probabilities are kept, and looking asks no model' },
      ],
      passedOver: [],
      notes: ['the widest coverage and the lowest divergence do not make the best training set; they say what is missing from it'],
    };
  }

  /** Two groups at a low threshold, one at a high one. */
  duplicates({ filter, by, threshold = by === 'words' ? 0.7 : 0.8 }: EngineArguments<'duplicates/list'>): EngineResult<'duplicates/list'> {
    const { samples } = this.#project.list({ filter: { status: ['pending', 'accepted'], ...filter }, offset: 0, limit: 1000 });
    const missing = this.missing ?? samples.length;
    const compared = by === 'words' ? samples : samples.slice(0, samples.length - missing);
    const groups = [compared.slice(0, 3), threshold > 0.85 ? [] : compared.slice(3, 5)].filter(({ length }) => length > 1);
    const list = groups.map((group) => ({
      samples: group.map((sample, at) => ({ ...sample, similarity: 0.93 - at * 0.02, words: 14 + at })),
    }));
    const inGroups = groups.reduce((sum, { length }) => sum + length, 0);
    const nearest = compared.length === 0 ? [] : [1, 0, 3, 9, 14, 6, 2, 3].map((texts, at) => ({ from: (60 + 5 * at) / 100, texts }));
    const meaning = {
      ...{ model: this.missing === null ? null : 'onnx/all-MiniLM-L6-v2', suggested: 0.8, missing, otherNumbers: 1, leftOut: 0, nearest },
    };
    const counts = { compared: compared.length, clusters: groups.length, samples: inGroups };
    return { threshold, ...counts, list, meaning: by === 'words' ? null : meaning };
  }

  thin({ first, ...query }: EngineArguments<'duplicates/thin'>): EngineResult<'duplicates/thin'> {
    const { list } = this.duplicates({ ...query, offset: 0, limit: 100 });
    const dropped = list.flatMap(({ samples }) => {
      const kept = samples.find(({ id }) => first.includes(id)) ?? samples[0]!;
      return samples.flatMap(({ id }) => (id === kept.id ? [] : [id]));
    });
    return { ...this.#project.decide({ samples: dropped }, 'rejected', 'near-duplicate'), clusters: list.length };
  }

  leakage({ filter = {}, offset, limit }: EngineArguments<'quality/leakage'>): EngineResult<'quality/leakage'> {
    if (!this.benchmarks) return { ngram: 10, share: 0.5, looked: 0, leaked: 0, flagged: 0, benchmarks: [], samples: [] };
    const { samples, total } = this.#project.list({ filter, offset: 0, limit: 1000 });
    const found = samples.slice(1, 4);
    const text = 'Why do two high waters in a lunar day come 12 hours and 25 minutes after each other?';
    const hit = (label: string, share: number) => ({
      ...{ part: 'question', file: 'benchmarks/tides.jsonl', line: 17, verdict: share > 0.5 ? ('leaked' as const) : ('flagged' as const) },
      ...{ ngram: label.split(' ').slice(0, 6).join(' '), inPart: { start: 0, end: 20 }, share, coverage: share },
      item: { text, start: 4, end: 37 },
    });
    return {
      ...{ ngram: 13, share: 0.5, looked: total, leaked: Math.min(2, found.length), flagged: Math.max(0, found.length - 2) },
      benchmarks: [
        {
          ...{
            file: 'benchmarks/tides.jsonl',
            items: 120,
            tooShort: { count: 3, lines: [4, 9, 80] },
            fields: [{ name: 'question', count: 120 }],
          },
          ...{ passedOver: [], leaked: 2, flagged: 1, leakedItems: 2, coverage: 2 / 120 },
        },
      ],
      samples: found
        .map(({ id, status, label }, at) => ({ sample: id, status, label, share: [0.92, 0.71, 0.24][at]! }))
        .map(({ share, label, ...each }) => ({ ...each, label, verdict: hit(label, share).verdict, hits: [hit(label, share)], more: 0 }))
        .slice(offset, offset + limit),
    };
  }

  kinds(): EngineResult<'diversity/results'> {
    const { samples } = this.#project.sampleIds({ filter: {} });
    const group = (name: string, groups: number, from: number, to: number) => ({
      ...{
        name,
        groups,
        valid: groups - 1,
        sampleCount: this.alike ? Math.min(2, to - from) : to - from,
        samples: samples.slice(from, to),
      },
    });
    return {
      measurements: [
        {
          ...{
            run: '01JRUN0012',
            model: 'qwen3-32b',
            startedAt: '2026-03-14T10:02:11.000Z',
            outcome: 'done',
            seed: 0,
            samples: samples.length,
          },
          settings: { samplesPerDraw: 5, draws: 10, criteria: 5, size: 10, rounds: 50 },
          ...{ score: 0.614, standardError: 0.021, rounds: 50, misses: 1, draws: 10 },
          criteria: [
            { kind: 'metadata', name: 'subject', definition: 'what is asked about', line: 'by the part of the tide that is asked about' },
            { kind: 'metrics', name: 'depth', definition: 'how far one has to think', line: 'by the number of steps to the answer' },
          ],
          groups: [group('Causes of the tide', 38, 0, 5), group('Tables and predictions', 21, 5, 8), group('', 9, 8, 9)],
          groupNames: 3,
          mended: { unknown: 0, repeated: 2, unplaced: 1 },
          usage: { ...noUsage, calls: 131, tokens: { prompt: 182_400, completion: 21_300 }, cost: 0.07 },
        },
      ],
    };
  }

  /** Samples that no filter tells from others: by their ids. */
  #some(samples: readonly string[], count: number): Counted {
    return { samples: count, line: count === 0 ? null : `id:${samples.slice(0, count).join(',')}`, isWhole: true };
  }
}
