/** Composition: what exists, and who knows whom. Everything else is in the files imported here. */
import * as vscode from 'vscode';
import { registerCommands } from './commands/registry.ts';
import { tellCorpusPaths } from './corpus-paths.ts';
import type { Disposable } from './disposables.ts';
import { announceIncidents } from './engine/incidents.ts';
import { followActiveEditor } from './follow.ts';
import { commandIds, type viewIds } from './ids.ts';
import { Keys } from './models/keys.ts';
import { once } from './once.ts';
import { PanelWindow } from './panel/panel.ts';
import { exists, findProjectFolder, Project } from './project.ts';
import { PromptPreview } from './prompt-preview.ts';
import { TextDocuments } from './reveal/text-documents.ts';
import { Revealer } from './reveal/reveal.ts';
import { setting } from './settings.ts';
import { createStatusBar } from './status-bar.ts';
import { ConceptsView } from './views/concepts.ts';
import { CorpusView } from './views/corpus.ts';
import { RunsView } from './views/runs.ts';
import { SamplesView } from './views/samples.ts';
import { watchFolder } from './watch.ts';

/**
 * Puts up what can be seen. Commands, the contract with its schemas and the connection to the engine are loaded when they
 * are first needed: other extensions of the window start meanwhile.
 */
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
  const keys = new Keys(context.secrets);
  const loadHost = once(async () => {
    const { createHost } = await import('./models/host.ts');
    return createHost(keys, (model) => project.hasChosen(model));
  });
  const engineModule = vscode.Uri.joinPath(context.extensionUri, 'dist', 'engine.mjs').fsPath;
  const project: Project = own(new Project(folder, engineModule, loadHost, log));
  own(announceIncidents(project.engine, log));
  own(new TextDocuments(project));
  const revealer = own(new Revealer(project));
  const panel: PanelWindow = own(
    new PanelWindow(project, context.extensionUri, {
      reveal: (file, start, end, column) => revealer.reveal(file, start, end, column),
      askRegeneration: async (query) => (await commands()).askRegeneration(query),
    }),
  );
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
  const preview = own(new PromptPreview(project));
  const commands = once(async () => {
    const { createCommands } = await import('./commands/commands.ts');
    return createCommands({
      project,
      keys,
      secrets: context.secrets,
      panel,
      revealer,
      samples,
      preview,
      memento: context.workspaceState,
      log,
    });
  });
  own(registerCommands(async () => (await commands()).handlers, log));
  const offerLeftWaiting = async (): Promise<void> => {
    try {
      await (await commands()).offerLeftWaiting();
    } catch (error) {
      log.warn(`runs left waiting: ${String(error)}`);
    }
  };
  own(
    project.engine.onState(({ kind }) => {
      if (kind === 'ready') void offerLeftWaiting();
    }),
  );
  // A project shows at once what waits for review; in any other folder nothing runs until somebody looks.
  // Its corpus may be large: commands, which wait for this function, need not wait for it too. A failure is told as an incident.
  if (await exists(vscode.Uri.joinPath(folder, '.loom', 'project.yaml'))) {
    const openAtStart = async (): Promise<void> => {
      const { samples } = await project.request('status', {});
      if (samples.pending > 0 && setting('openAtStart') && !panel.isOpen) await (await commands()).openAtStart();
    };
    // A failure of the engine is told as an incident.
    openAtStart().catch((error: unknown) => {
      log.warn(`opening at the start: ${String(error)}`);
    });
  }
}

async function askForFolder(): Promise<void> {
  const open = vscode.l10n.t('Open Folder');
  const chosen = await vscode.window.showInformationMessage(vscode.l10n.t('Open a folder with documents first.'), open);
  if (chosen === open) await vscode.commands.executeCommand('vscode.openFolder');
}
