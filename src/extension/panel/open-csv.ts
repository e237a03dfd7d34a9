import * as vscode from 'vscode';

/** Bytes of the largest table that is read: some ten thousand points. */
const largest = 1_000_000;

/**
 * Asks for a file of points, and reads it.
 * @param project the project's folder, where the question begins
 * @returns the file's name and text; null when the question was left
 */
export async function openCsv(project: vscode.Uri): Promise<{ readonly name: string; readonly text: string } | null> {
  const [chosen] =
    (await vscode.window.showOpenDialog({
      defaultUri: project,
      canSelectMany: false,
      filters: { [vscode.l10n.t('Tables of points')]: ['csv', 'tsv', 'txt'] },
      openLabel: vscode.l10n.t('Load'),
    })) ?? [];
  if (chosen === undefined) return null;
  const name = chosen.path.slice(chosen.path.lastIndexOf('/') + 1);
  const { size } = await vscode.workspace.fs.stat(chosen);
  if (size > largest) throw new Error(vscode.l10n.t('{0} is larger than a table of points: choose a file below 1 MB.', name));
  try {
    const bytes = await vscode.workspace.fs.readFile(chosen);
    return { name, text: new TextDecoder('utf-8', { fatal: true }).decode(bytes) };
  } catch (cause) {
    if (!(cause instanceof TypeError)) throw cause;
    throw new Error(vscode.l10n.t('{0} is not a text in UTF-8: save it as CSV (UTF-8).', name), { cause });
  }
}
