import { sampleMethods } from '../../../src/core/methods/index.ts';
import {
  fieldNames,
  type FieldName,
  type FieldValues,
  type NamedField,
  type SampleFilter,
} from '../../../src/core/samples/filter/filter.ts';
import { type Content, labelOf, partsOf, withParts } from '../../../src/core/samples/shapes/index.ts';
import { noUsage } from '../../../src/core/samples/run-usage.ts';
import type { EngineArguments, EngineResult } from '../../../src/protocol/engine.ts';
import type { SampleChoice } from '../../../src/protocol/engine/samples.ts';
import { drafts, passages } from './corpus.ts';

type Detail = EngineResult<'samples/get'>;
type Summary = EngineResult<'samples/list'>['samples'][number];
type Concept = EngineResult<'concepts/get'>;
type SampledSet = EngineResult<'sets/sample'>['sets'][number];
type Filter = SampleFilter;
interface Action {
  readonly what: string;
  readonly before: readonly Detail[];
  readonly after: readonly Detail[];
}
interface Place {
  readonly file: string;
  readonly start: number;
  readonly end: number;
  readonly line: number;
}

const at = '2026-03-14T09:26:53.000Z';

/** A project in memory that answers as the engine does, on data of its own. */
export class FakeProject {
  revision = 1;
  trusted = true;
  empty = false;
  /** After how many samples deciding is called off; null where it is not. */
  calledOffAfter: number | null = null;
  /** What regenerating ends at, and why; null where nothing stops it. */
  stop: { readonly after: number; readonly reason: string } | null = null;
  readonly #samples = new Map<string, Detail>();
  readonly #order: string[] = [];
  readonly #places: readonly Place[];
  readonly #files = new Map<string, string>();
  #past: Action[] = [];
  #future: Action[] = [];

