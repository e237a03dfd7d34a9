import type { EngineNotifications } from '../protocol/engine.ts';
import type { RunProgress } from '../protocol/results.ts';

const barWidth = 20;

/** Progress of reading the corpus, shown as a run's is. */
export function readingLine({ done, total }: EngineNotifications['reading'], isTerminal: boolean): string {
  const label = 'Reading the corpus';
  return isTerminal ? `${label} ${bar(done, total)}` : `${label} ${tenths(done, total)}`;
}

/**
 * Progress of a run, in one line. A terminal gets a bar with everything that is known; elsewhere the line changes at each
 * tenth only: a log is read, not watched.
 */
export function progressLine(progress: RunProgress, isTerminal: boolean): string {
  const { label, done, total, kept, failed, waiting } = progress;
  if (!isTerminal) return `${label} ${tenths(done, total)}${waiting === null ? '' : `, ${waiting}`}`;
  const parts = [
    bar(done, total),
    ...(kept < done ? [`${count(kept)} kept`] : []),
    ...(failed > 0 ? [`${count(failed)} failed`] : []),
    ...(progress.perMinute === null ? [] : [`${count(Math.round(progress.perMinute))}/min`]),
    ...spending(progress),
    ...(progress.etaMs === null || done >= total ? [] : [`${duration(progress.etaMs)} left`]),
    ...(waiting === null ? [] : [waiting]),
  ];
  return `${label} ${parts.join(' · ')}`;
}

const shareOf = (done: number, total: number): number => (total === 0 ? 1 : done / total);

const tenths = (done: number, total: number): string => `${10 * Math.floor(10 * shareOf(done, total))}% of ${total}`;

function bar(done: number, total: number): string {
  const filled = Math.round(barWidth * Math.min(1, shareOf(done, total)));
  return `${'█'.repeat(filled)}${'░'.repeat(barWidth - filled)} ${count(done)}/${count(total)}`;
}

function spending({ usage, budget }: Pick<RunProgress, 'usage' | 'budget'>): string[] {
  const used = usage.tokens.prompt + usage.tokens.completion;
  if (usage.calls === 0 && used === 0) return [];
  const money =
    usage.cost === null || usage.cost === 0 ? [] : [dollars(usage.cost) + (budget.cost === null ? '' : ` of ${dollars(budget.cost)}`)];
  return [`${count(used)}${budget.tokens === null ? '' : ` of ${count(budget.tokens)}`} tokens`, ...money];
}

/** Spending of a run, in words. */
export function describeUsage({ calls, cached, retried, tokens, cost }: RunProgress['usage']): string {
  const again = [...(cached > 0 ? [`${count(cached)} answered before`] : []), ...(retried > 0 ? [`${count(retried)} put again`] : [])];
  const money = cost === null ? 'price not known' : dollars(cost);
  return `${count(calls)} calls${again.length > 0 ? ` (${again.join(', ')})` : ''}, ${count(tokens.prompt)} + ${count(tokens.completion)} tokens, ${money}`;
}

const count = (value: number): string => value.toLocaleString('en-US');
const dollars = (value: number): string => `$${value.toFixed(value < 1 ? 4 : 2)}`;

/** `40 s`, `12 min`, `3.5 h`. */
export function duration(ms: number): string {
  const seconds = Math.round(ms / 1000);
  if (seconds < 90) return `${seconds} s`;
  const minutes = Math.round(seconds / 60);
  return minutes < 90 ? `${minutes} min` : `${(minutes / 60).toFixed(1)} h`;
}
