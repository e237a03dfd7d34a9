import * as vscode from 'vscode';
import type { EngineNotifications } from '../../protocol/engine.ts';
import type { SampleTotals, SampleStatus } from '../../protocol/results.ts';

/** In the order in which they are listed. */
export const statuses: readonly SampleStatus[] = ['pending', 'accepted', 'rejected', 'gated'];

export const statusTitles: Readonly<Record<SampleStatus, () => string>> = {
  pending: () => vscode.l10n.t('To Review'),
  accepted: () => vscode.l10n.t('Accepted'),
  rejected: () => vscode.l10n.t('Rejected'),
  gated: () => vscode.l10n.t('Held Back by a Gate'),
};

/** "3 to review · 9 accepted": what is not zero. */
export function countsText(counts: SampleTotals): string {
  const parts: [number, string][] = [
    [counts.pending, vscode.l10n.t('{0} to review', counts.pending.toLocaleString())],
    [counts.accepted, vscode.l10n.t('{0} accepted', counts.accepted.toLocaleString())],
    [counts.rejected, vscode.l10n.t('{0} rejected', counts.rejected.toLocaleString())],
    [counts.gated, vscode.l10n.t('{0} held back', counts.gated.toLocaleString())],
  ];
  return parts
    .filter(([count]) => count > 0)
    .map(([, text]) => text)
    .join(' · ');
}

export const readingText = ({ done, total }: EngineNotifications['reading']): string =>
  vscode.l10n.t('Reading {0} of {1} files…', done.toLocaleString(), total.toLocaleString());

/** Corpus and model text on one line of plain text: a label is no place for line ends. */
export function oneLine(text: string, longest = 120): string {
  const line = text.replace(/\s+/g, ' ').trim();
  return line.length > longest ? `${line.slice(0, longest - 1)}…` : line;
}
