import * as vscode from 'vscode';
import type { EngineResult } from '../../protocol/engine.ts';
import { dollars, duration } from '../../protocol/figures.ts';
import { oneLine } from '../views/texts.ts';
import { shortCount } from './figures.ts';
import type { Unanswered, Wait } from './wait.ts';
import type { BatchKind, Budget, RunEstimate, RunProgress, RunUsage } from '../../protocol/results.ts';

const joined = (parts: readonly string[]): string => parts.filter(Boolean).join(' · ');
const total = ({ tokens }: Pick<RunUsage, 'tokens'>): number => tokens.prompt + tokens.completion;

/** Expected needs of a run: calls, tokens, money, time. */
export function estimateText({ calls, cached, tokens, cost, durationMs }: RunEstimate): string {
  return joined([
    vscode.l10n.t('about {0} calls', calls.toLocaleString()),
    cached > 0 ? vscode.l10n.t('{0} replies known already', cached.toLocaleString()) : '',
    needText({ tokens, cost }),
    durationMs === null || calls === 0 ? '' : timeText(durationMs),
  ]);
}

/** `45,000 tokens · $0.04`. */
export const needText = ({ tokens, cost }: Pick<RunEstimate, 'tokens' | 'cost'>): string =>
  joined([
    vscode.l10n.t('{0} tokens', total({ tokens }).toLocaleString()),
    cost === null ? vscode.l10n.t('price not known') : dollars(cost),
  ]);

interface BatchTexts {
  readonly icon: string;
  readonly name: string;
  readonly what: string;
}

/** Ways to ask requests in batches. */
export const batchTexts: Readonly<Record<BatchKind, () => BatchTexts>> = {
  openai: () => ({ icon: 'watch', name: vscode.l10n.t('As a Batch'), what: vscode.l10n.t('half the price, within a day') }),
  files: () => ({ icon: 'files', name: vscode.l10n.t('As Files'), what: vscode.l10n.t('for an engine run by hand, as vllm run-batch') }),
};

/** Wait of a run that is not being asked: for what, and since when. */
export function waitText({ what, since }: Wait): string {
  const moment = new Date(since).toLocaleString(undefined, { month: 'short', day: 'numeric', hour: 'numeric', minute: '2-digit' });
  switch (what) {
    case 'batch':
      return vscode.l10n.t('waiting for its batch since {0}', moment);
    case 'replies':
      return vscode.l10n.t('waiting for replies to its files since {0}', moment);
    case 'resuming':
      return vscode.l10n.t('the replies to its files are there: resume it');
  }
}

/** Files with the requests that somebody is to have answered, and the place where the replies belong. */
export function filesText([first, ...others]: Unanswered): string {
  const { requests, replies } = first;
  const more = others.length === 0 ? '' : ` ${vscode.l10n.t('{0} more files lie beside it.', others.length.toLocaleString())}`;
  const where = vscode.l10n.t('The run waits for replies to {0}.', requests) + more;
  return `${where} ${vscode.l10n.t('Have them written to {0} beside it, as vllm run-batch does, and resume the run.', replies.split('/').at(-1)!)}`;
}

/** `120 of 400 · 5 min left`. */
export function doneText({ done, total: all, etaMs }: RunProgress): string {
  return joined([vscode.l10n.t('{0} of {1}', done.toLocaleString(), all.toLocaleString()), etaText(etaMs)]);
}

/** Details beside the counts of a run: its wait, pace, cost and failures; nothing for a run that is free and fast. */
export function paceText({ perMinute, usage, budget, waiting, failed }: RunProgress): string {
  return joined([
    waiting ?? '',
    perMinute === null ? '' : vscode.l10n.t('{0}/min', shortCount(Math.round(perMinute))),
    usageText(usage, budget),
    failed > 0 ? vscode.l10n.t('{0} failed', failed.toLocaleString()) : '',
  ]);
}

