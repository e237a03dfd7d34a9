import { dollars } from '../../protocol/figures.ts';
import type { Budget, ListedRun, RunUsage } from '../../protocol/results.ts';

/** A budget as requests take it: what is left out is without limit. */
export interface BudgetParams {
  readonly maxTokens?: number;
  readonly maxCost?: number;
}

const multiples: Readonly<Record<string, number>> = { '': 1, k: 1e3, m: 1e6 };

/**
 * Reads tokens (`200000`, `200,000`, `200k`, `1.5M`) or US dollars (`$2.50`, `2.50 USD`) as they are typed.
 * @returns null for anything else
 */
export function parseBudget(typed: string): BudgetParams | null {
  const text = typed.trim().toLowerCase();
  const money = /^(?:\$\s*([\d.,\s]+)|([\d.,\s]+?)\s*(?:\$|usd))$/.exec(text);
  if (money) {
    const maxCost = decimal(money[1] ?? money[2]!);
    return maxCost !== null && maxCost > 0 ? { maxCost } : null;
  }
  const tokens = /^([\d.,\s]+?)\s*([km]?)(?:\s*tokens?)?$/.exec(text);
  const amount = tokens ? decimal(tokens[1]!) : null;
  if (!tokens || amount === null) return null;
  const maxTokens = amount * multiples[tokens[2]!]!;
  return Number.isSafeInteger(maxTokens) && maxTokens > 0 ? { maxTokens } : null;
}

/** Commas and spaces stand between groups of three digits only: `1,50` is read as nothing, not as 150. */
function decimal(text: string): number | null {
  return /^(\d+|\d{1,3}([, ]\d{3})+)(\.\d+)?$/.test(text.trim()) ? Number(text.replaceAll(/[,\s]/g, '')) : null;
}

/** As `parseBudget` reads it. */
export function budgetText({ maxTokens, maxCost }: BudgetParams): string {
  if (maxCost !== undefined) return dollars(maxCost);
  return maxTokens === undefined ? '' : String(maxTokens);
}

/** Budget to propose to somebody whose run was stopped by its budget. */
export const doubled = ({ tokens, cost }: Budget): BudgetParams => ({
  ...(tokens === null ? {} : { maxTokens: tokens * 2 }),
  ...(cost === null ? {} : { maxCost: cost * 2 }),
});

/** What a budget leaves after a run: next to nothing where all of it is used. */
export const lessUsed = <B extends BudgetParams>(budget: B, { tokens, cost }: Pick<RunUsage, 'tokens' | 'cost'>): B => ({
  ...budget,
  ...(budget.maxTokens === undefined ? {} : { maxTokens: Math.max(1, budget.maxTokens - tokens.prompt - tokens.completion) }),
  ...(budget.maxCost === undefined ? {} : { maxCost: Math.max(1e-9, budget.maxCost - (cost ?? 0)) }),
});

/** True for a run that goes on only under a higher budget. An older journal does not say what stopped it: then it may have been its budget. */
export const isAtBudget = ({ outcome, stoppedBy, budget }: Pick<ListedRun, 'outcome' | 'stoppedBy' | 'budget'>): boolean =>
  outcome === 'stopped' && stoppedBy !== 'batch' && (budget.tokens !== null || budget.cost !== null);
