import * as vscode from 'vscode';
import type { EngineResult } from '../../protocol/engine.ts';
import type { Project } from '../project.ts';
import type { StartQuestion } from '../runs/ask-start.ts';
import { capText, doubled, isAtCap } from '../runs/cap.ts';
import type { Capped } from '../runs/cap.ts';
import { withRunProgress } from '../runs/progress.ts';
import { resultText } from '../runs/texts.ts';
import { checkTrust } from './making.ts';

type Run = EngineResult<'runs/list'>['runs'][number];

/** What can be done with a run that is under way or has ended. */
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

  /** Goes on with a run; one that ended at its cap needs a higher one. */
  async resume(run: string): Promise<void> {
    checkTrust();
    const known = await this.#find(run);
    // A message that offers it may be older than what was done since.
    if (known.outcome === 'done' || known.outcome === 'running') {
      const state = known.outcome === 'done' ? vscode.l10n.t('This run is done.') : vscode.l10n.t('This run is under way.');
      void vscode.window.showInformationMessage(state);
      return;
    }
    const cap = isAtCap(known) ? await this.#raise(known) : {};
    if (cap) await this.#go(run, vscode.l10n.t('Resuming the run'), { ...cap, failed: false });
  }

  /** Tries again what failed, and nothing else. */
  async retryFailed(run: string): Promise<void> {
    checkTrust();
    await this.#go(run, vscode.l10n.t('Trying again what failed'), { failed: true });
  }

  async #go(run: string, title: string, options: Capped & { readonly failed: boolean }): Promise<void> {
    const result = await withRunProgress(this.#project, title, (token) => this.#project.request('runs/resume', { run, ...options }, token));
    if (result.cancelled) return;
    if (result.outcome === 'done') {
      vscode.window.setStatusBarMessage(resultText(result), 8000);
      return;
    }
    const again = vscode.l10n.t('Resume…');
    if ((await vscode.window.showWarningMessage(resultText(result), again)) === again) await this.resume(run);
  }

  /** A cap is raised in its own unit; which of two it was that stopped the run is not known, so both are asked for. */
  async #raise({ cap }: Run): Promise<Capped | null> {
    const title = vscode.l10n.t('Resume the Run with a New Cap');
    const { maxTokens, maxCost } = doubled(cap);
    const tokens = maxTokens === undefined ? {} : await this.#question.cap(title, capText({ maxTokens }), 'tokens');
    if (!tokens) return null;
    const money = maxCost === undefined ? {} : await this.#question.cap(title, capText({ maxCost }), 'money');
    return money && { ...tokens, ...money };
  }

  async #find(run: string): Promise<Run> {
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
