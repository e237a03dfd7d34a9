import { buildVocabulary, conceptId, type ExtractedUnit } from '../core/concepts/vocabulary.ts';
import type { Concept, ConceptUnit } from '../core/concepts/concept.ts';
import { type SeededPassages, seedsNamed, unnamedSeeds } from '../core/concepts/seeds.ts';
import type { Extraction } from '../core/concepts/extraction.ts';
import type { CorpusProblem, Passage } from '../core/corpus/passage.ts';
import type { ScoredDocuments } from '../core/filter/score-documents.ts';
import { foundSubject, type PromptSubject } from '../core/prompts/subject.ts';
import { buildConceptGraph, type ConceptGraph } from '../core/graph/concept-graph.ts';
import type { CorpusStatistics } from '../offline/statistics.ts';
import { type CurationOnDisk, type NamedSettings, readCuration, readSettings } from './config.ts';
import { readCorpus } from './corpus/read-corpus.ts';
import { CorpusReader, type Reading } from './corpus/reading.ts';
import { type CorpusState, corpusState } from './corpus-state.ts';
import { DocumentScores } from './document-scores.ts';
import { builtinModelId, countCorpus, createBuiltinModel } from './models/builtin.ts';
import { createOpenEmbedder, createOpenModel, type FaceSources, type ModelSources } from './models/catalog.ts';
import { Models } from './models/models.ts';
import type { OpenedModel } from './models/opened-model.ts';
import { MovedFiles } from './moved-files.ts';
import type { GraphState } from './runs/concept-sets.ts';
import type { TemplateOwner } from './runs/templates.ts';
import { openStore, type Store } from './storage/store.ts';

/** Which models a project asks, beside what its settings say. */
interface ModelChoice {
  /** Asked for everything, whatever the settings name. */
  readonly model?: string;
  /** Asked for answers and for judging, before `model`. */
  readonly answerModel?: string;
  readonly judgeModel?: string;
  /** Embeds documents, in place of the one the settings name. */
  readonly embeddingModel?: string;
  /** Where this face finds models that are not built in; by default nowhere. */
  readonly sources?: FaceSources;
}

export interface WorkspaceOptions extends ModelChoice {
  /** Who decides: stands in every event. */
  readonly by: string;
  /** False in restricted mode: everything can be read, nothing is asked of a model, and no template of the folder is used. */
  readonly trusted: boolean;
  /** Hears how far the reading of the corpus is, where it takes long; `done` is `total` when it is over. */
  readonly onReading?: (reading: Reading) => void;
}

/**
 * An opened folder: its settings, its corpus, its store, and what is computed from them. Everything computed is made
 * when first asked for and dropped when what it came from changes.
 */
export class Workspace {
  readonly folder: string;
  readonly templateOwner: TemplateOwner;
  readonly store: Store;
  readonly models: Models;
  settings: NamedSettings;
  readonly #choice: ModelChoice;
  #curation: CurationOnDisk;
  readonly #reader: CorpusReader;
  #moved: MovedFiles | undefined;
  #statistics: Promise<CorpusStatistics> | undefined;
  #scores: DocumentScores | undefined;
  #seeded: SeededPassages | undefined;
  #graph: { readonly extractions: number; readonly scored: ScoredDocuments | null; readonly state: GraphState } | undefined;

