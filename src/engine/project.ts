import { definitionOf, type EngineArguments, type EngineMethod, type EngineResult } from '../protocol/engine.ts';
import { chooseModel, setFilter, setGate, setMixture } from './edit-settings.ts';
import { UsageError } from './errors.ts';
import { readPersonas } from './persona-file.ts';
import { environmentOf } from './models/catalog.ts';
import { storeFilter } from './moved-files.ts';
import { getConcept, listConcepts } from './queries/concepts.ts';
import { listMeasurements } from './queries/diversity.ts';
import { readCorpusText } from './queries/corpus-text.ts';
import { listDocuments } from './queries/documents.ts';
import { viewGraph, wholeView } from './queries/graph-view.ts';
import { listMethods } from './queries/methods.ts';
import { edit, Reviewer } from './queries/review.ts';
import { agreementOfJudge } from './queries/judge-agreement.ts';
import { LastAnswer } from './queries/last-answer.ts';
import type { Mixtures } from './mixture/mixtures.ts';
import { LeakageReports } from './queries/leakage.ts';
import { listRuns } from './queries/runs.ts';
import { getSample, listSamples } from './queries/samples.ts';
import { Snapshots } from './queries/snapshots.ts';
import { readStatus } from './queries/status.ts';
import { describeSet, referencedSets } from './runs/concept-sets.ts';
import { measuredSamples } from './runs/kinds/diversity/kind.ts';
import { Runner } from './runs/runner.ts';
import type { ReportProgress } from './runs/run.ts';
import { Workspace, type WorkspaceOptions } from './workspace.ts';

type Requests = {
  readonly [M in EngineMethod]: (args: EngineArguments<M>, signal: AbortSignal) => EngineResult<M> | Promise<EngineResult<M>>;
};

/** Counts tokens; loaded, as all that needs the tokenizer or asks endpoints, with the first request for it. */
const loadEstimates = () => import('./runs/estimate.ts');

/** Writes datasets for trainers. */
const loadExport = () => import('./export/export-dataset.ts');

const loadPublish = () => import('./publish/publish.ts');

/** Reads what few projects have. */
const loadImports = () => import('./importing/importing.ts');

/** Counts all text that there is. */
const loadMixtures = () => import('./mixture/mixtures.ts');

/** Downloads what few projects need. */
const loadOffered = () => import('./models/onnx/offered-models.ts');

/** An opened project: the one API that every front end uses. */
export interface OpenedProject {
  /** Takes in what other processes wrote, then answers. @throws UsageError when what is asked cannot be. */
  request<M extends EngineMethod>(method: M, args: EngineArguments<M>, signal?: AbortSignal): Promise<EngineResult<M>>;
  close(): void;
}

export interface ProjectOptions extends WorkspaceOptions {
  readonly onChange?: (revision: number) => void;
  readonly onProgress?: ReportProgress;
}

/**
 * Opens the project in a folder; a folder without `.loom` is one with default settings, and nothing is written to it
 * before there is something to keep.
 * @throws UsageError when a settings file does not hold (with its line); Error when the folder cannot be used.
 */