/** `12.3K tokens · $0.04`, each with its budget where there is one; empty while nothing was asked of a model that counts. */
export function usageText(usage: RunUsage, budget: Budget): string {
  const tokens = total(usage);
  if (tokens === 0 && budget.tokens === null && budget.cost === null) return '';
  const limited = (now: string, limit: string | null): string => (limit === null ? now : vscode.l10n.t('{0} of {1}', now, limit));
  const money = usage.cost === null ? '' : limited(dollars(usage.cost), budget.cost === null ? null : dollars(budget.cost));
  return joined([
    vscode.l10n.t('{0} tokens', limited(shortCount(tokens), budget.tokens === null ? null : shortCount(budget.tokens))),
    // The offline model costs nothing, which goes without saying.
    usage.cost === 0 && budget.cost === null ? '' : money,
  ]);
}

/** Everything a run has used, a line each. */
export function usageLines(usage: RunUsage, budget: Budget): string[] {
  const number = (count: number): string => count.toLocaleString();
  const counts = joined([
    vscode.l10n.t('{0} calls', number(usage.calls)),
    usage.cached > 0 ? vscode.l10n.t('{0} from the cache', number(usage.cached)) : '',
    usage.retried > 0 ? vscode.l10n.t('{0} retried', number(usage.retried)) : '',
  ]);
  const limits = joined([
    budget.tokens === null ? '' : vscode.l10n.t('{0} tokens', number(budget.tokens)),
    budget.cost === null ? '' : dollars(budget.cost),
  ]);
  return [
    counts,
    vscode.l10n.t('{0} tokens in, {1} out', number(usage.tokens.prompt), number(usage.tokens.completion)),
    usage.cost === null ? vscode.l10n.t('Price not known') : vscode.l10n.t('Cost: {0}', dollars(usage.cost)),
    limits && vscode.l10n.t('Budget: {0}', limits),
  ].filter(Boolean);
}

/** Counts of a run's results, each kind counting things of its own, and the reason that others are missing, or were not asked about. */
export function resultText({ reason: stopped, dropped, passedOver, notes = [], ...result }: EngineResult<'runs/resume'>): string {
  const counts = countsText(result);
  const reason = stopped ?? dropped[0]?.reason;
  const told = reason === undefined ? counts : `${counts}: ${oneLine(reason, 300)}`;
  const over = passedOver.map(({ count, reason: why }) => vscode.l10n.t('{0} passed over: {1}', count.toLocaleString(), oneLine(why, 200)));
  return [told, ...over, ...notes.map((note) => oneLine(note, 300))].join(' · ');
}

function countsText({ kind, ...counts }: Pick<EngineResult<'runs/resume'>, 'kind' | 'kept' | 'gated' | 'failed'>): string {
  const [kept, gated, failed] = [counts.kept, counts.gated, counts.failed].map((count) => count.toLocaleString());
  switch (kind) {
    case 'extract':
      return vscode.l10n.t('{0} passages extracted, {1} failed', kept!, failed!);
    case 'generate':
      return vscode.l10n.t('{0} samples kept, {1} held back by a gate, {2} failed', kept!, gated!, failed!);
    case 'regenerate':
      return vscode.l10n.t('{0} samples regenerated, {1} failed', kept!, failed!);
    case 'judge':
      return vscode.l10n.t('{0} samples judged, {1} failed', kept!, failed!);
    case 'rate':
      return vscode.l10n.t('{0} documents rated, {1} failed', kept!, failed!);
    case 'personas':
      return vscode.l10n.t('{0} personas written, {1} calls failed', kept!, failed!);
    case 'diversity':
      return vscode.l10n.t('{0} rounds of grouping, {1} calls failed', kept!, failed!);
    case 'embed':
      return vscode.l10n.t('{0} samples have an embedding, {1} failed', kept!, failed!);
  }
}

const etaText = (ms: number | null): string => (ms === null ? '' : vscode.l10n.t('{0} left', timeText(ms)));

function timeText(ms: number): string {
  const { unit, count } = duration(ms);
  switch (unit) {
    case 'seconds':
      return vscode.l10n.t('{0} s', count);
    case 'minutes':
      return vscode.l10n.t('{0} min', count);
    case 'hours':
      return vscode.l10n.t('{0} h', count);
    case 'days':
      return vscode.l10n.t('{0} days', count);
  }
}