  /** `count` above the number of drafts repeats them, numbered, to make long lists. */
  constructor(count = drafts.length) {
    this.#places = passages.map(({ file, heading, text }) => {
      const before = this.#files.get(file) ?? '';
      const start = before.length + `## ${heading}\n\n`.length;
      this.#files.set(file, `${before}## ${heading}\n\n${text}\n\n`);
      return { file, start, end: start + text.length, line: before.split('\n').length + 2 };
    });
    for (let number = 0; number < count; number++) {
      const sample = this.#draft(number);
      this.#samples.set(sample.id, sample);
      this.#order.push(sample.id);
    }
  }

  status(): EngineResult<'status'> {
    const nodes = this.empty ? [] : [...this.#nodes().values()];
    return {
      project: 'tides',
      folder: '/home/reader/tides',
      documents: this.#files.size,
      passages: passages.length,
      extracted: this.empty ? 0 : passages.length,
      topics: nodes.filter(({ kind }) => kind === 'topic').length,
      concepts: nodes.filter(({ kind }) => kind === 'concept').length,
      edges: { topicTopic: 21, topicConcept: 160, conceptConcept: 410 },
      units: passages.length,
      samples: this.#counts(this.#all({})),
      runs: 1,
      models: { questions: 'builtin/extractive', answers: 'builtin/extractive', judge: 'builtin/extractive', embeddings: null },
      diversity: { samplesPerDraw: 5, draws: 10, criteria: 5, size: 10, rounds: 50 },
      dataset: { folder: 'dataset', rows: 4, shards: 1 },
      canUndo: this.#past.length > 0,
      canRedo: this.#future.length > 0,
      problems: [],
      omitted: [],
      notRead: [],
      noDocuments: null,
      revision: this.revision,
    };
  }

  graph({ focus, limit }: EngineArguments<'graph/view'>): EngineResult<'graph/view'> {
    const nodes = this.empty ? new Map<string, never>() : this.#nodes();
    const units = passages.filter((passage) => {
      if (focus.kind === 'all') return true;
      return focus.kind === 'file' ? passage.file === focus.file : ids(passage).includes(focus.concept);
    });
    const inFocus = new Set(units.flatMap(ids));
    const near = new Set(passages.filter((passage) => ids(passage).some((id) => inFocus.has(id))).flatMap(ids));
    const wanted = [...nodes.values()]
      .filter(({ id }) => near.has(id))
      .sort((a, b) => Number(inFocus.has(b.id)) - Number(inFocus.has(a.id)));
    const shown = wanted.slice(0, limit);
    const shownIds = new Set(shown.map(({ id }) => id));
    const edges = [...this.#edges().values()].filter(({ source, target }) => shownIds.has(source) && shownIds.has(target));
    const covered = new Set(this.#all({ status: ['accepted'] }).flatMap((sample) => setIds(sample)));
    return {
      title: focus.kind === 'all' ? 'Whole graph' : `${focus.kind === 'file' ? focus.file : focus.concept.slice(2)} and its neighbours`,
      nodes: shown.map((node) => ({ ...node, covered: covered.has(node.id), inFocus: focus.kind !== 'all' && inFocus.has(node.id) })),
      edges,
      omitted: nodes.size - shown.length,
    };
  }

  concept({ concept }: EngineArguments<'concepts/get'>): Concept {
    const node = this.#nodes().get(concept);
    if (node === undefined) throw new Error(`There is no concept “${concept}”.`);
    const neighbours = [...this.#edges().values()].flatMap(({ source, target, frequency }) => {
      const other = source === concept ? target : target === concept ? source : null;
      const found = other === null ? undefined : this.#nodes().get(other);
      return found === undefined ? [] : [{ id: found.id, kind: found.kind, label: found.label, frequency }];
    });
    const total = { topic: 0, concept: 0 };
    for (const { kind, frequency } of neighbours) total[kind] += frequency;
    return {
      ...node,
      samples: this.#all(concept.startsWith('t:') ? { topic: concept.slice(2) } : { concept: concept.slice(2) }).length,
      neighbours: neighbours
        .map((each) => ({ ...each, probability: each.frequency / total[each.kind] }))
        .sort((a, b) => b.probability - a.probability || a.id.localeCompare(b.id)),
      mentions: passages.flatMap((passage, index) => {
        const start = passage.text.toLowerCase().indexOf(node.label);
        const place = this.#places[index]!;
        if (start < 0) return [];
        const text = passage.text.slice(Math.max(0, start - 30), start + node.label.length + 40);
        return [{ file: place.file, start: place.start + start, end: place.start + start + node.label.length, text }];
      }),
    };
  }

  sets({ count, seed }: EngineArguments<'sets/sample'>): EngineResult<'sets/sample'> {
    const sets = Array.from({ length: count }, (_, ordinal) => {
      const first = (seed * 5 + ordinal * 3) % passages.length;
      return this.#set([first, (first + 7) % passages.length], seed, ordinal);
    });
    return { sets };
  }

  list({ filter, order, offset, limit }: EngineArguments<'samples/list'>): EngineResult<'samples/list'> {
    const { status, ...rest } = filter;
    const whole = this.#all(rest);
    const listed = status === undefined ? whole : whole.filter((sample) => status.includes(sample.status));
    const samples = order === 'judge' ? listed.toSorted((a, b) => (judgeOf(a) ?? Infinity) - (judgeOf(b) ?? Infinity) || 0) : listed;
    return { total: samples.length, counts: this.#counts(whole), samples: samples.slice(offset, offset + limit).map(summary) };
  }

  sampleIds({ filter }: EngineArguments<'samples/ids'>): EngineResult<'samples/ids'> {
    return { samples: this.#all(filter).map(({ id }) => id) };
  }

  values({ field, text, limit }: EngineArguments<'samples/values'>): EngineResult<'samples/values'> {
    const counts = new Map<string, number>();
    for (const sample of this.#all({})) {
      for (const name of new Set(namesOf[field](sample))) counts.set(name, (counts.get(name) ?? 0) + 1);
    }
    const place = (name: string) => name.toLowerCase().indexOf(text.toLowerCase());
    const found = [...counts]
      .filter(([name]) => place(name) >= 0)
      .sort(([a, n], [b, m]) => Math.sign(place(a)) - Math.sign(place(b)) || m - n);
    return { values: found.slice(0, limit).map(([value, samples]) => ({ value, samples })) };
  }

  sample({ sample }: EngineArguments<'samples/get'>): Detail {
    const found = this.#samples.get(sample);
    if (found === undefined) throw new Error(`There is no sample ${sample}.`);
    return found;
  }

  decide(choice: SampleChoice, status: 'accepted' | 'rejected', reason: string | null): EngineResult<'review/accept'> {
    const asked = 'samples' in choice ? choice.samples : this.sampleIds(choice).samples;
    // Called off, it has come this far.
    const samples = this.calledOffAfter === null ? asked : asked.slice(0, this.calledOffAfter);
    const result = this.#act(`${status} ${samples.length} sample${samples.length === 1 ? '' : 's'}`, samples, (sample) => ({
      ...sample,
      status,
      reason,
      reviewer: 'a reader',
      history: [...sample.history, { event: String(this.revision), at, by: 'a reader', what: status, note: reason }],
    }));
    return { ...result, asked: asked.length, refused: [], cancelled: samples.length < asked.length };
  }

  /** Makes a sample one of another method. */
  become(sample: string, method: string, current: Partial<Detail['current']>): void {
    const before = this.sample({ sample });
    this.#samples.set(sample, { ...before, method, methodTitle: titleOf(method), current: { ...before.current, ...current } });
    this.revision++;
  }

  /** Has a gate hold a sample back. */
  hold(sample: string, gate: NonNullable<Detail['gate']>, needsAnswer = false): void {
    this.#samples.set(sample, { ...this.sample({ sample }), status: 'gated', gate, needsAnswer });
    this.revision++;
  }

  /** Gives samples, by their ids, the mean scores of a judge. */
  judge(scores: Readonly<Record<string, number>>): void {
    for (const [sample, judge] of Object.entries(scores)) {
      const { method, current } = this.sample({ sample });
      this.become(sample, method, { fields: { ...current.fields, judge, judgeModel: 'examiner' } });
    }
  }

  edit({ sample, parts }: EngineArguments<'review/edit'>): EngineResult<'review/edit'> {
    const content = withParts(this.sample({ sample }).current.content, parts);
    if ('problem' in content) throw new Error(content.problem);
    return this.#act('edited 1 sample', [sample], (before) => ({
      ...before,
      previous: before.current,
      current: {
        ...before.current,
        id: `v${this.revision}`,
        parent: before.current.id,
        content,
        model: null,
        answerModel: null,
        usage: null,
      },
      history: [...before.history, { event: String(this.revision), at, by: 'a reader', what: 'edited', note: null }],
    }));
  }

  regenerate({ samples, instruction }: EngineArguments<'review/regenerate'>): EngineResult<'review/regenerate'> {
    const drawn = this.stop === null ? samples : samples.slice(0, this.stop.after);
    const result = this.#act(`regenerated ${drawn.length}`, drawn, (before) => ({
      ...before,
      status: 'pending',
      previous: before.current,
      current: {
        ...before.current,
        id: `v${this.revision}`,
        parent: before.current.id,
        instruction,
        content: drawnAgain(before.current.content),
      },
      history: [...before.history, { event: String(this.revision), at, by: 'builtin/extractive', what: 'regenerated', note: instruction }],
    }));
    const ending =
      this.stop === null ? { outcome: 'done' as const, reason: null } : { outcome: 'stopped' as const, reason: this.stop.reason };
    const counts = {
      planned: samples.length,
      generated: drawn.length,
      kept: drawn.length,
      gated: 0,
      failed: 0,
      dropped: [],
      passedOver: [],
    };
    return { ...result, run: '01JRUN0008', kind: 'regenerate', ...counts, failures: [], ...noUsage, ...ending, cancelled: false };
  }

  undo(): EngineResult<'review/undo'> {
    const last = this.#past.pop();
    if (last === undefined) return { what: null, changed: [], revision: this.revision };
    this.#future.push(last);
    return this.#restore(last.what, last.before);
  }

  redo(): EngineResult<'review/redo'> {
    const next = this.#future.pop();
    if (next === undefined) return { what: null, changed: [], revision: this.revision };
    this.#past.push(next);
    return this.#restore(next.what, next.after);
  }

  #restore(what: string, samples: readonly Detail[]): EngineResult<'review/undo'> {
    for (const sample of samples) this.#samples.set(sample.id, sample);
    return { what, changed: samples.map(({ id }) => id), revision: ++this.revision };
  }

  #act(what: string, samples: readonly string[], change: (sample: Detail) => Detail): EngineResult<'review/edit'> {
    const before = samples.map((sample) => this.sample({ sample }));
    const after = before.map(change);
    for (const sample of after) this.#samples.set(sample.id, sample);
    this.#past.push({ what, before, after });
    this.#future = [];
    return { changed: [...samples], revision: ++this.revision };
  }

  #all(filter: Filter): Detail[] {
    return this.#order.map((id) => this.sample({ sample: id })).filter((sample) => fieldNames.every((name) => fits(name, sample, filter)));
  }

  #counts(samples: readonly Detail[]): EngineResult<'samples/list'>['counts'] {
    const counts = { pending: 0, accepted: 0, rejected: 0, gated: 0 };
    for (const { status } of samples) counts[status]++;
    return counts;
  }

  #nodes(): Map<string, { readonly id: string; readonly kind: 'topic' | 'concept'; readonly label: string; frequency: number }> {
    const nodes = new Map<string, { readonly id: string; readonly kind: 'topic' | 'concept'; readonly label: string; frequency: number }>();
    for (const passage of passages) {
      for (const id of ids(passage)) {
        const known = nodes.get(id);
        if (known === undefined) nodes.set(id, { id, kind: id.startsWith('t:') ? 'topic' : 'concept', label: id.slice(2), frequency: 1 });
        else known.frequency++;
      }
    }
    return nodes;
  }

  #edges(): Map<string, { readonly source: string; readonly target: string; frequency: number }> {
    const edges = new Map<string, { readonly source: string; readonly target: string; frequency: number }>();
    for (const passage of passages) {
      const all = ids(passage).sort();
      for (const [index, source] of all.entries()) {
        for (const target of all.slice(index + 1)) {
          const known = edges.get(`${source}|${target}`);
          if (known === undefined) edges.set(`${source}|${target}`, { source, target, frequency: 1 });
          else known.frequency++;
        }
      }
    }
    return edges;
  }

  #set(pair: readonly [number, number], seed: number, ordinal: number): SampledSet {
    const [a, b] = [passages[pair[0]]!, passages[pair[1]]!];
    return {
      topics: [...new Set([a.topics[0]!, b.topics[0]!])],
      concepts: [...new Set([...a.concepts.slice(0, 2), ...b.concepts.slice(0, 2)])],
      seed,
      epoch: 0,
      ordinal,
      references: pair.map((index, rank) => this.#reference(index, 0.42 - 0.05 * rank)),
    };
  }

  #reference(index: number, jaccard: number): SampledSet['references'][number] {
    const { file, start, end } = this.#places[index]!;
    return { file, start, end, passage: `${file}#${index}`, jaccard };
  }

  #twin(number: number): Detail['twin'] {
    const { question, answer, status } = drafts[number]!;
    return { id: idOf(number), status: status ?? 'pending', similarity: 0.74, content: { shape: 'qa', question, answer } };
  }

  #draft(number: number): Detail {
    const draft = drafts[number % drafts.length]!;
    const id = idOf(number);
    const { references, ...set } = this.#set(draft.passages, 7, number);
    const located = references.map((reference, rank) => {
      const index = draft.passages[rank]!;
      return { ...reference, line: this.#places[index]!.line, excerpt: passages[index]!.text };
    });
    const [first] = located;
    const quote = `${passages[draft.passages[0]]!.text.split('. ')[0]!}.`;
    return {
      id,
      status: draft.status ?? 'pending',
      method: 'level3',
      methodTitle: titleOf('level3'),
      run: '01JRUN0007',
      reason: draft.status === 'rejected' ? (draft.why ?? null) : null,
      gate: draft.status === 'gated' ? { gate: 'near-duplicate', reason: draft.why ?? '' } : null,
      needsAnswer: false,
      twin: draft.twin === undefined ? null : this.#twin(draft.twin),
      reviewer: draft.status === 'accepted' || draft.status === 'rejected' ? 'a reader' : null,
      createdAt: at,
      changedAt: at,
      set,
      concepts: [
        ...set.topics.map((label) => ({ id: `t:${label}`, kind: 'topic' as const, label, inGraph: true })),
        ...set.concepts.map((label) => ({ id: `c:${label}`, kind: 'concept' as const, label, inGraph: true })),
      ],
      current: {
        id: 'v0',
        parent: null,
        content: { shape: 'qa', question: number < drafts.length ? draft.question : `(${number}) ${draft.question}`, answer: draft.answer },
        concepts: set.concepts.slice(0, 3),
        evidence: [],
        model: 'builtin/extractive',
        answerModel: 'builtin/extractive',
        prompt: 'a41f09c2d7',
        answerPrompt: 'b2290cc1',
        usage: { promptTokens: 1912, completionTokens: 231, estimated: true },
        instruction: null,
      },
      previous: null,
      references: located,
      evidence: [{ file: first!.file, start: first!.start, end: first!.start + quote.length, quote, line: first!.line, excerpt: quote }],
      history: [{ event: '0', at, by: 'builtin/extractive', what: 'generated', note: null }],
    };
  }
}

