import * as vscode from 'vscode';
import type { ListedSnapshot } from '../../protocol/results.ts';
import type { PanelWindow } from '../panel/panel.ts';
import type { Project } from '../project.ts';
import { withProgress } from '../runs/progress.ts';

interface StateItem extends vscode.QuickPickItem {
  /** Id of a snapshot, or `now`. */
  readonly state: string;
}

/** Commands about named states of the project. */
export class SnapshotCommands {
  readonly #project: Project;
  readonly #panel: PanelWindow;

  constructor(project: Project, panel: PanelWindow) {
    this.#project = project;
    this.#panel = panel;
  }

  async take(): Promise<void> {
    const known = new Set((await this.#list()).map(({ name }) => name));
    const name = await vscode.window.showInputBox({
      title: vscode.l10n.t('Take Snapshot'),
      prompt: vscode.l10n.t('Name of the state that the samples are in'),
      value: freeName(known),
      validateInput: (value) => {
        if (value.trim() === '') return vscode.l10n.t('A name is needed.');
        return known.has(value.trim()) ? vscode.l10n.t('There is a snapshot of this name already.') : undefined;
      },
    });
    if (name === undefined) return;
    const { snapshot } = await this.#project.request('snapshots/take', { name });
    vscode.window.setStatusBarMessage(vscode.l10n.t('Took the snapshot {0}', snapshot.name), 5000);
  }

  /** Has two states chosen, and shows in the panel what differs between them. */
  async compare(): Promise<void> {
    const snapshots = await this.#list();
    if (snapshots.length === 0) {
      await this.#offerToTake(vscode.l10n.t('There is no snapshot to compare with yet.'));
      return;
    }
    const from = await vscode.window.showQuickPick<StateItem>(snapshots.map(itemOf), {
      title: vscode.l10n.t('Compare Snapshots (1/2)'),
      placeHolder: vscode.l10n.t('From which state?'),
    });
    if (!from) return;
    const present: StateItem = { label: vscode.l10n.t('Now'), description: vscode.l10n.t('the present state'), state: 'now' };
    const to = await vscode.window.showQuickPick<StateItem>([present, ...snapshots.filter(({ id }) => id !== from.state).map(itemOf)], {
      title: vscode.l10n.t('Compare Snapshots (2/2)'),
      placeHolder: vscode.l10n.t('To which state?'),
    });
    if (to) this.#panel.show({ kind: 'snapshots', from: from.state, to: to.state }, { keyboard: true });
  }

  /** Restores a snapshot once it was said what that changes. */
  async restore(): Promise<void> {
    const snapshots = await this.#list();
    if (snapshots.length === 0) {
      await this.#offerToTake(vscode.l10n.t('There is no snapshot to restore yet.'));
      return;
    }
    const chosen = await vscode.window.showQuickPick<StateItem>(snapshots.map(itemOf), {
      title: vscode.l10n.t('Restore Snapshot'),
      placeHolder: vscode.l10n.t('Which state is to be brought back?'),
    });
    if (!chosen) return;
    const { counts } = await this.#project.request('snapshots/compare', { from: chosen.state, limit: 0 });
    if (counts.edited + counts.redecided + counts.added === 0) {
      void vscode.window.showInformationMessage(vscode.l10n.t('All samples are as in {0} already.', chosen.label));
      return;
    }
    const detail = [
      vscode.l10n.t('Decisions brought back: {0}', counts.redecided.toLocaleString()),
      vscode.l10n.t('Texts brought back: {0}', counts.edited.toLocaleString()),
      vscode.l10n.t('Samples made since, which will be pending: {0}', counts.added.toLocaleString()),
      '',
      vscode.l10n.t('Nothing is deleted. The present state is kept as a snapshot, and Undo Decision takes it back.'),
    ].join('\n');
    const restore = vscode.l10n.t('Restore');
    const question = vscode.l10n.t('Restore the snapshot {0}?', chosen.label);
    if ((await vscode.window.showWarningMessage(question, { modal: true, detail }, restore)) !== restore) return;
    const title = vscode.l10n.t('Restoring {0}', chosen.label);
    const { changed, refused, cancelled } = await withProgress(this.#project, title, (token) =>
      this.#project.request('snapshots/restore', { snapshot: chosen.state }, token),
    );
    const done = vscode.l10n.t('Restored {0}: {1} samples changed', chosen.label, changed.length.toLocaleString());
    if (cancelled) void vscode.window.showInformationMessage(vscode.l10n.t('{0}; cancelled. Restoring again does the rest.', done));
    else if (refused.length > 0)
      void vscode.window.showWarningMessage(vscode.l10n.t('{0}; {1} stay as they are: {2}', done, refused.length, refused[0]!.reason));
    else vscode.window.setStatusBarMessage(done, 5000);
  }

  async #list(): Promise<ListedSnapshot[]> {
    return (await this.#project.request('snapshots/list', {})).snapshots;
  }

  async #offerToTake(message: string): Promise<void> {
    const take = vscode.l10n.t('Take Snapshot…');
    const isTrusted = vscode.workspace.isTrusted;
    if ((await vscode.window.showInformationMessage(message, ...(isTrusted ? [take] : []))) === take) await this.take();
  }
}

function itemOf({ id, name, note, at, by, samples }: ListedSnapshot): StateItem {
  const time = new Date(at).toLocaleString([], { dateStyle: 'medium', timeStyle: 'short' });
  const counts = vscode.l10n.t('{0} accepted, {1} pending', samples.accepted.toLocaleString(), samples.pending.toLocaleString());
  return { label: name, description: `${time}, ${by}`, detail: note === null ? counts : `${note} (${counts})`, state: id };
}

/** The day, with a number where that is taken: a name that sorts and that nobody has to think of. */
function freeName(known: ReadonlySet<string>): string {
  const now = new Date();
  const day = [now.getFullYear(), now.getMonth() + 1, now.getDate()].map((part) => String(part).padStart(2, '0')).join('-');
  let name = day;
  for (let again = 2; known.has(name); again++) name = `${day} (${again})`;
  return name;
}
