import * as vscode from 'vscode';
import { savedExtension } from '../../protocol/saved-file.ts';

const filters: Readonly<Record<'csv' | 'svg', () => Record<string, string[]>>> = {
  csv: () => ({ [vscode.l10n.t('Comma-separated values')]: ['csv'] }),
  svg: () => ({ [vscode.l10n.t('Vector graphics')]: ['svg'] }),
};

/** Folder that was chosen last. */
let lastFolder: vscode.Uri | undefined;

/**
 * Asks where to save a text of the panel's, and writes it there.
 * @param project the project's folder; what is saved is proposed beside it, since tables in it are read as documents
 * @param file its name and text, as the contract checked them
 * @returns the path to tell, with a warning where the file is read as a document from now on; null when that was left
 */
export async function saveAs(
  project: vscode.Uri,
  { name, text }: { readonly name: string; readonly text: string },
): Promise<string | null> {
  const extension = savedExtension(name);
  if (extension === null) throw new Error(vscode.l10n.t('{0} is neither a .csv nor a .svg file.', name));
  const target = await vscode.window.showSaveDialog({
    defaultUri: vscode.Uri.joinPath(lastFolder ?? vscode.Uri.joinPath(project, '..'), name),
    filters: filters[extension](),
    saveLabel: vscode.l10n.t('Save'),
  });
  if (!target) return null;
  if (savedExtension(target.path) !== extension) {
    throw new Error(vscode.l10n.t('Nothing was saved: give the file a name that ends in .{0}.', extension));
  }
  await vscode.workspace.fs.writeFile(target, new TextEncoder().encode(text));
  lastFolder = vscode.Uri.joinPath(target, '..');
  const isDocument = extension === 'csv' && target.path.startsWith(`${project.path.replace(/\/$/, '')}/`);
  return isDocument ? vscode.l10n.t('{0}, which lies in the project and is read as a document from now on', target.fsPath) : target.fsPath;
}
