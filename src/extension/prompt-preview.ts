import * as vscode from 'vscode';
import { DisposableStore } from './disposables.ts';
import type { Project } from './project.ts';

const scheme = 'concept-loom-prompt';

/** The exact messages a method would send for one concept set, as a read-only editor beside. */
export class PromptPreview implements vscode.TextDocumentContentProvider, vscode.Disposable {
  readonly #project: Project;
  readonly #disposables = new DisposableStore();
  readonly #onDidChange = this.#disposables.add(new vscode.EventEmitter<vscode.Uri>());
  readonly onDidChange = this.#onDidChange.event;

  constructor(project: Project) {
    this.#project = project;
    this.#disposables.add(vscode.workspace.registerTextDocumentContentProvider(scheme, this));
    this.#disposables.add(
      project.onDidChange(() => {
        for (const { uri } of vscode.workspace.textDocuments) if (uri.scheme === scheme) this.#onDidChange.fire(uri);
      }),
    );
  }

  /** @param column where the panel is: the prompt stands beside the corpus file too */
  async open(method: string, column: vscode.ViewColumn = vscode.ViewColumn.Beside): Promise<void> {
    const uri = vscode.Uri.from({ scheme, path: `/${vscode.l10n.t('Prompt: {0}', method)}.md`, query: method });
    const document = await vscode.workspace.openTextDocument(uri);
    await vscode.window.showTextDocument(document, { viewColumn: column, preview: true });
  }

  async provideTextDocumentContent(uri: vscode.Uri): Promise<string> {
    const method = uri.query;
    try {
      const { messages, tokens, set } = await this.#project.request('prompts/preview', { method, seed: 0 });
      const heading = vscode.l10n.t('{0} · {1} tokens · {2}', method, tokens.toLocaleString(), [...set.topics, ...set.concepts].join(', '));
      return (
        [`<!-- ${heading.replaceAll('--', '–')} -->`, ...messages.map(({ role, content }) => `## ${role}\n\n${content}`)].join('\n\n') +
        '\n'
      );
    } catch (error) {
      return `${vscode.l10n.t('No prompt can be shown yet.')} ${error instanceof Error ? error.message : String(error)}\n`;
    }
  }

  dispose(): void {
    this.#disposables.dispose();
  }
}
