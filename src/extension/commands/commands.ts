/** Composition of the commands: what each id does, and who among them knows whom. Loaded when the first of them is needed. */
import '../validation.ts';
import * as vscode from 'vscode';
import type { EngineParams } from '../../protocol/engine.ts';
import type { Target } from '../generation/plan.ts';
import { ExportCommands } from '../exporting/exporting.ts';
import { HubToken } from '../exporting/hub-token.ts';
import { PublishCommands } from '../exporting/publishing.ts';
import { GenerationWizard } from '../generation/wizard.ts';
import type { Keys } from '../models/keys.ts';
import { userProfiles } from '../models/user-profiles.ts';
import type { PanelWindow } from '../panel/panel.ts';
import type { Project } from '../project.ts';
import type { PromptPreview } from '../prompt-preview.ts';
import type { Revealer } from '../reveal/reveal.ts';
import { StartQuestion } from '../runs/ask-start.ts';
import type { Start } from '../runs/ask-start.ts';
import type { SamplesView } from '../views/samples.ts';
import { MoreRow } from '../views/tree.ts';
import { conceptId, corpusFile, ofSelection, runId, sampleIds } from './arguments.ts';
import { DiversityCommands } from './diversity.ts';
import { EmbeddingCommands } from './embedding.ts';
import { FilterCommands } from './filter.ts';
import { ImportCommands } from './importing.ts';
import { JudgingCommands } from './judging.ts';
import { MakingCommands } from './making.ts';
import { MixtureCommands } from './mixture.ts';
import { ModelCommands } from './models.ts';
import { OpeningCommands } from './opening.ts';
import type { CommandHandlers } from './registry.ts';
import { ReviewCommands } from './review.ts';
import { RunCommands } from './runs.ts';
import { SnapshotCommands } from './snapshots.ts';
import { samplesChosen } from './samples-chosen.ts';
import { conceptTarget, fileTarget, selectionTarget } from './targets.ts';

/** Parts of the window that commands act on. */
export interface WindowParts {
  readonly project: Project;
  readonly keys: Keys;
  readonly secrets: vscode.SecretStorage;
  readonly panel: PanelWindow;
  readonly revealer: Revealer;
  readonly samples: SamplesView;
  readonly preview: PromptPreview;
  readonly memento: vscode.Memento;
  readonly log: vscode.LogOutputChannel;
}

export interface Commands {
  readonly handlers: CommandHandlers;
  /** Asks before samples are drawn again for the panel; null when that was left. */
  askRegeneration(query: EngineParams<'regenerate/estimate'>): Promise<Start | null>;
  /** Shows the project's views and the panel on a sample to decide on. */
  openAtStart(): Promise<void>;
  /** Says which runs of an earlier session can be gone on with. */
  offerLeftWaiting(): Promise<void>;
}

export function createCommands({ project, keys, secrets, panel, revealer, samples, preview, memento, log }: WindowParts): Commands {
  const question = new StartQuestion(memento);
  const opening = new OpeningCommands(project, panel, revealer);
  const runs = new RunCommands(project, question);
  const models = new ModelCommands(project, userProfiles(), keys);
  const wizard: GenerationWizard = new GenerationWizard({
    project,
    memento,
    mend: { model: () => models.chooseModel(), concepts: () => making.extractConcepts() },
    writePersonas: async (count) => {
      const file = await making.writePersonas(count);
      if (file !== null) await opening.showBeside(file);
      return file !== null;
    },
  });
  const making: MakingCommands = new MakingCommands({
    project,
    question,
    askGeneration: (target) => wizard.run(target),
    showSamples: (target) => opening.openGenerated(target),
    tellResumable: (run, message) => runs.tellResumable(run, message),
  });
  const parts = { project, panel, opening, making, models, runs, samples, preview, log };
  const publishing = new PublishCommands(project, new HubToken(secrets), memento);
  return {
    handlers: commandHandlers({ ...parts, publishing }),
    askRegeneration: (query) => making.askRegeneration(query),
    openAtStart: async () => {
      await vscode.commands.executeCommand('workbench.view.extension.conceptLoom');
      await opening.openPanel();
    },
    offerLeftWaiting: () => runs.offerLeftWaiting(),
  };
}

interface CommandParts extends Pick<WindowParts, 'project' | 'panel' | 'samples' | 'preview' | 'log'> {
  readonly opening: OpeningCommands;
  readonly making: MakingCommands;
  readonly models: ModelCommands;
  readonly runs: RunCommands;
  readonly publishing: PublishCommands;
}

