import { isDeepStrictEqual } from 'node:util';
import type { CorpusProblem, Passage } from '../core/corpus/passage.ts';
import { foundSubject, type PromptSubject } from '../core/prompts/subject.ts';
import { type CurationOnDisk, loomFolder, type NamedSettings, readCuration, readSettings } from './config.ts';
import { mayBeCard } from './corpus/former-datasets.ts';
import { type CorpusSettings, readCorpus, rereadPaths } from './corpus/read-corpus.ts';
import { CorpusReader, type Reading } from './corpus/reading.ts';
import type { CorpusState } from './corpus-state.ts';
import { corpusGraph, leftOut } from './derived/corpus-graph.ts';
import { CorpusSeeds } from './derived/corpus-seeds.ts';
import { corpusStatistics } from './derived/corpus-statistics.ts';
import { Derived } from './derived/derived.ts';
import { type ExtractedPassages, extractedPassages } from './derived/extracted-passages.ts';
import { FileList } from './derived/file-list.ts';
import { DocumentScores } from './document-scores.ts';
import { builtinModelId, createBuiltinModel, loadOffline } from './models/builtin.ts';
import { createOpenEmbedder, createOpenModel, type FrontEndSources, type ModelSources } from './models/catalog.ts';
import { Models } from './models/models.ts';
import { Dialects } from './models/openai/dialect.ts';
import type { OpenedModel } from './models/opened-model.ts';
import { MovedFiles } from './moved-files.ts';
import { reviewerName } from './reviewer-name.ts';
import type { GraphState } from './runs/concept-sets.ts';
import type { TemplateOwner } from './runs/templates.ts';
import { type Extractions, openStore, type Store } from './storage/store.ts';
import type { EngineResult } from '../protocol/engine.ts';

/** Models that a project asks, beside what its settings say. */
interface ModelChoice {
  /** Asked for everything, whatever the settings name. */
  readonly model?: string;
  /** Asked for answers and for judging, before `model`. */
  readonly answerModel?: string;
  readonly judgeModel?: string;
  /** Embeds documents, in place of the one the settings name. */
  readonly embeddingModel?: string;
  /** Sources of this front end for models that are not built in; by default none. */
  readonly sources?: FrontEndSources;
}

export interface WorkspaceOptions extends ModelChoice {
  /** Person who decides, where a name was chosen (`reviewer-name.ts`): stands in every event. */
  readonly by?: string | undefined;
  /** False in restricted mode: everything can be read, nothing is written or asked of a model, and no template of the folder is used. */
  readonly trusted: boolean;
  /** Hears how far the reading of the corpus is, where it takes long; `done` is `total` when it is over. */
  readonly onReading?: (reading: Reading) => void;
}

/**
 * An opened folder: its settings, its corpus, its store, and what is computed from them. Settings, curation and corpus are
 * values that never change, replaced when files do; what is computed says which of them it is made of (`derived/`).
 */
