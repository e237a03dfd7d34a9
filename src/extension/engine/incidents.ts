import * as vscode from 'vscode';
import type { CommandId } from '../ids.ts';
import type { Disposable } from '../disposables.ts';
import type { EngineIncident, EngineSupervisor } from './supervisor.ts';

/** Says when the engine was restarted, and when it is given up. */
export function announceIncidents(engine: EngineSupervisor, log: vscode.LogOutputChannel): Disposable {
  return engine.onIncident((incident) => {
    void announce(incident, log);
  });
}

async function announce({ kind, reason }: EngineIncident, log: vscode.LogOutputChannel): Promise<void> {
  const showLog = vscode.l10n.t('Show Log');
  const restart = vscode.l10n.t('Restart Engine');
  let chosen: string | undefined;
  if (kind === 'restarted') {
    log.warn(`the engine stopped and was started again: ${reason}`);
    chosen = await vscode.window.showWarningMessage(vscode.l10n.t('The engine stopped and was started again: {0}', reason), showLog);
  } else {
    log.error(`the engine is not running: ${reason}`);
    chosen = await vscode.window.showErrorMessage(vscode.l10n.t('The engine is not running: {0}', reason), restart, showLog);
  }
  if (chosen === showLog) log.show(true);
  if (chosen === restart) await vscode.commands.executeCommand('conceptLoom.restartEngine' satisfies CommandId);
}
