import * as vscode from 'vscode';
import { DisposableStore } from './disposables.ts';
import type { Disposable } from './disposables.ts';
import { EngineStopped } from './engine/errors.ts';
import type { Project } from './project.ts';
import { concernOf, mayBeFolder } from './watched-path.ts';

/** Long enough for a save of many files to be one change. */
const quietMs = 400;
/** Paths told to the engine one by one; of more, it looks at everything. */
const maxPaths = 500;

/** Tells the engine when files of the project change: the corpus, the settings, or what another process wrote. */
export function watchFolder(project: Project, log: vscode.LogOutputChannel): Disposable {
  const store = new DisposableStore();
  let due: NodeJS.Timeout | null = null;
  const inputs = new Set<string>();
  let running: Promise<void> = Promise.resolve();

  const tellEngine = async (): Promise<void> => {
    due = null;
    const method = inputs.size > 0 ? 'refresh' : 'status';
    const paths = inputs.size > maxPaths ? {} : { paths: [...inputs] };
    inputs.clear();
    try {
      if (project.engine.state.kind !== 'failed') await (method === 'refresh' ? project.request(method, paths) : project.status());
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
    if (concern !== null) heed(path, concern === 'inputs');
  };
  /** Files that move in with their folder may be reported by the folder alone. */
  const noticeNew = async (uri: vscode.Uri): Promise<void> => {
    const path = project.fileOf(uri);
    notice(uri);
    if (path !== null && mayBeFolder(path, project.known.dataset) && (await isFolder(uri))) heed(path, true);
  };
  const heed = (path: string, isInput: boolean): void => {
    if (isInput) inputs.add(path);
    if (due) clearTimeout(due);
    due = setTimeout(() => {
      running = running.then(tellEngine);
    }, quietMs);
  };
  const watcher = store.add(vscode.workspace.createFileSystemWatcher(new vscode.RelativePattern(project.folder, '**/*')));
  for (const event of [watcher.onDidChange, watcher.onDidDelete]) {
    store.add(
      event((uri) => {
        notice(uri);
      }),
    );
  }
  store.add(
    watcher.onDidCreate((uri) => {
      void noticeNew(uri);
    }),
  );
  store.add({
    dispose: () => {
      if (due) clearTimeout(due);
    },
  });
  return store;
}

async function isFolder(uri: vscode.Uri): Promise<boolean> {
  try {
    return ((await vscode.workspace.fs.stat(uri)).type & vscode.FileType.Directory) !== 0;
  } catch (error) {
    // Gone again: its end is told of too.
    if (error instanceof vscode.FileSystemError) return false;
    throw error;
  }
}
