import * as vscode from 'vscode';
import { DisposableStore } from '../disposables.ts';
import type { Disposable } from '../disposables.ts';
import { EngineCancelled, EngineError, EngineStopped } from '../engine/errors.ts';
import { commandIds } from '../ids.ts';
import type { CommandId } from '../ids.ts';

/** Handler of a command. Its arguments come from menus, keys and other extensions: it checks them. */
type CommandHandler = (...args: readonly unknown[]) => unknown;
/** A command of the manifest without a handler does not compile. */
export type CommandHandlers = Readonly<Record<CommandId, CommandHandler>>;

/** Registers every command of the manifest. Their handlers are loaded when the first is called. */
export function registerCommands(loadHandlers: () => Promise<CommandHandlers>, log: vscode.LogOutputChannel): Disposable {
  const store = new DisposableStore();
  for (const id of commandIds) {
    store.add(
      vscode.commands.registerCommand(id, async (...args: readonly unknown[]) => {
        try {
          const handlers = await loadHandlers();
          return await handlers[id](...args);
        } catch (error) {
          await report(id, error, log);
          return undefined;
        }
      }),
    );
  }
  return store;
}

async function report(id: CommandId, error: unknown, log: vscode.LogOutputChannel): Promise<void> {
  if (error instanceof vscode.CancellationError || error instanceof EngineCancelled) return;
  log.error(`${id}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
  const message = error instanceof Error ? error.message : String(error);
  const showLog = vscode.l10n.t('Show Log');
  const restart = vscode.l10n.t('Restart Engine');
  const actions = error instanceof EngineStopped ? [restart, showLog] : error instanceof EngineError ? [showLog] : [];
  const chosen = await vscode.window.showErrorMessage(message, ...actions);
  if (chosen === showLog) log.show(true);
  if (chosen === restart) await vscode.commands.executeCommand('conceptLoom.restartEngine' satisfies CommandId);
}
