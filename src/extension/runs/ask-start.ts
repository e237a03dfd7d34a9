import * as vscode from 'vscode';
import { budgetText, parseBudget } from './budget.ts';
import type { BudgetParams } from './budget.ts';
import { batchTexts, estimateText, needText } from './texts.ts';
import type { RunEstimate } from '../../protocol/results.ts';

const remembered = 'lastCap';

type OfferedBatch = RunEstimate['batches'][number];

/** Options for the start of a run. */
export interface Start extends BudgetParams {
  readonly batch?: OfferedBatch['kind'];
}

interface StartRow extends vscode.QuickPickItem {
  readonly batch?: OfferedBatch;
}

/** Asks for a run's consent and its budget; the last budget typed is proposed again in the same workspace. */
export class StartQuestion {
  readonly #memento: vscode.Memento;

  constructor(memento: vscode.Memento) {
    this.#memento = memento;
  }

  /**
   * Shows what a run is expected to need, at once and in each of the batches that it could be asked in instead.
   * @returns how to start, or null to leave it
   */
  async ask(title: string, estimate: RunEstimate): Promise<Start | null> {
    const start: StartRow = { label: `$(play) ${vscode.l10n.t('Start')}`, description: vscode.l10n.t('without a budget') };
    const budgeted: StartRow = {
      label: `$(shield) ${vscode.l10n.t('Start with a Budget…')}`,
      description: vscode.l10n.t('the most it may spend, in tokens or US dollars'),
    };
    const chosen = await vscode.window.showQuickPick([start, budgeted, ...batchRows(estimate)], {
      title,
      placeHolder: vscode.l10n.t('Expected: {0}', estimateText(estimate)),
      ignoreFocusOut: true,
    });
    if (!chosen) return null;
    if (chosen.batch) return await this.#askBatch(title, estimate, chosen.batch);
    if (chosen !== budgeted) return {};
    const budget = await this.budget(title, this.#memento.get<string>(remembered, ''), estimate.cost === null ? 'tokens' : 'any');
    if (budget) await this.#memento.update(remembered, budgetText(budget));
    return budget;
  }

  /** The same question, of the batch that was chosen; how long it takes is its endpoint's secret. */
  async #askBatch(title: string, estimate: RunEstimate, { kind, cost }: OfferedBatch): Promise<Start | null> {
    const start = await this.ask(`${title} · ${batchTexts[kind]().name}`, { ...estimate, cost, durationMs: null, batches: [] });
    return start && { ...start, batch: kind };
  }

  /**
   * @param proposed what the box holds at first
   * @param unit what it may be counted in
   */
  async budget(title: string, proposed: string, unit: BudgetUnit): Promise<BudgetParams | null> {
    const words = units[unit]();
    const typed = await vscode.window.showInputBox({
      title,
      prompt: words.prompt,
      value: proposed,
      ignoreFocusOut: true,
      validateInput: (text) => {
        const budget = parseBudget(text);
        const fits = budget !== null && (unit === 'any' || (unit === 'tokens') === (budget.maxTokens !== undefined));
        return fits ? null : words.wrong;
      },
    });
    return typed === undefined ? null : parseBudget(typed);
  }
}

function batchRows(estimate: RunEstimate): StartRow[] {
  const { batches } = estimate;
  if (batches.length === 0) return [];
  const rows = batches.map((batch) => {
    const { icon, name, what } = batchTexts[batch.kind]();
    return { label: `$(${icon}) ${name}…`, description: what, detail: needText({ ...estimate, cost: batch.cost }), batch };
  });
  return [{ label: vscode.l10n.t('all at once, answered later'), kind: vscode.QuickPickItemKind.Separator }, ...rows];
}

type BudgetUnit = 'any' | 'tokens' | 'money';

const units: Readonly<Record<BudgetUnit, () => { readonly prompt: string; readonly wrong: string }>> = {
  any: () => ({
    prompt: vscode.l10n.t('The most the run may spend in all: tokens (200000, 200k) or US dollars ($2.50)'),
    wrong: vscode.l10n.t('A number of tokens like 200000 or 200k, or US dollars like $2.50'),
  }),
  tokens: () => ({
    prompt: vscode.l10n.t('The most the run may spend in all, in tokens (200000, 200k)'),
    wrong: vscode.l10n.t('A number of tokens like 200000 or 200k; money is counted only where every model has a price'),
  }),
  money: () => ({
    prompt: vscode.l10n.t('The most the run may spend in all, in US dollars ($2.50)'),
    wrong: vscode.l10n.t('US dollars like $2.50'),
  }),
};