function commandHandlers({
  project,
  panel,
  opening,
  making,
  models,
  runs,
  publishing,
  samples,
  preview,
  log,
}: CommandParts): CommandHandlers {
  const review = new ReviewCommands(project);
  const exporting = new ExportCommands(project, panel);
  const mixture = new MixtureCommands({ project, panel, making, opening });
  const snapshots = new SnapshotCommands(project, panel);
  const filter = new FilterCommands(project, making);
  const chooseModel = (): Promise<void> => models.chooseModel();
  const judging = new JudgingCommands(project, making, chooseModel);
  const diversity = new DiversityCommands(project, making, chooseModel);
  const embedding = new EmbeddingCommands(project, making, models);
  const importing = new ImportCommands(project, panel);
  const withSamples =
    (act: (ids: readonly string[]) => unknown) =>
    async (...args: readonly unknown[]) => {
      const ids = sampleIds(args, samples.selected);
      if (ids.length > 0) await act(ids);
      else if (args[0] !== ofSelection) drawnAnew();
    };
  const drawnAnew = (): void => {
    vscode.window.setStatusBarMessage(vscode.l10n.t('The list was just drawn anew. Please try again.'), 5000);
  };
  const withOne = (read: (row: unknown) => string | null, act: (id: string) => unknown) => async (row: unknown) => {
    const id = read(row);
    if (id !== null) await act(id);
    else drawnAnew();
  };
  const generate = async (target: Target | null): Promise<void> => {
    if (target !== null) await making.generateSamples(target);
    else drawnAnew();
  };
  return {
    'conceptLoom.weaveSamples': () => making.weaveSamples(),
    'conceptLoom.extractConcepts': () => making.extractConcepts(),
    'conceptLoom.generateSamples': () => making.generateSamples({ kind: 'corpus' }),
    'conceptLoom.generateFromFile': async (handed) => generate(await fileTarget(project, handed)),
    'conceptLoom.generateFromSelection': async (handed) => generate(await selectionTarget(project, handed)),
    'conceptLoom.generateFromConcept': (handed) => generate(conceptTarget(handed)),
    'conceptLoom.judgeSamples': (...args) => judging.judgeSamples(samplesChosen(args)),
    'conceptLoom.calibrateJudge': () => judging.calibrateJudge(),
    'conceptLoom.measureDiversity': (...args) => diversity.measureDiversity(samplesChosen(args)),
    'conceptLoom.embedSamples': (...args) => embedding.embedSamples(samplesChosen(args)),
    'conceptLoom.filterDocuments': () => filter.filterDocuments(),
    'conceptLoom.keepDocument': withOne(corpusFile, (file) => filter.decide(file, 'keep')),
    'conceptLoom.leaveOutDocument': withOne(corpusFile, (file) => filter.decide(file, 'drop')),
    'conceptLoom.decideByScore': withOne(corpusFile, (file) => filter.decide(file, 'clear')),
    'conceptLoom.chooseModel': () => models.chooseModel(),
    'conceptLoom.downloadSentenceModel': () => models.downloadSentenceModel(),
    'conceptLoom.setApiKey': () => models.setApiKey(),
    'conceptLoom.clearApiKey': () => models.clearApiKey(),
    'conceptLoom.previewPrompt': () => preview.ask(panel.column),
    'conceptLoom.openPanel': () => opening.openPanel(),
    'conceptLoom.openPlan': () => {
      opening.openPlan();
    },
    'conceptLoom.generateMixture': (handed) => mixture.generate(handed),
    'conceptLoom.writeMixture': (handed) => mixture.write(handed),
    'conceptLoom.openCorpusFile': withOne(corpusFile, (file) => opening.openCorpusFile(file)),
    'conceptLoom.focusConcept': withOne(conceptId, (concept) => {
      opening.focusConcept(concept);
    }),
    'conceptLoom.openSample': withSamples(([sample]) => opening.openSample(sample!)),
    'conceptLoom.revealReference': withSamples(([sample]) => opening.revealReference(sample!)),
    'conceptLoom.acceptSample': withSamples((ids) => review.accept(ids)),
    'conceptLoom.rejectSample': withSamples((ids) => review.reject(ids)),
    'conceptLoom.editSample': withSamples(([sample]) => opening.openSample(sample!)),
    'conceptLoom.regenerateSample': withSamples((ids) => making.regenerateSamples(ids)),
    'conceptLoom.undoDecision': () => review.undo(),
    'conceptLoom.redoDecision': () => review.redo(),
    'conceptLoom.exportDataset': () => exporting.exportDataset(),
    'conceptLoom.publishDataset': () => publishing.publishDataset(),
    'conceptLoom.setHubToken': () => publishing.setToken(),
    'conceptLoom.importSamples': (handed) => importing.importSamples(handed),
    'conceptLoom.takeSnapshot': () => snapshots.take(),
    'conceptLoom.compareSnapshots': () => snapshots.compare(),
    'conceptLoom.restoreSnapshot': () => snapshots.restore(),
    'conceptLoom.openDataset': () => opening.openDataset(),
    'conceptLoom.openOriginal': (handed) => opening.openOriginal(handed),
    'conceptLoom.openProjectFile': () => opening.openProjectFile(),
    'conceptLoom.pauseRun': (row) => runs.pause(runId(row)),
    'conceptLoom.cancelRun': (row) => runs.cancel(runId(row)),
    'conceptLoom.resumeRun': withOne(runId, (run) => runs.resume(run)),
    'conceptLoom.revealRequests': withOne(runId, (run) => runs.revealRequests(run)),
    'conceptLoom.retryFailed': withOne(runId, (run) => runs.retryFailed(run)),
    'conceptLoom.showMore': (row) => {
      if (row instanceof MoreRow) row.show();
    },
    'conceptLoom.manageTrust': () => vscode.commands.executeCommand('workbench.trust.manage'),
    'conceptLoom.restartEngine': () => {
      project.engine.restart();
    },
    'conceptLoom.showLog': () => {
      log.show(true);
    },
  };
}
