import * as vscode from 'vscode';
import type { PanelWindow } from '../panel/panel.ts';
import { checkTrust } from '../commands/making.ts';
import type { EngineResult } from '../../protocol/engine.ts';
import type { Project } from '../project.ts';
import { columnFor } from '../reveal/reveal.ts';
import { withProgress } from '../runs/progress.ts';
import { askRows, askSplits, askTrainers, type RowChoice } from './choices.ts';
import { newTemplate } from './new-template.ts';

/** Writes the accepted samples where trainers find them. */
export class ExportCommands {
  readonly #project: Project;
  readonly #panel: PanelWindow;

  constructor(project: Project, panel: PanelWindow) {
    this.#project = project;
    this.#panel = panel;
  }

  async exportDataset(): Promise<void> {
    checkTrust();
    const title = vscode.l10n.t('Export Dataset');
    const { templates } = await this.#project.request('export/templates', {});
    const rows = await askRows(title, templates);
    if (rows === undefined) return;
    if (rows === 'new') {
      await newTemplate(this.#project, this.#panel, title, templates);
      return;
    }
    const splits = await askSplits(title);
    if (splits === undefined) return;
    const trainers = await askTrainers(title, rows);
    if (trainers === undefined) return;
    const folder = await this.#askFolder(title, rows);
    if (folder === undefined) return;
    const query = { ...rows, directory: folder.fsPath, ...(splits === null ? {} : { splits: [...splits] }), trainers: [...trainers] };
    const { foreign, replaces } = await this.#project.request('export/target', { directory: query.directory });
    if (replaces && !(await mayReplace(foreign, folder.fsPath))) return;
    const exported = await withProgress(this.#project, vscode.l10n.t('Exporting the dataset'), (token) =>
      this.#project.request('export', { ...query, replace: replaces }, token),
    );
    await this.#tell(exported);
  }

  /** A folder of the project that is named after the rows, or any other. */
  async #askFolder(title: string, rows: RowChoice): Promise<vscode.Uri | undefined> {
    const name = `exports/${'format' in rows ? rows.format : rows.template}`;
    const here = { label: name, description: vscode.l10n.t('in the project') };
    const other = { label: vscode.l10n.t('Other Folder…'), description: vscode.l10n.t('which the export has to itself') };
    const chosen = await vscode.window.showQuickPick([here, other], { title, placeHolder: vscode.l10n.t('Folder') });
    if (chosen === here) return vscode.Uri.joinPath(this.#project.folder, ...name.split('/'));
    if (chosen === undefined) return undefined;
    const opened = await vscode.window.showOpenDialog({
      title,
      openLabel: vscode.l10n.t('Export Here'),
      canSelectFiles: false,
      canSelectFolders: true,
      defaultUri: this.#project.folder,
    });
    return opened?.[0];
  }

  async #tell({ rows, leftOut, splits, folder, license }: EngineResult<'export'>): Promise<void> {
    const show = vscode.l10n.t('Show');
    const sides = splits.map(({ name, rows: of }) => `${name} ${of.toLocaleString()}`).join(', ');
    const empty = splits.filter(({ rows: of }) => of === 0).map(({ name }) => name);
    const said = [
      vscode.l10n.t('{0} rows exported to {1}', rows.toLocaleString(), folder) + (splits.length > 1 ? ` (${sides})` : ''),
      ...(empty.length > 0 && rows > 0 ? [vscode.l10n.t('{0} is empty: all hangs together by its documents', empty.join(', '))] : []),
      ...leftOut.map(({ reason, count }) => vscode.l10n.t('{0} left out: {1}', count.toLocaleString(), reason)),
      ...(license === null ? [vscode.l10n.t('no licence is named in the front matter of the dataset’s README.md')] : []),
    ].join('; ');
    if ((await vscode.window.showInformationMessage(said, show)) !== show) return;
    const card = vscode.Uri.joinPath(vscode.Uri.file(folder), 'README.md');
    await vscode.commands.executeCommand('vscode.open', card, { viewColumn: columnFor(card.toString(), this.#panel.column) });
  }
}

/** Asks before files are lost that no export has written as they are now. */
async function mayReplace(foreign: readonly string[], folder: string): Promise<boolean> {
  const replace = vscode.l10n.t('Replace');
  const [first = ''] = foreign;
  const names = foreign.length === 1 ? first : vscode.l10n.t('{0} and {1} more', first, foreign.length - 1);
  const detail = vscode.l10n.t('In {0}. No export of this project has written it as it is. What is in it now will be lost.', folder);
  return (await vscode.window.showWarningMessage(vscode.l10n.t('Replace {0}?', names), { modal: true, detail }, replace)) === replace;
}
