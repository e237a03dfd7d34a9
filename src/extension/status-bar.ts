import * as vscode from 'vscode';
import { DisposableStore } from './disposables.ts';
import type { Disposable } from './disposables.ts';
import { EngineStopped } from './engine/errors.ts';
import { modelName } from './models/model-names.ts';
import { setContext } from './project.ts';
import type { Project } from './project.ts';
import { doneText, paceText } from './runs/texts.ts';
import { countsText, readingText } from './views/texts.ts';
import type { CommandId } from './ids.ts';
import type { ProjectStatus } from '../protocol/results.ts';

/**
 * Shows the samples that wait for review, or the progress of a run or of reading the corpus, and beside it the models in
 * use; a click opens the panel, or changes the model. Also keeps the context keys for undo and redo.
 */
export function createStatusBar(project: Project, log: vscode.LogOutputChannel): Disposable {
  const store = new DisposableStore();
  const item = store.add(vscode.window.createStatusBarItem('conceptLoom.status', vscode.StatusBarAlignment.Left, 10));
  item.name = vscode.l10n.t('Concept Loom');
  item.command = 'conceptLoom.openPanel' satisfies CommandId;
  const model = store.add(vscode.window.createStatusBarItem('conceptLoom.model', vscode.StatusBarAlignment.Left, 9));
  model.name = vscode.l10n.t('Concept Loom: Model');
  let pending = 0;
  let tooltip = '';
  const showCount = (): void => {
    item.text = pending > 0 ? `$(checklist) ${vscode.l10n.t('{0} to review', pending.toLocaleString())}` : '$(checklist) Loom';
    item.tooltip = tooltip;
  };
  const refresh = async (): Promise<void> => {
    const status = await project.status();
    await Promise.all([setContext('canUndo', status.canUndo), setContext('canRedo', status.canRedo)]);
    pending = status.samples.pending;
    tooltip = [
      status.project,
      countsText(status.samples),
      vscode.l10n.t('{0} rows in {1}', status.dataset.rows.toLocaleString(), status.dataset.folder),
    ]
      .filter(Boolean)
      .join('\n');
    if (!project.isMaking) showCount();
    item.show();
    showModels(model, status);
  };
  store.add(
    project.onDidChange(() => {
      refresh().catch((error: unknown) => {
        item.hide();
        model.hide();
        if (!(error instanceof EngineStopped)) log.warn(`status: ${String(error)}`);
      });
    }),
  );
  store.add(
    project.onDidRead((reading) => {
      if (reading) {
        item.text = `$(sync~spin) ${readingText(reading)}`;
        item.show();
      } else if (!project.isMaking) showCount();
    }),
  );
  store.add(
    project.onDidProgress((progress) => {
      if (!progress) {
        showCount();
        return;
      }
      const counts = vscode.l10n.t('Loom {0}/{1}', progress.done.toLocaleString(), progress.total.toLocaleString());
      const pace = paceText(progress);
      // Status bar has no room for the label.
      item.text =
        progress.waiting === null
          ? ['$(sync~spin) ' + counts, pace].filter(Boolean).join(' · ')
          : `$(watch) ${counts} · ${vscode.l10n.t('waiting for a batch')}`;
      item.tooltip = [progress.label, doneText(progress), pace].filter(Boolean).join('\n');
    }),
  );
  return store;
}

function showModels(item: vscode.StatusBarItem, { models }: ProjectStatus): void {
  const { questions, answers, judge, embeddings } = models;
  // Judging is a step of its own; what makes the samples is what counts here.
  item.text = `$(hubot) ${[...new Set([questions, answers])].map(modelName).join(' + ')}`;
  item.tooltip = [
    vscode.l10n.t('Questions: {0}', modelName(questions)),
    vscode.l10n.t('Answers: {0}', modelName(answers)),
    vscode.l10n.t('Judging: {0}', modelName(judge)),
    ...(embeddings === null ? [] : [vscode.l10n.t('Embeddings: {0}', modelName(embeddings))]),
  ].join('\n');
  // In Restricted Mode no model is called, so there is none to choose.
  item.command = vscode.workspace.isTrusted ? ('conceptLoom.chooseModel' satisfies CommandId) : undefined;
  item.show();
}
