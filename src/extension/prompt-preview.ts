import * as vscode from 'vscode';
import type { EngineResult } from '../protocol/engine.ts';
import { DisposableStore } from './disposables.ts';
import { messageOf } from './errors.ts';
import type { Project } from './project.ts';
import { oneLine } from './views/texts.ts';

const scheme = 'concept-loom-prompt';

/** The exact messages a method would send first, as a read-only editor beside. */
export class PromptPreview implements vscode.TextDocumentContentProvider, vscode.Disposable {
  readonly #project: Project;
  readonly #disposables = new DisposableStore();
  readonly #onDidChange = this.#disposables.add(new vscode.EventEmitter<vscode.Uri>());
  readonly onDidChange = this.#onDidChange.event;
  #method = 'level3';
  #styles: Record<string, string> = {};

  constructor(project: Project) {
    this.#project = project;
    this.#disposables.add(vscode.workspace.registerTextDocumentContentProvider(scheme, this));
    this.#disposables.add(
      project.onDidChange(() => {
        for (const { uri } of vscode.workspace.textDocuments) if (uri.scheme === scheme) this.#onDidChange.fire(uri);
      }),
    );
  }

  /** Asks for the method, and the style where it has some, and shows what it would send. */
  async ask(column: vscode.ViewColumn | undefined): Promise<void> {
    const [{ askMethod, askStyle }, { sampleMethods }] = await Promise.all([
      import('./generation/ask-method.ts'),
      import('./generation/plan.ts'),
    ]);
    const methods = await this.#project.methods();
    const title = vscode.l10n.t('Preview Prompt');
    for (;;) {
      const method = await askMethod({ title, methods, chosen: this.#method, means: null });
      if (method.kind !== 'value') return;
      this.#method = method.value.id;
      const [making] = sampleMethods([method.value]);
      if (making === undefined || making.samples.styles.length < 2) return this.#open(this.#method, null, column);
      const style = await askStyle(title, making, { styles: this.#styles });
      if (style.kind === 'cancelled') return;
      if (style.kind === 'back') continue;
      this.#styles = { ...this.#styles, [this.#method]: style.value };
      return this.#open(this.#method, style.value, column);
    }
  }

  /** @param column where the panel is: the prompt stands beside the corpus file too */
  async #open(method: string, style: string | null, column: vscode.ViewColumn = vscode.ViewColumn.Beside): Promise<void> {
    const query = new URLSearchParams({ method, ...(style === null ? {} : { style }) }).toString();
    const path = `/${vscode.l10n.t('Prompt: {0}', style === null ? method : `${method} (${style})`)}.md`;
    const document = await vscode.workspace.openTextDocument(vscode.Uri.from({ scheme, path, query }));
    await vscode.window.showTextDocument(document, { viewColumn: column, preview: true });
  }

  async provideTextDocumentContent(uri: vscode.Uri): Promise<string> {
    const query = new URLSearchParams(uri.query);
    const method = query.get('method') ?? '';
    const style = query.get('style');
    try {
      const asked = { method, seed: 0, ...(style === null ? {} : { style }) };
      const { messages, tokens, ...source } = await this.#project.request('prompts/preview', asked);
      const heading = [vscode.l10n.t('{0} · {1} tokens', method, tokens.toLocaleString()), ...sourceText(source)].join(' · ');
      return (
        [`<!-- ${heading.replaceAll('--', '–')} -->`, ...messages.map(({ role, content }) => `## ${role}\n\n${content}`)].join('\n\n') +
        '\n'
      );
    } catch (error) {
      return `${vscode.l10n.t('No prompt can be shown yet.')} ${messageOf(error)}\n`;
    }
  }

  dispose(): void {
    this.#disposables.dispose();
  }
}

/** Source that a prompt was rendered for: a sample or concepts, and the passages that it shows. */
function sourceText({ set, sample }: Pick<EngineResult<'prompts/preview'>, 'set' | 'sample'>): string[] {
  const concepts = [...set.topics, ...set.concepts].map((label) => oneLine(label, 60)).join(', ');
  const places = set.references.map(({ file, start, end }) => vscode.l10n.t('{0}, characters {1}–{2}', file, start, end)).join('; ');
  return [sample === null ? concepts : vscode.l10n.t('sample “{0}”', oneLine(sample.label, 120)), places].filter((text) => text !== '');
}
