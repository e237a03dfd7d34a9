import * as vscode from 'vscode';
import { pickOne } from '../generation/picks.ts';
import { modelName } from '../models/model-names.ts';
import { findingOf, scoreText } from './finding.ts';
import type { Finding } from './finding.ts';
import type { JudgeAgreementResult } from '../../protocol/results.ts';

/** Step that somebody who looked at an agreement wants done. */
export type AgreementStep =
  | { readonly kind: 'gate'; readonly judge: number | null }
  /** Have those judged that were decided on. */
  | { readonly kind: 'judge' };

interface AgreementRow extends vscode.QuickPickItem {
  /** None for what only tells. */
  readonly value?: AgreementStep;
}

interface ShownAgreement {
  readonly gate: number | null;
  readonly judges: readonly { readonly model: string; readonly agreement: JudgeAgreementResult }[];
  /** Numbers of samples that were accepted or rejected, and of those among them that were judged. */
  readonly decided: number;
  readonly judged: number;
}

/** Shows how well each judge's scores go with what people decided; null when that was left. */
export async function showJudgeAgreement({ gate, judges, decided, judged }: ShownAgreement): Promise<AgreementStep | null> {
  const step = await pickOne<AgreementStep>({
    title: vscode.l10n.t('Calibrate Judge'),
    placeholder: vscode.l10n.t('Judged and decided on: {0}', judged.toLocaleString()),
    rows: [
      ...(judges.length === 0 ? [{ label: `$(info) ${vscode.l10n.t('Nothing that was accepted or rejected has been judged yet')}` }] : []),
      ...judges.flatMap(({ model, agreement }) => [separator(modelName(model)), ...judgeRows(agreement, gate)]),
      ...(judged < decided ? [judgeRow(decided, judged)] : []),
      separator(vscode.l10n.t('gate')),
      gateRow(gate),
    ],
    canGoBack: false,
  });
  return step.kind === 'value' ? step.value : null;
}

const separator = (label: string): AgreementRow => ({ label, kind: vscode.QuickPickItemKind.Separator });

function judgeRows(agreement: JudgeAgreementResult, gate: number | null): AgreementRow[] {
  const finding = findingOf(agreement);
  const counts = countsText(agreement);
  if (finding.kind === 'few') return [{ label: `$(info) ${fewText(finding)}`, detail: counts }];
  const { pairs, threshold, accuracy } = finding;
  return [
    {
      label: `$(graph) ${vscode.l10n.t('An accepted sample is scored above a rejected one in {0} % of pairs', pairs)}`,
      detail: `${counts} · ${vscode.l10n.t('chance: 50 %')}`,
    },
    {
      label: `$(${gate === threshold ? 'check' : 'shield'}) ${vscode.l10n.t('Hold back what scores below {0}', scoreText(threshold))}`,
      description: vscode.l10n.t('agrees best, with {0} % of the decisions', accuracy),
      value: { kind: 'gate', judge: threshold },
    },
  ];
}

function fewText({ accepted, rejected }: Extract<Finding, { kind: 'few' }>): string {
  if (rejected === 0) return vscode.l10n.t('To compare, it takes {0} more accepted', accepted);
  if (accepted === 0) return vscode.l10n.t('To compare, it takes {0} more rejected', rejected);
  return vscode.l10n.t('To compare, it takes {0} more accepted and {1} more rejected', accepted, rejected);
}

/** `20 accepted, mean 4.16 · 16 rejected, mean 3.4`. */
function countsText({ accepted, rejected, meanAccepted, meanRejected }: JudgeAgreementResult): string {
  const withMean = (counted: string, mean: number | null): string =>
    mean === null ? counted : vscode.l10n.t('{0}, mean {1}', counted, scoreText(mean));
  return [
    withMean(vscode.l10n.t('{0} accepted', accepted.toLocaleString()), meanAccepted),
    withMean(vscode.l10n.t('{0} rejected', rejected.toLocaleString()), meanRejected),
  ].join(' · ');
}

function judgeRow(decided: number, judged: number): AgreementRow {
  return {
    label: `$(law) ${vscode.l10n.t('Judge What Was Decided On…')}`,
    description: vscode.l10n.t('{0} of {1} are judged', judged.toLocaleString(), decided.toLocaleString()),
    value: { kind: 'judge' },
  };
}

function gateRow(gate: number | null): AgreementRow {
  if (gate === null) {
    return {
      label: `$(circle-slash) ${vscode.l10n.t('The gate is off')}`,
      description: vscode.l10n.t('what is generated with a judge is kept whatever its score'),
    };
  }
  return {
    label: `$(check) ${vscode.l10n.t('The gate holds back what scores below {0}', scoreText(gate))}`,
    description: vscode.l10n.t('Switch it off'),
    value: { kind: 'gate', judge: null },
  };
}
