import { dollars } from './figures.ts';
import type { ListedRun, Cap } from '../../protocol/results.ts';

/** A cap as requests take it: what is left out is without limit. */
export interface CapParams {
  readonly maxTokens?: number;
  readonly maxCost?: number;
}

const multiples: Readonly<Record<string, number>> = { '': 1, k: 1e3, m: 1e6 };

/**
 * Reads tokens (`200000`, `200,000`, `200k`, `1.5M`) or US dollars (`$2.50`, `2.50 USD`) as they are typed.
 * @returns null for anything else
 */
export function parseCap(typed: string): CapParams | null {
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

/** As `parseCap` reads it. */
export function capText({ maxTokens, maxCost }: CapParams): string {
  if (maxCost !== undefined) return dollars(maxCost);
  return maxTokens === undefined ? '' : String(maxTokens);
}

/** Cap to propose to somebody whose run was stopped by its cap. */
export const doubled = ({ tokens, cost }: Cap): CapParams => ({
  ...(tokens === null ? {} : { maxTokens: tokens * 2 }),
  ...(cost === null ? {} : { maxCost: cost * 2 }),
});

/** True for a run that goes on only under a higher cap. An older journal does not say what stopped it: then it may have been its cap. */
export const isAtCap = ({ outcome, stoppedBy, cap }: Pick<ListedRun, 'outcome' | 'stoppedBy' | 'cap'>): boolean =>
  outcome === 'stopped' && stoppedBy !== 'batch' && (cap.tokens !== null || cap.cost !== null);