function ids({ topics, concepts }: { readonly topics: readonly string[]; readonly concepts: readonly string[] }): string[] {
  return [...topics.map((label) => `t:${label}`), ...concepts.map((label) => `c:${label}`)];
}

/** Whether a sample passes each field of a filter. */
const passes: { readonly [N in FieldName]: (sample: Detail, value: FieldValues[N]) => boolean } = {
  status: ({ status }, some) => some.includes(status),
  file: ({ references }, named) => references.some(({ file }) => file === named),
  topic: (sample, label) => setIds(sample).includes(`t:${label}`),
  concept: (sample, label) => setIds(sample).includes(`c:${label}`),
  method: ({ method }, named) => method === named,
  shape: ({ current }, some) => some.includes(current.content.shape),
  writer: ({ current }, named) => current.model === named,
  run: ({ run }, named) => run === named,
  gate: ({ gate }, named) => gate?.gate === named,
  judge: (sample, { min = -Infinity, max = Infinity }) => {
    const score = judgeOf(sample);
    return score !== null && score >= min && score <= max;
  },
  judged: (sample, is) => is === (judgeOf(sample) !== null),
  edited: ({ current }, is) => is === (current.model === null),
  id: ({ id }, some) => some.includes(id),
  text: ({ current }, text) => {
    const said = partsOf(current.content)
      .map((part) => part.text)
      .join(' ')
      .toLowerCase();
    return text
      .toLowerCase()
      .split(/\s+/)
      .every((word) => said.includes(word));
  },
};

