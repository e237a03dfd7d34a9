/** Words of runs that make something, before and after. */
import * as vscode from 'vscode';
import type { EngineResult } from '../../protocol/engine.ts';
import { oneLine } from '../views/texts.ts';

type EndedCounts = Pick<EngineResult<'runs/resume'>, 'kept' | 'failed' | 'dropped' | 'reason'>;

/** Reason that a run ended before its end. */
export const reasonOf = ({ reason, dropped }: Pick<EndedCounts, 'reason' | 'dropped'>): string =>
  oneLine(reason ?? dropped[0]?.reason ?? vscode.l10n.t('The run ended before it was done.'), 300);

/** Number of samples to judge, as a title. */
export const judgeTitle = (count: number): string =>
  count === 1 ? vscode.l10n.t('Judge 1 Sample') : vscode.l10n.t('Judge {0} Samples', count.toLocaleString());

/** Number of samples to embed, as a title. */
export const embedTitle = (count: number): string =>
  count === 1 ? vscode.l10n.t('Embed 1 Sample') : vscode.l10n.t('Embed {0} Samples', count.toLocaleString());

/** Number of samples scored, and the reason that kept the rest from it. */
export const judgedText = (ended: EndedCounts): string =>
  withFailures(
    ended.kept === 1 ? vscode.l10n.t('1 sample judged') : vscode.l10n.t('{0} samples judged', ended.kept.toLocaleString()),
    ended,
  );

/** Number of samples that have an embedding now, and the reason that the rest has none. */
export const embeddedText = (ended: EndedCounts): string =>
  withFailures(
    ended.kept === 1
      ? vscode.l10n.t('1 sample has an embedding')
      : vscode.l10n.t('{0} samples have an embedding', ended.kept.toLocaleString()),
    ended,
  );

function withFailures(counts: string, { failed, dropped: [most] }: Pick<EndedCounts, 'failed' | 'dropped'>): string {
  return most ? `${counts}, ${vscode.l10n.t('{0} failed', failed.toLocaleString())}: ${oneLine(most.reason, 300)}` : counts;
}
