import * as vscode from 'vscode';
import type { CommandId } from '../ids.ts';
import type { Project } from '../project.ts';
import type { StartQuestion } from '../runs/ask-start.ts';
import { budgetText, doubled, isAtBudget } from '../runs/budget.ts';
import type { BudgetParams } from '../runs/budget.ts';
import { withRunProgress } from '../runs/progress.ts';
import { filesText, resultText, waitText } from '../runs/texts.ts';
import { isLeftWaiting, unansweredOf, waitOf } from '../runs/wait.ts';
import { checkTrust } from './making.ts';
import type { ListedRun } from '../../protocol/results.ts';

/** Commands for a run that is under way or has ended. */
export class RunCommands {
  readonly #project: Project;
  readonly #question: StartQuestion;

  constructor(project: Project, question: StartQuestion) {
    this.#project = project;
    this.#question = question;
  }

  /** @param run null: the one under way */
  async pause(run: string | null): Promise<void> {
    const id = run ?? this.#project.progress?.run;
    if (id === undefined) return;
    const { paused } = await this.#project.request('runs/pause', { run: id });
    if (!paused) tellElsewhere();
  }

  /** @param run null: the one under way */
  async cancel(run: string | null): Promise<void> {
    const id = run ?? this.#project.progress?.run;
    if (id === undefined) return;
    const { cancelled } = await this.#project.request('runs/cancel', { run: id });
    if (!cancelled) tellElsewhere();
  }

  /** Goes on with a run; one that ended at its budget needs a higher one. */
  async resume(run: string): Promise<void> {
    checkTrust();
    const known = await this.#find(run);
    // A message that offers it may be older than what was done since.
    if (known.outcome === 'done' || known.outcome === 'running') {
      const state = known.outcome === 'done' ? vscode.l10n.t('This run is done.') : vscode.l10n.t('This run is under way.');
      void vscode.window.showInformationMessage(state);
      return;
    }
    const budget = isAtBudget(known) ? await this.#raise(known) : {};
    if (budget) await this.#go(run, vscode.l10n.t('Resuming the run'), { ...budget, failed: false });
  }

  /** Tries again what failed, and nothing else. */
  async retryFailed(run: string): Promise<void> {
    checkTrust();
    await this.#go(run, vscode.l10n.t('Trying again what failed'), { failed: true });
  }

  /** Says why a run ended short, and offers to go on with it; of one that waits for files, which ones. */
  async tellResumable(run: string, message: string): Promise<void> {
    const resume = vscode.l10n.t('Resume…');
    const unanswered = unansweredOf(await this.#find(run));
    if (unanswered === null) {
      if ((await vscode.window.showWarningMessage(message, resume)) === resume) await this.resume(run);
      return;
    }
    const reveal = vscode.l10n.t('Reveal Requests');
    let chosen: string | undefined;
    // It is still of use when the file has been seen.
    do {
      chosen = await vscode.window.showInformationMessage(filesText(unanswered), reveal, resume);
      if (chosen === reveal) await this.#reveal(unanswered[0].requests);
    } while (chosen === reveal);
    if (chosen === resume) await this.resume(run);
  }

  /** Shows in the explorer the requests that a run waits to have answered. */
  async revealRequests(run: string): Promise<void> {
    const unanswered = unansweredOf(await this.#find(run));
    if (unanswered !== null) await this.#reveal(unanswered[0].requests);
  }

  /** Offers to go on with a run that waited for its batch when its window was closed or its engine ended. */
  async offerLeftWaiting(): Promise<void> {
    if (!vscode.workspace.isTrusted) return;
    const { runs } = await this.#project.request('runs/list', {});
    const left = runs.find(isLeftWaiting);
    const wait = left && waitOf(left);
    if (!wait) return;
    const resume = vscode.l10n.t('Resume');
    const message = vscode.l10n.t('A run was left, {0}. Resume it to take in the replies.', waitText(wait));
    // As a command, which reports what goes wrong.
    if ((await vscode.window.showInformationMessage(message, resume)) !== resume) return;
    await vscode.commands.executeCommand('conceptLoom.resumeRun' satisfies CommandId, { kind: 'run', run: left });
  }

  async #reveal(file: string): Promise<void> {
    await vscode.commands.executeCommand('revealInExplorer', this.#project.uriOf(file));
  }

  async #go(run: string, title: string, options: BudgetParams & { readonly failed: boolean }): Promise<void> {
    const result = await withRunProgress(this.#project, title, (token) => this.#project.request('runs/resume', { run, ...options }, token));
    if (result.cancelled) return;
    if (result.outcome === 'done') {
      vscode.window.setStatusBarMessage(resultText(result), 8000);
      return;
    }
    await this.tellResumable(run, resultText(result));
  }

  /** A budget is raised in its own unit; which of two it was that stopped the run is not known, so both are asked for. */
  async #raise({ budget }: ListedRun): Promise<BudgetParams | null> {
    const title = vscode.l10n.t('Resume the Run with a New Budget');
    const { maxTokens, maxCost } = doubled(budget);
    const tokens = maxTokens === undefined ? {} : await this.#question.budget(title, budgetText({ maxTokens }), 'tokens');
    if (!tokens) return null;
    const money = maxCost === undefined ? {} : await this.#question.budget(title, budgetText({ maxCost }), 'money');
    return money && { ...tokens, ...money };
  }

  async #find(run: string): Promise<ListedRun> {
    const { runs } = await this.#project.request('runs/list', {});
    const known = runs.find((each) => each.run === run);
    if (!known) throw new Error(vscode.l10n.t('There is no run {0} in this project any more.', run));
    return known;
  }
}

function tellElsewhere(): void {
  void vscode.window.showInformationMessage(
    vscode.l10n.t('This run is not under way in this window; another window or a terminal has it.'),
  );
}