// The type parameter keeps a field and its value together.
// eslint-disable-next-line @typescript-eslint/no-unnecessary-type-parameters
function fits<N extends FieldName>(name: N, sample: Detail, filter: Filter): boolean {
  const value: FieldValues[N] | undefined = filter[name];
  return value === undefined || passes[name](sample, value);
}

/** What stands in a sample for a field whose values are names. */
const namesOf: Readonly<Record<NamedField, (sample: Detail) => readonly string[]>> = {
  file: ({ references }) => references.map(({ file }) => file),
  topic: ({ set }) => set.topics,
  concept: ({ set }) => set.concepts,
  method: ({ method }) => [method],
  writer: ({ current }) => [current.model].filter((model) => model !== null),
  run: ({ run }) => [run],
  gate: ({ gate }) => (gate === null ? [] : [gate.gate]),
};

function setIds({ set }: Detail): string[] {
  return ids(set);
}

function summary({ id, status, method, current, previous, references, reason, gate }: Detail): Summary {
  return {
    id,
    status,
    method,
    methodTitle: titleOf(method),
    shape: current.content.shape,
    label: labelOf(current.content),
    files: references.map(({ file }) => file),
    edited: previous !== null && current.model === null,
    note: reason ?? gate?.reason ?? null,
    judge: judgeOf({ current }),
  };
}

/** The second version of a question with its answer; of any other shape the same once more. */
function drawnAgain(content: Content): Content {
  if (content.shape !== 'qa') return content;
  return {
    ...content,
    question: content.question.replace(/^A /, 'A small ').replace('?', ', and why?'),
    answer: `${content.answer} The reason is the tidal range.`,
  };
}

function judgeOf({ current: { fields } }: Pick<Detail, 'current'>): number | null {
  return typeof fields?.judge === 'number' ? fields.judge : null;
}

const idOf = (number: number): string => `01J${String(number).padStart(7, '0')}`;

const titleOf = (method: string): string => sampleMethods.find(({ id }) => id === method)?.title ?? method;
