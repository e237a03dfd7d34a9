import * as vscode from 'vscode';
import type { Step } from '../models/inputs.ts';
import { untilDone } from '../models/inputs.ts';

interface PickRow<T> extends vscode.QuickPickItem {
  readonly value?: T;
}

interface ListQuestion<T> {
  readonly title: string;
  readonly placeholder: string;
  readonly rows: readonly PickRow<T>[];
  readonly canGoBack: boolean;
}

/** Asks for one row of a list; the one that was chosen before is the active one. */
export function pickOne<T>({ active, ...question }: ListQuestion<T> & { readonly active?: T }): Promise<Step<T>> {
  const pick = listOf(question);
  const before = pick.items.filter(({ value }) => value !== undefined && value === active);
  if (before.length > 0) pick.activeItems = before;
  return untilDone(pick, question.canGoBack, (done) => [
    pick.onDidAccept(() => {
      const value = pick.selectedItems[0]?.value;
      if (value !== undefined) done(value);
    }),
  ]);
}

/** Asks which rows of a list, none included; those that were chosen before are ticked. */
export function pickSome<T>({ chosen, ...question }: ListQuestion<T> & { readonly chosen: readonly T[] }): Promise<Step<readonly T[]>> {
  const pick = listOf(question);
  pick.canSelectMany = true;
  pick.selectedItems = pick.items.filter(({ value }) => value !== undefined && chosen.includes(value));
  return untilDone(pick, question.canGoBack, (done) => [
    pick.onDidAccept(() => {
      done(pick.selectedItems.flatMap(({ value }) => (value === undefined ? [] : [value])));
    }),
  ]);
}

function listOf<T>({ title, placeholder, rows }: ListQuestion<T>): vscode.QuickPick<PickRow<T>> {
  const pick = vscode.window.createQuickPick<PickRow<T>>();
  Object.assign(pick, { title, placeholder, ignoreFocusOut: true, matchOnDescription: true, matchOnDetail: true });
  pick.items = rows;
  return pick;
}