export async function openProject(folder: string, options: ProjectOptions): Promise<OpenedProject> {
  const workspace = await Workspace.open(folder, options);
  const { store } = workspace;
  // Changes that the store does not see (corpus files, settings) count too: a revision stands for all that is shown.
  let refreshes = 0;
  const revision = () => store.revision + refreshes;
  let announced = revision();
  let isClosed = false;
  const announce = () => {
    if (isClosed || revision() === announced) return;
    announced = revision();
    options.onChange?.(announced);
  };
  const runner = new Runner(workspace, (progress) => {
    options.onProgress?.(progress);
    announce();
  });
  const report: ReportProgress = (progress) => options.onProgress?.(progress);
  const reviewer = new Reviewer(workspace, report);
  const snapshots = new Snapshots(workspace, reviewer, report);
  const lastMeasured = new LastAnswer<EngineResult<'quality/measure'>>();
  const leakage = new LeakageReports(workspace, report);
  const whole = wholeView();
  let mixtures: Promise<Mixtures> | undefined;
  const openMixtures = (): Promise<Mixtures> => (mixtures ??= loadMixtures().then((loaded) => new loaded.Mixtures(workspace, report)));
  const changed = (samples: readonly string[]) => ({ changed: [...samples], revision: revision() });

  const requests: Requests = {
    status: async () => ({ ...(await readStatus(workspace)), revision: revision() }),
    refresh: async ({ paths }, signal) => {
      if (paths === undefined) await workspace.refresh(signal);
      // A file that is no document's, or was saved as it was, leaves all that is shown as it is.
      else if (!(await workspace.refreshPaths(paths, signal))) return { revision: revision() };
      refreshes++;
      return { revision: revision() };
    },
    'corpus/files': ({ since }) => workspace.files(since),
    'corpus/text': async ({ file }) => readCorpusText(workspace.folder, await workspace.corpus(), file),
    'concepts/list': async (query) => listConcepts(await workspace.graph(), store, query),
    'concepts/get': async ({ concept }) => getConcept(await workspace.graph(), store, concept),
    'graph/view': async (query) => viewGraph(await workspace.graph(), whole, await workspace.corpus(), store, query),
    'sets/sample': async ({ count, seed }) => {
      const sets = referencedSets(await workspace.graph(), workspace.settings.walk, seed);
      return { sets: sets.take(count).map(describeSet).toArray() };
    },
    'methods/list': () => ({ methods: listMethods() }),
    'prompts/preview': async (query) => (await import('./runs/preview.ts')).previewPrompt(workspace, query),
    'samples/list': async ({ filter, ...page }) => listSamples(store, await storeFilter(workspace, filter), page),
    'samples/ids': async ({ filter }) => ({ samples: store.sampleIds(await storeFilter(workspace, filter)) }),
    'samples/values': ({ field, text, limit }) => ({ values: store.names(field, text, limit) }),
    'samples/get': async ({ sample }) => getSample(workspace.folder, store, await workspace.corpus(), await workspace.graph(), sample),
    'duplicates/list': async (query, signal) => (await import('./queries/duplicates.ts')).listDuplicates(workspace, query, signal),
    'duplicates/thin': async (query, signal) => ({
      ...(await (await import('./queries/duplicates.ts')).thinDuplicates(workspace, reviewer, query, signal)),
      revision: revision(),
    }),
    'judge/estimate': async (query) => (await loadEstimates()).estimateRun(workspace, 'judge', query),
    'samples/judge': (query, signal) => runner.start('judge', query, signal),
    'embed/estimate': async (query) => (await loadEstimates()).estimateRun(workspace, 'embed', query),
    'samples/embed': (query, signal) => runner.start('embed', query, signal),
    'judge/agreement': ({ model }) => agreementOfJudge(store, workspace.settings.gates.judge, model),
    'quality/leakage': (query, signal) => leakage.report(query, signal),
    'gates/set': async (change) => {
      await setGate(workspace.folder, change);
      await workspace.refreshSettings();
      refreshes++;
      return { revision: revision() };
    },
    'review/accept': async (query, signal) => ({ ...(await reviewer.accept(query, signal)), revision: revision() }),
    'review/reject': async (query, signal) => ({ ...(await reviewer.reject(query, signal)), revision: revision() }),
    'review/edit': ({ sample, parts }) => changed(edit(store, sample, parts)),
    'regenerate/estimate': async (query) => (await loadEstimates()).estimateRun(workspace, 'regenerate', query),
    'review/regenerate': async (query, signal) => {
      const result = await runner.start('regenerate', query, signal);
      return { ...result, revision: revision() };
    },
    'review/undo': async () => ({ ...(await reviewer.turn('undo')), revision: revision() }),
    'review/redo': async () => ({ ...(await reviewer.turn('redo')), revision: revision() }),
    'runs/list': () => ({ runs: listRuns(workspace) }),
    'runs/cancel': async ({ run }) => ({ cancelled: await runner.cancel(run) }),
    'runs/pause': ({ run }) => ({ paused: runner.active.pause(run) }),
    'runs/resume': (query, signal) => runner.resume(query, signal),
    'models/list': async (_, signal) => ({
      models: await (await import('./models/list.ts')).listAvailable(workspace.modelSources, signal),
    }),
    'models/published': async () => (await loadOffered()).offeredModels(environmentOf(workspace.modelSources)),
    'models/download': async (query, signal) => {
      const { downloadOffered } = await loadOffered();
      const answer = await downloadOffered(query, environmentOf(workspace.modelSources), report, signal);
      // What is shown may stand on it: a project may name a model that was not there.
      if (!answer.wasThere) refreshes++;
      return { ...answer, revision: revision() };
    },
    'models/choose': async (choice) => {
      await chooseModel(workspace.folder, choice);
      await workspace.refreshSettings();
      refreshes++;
      return { revision: revision() };
    },
    'models/check': async ({ profile, embeds = false }, signal) => {
      const { checkEmbedder, checkEndpoint } = await import('./models/check.ts');
      return await (embeds ? checkEmbedder(profile, signal) : checkEndpoint(profile, signal));
    },
    'extract/estimate': async (query) => (await loadEstimates()).estimateRun(workspace, 'extract', query),
    'generate/estimate': async (query) => (await loadEstimates()).estimateRun(workspace, 'generate', query),
    extract: async (query, signal) => {
      // Changes to the folder since are to be read now, and nobody may have told of them.
      await workspace.refresh(signal);
      return await runner.start('extract', query, signal);
    },
    generate: (query, signal) => runner.start('generate', query, signal),
    rate: (query, signal) => runner.start('rate', query, signal),
    'rate/estimate': async (query) => (await loadEstimates()).estimateRun(workspace, 'rate', query),
    'personas/generate': (query, signal) => runner.start('personas', query, signal),
    'personas/list': async () => ({ count: (await readPersonas(workspace.folder)).length }),
    'personas/estimate': async (query) => (await loadEstimates()).estimateRun(workspace, 'personas', query),
    'diversity/estimate': async (query) => {
      const estimate = await (await loadEstimates()).estimateRun(workspace, 'diversity', query);
      return { ...estimate, samples: (await measuredSamples(workspace, query)).length };
    },
    'diversity/measure': (query, signal) => runner.start('diversity', query, signal),
    'diversity/results': async (_, signal) => ({ measurements: await listMeasurements(workspace, signal) }),
    'documents/list': () => listDocuments(workspace),
    'documents/filter': async (change) => {
      await setFilter(workspace.folder, workspace.settings.filter, change);
      await workspace.refreshSettings();
      refreshes++;
      return { revision: revision() };
    },
    'quality/measure': async (query, signal) => {
      const measure = async () => (await import('./queries/measure.ts')).measureQuality(workspace, query, signal);
      // Of a file from outside nobody says when it changes.
      return query.against === undefined ? lastMeasured.of(JSON.stringify([revision(), query]), measure) : measure();
    },
    export: async (query, signal) => {
      const { exportDataset } = await loadExport();
      return exportDataset(workspace, query, signal, report, (name, work) => snapshots.within(name, signal, work));
    },
    'export/target': async (query) => (await loadExport()).exportTarget(workspace, query),
    'publish/plan': async (query, signal) => (await loadPublish()).planPublication(environmentOf(workspace.modelSources), query, signal),
    publish: async (query, signal) => (await loadPublish()).publishDataset(environmentOf(workspace.modelSources), query, signal, report),
    'export/templates': async () => ({ templates: (await import('./export/template.ts')).exportTemplates(workspace.folder) }),
    'import/look': async (query, signal) => (await loadImports()).lookAtImport(workspace, query, signal),
    import: async (query, signal) => {
      const { importSamples } = await loadImports();
      const working = importSamples(workspace, query, report, signal);
      return { ...(await reviewer.during(working)), revision: revision() };
    },
    'snapshots/take': async (query) => ({ snapshot: await snapshots.take(query), revision: revision() }),
    'snapshots/list': () => snapshots.list(),
    'snapshots/drop': (query) => ({ ...snapshots.drop(query), revision: revision() }),
    'snapshots/compare': (query, signal) => snapshots.compare(query, signal),
    'snapshots/restore': async (query, signal) => ({ ...(await snapshots.restore(query, signal)), revision: revision() }),
    'plan/scaling': async (query, signal) => (await import('./queries/scaling.ts')).planScaling(query, signal),
    'plan/mixture': async (query, signal) => (await openMixtures()).plan(query, signal),
    'mixture/set': async (change) => {
      await setMixture(workspace.folder, change);
      await workspace.refreshSettings();
      refreshes++;
      return { revision: revision() };
    },
    'mixture/write': async (query, signal) => (await openMixtures()).write(query, signal),
  };
  return {
    async request(method, args, signal = new AbortController().signal) {
      const definition = definitionOf(method);
      if (definition.needsTrust && !options.trusted)
        throw new UsageError('this folder is in restricted mode: nothing is decided, written or asked of a model until you trust it');
      store.catchUp();
      try {
        // Called off while the corpus is read, it waits no longer; what it has begun then, it ends by its own means.
        if (definition.readsCorpus) await workspace.corpus(signal);
        return await requests[method](args, signal);
      } finally {
        announce();
      }
    },
    close: () => {
      isClosed = true;
      workspace.close();
    },
  };
}
