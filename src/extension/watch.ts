import * as vscode from 'vscode';
import { DisposableStore } from './disposables.ts';
import type { Disposable } from './disposables.ts';
import { EngineStopped } from './engine/connection.ts';
import type { Project } from './project.ts';
import { concernOf } from './watched-path.ts';

/** Long enough for a save of many files to be one change. */
const quietMs = 400;

/** Tells the engine when files of the project change: the corpus, the settings, or what another process wrote. */
export function watchFolder(project: Project, log: vscode.LogOutputChannel): Disposable {
  const store = new DisposableStore();
  let due: NodeJS.Timeout | null = null;
  let inputsChanged = false;
  let running: Promise<void> = Promise.resolve();

  const tellEngine = async (): Promise<void> => {
    due = null;
    const method = inputsChanged ? 'refresh' : 'status';
    inputsChanged = false;
    try {
      if (project.engine.state.kind !== 'failed') await project.request(method, {});
      // Most often it failed because of the settings, which may just have been mended.
      else if (method === 'refresh') project.engine.restart();
    } catch (error) {
      if (error instanceof EngineStopped) return;
      const message = error instanceof Error ? error.message : String(error);
      log.warn(`${method}: ${message}`);
      void vscode.window.showWarningMessage(message);
    }
  };
  const notice = (uri: vscode.Uri): void => {
    if (project.engine.state.kind === 'idle') return;
    const path = project.fileOf(uri);
    if (path === null) return;
    const concern = concernOf(path, project.known.dataset, project.known.files);
    if (concern === null) return;
    inputsChanged ||= concern === 'inputs';
    if (due) clearTimeout(due);
    due = setTimeout(() => {
      running = running.then(tellEngine);
    }, quietMs);
  };
  const watcher = store.add(vscode.workspace.createFileSystemWatcher(new vscode.RelativePattern(project.folder, '**/*')));
  for (const event of [watcher.onDidChange, watcher.onDidCreate, watcher.onDidDelete]) {
    store.add(
      event((uri) => {
        notice(uri);
      }),
    );
  }
  store.add({
    dispose: () => {
      if (due) clearTimeout(due);
    },
  });
  return store;
}
