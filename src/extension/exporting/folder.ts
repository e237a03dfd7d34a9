import * as vscode from 'vscode';
import type { Project } from '../project.ts';

/**
 * Asks for the folder that an export has to itself: one of the project, or any other.
 * @param name of the one in the project, with forward slashes
 */
export async function askFolder(project: Project, title: string, name: string): Promise<vscode.Uri | undefined> {
  const here = { label: name, description: vscode.l10n.t('in the project') };
  const other = { label: vscode.l10n.t('Other Folder…'), description: vscode.l10n.t('which the export has to itself') };
  const chosen = await vscode.window.showQuickPick([here, other], { title, placeHolder: vscode.l10n.t('Folder') });
  if (chosen === here) return vscode.Uri.joinPath(project.folder, ...name.split('/'));
  if (chosen === undefined) return undefined;
  const opened = await vscode.window.showOpenDialog({
    title,
    openLabel: vscode.l10n.t('Export Here'),
    canSelectFiles: false,
    canSelectFolders: true,
    defaultUri: project.folder,
  });
  return opened?.[0];
}

/**
 * Looks at what stands in a folder, and asks before files are lost that no export has written as they are now.
 * @returns whether they are to be replaced; null when that was left
 */
export async function askReplacing(project: Project, folder: string): Promise<boolean | null> {
  const { foreign, replaces } = await project.request('export/target', { directory: folder });
  if (!replaces) return false;
  const replace = vscode.l10n.t('Replace');
  const [first = ''] = foreign;
  const names = foreign.length === 1 ? first : vscode.l10n.t('{0} and {1} more', first, foreign.length - 1);
  const detail = vscode.l10n.t('In {0}. No export of this project has written it as it is. What is in it now will be lost.', folder);
  const answer = await vscode.window.showWarningMessage(vscode.l10n.t('Replace {0}?', names), { modal: true, detail }, replace);
  return answer === replace ? true : null;
}