export class Workspace {
  readonly folder: string;
  readonly templateOwner: TemplateOwner;
  readonly store: Store;
  readonly models: Models;
  readonly #dialects = new Dialects();
  settings: NamedSettings;
  readonly #choice: ModelChoice;
  #curation: CurationOnDisk;
  readonly #reader: CorpusReader;
  /** Those under which the corpus was read. */
  #readUnder: CorpusSettings;
  readonly #moved: MovedFiles;
  readonly #files = new FileList();
  readonly #extracted = extractedPassages();
  readonly #graph = corpusGraph();
  readonly #seeds = new Derived<[CurationOnDisk], CorpusSeeds>(([curation]) => new CorpusSeeds(curation));
  readonly #scores = new Derived<[CorpusState, NamedSettings], DocumentScores>(
    ([corpus, settings]) => new DocumentScores(this.store, () => this.models.vectors, corpus, settings),
  );
  readonly #statistics = corpusStatistics();

  private constructor(folder: string, choice: WorkspaceOptions, settings: NamedSettings, curation: CurationOnDisk, store: Store) {
    this.#choice = choice;
    this.folder = folder;
    this.templateOwner = choice.trusted ? folder : null;
    this.settings = settings;
    this.#readUnder = corpusSettings(settings);
    this.#curation = curation;
    this.store = store;
    this.#moved = new MovedFiles(store);
    const { onReading = () => undefined } = choice;
    const source = () => ({
      root: folder,
      settings: corpusSettings(this.settings),
      cache: store.parsedFiles,
      exported: store.exportedFiles(),
    });
    this.#reader = new CorpusReader(
      {
        all: (known, context) => readCorpus({ ...source(), known }, context),
        paths: (known, paths, context) => rereadPaths({ ...source(), known }, paths, context),
      },
      onReading,
    );
    this.models = new Models(
      folder,
      (id) => this.#openModel(id),
      (id) => createOpenEmbedder(this.modelSources)(id),
      choice.trusted,
    );
  }

  /** @throws UsageError when a settings file does not hold; StorageError when the folder cannot be used. */
  static async open(folder: string, options: WorkspaceOptions): Promise<Workspace> {
    const settings = await chosenSettings(folder, options);
    const curation = await readCuration(folder);
    return new Workspace(
      folder,
      options,
      settings,
      curation,
      openStore(folder, { by: reviewerName(options.by), dataset: settings.dataset, looksOnly: !options.trusted }),
    );
  }

  /** Reads settings, curation and the corpus anew; what is computed from them follows. `signal` ends the waiting. */
  async refresh(signal?: AbortSignal): Promise<void> {
    await this.refreshSettings();
    this.#reader.renew();
    await this.corpus(signal);
  }

  /**
   * The same after a change of what lies at some paths, below the folder, with forward slashes: of the corpus, that alone is read.
   * @returns false when nothing is different
   */
  async refreshPaths(paths: readonly string[], signal?: AbortSignal): Promise<boolean> {
    const before = [this.#reader.known, this.settings, this.#curation];
    const documents = paths.filter((path) => path !== loomFolder && !path.startsWith(`${loomFolder}/`));
    await this.refreshSettings();
    if (documents.length > maxRereadPaths || documents.some((path) => mayHideOthers(this.folder, path))) this.#reader.renew();
    else if (documents.length > 0) this.#reader.reread(documents);
    const now = [await this.corpus(signal), this.settings, this.#curation];
    // Of what else lies in the project's own folder, templates and personas, nothing is kept here.
    return documents.length < paths.length || now.some((value, at) => value !== before[at]);
  }

  /** Reads settings and curation anew. What was read of the corpus stands where they say the same of it: it may be large, and still be read. */
  async refreshSettings(): Promise<void> {
    const settings = await chosenSettings(this.folder, this.#choice);
    this.#curation = await readCuration(this.folder, this.#curation);
    if (isDeepStrictEqual(settings, this.settings)) return;
    this.settings = settings;
    const readUnder = corpusSettings(settings);
    if (isDeepStrictEqual(readUnder, this.#readUnder)) return;
    this.#readUnder = readUnder;
    this.#reader.renew();
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

  /** The names under which samples refer to each file that had others before, its own among them. */
  async fileNames(): Promise<ReadonlyMap<string, readonly string[]>> {
    return this.#moved.names(await this.corpus());
  }

  /** Every file of the corpus, or what of them is different since a version of the list. */
  async files(since: number | undefined): Promise<EngineResult<'corpus/files'>> {
    const corpus = await this.corpus();
    const { documents: scored } = await this.#scoresOf(corpus).scored();
    const extracted = this.#extractedOf(corpus);
    return this.#files.list({ corpus, store: this.store, names: this.#moved.names(corpus), extracted, scored }, since);
  }

  /** By passage hash: those of the model now chosen, and of others where it has none; of the offline model where no other has. */
  extractions(): Extractions {
    return this.store.extractions(this.settings.models.questions, builtinModelId);
  }

  async extractedPassages(): Promise<ExtractedPassages> {
    return this.#extractedOf(await this.corpus());
  }

  #extractedOf(corpus: CorpusState): ExtractedPassages {
    const extractions = this.extractions();
    return this.#extracted.of(corpus, extractions, extractions.version);
  }

  /** Every document's score for the filter, and whether it is kept. */
  async scores(): Promise<DocumentScores> {
    return this.#scoresOf(await this.corpus());
  }

  #scoresOf(corpus: CorpusState): DocumentScores {
    return this.#scores.of(corpus, this.settings);
  }

  /** The passages that the document filter lets into graph and generation. */
  async keptPassages(): Promise<readonly Passage[]> {
    const { passages } = await this.corpus();
    if (!this.settings.filter.enabled) return passages;
    const dropped = leftOut(await (await this.scores()).scored());
    return passages.filter(({ file, record }) => !dropped.has(`${file}#${record}`));
  }

  /** Subject that prompts for samples are told; of the settings, or of what was extracted. */
  subject(): PromptSubject {
    return foundSubject(this.settings.prompts, this.extractions().values());
  }

  async graph(): Promise<GraphState> {
    const corpus = await this.corpus();
    const { filter, graph } = this.settings;
    const scored = filter.enabled ? await this.#scoresOf(corpus).scored() : null;
    const extractions = this.extractions();
    const seeds = this.#seeds.of(this.#curation);
    return this.#graph.of(corpus, extractions, extractions.version, scored, seeds, this.#curation, graph);
  }

  /** Seeds that are in no graph, since no passage names them. */
  async seedProblems(): Promise<CorpusProblem[]> {
    const curation = this.#curation;
    return this.#seeds
      .of(curation)
      .unnamed(await this.corpus())
      .map((seed) =>
        curation.problemWith(
          seed,
          `no passage names the seed “${seed.name}”; write it as the documents do, or list their words for it under aliases`,
        ),
      );
  }

  async #openModel(id: string): Promise<OpenedModel> {
    if (id === builtinModelId) {
      const corpus = await this.corpus();
      return {
        model: createBuiltinModel(async () => this.#statistics.of(corpus, await loadOffline())),
        name: 'the offline model',
        endpoint: id,
        remote: false,
      };
    }
    return await createOpenModel(this.modelSources, this.#dialects)(id);
  }

  get modelSources(): ModelSources {
    return { folder: this.folder, ...(this.#choice.sources ?? { environment: {} }) };
  }
}

async function chosenSettings(folder: string, { model, answerModel, judgeModel, embeddingModel }: ModelChoice): Promise<NamedSettings> {
  const settings = await readSettings(folder);
  const { questions, answers, judge, embeddings } = settings.models;
  const models = {
    ...settings.models,
    questions: model ?? questions,
    answers: answerModel ?? model ?? answers,
    judge: judgeModel ?? model ?? judge,
    embeddings: embeddingModel ?? embeddings,
  };
  return { ...settings, models };
}

/** What the reading of the corpus follows from. Files of benchmarks are no documents: what is made from them would leak. */
const corpusSettings = ({ corpus, passages, dataset, gates }: NamedSettings): CorpusSettings => ({
  corpus: { ...corpus, exclude: [...corpus.exclude, ...gates.leakage.files] },
  passages,
  dataset,
});

/** Paths read one by one; of more, all are looked at. */
const maxRereadPaths = 500;

/** Tells whether a file may say of others that they are no documents: by patterns, or as the card of a dataset. */
const mayHideOthers = (folder: string, path: string): boolean => /(?:^|\/)\.gitignore$/.test(path) || mayBeCard(folder, path);