  private constructor(folder: string, choice: WorkspaceOptions, settings: NamedSettings, curation: CurationOnDisk, store: Store) {
    this.#choice = choice;
    this.folder = folder;
    this.templateOwner = choice.trusted ? folder : null;
    this.settings = settings;
    this.#curation = curation;
    this.store = store;
    const { onReading = () => undefined } = choice;
    this.#reader = new CorpusReader(async (report, signal) => {
      const course = { report, signal };
      const { documents, problems } = await readCorpus(folder, this.settings, store.parsedFiles, store.exportedFiles(), course);
      return corpusState(documents, problems);
    }, onReading);
    this.models = new Models(
      folder,
      (id) => this.#openModel(id),
      (id) => createOpenEmbedder(this.modelSources)(id),
    );
  }

  /** @throws UsageError when a settings file does not hold; StorageError when the folder cannot be used. */
  static async open(folder: string, options: WorkspaceOptions): Promise<Workspace> {
    const settings = await chosenSettings(folder, options);
    const curation = await readCuration(folder);
    return new Workspace(folder, options, settings, curation, openStore(folder, { by: options.by, dataset: settings.dataset }));
  }

  /** Reads settings, curation and the corpus anew; what is computed from them follows. `signal` ends the waiting. */
  async refresh(signal?: AbortSignal): Promise<void> {
    await this.refreshSettings(() => {
      this.#reader.renew();
      this.#statistics = undefined;
      this.#moved = undefined;
    });
    await this.corpus(signal);
  }

  /**
   * Reads settings and curation anew, after a change that leaves the corpus as it is: it may be large, and still be read.
   * @param alsoForget what else is computed from them
   */
  async refreshSettings(alsoForget = (): void => undefined): Promise<void> {
    this.settings = await chosenSettings(this.folder, this.#choice);
    this.#curation = await readCuration(this.folder);
    this.#seeded = undefined;
    this.#graph = undefined;
    this.#scores = undefined;
    alsoForget();
  }

  /** @throws the signal's reason when it is aborted before the corpus is read */
  corpus(signal?: AbortSignal): Promise<CorpusState> {
    return this.#reader.get(signal);
  }

  close(): void {
    this.#reader.close();
    this.models.close();
    this.store.close();
  }

  /** Where files are now that samples refer to by another name. */
  async movedFiles(): Promise<MovedFiles> {
    const corpus = await this.corpus();
    this.#moved ??= new MovedFiles(corpus, this.store);
    return this.#moved;
  }

  /** By passage hash: those of the model now chosen, and of others where it has none; of the offline model where no other has. */
  extractions(): Map<string, Extraction> {
    return this.store.extractions(this.settings.models.questions, builtinModelId);
  }

  /** Every document's score for the filter, and whether it is kept. */
  async scores(): Promise<DocumentScores> {
    const { documents } = await this.corpus();
    this.#scores ??= new DocumentScores(this.store, () => this.models.vectors, documents, this.settings);
    return this.#scores;
  }

  /** The passages that the document filter lets into graph and generation. */
  async keptPassages(): Promise<readonly Passage[]> {
    const { passages } = await this.corpus();
    if (!this.settings.filter.enabled) return passages;
    const { documents } = (await this.scores()).scored;
    const dropped = new Set(documents.flatMap(({ file, record, kept }) => (kept ? [] : [`${file}#${record}`])));
    return passages.filter(({ file, record }) => !dropped.has(`${file}#${record}`));
  }

  /** What prompts for samples are told; of the settings, or of what was extracted. */
  subject(): PromptSubject {
    return foundSubject(this.settings.prompts, this.extractions().values());
  }

  async graph(): Promise<GraphState> {
    const passages = await this.keptPassages();
    const scored = this.settings.filter.enabled ? (await this.scores()).scored : null;
    const { extractionRevision } = this.store;
    if (this.#graph?.extractions === extractionRevision && this.#graph.scored === scored) return this.#graph.state;
    const state = this.#buildGraph(passages, await this.#seededPassages());
    this.#graph = { extractions: extractionRevision, scored, state };
    return state;
  }

  async #seededPassages(): Promise<SeededPassages> {
    const { passages } = await this.corpus();
    this.#seeded ??= seedsNamed(passages, this.#curation);
    return this.#seeded;
  }

  /** Seeds that are in no graph, since no passage names them. */
  async seedProblems(): Promise<CorpusProblem[]> {
    const unnamed = unnamedSeeds(this.#curation, await this.#seededPassages());
    return unnamed.map((seed) =>
      this.#curation.problemWith(
        seed,
        `no passage names the seed “${seed.name}”; write it as the documents do, or list their words for it under aliases`,
      ),
    );
  }

  #buildGraph(kept: readonly Passage[], seeded: SeededPassages): GraphState {
    const { unit, minDocumentFrequency } = this.settings.graph;
    const extractions = this.extractions();
    const passages = kept.filter(({ id, hash }) => extractions.has(hash) || seeded.has(id));
    const groups = Map.groupBy(passages, (passage) => (unit === 'file' ? passage.file : passage.id));
    const extracted = [...groups].map(([id, members]): ExtractedUnit => ({
      id,
      extractions: members.flatMap(({ hash }) => extractions.get(hash) ?? []),
      seeds: members.flatMap((passage) => seeded.get(passage.id) ?? []),
    }));
    const { concepts, units } = buildVocabulary(extracted, this.#curation);
    const graph = buildConceptGraph(units, { minDocumentFrequency });
    const shown = new Map([...concepts.values()].map(({ id, kind, label }) => [`${kind} ${label}`, id]));
    const conceptsOf = new Map<string, readonly Concept[]>(units.map((each: ConceptUnit) => [each.id, named(each, concepts)]));
    return {
      graph,
      concepts,
      pinned: [...this.#curation.pinned].flatMap((key) => nodesOf(graph, key)),
      boosts: new Map(
        [...this.#curation.boosts].flatMap(([key, factor]) => nodesOf(graph, key).map((id): [string, number] => [id, factor])),
      ),
      idOf: (kind, label) => shown.get(`${kind} ${label}`) ?? conceptId(kind, label, this.#curation),
      passagesOf: (id) => groups.get(id) ?? [],
      conceptsOf: (passage: Passage) => conceptsOf.get(unit === 'file' ? passage.file : passage.id) ?? [],
    };
  }

  async #openModel(id: string): Promise<OpenedModel> {
    if (id === builtinModelId) {
      const corpus = await this.corpus();
      return { model: createBuiltinModel(() => this.#statisticsOf(corpus)), name: 'the offline model', endpoint: id, remote: false };
    }
    return await createOpenModel(this.modelSources)(id);
  }

  get modelSources(): ModelSources {
    return { folder: this.folder, ...(this.#choice.sources ?? { environment: {} }) };
  }

  #statisticsOf({ passages }: CorpusState): Promise<CorpusStatistics> {
    this.#statistics ??= countCorpus(passages);
    return this.#statistics;
  }
}

async function chosenSettings(folder: string, { model, answerModel, judgeModel, embeddingModel }: ModelChoice): Promise<NamedSettings> {
  const settings = await readSettings(folder);
  const { questions, answers, judge, embeddings } = settings.models;
  const models = {
    questions: model ?? questions,
    answers: answerModel ?? model ?? answers,
    judge: judgeModel ?? model ?? judge,
    embeddings: embeddingModel ?? embeddings,
  };
  return { ...settings, models };
}

/** A key as a topic, as a key concept, or both: what the graph has of it. */
const nodesOf = ({ index }: ConceptGraph, key: string): string[] => [`t:${key}`, `c:${key}`].filter((id) => index.has(id));

const named = (unit: ConceptUnit, concepts: ReadonlyMap<string, Concept>): Concept[] =>
  [...unit.topics, ...unit.concepts].flatMap((id) => concepts.get(id) ?? []);
