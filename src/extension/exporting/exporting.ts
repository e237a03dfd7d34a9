import * as vscode from 'vscode';
import type { PanelWindow } from '../panel/panel.ts';
import { checkTrust } from '../commands/making.ts';
import type { EngineResult } from '../../protocol/engine.ts';
import type { Project } from '../project.ts';
import { columnFor } from '../reveal/reveal.ts';
import { withProgress } from '../runs/progress.ts';
import { askRows, askSplits, askTrainers } from './choices.ts';
import { askFolder, askReplacing } from './folder.ts';
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
    const folder = await askFolder(this.#project, title, `exports/${'format' in rows ? rows.format : rows.template}`);
    if (folder === undefined) return;
    const query = { ...rows, directory: folder.fsPath, ...(splits === null ? {} : { splits: [...splits] }), trainers: [...trainers] };
    const replace = await askReplacing(this.#project, folder.fsPath);
    if (replace === null) return;
    const exported = await withProgress(this.#project, vscode.l10n.t('Exporting the dataset'), (token) =>
      this.#project.request('export', { ...query, replace }, token),
    );
    await this.#tell(exported);
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
