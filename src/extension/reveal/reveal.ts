import * as vscode from 'vscode';
import { DisposableStore } from '../disposables.ts';
import { colorIds } from '../ids.ts';
import type { Project } from '../project.ts';
import type { Encoding } from '../../protocol/encodings.ts';
import { findQuote, rangeInEditor, withOneLineEnd } from './locate.ts';

interface Highlight {
  readonly uri: string;
  readonly range: vscode.Range;
}

/** Shows spans of corpus files and keeps one of them lit. */
export class Revealer implements vscode.Disposable {
  readonly #project: Project;
  readonly #disposables = new DisposableStore();
  readonly #decoration: vscode.TextEditorDecorationType;
  #highlight: Highlight | null = null;
  #revealing: string | null = null;

  constructor(project: Project) {
    this.#project = project;
    this.#decoration = this.#disposables.add(
      vscode.window.createTextEditorDecorationType({
        backgroundColor: new vscode.ThemeColor(colorIds.evidenceBackground),
        border: '1px solid',
        borderColor: new vscode.ThemeColor(colorIds.evidenceBorder),
        overviewRulerColor: new vscode.ThemeColor(colorIds.evidenceBorder),
        overviewRulerLane: vscode.OverviewRulerLane.Full,
        rangeBehavior: vscode.DecorationRangeBehavior.ClosedClosed,
      }),
    );
    // Editors forget decorations when they are hidden.
    this.#disposables.add(
      vscode.window.onDidChangeVisibleTextEditors(() => {
        this.#paint();
      }),
    );
    // An edit may have changed the very words; what was lit is then no evidence any more.
    this.#disposables.add(
      vscode.workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
        const { range, uri } = this.#highlight ?? {};
        if (range && document.uri.toString() === uri && contentChanges.some((change) => change.range.start.isBefore(range.end)))
          this.clear();
      }),
    );
  }

  /** The file being opened by a reveal just now: turning to it is not the reader's doing. */
  isRevealing(uri: vscode.Uri): boolean {
    return this.#revealing === uri.toString();
  }

  clear(): void {
    this.#highlight = null;
    this.#paint();
  }

  /**
   * Opens a file beside the panel and lights a span of it.
   * @param start UTF-16 offset into the file as it is on disk
   * @param panelColumn the column that must stay as it is
   * @returns false when the span's text is not in the open document any more; the file is opened all the same
   */
  async reveal(file: string, start: number, end: number, panelColumn: vscode.ViewColumn | undefined): Promise<boolean> {
    const uri = this.#project.shownUri(file);
    const encoding = (await this.#project.corpusFiles()).find((each) => each.file === file)?.encoding;
    const diskText = await this.#project.textOf(file);
    const inRange = end <= diskText.length && start <= end;
    const expected = inRange ? toRange(rangeInEditor(diskText, start, end)) : new vscode.Range(0, 0, 0, 0);
    const document = await this.#open(uri, expected, encoding);
    if (!document) return inRange;
    const range = inRange ? actualRange(document, expected, diskText, start, end) : null;
    const editor = await this.#show(document, range ?? expected, panelColumn);
    this.#highlight = range && { uri: uri.toString(), range };
    this.#paint();
    if (range) editor.revealRange(range, vscode.TextEditorRevealType.InCenterIfOutsideViewport);
    return range !== null;
  }

  dispose(): void {
    this.#disposables.dispose();
  }

  /** Null when VS Code shows the file but keeps its text from extensions (above 50 MB). */
  async #open(uri: vscode.Uri, selection: vscode.Range, encoding: Encoding | undefined): Promise<vscode.TextDocument | null> {
    const known = encoding === undefined ? null : (await import('../../protocol/encodings.ts')).editorEncoding(encoding);
    try {
      if (known === null || isUnsaved(uri)) return await vscode.workspace.openTextDocument(uri);
      return await vscode.workspace.openTextDocument(uri, { encoding: known });
    } catch {
      await vscode.commands.executeCommand('vscode.open', uri, { selection, preserveFocus: true });
      return null;
    }
  }

  async #show(document: vscode.TextDocument, range: vscode.Range, panelColumn: vscode.ViewColumn | undefined): Promise<vscode.TextEditor> {
    const uri = document.uri.toString();
    this.#revealing = uri;
    try {
      return await vscode.window.showTextDocument(document, {
        viewColumn: columnFor(uri, panelColumn),
        selection: new vscode.Range(range.start, range.start),
        preserveFocus: true,
        preview: true,
      });
    } finally {
      this.#revealing = null;
    }
  }

  #paint(): void {
    for (const editor of vscode.window.visibleTextEditors) {
      const lit = this.#highlight?.uri === editor.document.uri.toString() ? [this.#highlight.range] : [];
      editor.setDecorations(this.#decoration, lit);
    }
  }
}

/** VS Code opens no document in another encoding while it has changes that are not saved. */
const isUnsaved = (uri: vscode.Uri): boolean =>
  vscode.workspace.textDocuments.some((document) => document.isDirty && document.uri.toString() === uri.toString());

/** Column that shows the document already; else any column but the panel's. */
export function columnFor(uri: string, panelColumn: vscode.ViewColumn | undefined): vscode.ViewColumn {
  const visible = vscode.window.visibleTextEditors.find((editor) => editor.document.uri.toString() === uri)?.viewColumn;
  if (visible !== undefined && visible !== panelColumn) return visible;
  const other = vscode.window.tabGroups.all.find((group) => group.viewColumn !== panelColumn);
  if (other) return other.viewColumn;
  return panelColumn === undefined ? vscode.ViewColumn.Active : vscode.ViewColumn.Beside;
}

function toRange({ start, end }: ReturnType<typeof rangeInEditor>): vscode.Range {
  return new vscode.Range(start.line, start.character, end.line, end.character);
}

/** The expected place when the document still holds the span's words there, else the nearest place that does. */
function actualRange(
  document: vscode.TextDocument,
  expected: vscode.Range,
  diskText: string,
  start: number,
  end: number,
): vscode.Range | null {
  const quote = withOneLineEnd(diskText.slice(start, end));
  if (withOneLineEnd(document.getText(expected)) === quote) return expected;
  const text = withOneLineEnd(document.getText());
  const found = findQuote(text, quote, withOneLineEnd(diskText.slice(0, start)).length);
  return found && toRange(rangeInEditor(text, found.start, found.end));
}
