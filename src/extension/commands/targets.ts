import * as vscode from 'vscode';
import type { Target } from '../generation/plan.ts';
import type { Project } from '../project.ts';
import { conceptRef, corpusFile } from './arguments.ts';

/** The corpus file that a row or a menu of files hands over; null for neither. @throws Error for a file outside the corpus */
export async function fileTarget(project: Project, handed: unknown): Promise<Target | null> {
  const file = handed instanceof vscode.Uri ? await inCorpus(project, handed) : corpusFile(handed);
  return file === null ? null : { kind: 'file', file };
}

/** The file of the editor whose selection is meant; without an argument, the active one. @throws Error for a file outside the corpus */
export async function selectionTarget(project: Project, handed: unknown): Promise<Target | null> {
  const uri = handed instanceof vscode.Uri ? handed : vscode.window.activeTextEditor?.document.uri;
  return uri === undefined ? null : { kind: 'selection', file: await inCorpus(project, uri) };
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
