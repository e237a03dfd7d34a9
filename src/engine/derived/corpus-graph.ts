import type { Concept, ConceptKind, ConceptUnit } from '../../core/concepts/concept.ts';
import { conceptId, Vocabulary } from '../../core/concepts/vocabulary.ts';
import type { Passage } from '../../core/corpus/passage.ts';
import type { ScoredDocuments } from '../../core/filter/score-documents.ts';
import { buildConceptGraph, type ConceptGraph } from '../../core/graph/concept-graph.ts';
import { exchangeUnits } from '../../core/graph/exchange-units.ts';
import { LayeredMap } from '../../core/layered-map.ts';
import type { CurationOnDisk, NamedSettings } from '../config.ts';
import type { CorpusState } from '../corpus-state.ts';
import type { GraphState } from '../runs/concept-sets.ts';
import type { Extractions } from '../storage/store.ts';
import type { CorpusSeeds } from './corpus-seeds.ts';
import { Derived } from './derived.ts';

type Sources = readonly [
  corpus: CorpusState,
  extractions: Extractions,
  /** Of the extractions, which change in place. */
  version: number,
  /** Scores by which the document filter leaves documents out; null while it is off. */
  scored: ScoredDocuments | null,
  seeds: CorpusSeeds,
  curation: CurationOnDisk,
  settings: NamedSettings['graph'],
];

/** Units exchanged one at a time; of more, a share of all, building anew is no slower. */
const maxExchangedShare = 1 / 8;

/** The concept graph with what it was made of; a change exchanges the units that it touches. */
export function corpusGraph(): Derived<[...Sources], GraphState> {
  return new Derived((sources, before) => {
    if (before?.value instanceof UnitedCorpus) return before.value.next(sources);
    return UnitedCorpus.of(sources);
  });
}

/** One unit of co-occurrence: its passages, and the concepts that they name. */
interface Unit {
  readonly passages: readonly Passage[];
  /** Null where they name none. */
  readonly concepts: ConceptUnit | null;
}

/** The graph of one state of the corpus. It stays as it is; what counts names is handed on to the next. */
class UnitedCorpus implements GraphState {
  readonly #sources: Sources;
  readonly #vocabulary: Vocabulary;
  readonly #units: LayeredMap<string, Unit>;
  /** Shown name → keys of the concepts that a person gave it. */
  readonly #renamed: ReadonlyMap<string, readonly string[]>;
  readonly graph: ConceptGraph;
  readonly concepts: LayeredMap<string, Concept>;

  private constructor(sources: Sources, vocabulary: Vocabulary, units: LayeredMap<string, Unit>, graph: ConceptGraph) {
    const { labels } = curationOf(sources);
    this.#sources = sources;
    this.#vocabulary = vocabulary;
    this.#units = units;
    this.#renamed = new Map([...Map.groupBy(labels, ([, label]) => label)].map(([label, named]) => [label, named.map(([key]) => key)]));
    this.graph = graph;
    this.concepts = vocabulary.concepts;
  }

  static of(sources: Sources): UnitedCorpus {
    const [corpus] = sources;
    const vocabulary = new Vocabulary(curationOf(sources));
    const members = memberTest(sources);
    const groups = Map.groupBy(corpus.passages.filter(members), (passage) => unitOf(sources, passage));
    const units = new LayeredMap(new Map([...groups].map(([id, passages]) => [id, added(vocabulary, sources, id, passages)])));
    return new UnitedCorpus(sources, vocabulary, units, built(sources, units));
  }

