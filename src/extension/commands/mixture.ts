/** Commands on a training mixture: they make what it lacks, and write it. */
import '../validation.ts';
import * as vscode from 'vscode';
import * as z from 'zod';
import { mixtureAsked } from '../../protocol/engine/mixture.ts';
import { askFolder, askReplacing } from '../exporting/folder.ts';
import type { PanelWindow } from '../panel/panel.ts';
import type { Project } from '../project.ts';
import { columnFor } from '../reveal/reveal.ts';
import { withProgress } from '../runs/progress.ts';
import { oneLine } from '../views/texts.ts';
import { checkTrust, type MakingCommands } from './making.ts';
import type { OpeningCommands } from './opening.ts';

const handed = z.object({ mixture: mixtureAsked });

/** What was chosen in the panel; without, what the project keeps, or the evidence suggests. */
const choiceOf = (argument: unknown): z.infer<typeof mixtureAsked> => handed.safeParse(argument).data?.mixture ?? {};

interface MixtureParts {
  readonly project: Project;
  readonly panel: PanelWindow;
  readonly making: MakingCommands;
  readonly opening: OpeningCommands;
}

export class MixtureCommands {
  readonly #parts: MixtureParts;

  constructor(parts: MixtureParts) {
    this.#parts = parts;
  }

  /** Starts the runs that make what a mixture lacks. */
  async generate(argument: unknown): Promise<void> {
    checkTrust();
    const { project, making, opening } = this.#parts;
    const { runs } = await withProgress(project, vscode.l10n.t('Planning the mixture'), (token) =>
      project.request('plan/mixture', choiceOf(argument), token),
    );
    const ready = runs.filter(({ problem }) => problem === null);
    const [first, ...others] = ready.map(({ method, style, count }) => ({ method, count, ...(style === null ? {} : { style }) }));
    if (first === undefined) {
      const why = runs[0]?.problem ?? vscode.l10n.t('Nothing is lacking: the mixture is there, or nothing of it can be made.');
      void vscode.window.showInformationMessage(oneLine(why, 300));
      return;
    }
    const samples = ready.reduce((sum, { count }) => sum + count, 0);
    const title = vscode.l10n.t('Generate {0} Samples for the Mixture', samples.toLocaleString());
    const made = await making.generateInTurn(title, [first, ...others]);
    if (made === null) return;
    if (made.kept > 0) await opening.openGenerated({ kind: 'corpus' });
    const blocked = runs.filter(({ problem }) => problem !== null);
    if (made.isWhole && blocked.length > 0)
      void vscode.window.showInformationMessage(
        vscode.l10n.t('{0} could not be made: {1}', blocked.map(({ kind }) => kind).join(', '), oneLine(blocked[0]!.problem ?? '', 300)),
      );
  }

  /** Writes the mixture of what is there. */
  async write(argument: unknown): Promise<void> {
    checkTrust();
    const { project, panel } = this.#parts;
    const folder = await askFolder(project, vscode.l10n.t('Write Mixture'), 'exports/mixture');
    if (folder === undefined) return;
    const replace = await askReplacing(project, folder.fsPath);
    if (replace === null) return;
    const query = { ...choiceOf(argument), directory: folder.fsPath, replace };
    const written = await withProgress(project, vscode.l10n.t('Writing the mixture'), (token) =>
      project.request('mixture/write', query, token),
    );
    const show = vscode.l10n.t('Show');
    const said = [
      vscode.l10n.t('{0} parts of the mixture written to {1}', written.parts.length, written.folder),
      ...written.lacking.map(({ kind, tokens }) => vscode.l10n.t('{0} tokens of {1} are lacking', tokens.toLocaleString(), kind)),
      ...written.leftOut.map(({ reason, count }) => vscode.l10n.t('{0} left out: {1}', count.toLocaleString(), reason)),
      ...written.notes,
    ].join('; ');
    if ((await vscode.window.showInformationMessage(said, show)) !== show) return;
    const card = vscode.Uri.joinPath(vscode.Uri.file(written.folder), 'README.md');
    await vscode.commands.executeCommand('vscode.open', card, { viewColumn: columnFor(card.toString(), panel.column) });
  }
}
