import * as vscode from 'vscode';
import { DisposableStore } from '../disposables.ts';
import type { Project } from '../project.ts';
import { textScheme } from '../text-uri.ts';

/** Texts of corpus files that no editor shows as they are (PDF, Word, …), as read-only documents: what offsets into them count. */
export class TextDocuments implements vscode.TextDocumentContentProvider, vscode.Disposable {
  readonly #project: Project;
  readonly #disposables = new DisposableStore();
  readonly #onDidChange = this.#disposables.add(new vscode.EventEmitter<vscode.Uri>());
  readonly onDidChange = this.#onDidChange.event;

  constructor(project: Project) {
    this.#project = project;
    this.#disposables.add(vscode.workspace.registerTextDocumentContentProvider(textScheme, this));
    // VS Code compares what it is given with what it shows: a text that is as it was moves nothing.
    this.#disposables.add(
      project.onDidChange(() => {
        for (const { uri } of vscode.workspace.textDocuments) if (uri.scheme === textScheme) this.#onDidChange.fire(uri);
      }),
    );
  }

  async provideTextDocumentContent(uri: vscode.Uri): Promise<string> {
    const file = this.#project.fileOf(uri);
    if (file === null) return '';
    return (await this.#project.request('corpus/text', { file })).text;
  }

  dispose(): void {
    this.#disposables.dispose();
  }
}
