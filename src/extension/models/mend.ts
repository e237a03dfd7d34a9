import * as vscode from 'vscode';
import type { Step } from './inputs.ts';
import { untilDone } from './inputs.ts';

/** Steps of adding a new endpoint, one after the other. */
export type EndpointStep = 'url' | 'key' | 'model' | 'price' | 'check' | 'name';

interface Way extends vscode.QuickPickItem {
  readonly step: EndpointStep;
}

/** Says what is wrong with an endpoint, and asks what to do about it. */
export async function askToMend(title: string, problem: string): Promise<Step<EndpointStep>> {
  // A row cuts it off, and what to do stands at its end.
  void vscode.window.showWarningMessage(problem);
  const pick = vscode.window.createQuickPick<Way>();
  pick.title = title;
  pick.placeholder = vscode.l10n.t('It does not work yet. What should be changed?');
  pick.ignoreFocusOut = true;
  pick.items = [
    { label: `$(refresh) ${vscode.l10n.t('Try Again')}`, detail: problem, step: 'check' },
    { label: `$(link) ${vscode.l10n.t('Change the URL…')}`, step: 'url' },
    { label: `$(key) ${vscode.l10n.t('Change the Key…')}`, step: 'key' },
    { label: `$(hubot) ${vscode.l10n.t('Choose Another Model…')}`, step: 'model' },
    { label: `$(save) ${vscode.l10n.t('Save It As It Is…')}`, step: 'name' },
  ];
  return untilDone(pick, false, (done) => [
    pick.onDidAccept(() => {
      const [way] = pick.selectedItems;
      if (way) done(way.step);
    }),
  ]);
}
