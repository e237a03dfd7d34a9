/** Composition: what exists, and who knows whom. Everything else is in the files imported here. */
import * as vscode from 'vscode';
import * as z from 'zod';
import { conceptId, corpusFile, ofSelection, runId, sampleIds, samplesChosen } from './commands/arguments.ts';
import { FilterCommands } from './commands/filter.ts';
import { JudgingCommands } from './commands/judging.ts';
import { MakingCommands } from './commands/making.ts';
import { ModelCommands } from './commands/models.ts';
import { OpeningCommands } from './commands/opening.ts';
import { registerCommands } from './commands/registry.ts';
import type { CommandHandlers } from './commands/registry.ts';
import { ReviewCommands } from './commands/review.ts';
import { RunCommands } from './commands/runs.ts';
import { conceptTarget, fileTarget, selectionTarget } from './commands/targets.ts';
import { tellCorpusPaths } from './corpus-paths.ts';
import type { Disposable } from './disposables.ts';
import { announceIncidents } from './engine/incidents.ts';
import { followActiveEditor } from './follow.ts';
import type { Target } from './generation/plan.ts';
import { GenerationWizard } from './generation/wizard.ts';
import { commandIds, type viewIds } from './ids.ts';
import { createHost } from './models/host.ts';
import { Keys } from './models/keys.ts';
import { Profiles } from './models/profiles.ts';
import { PanelWindow } from './panel/panel.ts';
import { exists, findProjectFolder, Project } from './project.ts';
import { PromptPreview } from './prompt-preview.ts';
import { Revealer } from './reveal/reveal.ts';
import { StartQuestion } from './runs/ask-start.ts';
import { createStatusBar } from './status-bar.ts';
import { ConceptsView } from './views/concepts.ts';
import { CorpusView } from './views/corpus.ts';
import { RunsView } from './views/runs.ts';
import { SamplesView } from './views/samples.ts';
import { MoreRow } from './views/tree.ts';
import { watchFolder } from './watch.ts';

// Zod would otherwise probe `navigator` and `new Function`; VS Code reports the first as an error of the extension.
z.config({ jitless: true });

export async function activate(context: vscode.ExtensionContext): Promise<void> {
  const log = vscode.window.createOutputChannel('Concept Loom', { log: true });
  context.subscriptions.push(log);
  const folder = await findProjectFolder();
  if (!folder) {
    // Views show their welcome content; commands are disabled, and say why when called all the same.
    for (const id of commandIds) context.subscriptions.push(vscode.commands.registerCommand(id, askForFolder));
    return;
  }
  const own = <T extends vscode.Disposable>(item: T): T => {
    context.subscriptions.push(item);
    return item;
  };
  const profiles = new Profiles(() => vscode.workspace.getConfiguration('conceptLoom'));
  const keys = new Keys(context.secrets);
  const host = createHost(profiles, keys, (model) => project.hasChosen(model));
  const project: Project = own(new Project(folder, vscode.Uri.joinPath(context.extensionUri, 'dist', 'engine.mjs').fsPath, host, log));
  own(announceIncidents(project.engine, log));
  const revealer = own(new Revealer(project));
  const question = new StartQuestion(context.workspaceState);
  const runs = new RunCommands(project, question);
  const models = new ModelCommands(project, profiles, keys);
  const wizard: GenerationWizard = new GenerationWizard({
    project,
    memento: context.workspaceState,
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
  const panel: PanelWindow = own(
    new PanelWindow(project, context.extensionUri, {
      reveal: (file, start, end, column) => revealer.reveal(file, start, end, column),
      askRegeneration: (query) => making.askRegeneration(query),
    }),
  );
  const opening: OpeningCommands = new OpeningCommands(project, panel, revealer);
  own(
    panel.onDidClose(() => {
      revealer.clear();
    }),
  );
  const samples = new SamplesView(project);
  const views: Readonly<Record<keyof typeof viewIds, Disposable>> = {
    corpus: new CorpusView(project),
    concepts: new ConceptsView(project),
    samples,
    runs: new RunsView(project),
  };
  for (const view of Object.values(views)) own(view);
  own(createStatusBar(project, log));
  own(followActiveEditor(project, panel, revealer, log));
  own(tellCorpusPaths(project, log));
  own(watchFolder(project, log));
  own(
    vscode.workspace.onDidGrantWorkspaceTrust(() => {
      if (project.engine.state.kind !== 'idle') project.engine.restart();
    }),
  );
  own(
    project.engine.onState(({ kind }) => {
      if (kind !== 'ready') return;
      runs.offerLeftWaiting().catch((error: unknown) => {
        log.warn(`runs left waiting: ${String(error)}`);
      });
    }),
  );
  const preview = own(new PromptPreview(project));
  own(registerCommands(commandHandlers({ project, panel, opening, making, models, runs, samples, preview, log }), log));
  // A project shows at once what waits for review; in any other folder nothing runs until somebody looks.
  // Its corpus may be large: commands, which wait for this function, need not wait for it too. A failure is told as an incident.
  if (await exists(vscode.Uri.joinPath(folder, '.loom', 'project.yaml'))) void project.request('status', {}).catch(() => undefined);
}

interface ExtensionParts {
  readonly project: Project;
  readonly panel: PanelWindow;
  readonly opening: OpeningCommands;
  readonly making: MakingCommands;
  readonly models: ModelCommands;
  readonly runs: RunCommands;
  readonly samples: SamplesView;
  readonly preview: PromptPreview;
  readonly log: vscode.LogOutputChannel;
}

function commandHandlers({ project, panel, opening, making, models, runs, samples, preview, log }: ExtensionParts): CommandHandlers {
  const review = new ReviewCommands(project);
  const filter = new FilterCommands(project, making);
  const judging = new JudgingCommands(project, making, () => models.chooseModel());
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
    'conceptLoom.filterDocuments': () => filter.filterDocuments(),
    'conceptLoom.keepDocument': withOne(corpusFile, (file) => filter.decide(file, 'keep')),
    'conceptLoom.leaveOutDocument': withOne(corpusFile, (file) => filter.decide(file, 'drop')),
    'conceptLoom.decideByScore': withOne(corpusFile, (file) => filter.decide(file, 'clear')),
    'conceptLoom.chooseModel': () => models.chooseModel(),
    'conceptLoom.setApiKey': () => models.setApiKey(),
    'conceptLoom.clearApiKey': () => models.clearApiKey(),
    'conceptLoom.previewPrompt': () => preview.ask(panel.column),
    'conceptLoom.openPanel': () => opening.openPanel(),
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
    'conceptLoom.exportDataset': () => opening.exportDataset(),
    'conceptLoom.openDataset': () => opening.openDataset(),
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

async function askForFolder(): Promise<void> {
  const open = vscode.l10n.t('Open Folder');
  const chosen = await vscode.window.showInformationMessage(vscode.l10n.t('Open a folder with documents first.'), open);
  if (chosen === open) await vscode.commands.executeCommand('vscode.openFolder');
}
