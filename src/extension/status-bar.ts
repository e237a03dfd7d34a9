import * as vscode from 'vscode';
import { DisposableStore } from './disposables.ts';
import type { Disposable } from './disposables.ts';
import { EngineStopped } from './engine/connection.ts';
import { setContext } from './project.ts';
import type { Project } from './project.ts';
import { countsText } from './views/texts.ts';

/** What waits for review, or how far a run is; a click opens the panel. Also keeps the context keys for undo and redo. */
export function createStatusBar(project: Project, log: vscode.LogOutputChannel): Disposable {
  const store = new DisposableStore();
  const item = store.add(vscode.window.createStatusBarItem('conceptLoom.status', vscode.StatusBarAlignment.Left, 10));
  item.name = vscode.l10n.t('Concept Loom');
  item.command = 'conceptLoom.openPanel';
  let pending = 0;
  const showCount = (): void => {
    item.text = pending > 0 ? `$(checklist) ${vscode.l10n.t('{0} to review', pending.toLocaleString())}` : '$(checklist) Loom';
  };
  const refresh = async (): Promise<void> => {
    const status = await project.status();
    await Promise.all([setContext('canUndo', status.canUndo), setContext('canRedo', status.canRedo)]);
    pending = status.samples.pending;
    item.tooltip = [
      status.project,
      countsText(status.samples),
      vscode.l10n.t('{0} rows in {1}', status.dataset.rows.toLocaleString(), status.dataset.folder),
    ]
      .filter(Boolean)
      .join('\n');
    if (!project.isMaking) showCount();
    item.show();
  };
  store.add(
    project.onDidChange(() => {
      refresh().catch((error: unknown) => {
        item.hide();
        if (!(error instanceof EngineStopped)) log.warn(`status: ${String(error)}`);
      });
    }),
  );
  store.add(
    project.onDidProgress((progress) => {
      if (!progress) showCount();
      else item.text = `$(sync~spin) ${vscode.l10n.t('Loom {0}/{1}', progress.done.toLocaleString(), progress.total.toLocaleString())}`;
    }),
  );
  return store;
}
