import * as vscode from 'vscode';
import type { Target } from '../generation/plan.ts';
import type { Project } from '../project.ts';
import { spanOnDisk } from '../reveal/locate.ts';
import { conceptRef, corpusFile } from './arguments.ts';

/** The corpus file that a row or a menu of files hands over; null for neither. @throws Error for a file outside the corpus */
export async function fileTarget(project: Project, handed: unknown): Promise<Target | null> {
  const file = handed instanceof vscode.Uri ? await inCorpus(project, handed) : corpusFile(handed);
  return file === null ? null : { kind: 'file', file };
}

/**
 * Selection in the editor of a file; without an argument, in the active one. Without a selection, the whole file.
 * @throws Error for a file outside the corpus, and for words that are not in it as it was saved
 */
export async function selectionTarget(project: Project, handed: unknown): Promise<Target | null> {
  const editor = editorOf(handed);
  if (editor === undefined) return null;
  const { document, selection } = editor;
  const file = await inCorpus(project, document.uri);
  if (selection.isEmpty) return { kind: 'file', file };
  const span = spanOnDisk(await project.textOf(file), document.getText(selection), selection);
  if (span !== null) return { kind: 'selection', file, span };
  throw new Error(vscode.l10n.t('The selected words are not in {0} as it was saved. Save the file, then try again.', file));
}

/** The active editor first: a file may be open in several, each with a selection of its own. */
function editorOf(handed: unknown): vscode.TextEditor | undefined {
  const { activeTextEditor, visibleTextEditors } = vscode.window;
  if (!(handed instanceof vscode.Uri)) return activeTextEditor;
  const editors = activeTextEditor === undefined ? visibleTextEditors : [activeTextEditor, ...visibleTextEditors];
  return editors.find(({ document }) => document.uri.toString() === handed.toString());
}

export function conceptTarget(handed: unknown): Target | null {
  const concept = conceptRef(handed);
  return concept === null ? null : { kind: 'concept', concept };
}

async function inCorpus(project: Project, uri: vscode.Uri): Promise<string> {
  const file = project.fileOf(uri);
  const known = file !== null && (await project.corpusFiles()).some((each) => each.file === file);
  if (known) return file;
  throw new Error(
    vscode.l10n.t(
      '{0} is not in the corpus; the settings in .loom/project.yaml say which files are.',
      vscode.workspace.asRelativePath(uri),
    ),
  );
}
