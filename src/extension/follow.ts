import * as vscode from 'vscode';
import { DisposableStore } from './disposables.ts';
import type { Disposable } from './disposables.ts';
import { EngineStopped } from './engine/errors.ts';
import type { PanelWindow } from './panel/panel.ts';
import { setContext } from './project.ts';
import type { Project } from './project.ts';
import type { Revealer } from './reveal/reveal.ts';
import { setting } from './settings.ts';

/** Turns the panel to the corpus file in the active editor. */
export function followActiveEditor(project: Project, panel: PanelWindow, revealer: Revealer, log: vscode.LogOutputChannel): Disposable {
  const store = new DisposableStore();
  const follow = async (editor: vscode.TextEditor | undefined, turn: boolean): Promise<void> => {
    // The panel itself, a tree or a terminal took the focus: the file beside it is still the one being read.
    if (!editor) return;
    const file = project.fileOf(editor.document.uri);
    const byReader = turn && !revealer.isRevealing(editor.document.uri);
    const known = file !== null && (await project.corpusFiles()).some((each) => each.file === file);
    if (vscode.window.activeTextEditor !== editor) return;
    await setContext('activeEditorInCorpus', known);
    if (known && byReader && panel.isOpen && setting('followActiveEditor')) panel.focus({ kind: 'file', file });
  };
  const run = (editor: vscode.TextEditor | undefined, turn: boolean): void => {
    // Before the engine was first needed, and after it failed, there is nothing to follow with.
    if (project.engine.state.kind !== 'ready') return;
    follow(editor, turn).catch((error: unknown) => {
      if (!(error instanceof EngineStopped)) log.warn(`following the editor: ${String(error)}`);
    });
  };
  store.add(
    vscode.window.onDidChangeActiveTextEditor((editor) => {
      run(editor, true);
    }),
  );
  store.add(
    project.onDidChange(() => {
      run(vscode.window.activeTextEditor, false);
    }),
  );
  return store;
}
