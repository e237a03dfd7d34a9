import * as vscode from 'vscode';
import type { SampleChoice } from '../../protocol/engine/samples.ts';
import { pickOne } from '../generation/picks.ts';
import { showJudgeAgreement } from '../judging/judge-agreement.ts';
import { scoreText } from '../judging/finding.ts';
import type { Project } from '../project.ts';
import { statuses, statusTitles } from '../views/texts.ts';
import { hasJudge } from './has-judge.ts';
import { checkTrust } from './making.ts';
import type { MakingCommands } from './making.ts';
import { judgeTitle } from './making-texts.ts';
import { countChosen } from './samples-chosen.ts';
import type { SampleTotals } from '../../protocol/results.ts';

/** Those whose scores can be compared with a decision. */
const decidedOn: SampleChoice = { filter: { status: ['accepted', 'rejected'] } };

/** A judge's scores for samples that are there, and how far they are to be trusted. */
export class JudgingCommands {
  readonly #project: Project;
  readonly #making: MakingCommands;
  readonly #chooseModel: () => Promise<void>;

  constructor(project: Project, making: MakingCommands, chooseModel: () => Promise<void>) {
    this.#project = project;
    this.#making = making;
    this.#chooseModel = chooseModel;
  }

  /** @param choice null: asks which */
  async judgeSamples(choice: SampleChoice | null): Promise<void> {
    checkTrust();
    const chosen = choice ?? (await askWhich((await this.#project.status()).samples));
    if (!chosen) return;
    const count = await countChosen(this.#project, chosen);
    if (count === 0) void vscode.window.showInformationMessage(vscode.l10n.t('There are no samples to judge.'));
    else if (await hasJudge(this.#project, this.#chooseModel, judgeTitle(count), vscode.l10n.t('Judging')))
      await this.#making.judgeSamples(chosen, count);
  }

  /** Tells how well scores go with decisions; from there the gate is set, or switched off. */
  async calibrateJudge(): Promise<void> {
    const { samples: counts } = await this.#project.status();
    const { models, gate } = await this.#project.request('judge/agreement', {});
    const judges = await Promise.all(
      models.map(async ({ model }) => ({ model, agreement: await this.#project.request('judge/agreement', { model }) })),
    );
    const judged = models.reduce((sum, { samples }) => sum + samples, 0);
    const step = await showJudgeAgreement({ gate, judges, judged, decided: counts.accepted + counts.rejected });
    if (step?.kind === 'judge') await this.judgeSamples(decidedOn);
    if (step?.kind === 'gate') await this.#setGate(step.judge);
  }

  async #setGate(judge: number | null): Promise<void> {
    await this.#project.request('gates/set', { judge });
    const told =
      judge === null
        ? vscode.l10n.t('The judge holds nothing back any more.')
        : vscode.l10n.t('What is generated with a judge and scores below {0} is held back from now on.', scoreText(judge));
    vscode.window.setStatusBarMessage(told, 8000);
  }
}

/** Asks which samples; null when that was left. */
async function askWhich(counts: SampleTotals): Promise<SampleChoice | null> {
  const all = statuses.reduce((sum, status) => sum + counts[status], 0);
  const rows = statuses
    .filter((status) => counts[status] > 0)
    .map((status) => ({
      label: statusTitles[status](),
      description: counts[status].toLocaleString(),
      value: { filter: { status: [status] } },
    }));
  const step = await pickOne<SampleChoice>({
    title: vscode.l10n.t('Judge Samples'),
    placeholder: vscode.l10n.t('Which samples?'),
    rows: [...rows, { label: vscode.l10n.t('All Samples'), description: all.toLocaleString(), value: { filter: {} } }],
    canGoBack: false,
  });
  return step.kind === 'value' ? step.value : null;
}