  next(sources: Sources): UnitedCorpus {
    const touched = this.#touched(sources);
    if (touched === null || touched.size > 1 + this.graph.units.length * maxExchangedShare) return UnitedCorpus.of(sources);
    const [corpus] = sources;
    const isMember = memberTest(sources);
    const isFile = settingsOf(sources).unit === 'file';
    const changes = new Map<string, Unit | undefined>();
    const [removed, come]: [ConceptUnit[], ConceptUnit[]] = [[], []];
    for (const [id, file] of touched) {
      const before = this.#units.get(id)?.concepts ?? null;
      this.#vocabulary.remove(id);
      const passages = (isFile ? corpus.passagesOf(file) : [corpus.passage(id)]).flatMap((passage) =>
        passage !== undefined && isMember(passage) ? [passage] : [],
      );
      const unit = passages.length === 0 ? undefined : added(this.#vocabulary, sources, id, passages);
      changes.set(id, unit);
      const now = unit?.concepts ?? null;
      if (isSame(before, now)) continue;
      if (before !== null) removed.push(before);
      if (now !== null) come.push(now);
    }
    const units = this.#units.with(changes);
    const { minDocumentFrequency } = settingsOf(sources);
    // A node that comes to be rare, or no longer is, is left out or taken in everywhere.
    const graph = minDocumentFrequency > 1 ? built(sources, units) : exchangeUnits(this.graph, { removed, added: come });
    return new UnitedCorpus(sources, this.#vocabulary, units, graph);
  }

  get pinned(): readonly string[] {
    return [...curationOf(this.#sources).pinned].flatMap((key) => nodesOf(this.graph, key));
  }

  get boosts(): ReadonlyMap<string, number> {
    const { boosts } = curationOf(this.#sources);
    return new Map([...boosts].flatMap(([key, factor]) => nodesOf(this.graph, key).map((id): [string, number] => [id, factor])));
  }

  idOf = (kind: ConceptKind, label: string): string => {
    const own = conceptId(kind, label, curationOf(this.#sources));
    const named = (this.#renamed.get(label) ?? []).map((key) => `${own.slice(0, 2)}${key}`);
    return [own, ...named].find((id) => this.concepts.get(id)?.label === label) ?? own;
  };

  passagesOf = (unit: string): readonly Passage[] => this.#units.get(unit)?.passages ?? [];

  conceptsOf = (passage: Passage): readonly Concept[] => {
    const [corpus] = this.#sources;
    const unit = this.#units.get(unitOf(this.#sources, corpus.originalOf(passage)))?.concepts;
    return unit ? [...unit.topics, ...unit.concepts].flatMap((id) => this.concepts.get(id) ?? []) : [];
  };

  /** Ids of the units that may be others than before, each with the file that its passages are in; null for all. */
  #touched(sources: Sources): ReadonlyMap<string, string> | null {
    const [corpusBefore, extractionsBefore, version, scoredBefore, ...judgedBefore] = this.#sources;
    const [corpus, extractions, , scored, ...judged] = sources;
    if (extractions !== extractionsBefore || judged.some((source, at) => source !== judgedBefore[at])) return null;
    const hashes = extractions.changedSince(version);
    if (hashes === null) return null;
    const touched = new Map<string, string>();
    const touch = (passage: Passage): void => void touched.set(unitOf(sources, passage), passage.file);
    for (const { before, now } of corpus.differences(corpusBefore)) for (const file of [before, now]) file?.passages.forEach(touch);
    for (const hash of hashes) corpus.withHash(hash).forEach(touch);
    if (scored !== scoredBefore) {
      const [out, outBefore] = [leftOut(scored), leftOut(scoredBefore)];
      for (const document of out.symmetricDifference(outBefore)) corpus.passagesOf(fileOf(document)).forEach(touch);
    }
    return touched;
  }
}

const curationOf = ([, , , , , curation]: Sources): CurationOnDisk => curation;
const settingsOf = ([, , , , , , settings]: Sources): NamedSettings['graph'] => settings;

const unitOf = (sources: Sources, { id, file }: Passage): string => (settingsOf(sources).unit === 'file' ? file : id);

/** Test for the passages in the graph: those that are no copies, that the filter keeps, and that have an extraction or name a seed. */
function memberTest([corpus, extractions, , scored, seeds]: Sources): (passage: Passage) => boolean {
  const out = leftOut(scored);
  const isKept = ({ file, record }: Passage): boolean => out.size === 0 || !out.has(`${file}#${record}`);
  return (passage) =>
    isKept(passage) && !corpus.isCopy(passage) && (extractions.has(passage.hash) || seeds.namedIn(corpus, passage).length > 0);
}

/** Documents that the filter leaves out, as `file#record`. */
export function leftOut(scored: ScoredDocuments | null): ReadonlySet<string> {
  return new Set(scored?.documents.flatMap(({ file, record, kept }) => (kept ? [] : [`${file}#${record}`])));
}

const fileOf = (document: string): string => document.slice(0, document.lastIndexOf('#'));

function added(vocabulary: Vocabulary, [corpus, extractions, , , seeds]: Sources, id: string, passages: readonly Passage[]): Unit {
  const concepts = vocabulary.add({
    id,
    extractions: passages.flatMap(({ hash }) => extractions.get(hash) ?? []),
    seeds: passages.flatMap((passage) => seeds.namedIn(corpus, passage)),
  });
  return { passages, concepts };
}

function built(sources: Sources, units: LayeredMap<string, Unit>): ConceptGraph {
  const { minDocumentFrequency } = settingsOf(sources);
  return buildConceptGraph(
    [...units.entries()].flatMap(([, { concepts }]) => concepts ?? []),
    { minDocumentFrequency },
  );
}

/** The order in which they are named makes no difference to the graph. */
function isSame(a: ConceptUnit | null, b: ConceptUnit | null): boolean {
  if (a === null || b === null) return a === b;
  const same = (some: readonly string[], others: readonly string[]): boolean =>
    some.length === others.length && new Set(some).symmetricDifference(new Set(others)).size === 0;
  return same(a.topics, b.topics) && same(a.concepts, b.concepts);
}

/** A key as a topic, as a key concept, or both: what the graph has of it. */
const nodesOf = ({ index }: ConceptGraph, key: string): string[] => [`t:${key}`, `c:${key}`].filter((id) => index.has(id));
