import * as vscode from 'vscode';
import type { EngineMethod, EngineParams, EngineResult } from '../../protocol/engine.ts';
import type { Project } from '../project.ts';
import { setting } from '../settings.ts';
import { oneLine } from '../views/texts.ts';

type Making = Extract<EngineMethod, 'extract' | 'generate' | 'review/regenerate'>;

/** The commands that call a model: the main job and its parts. */
export class MakingCommands {
  readonly #project: Project;
  readonly #showSamples: () => Promise<void>;

  /** @param showSamples shows what was just made */
  constructor(project: Project, showSamples: () => Promise<void>) {
    this.#project = project;
    this.#showSamples = showSamples;
  }

  /** The main job: concepts from the corpus, samples from the concepts, and the panel to review them in. */
  async weaveSamples(): Promise<void> {
    const extracted = await this.#extract();
    if (extracted.cancelled) return;
    if (extracted.topics === 0) {
      tell(
        vscode.l10n.t(
          'No concepts were found: the corpus has {0} passages. The Corpus view tells what could not be read.',
          extracted.passages,
        ),
      );
      return;
    }
    const generated = await this.#generate(setting('samplesPerRun'));
    if (generated.kept > 0) await this.#showSamples();
    else tell(outcome(generated));
  }

  async extractConcepts(): Promise<void> {
    const answer = await this.#extract();
    const failures = answer.failed.length > 0 ? ` · ${vscode.l10n.t('{0} failed', answer.failed.length)}` : '';
    vscode.window.setStatusBarMessage(vscode.l10n.t('{0} topics, {1} concepts', answer.topics, answer.concepts) + failures, 8000);
  }

  async generateSamples(): Promise<void> {
    const typed = await vscode.window.showInputBox({
      title: vscode.l10n.t('Generate Samples'),
      prompt: vscode.l10n.t('How many samples?'),
      value: String(setting('samplesPerRun')),
      validateInput: (text) => (wholeNumber(text) === null ? vscode.l10n.t('A whole number from 1 to 1,000,000') : null),
    });
    const count = typed === undefined ? null : wholeNumber(typed);
    if (count === null) return;
    const answer = await this.#generate(count);
    if (answer.kept > 0) await this.#showSamples();
    if (answer.kept < count && !answer.cancelled) tell(outcome(answer));
  }

  /** @param samples their ids */
  async regenerateSamples(samples: readonly string[]): Promise<void> {
    const instruction = await vscode.window.showInputBox({
      title: samples.length === 1 ? vscode.l10n.t('Regenerate Sample') : vscode.l10n.t('Regenerate {0} Samples', samples.length),
      prompt: vscode.l10n.t('What should be different? Leave empty to draw again.'),
    });
    if (instruction === undefined) return;
    const answer = await this.#run(vscode.l10n.t('Regenerating samples'), 'review/regenerate', {
      samples: [...samples],
      instruction: instruction.trim() || null,
    });
    const [failure] = answer.failed;
    if (failure) tell(vscode.l10n.t('{0} could not be regenerated: {1}', answer.failed.length, oneLine(failure.reason)));
  }

  #extract(): Promise<EngineResult<'extract'>> {
    return this.#run(vscode.l10n.t('Extracting concepts'), 'extract', {});
  }

  #generate(count: number): Promise<EngineResult<'generate'>> {
    return this.#run(vscode.l10n.t('Generating samples'), 'generate', { method: 'level3', count });
  }

  async #run<M extends Making>(title: string, method: M, params: EngineParams<M>): Promise<EngineResult<M>> {
    if (!vscode.workspace.isTrusted) {
      throw new Error(
        vscode.l10n.t('In Restricted Mode no model is called. Trust the workspace to make samples; reading and reviewing work without.'),
      );
    }
    const options = { location: vscode.ProgressLocation.Notification, title, cancellable: true };
    return vscode.window.withProgress(options, async (progress, token) => {
      let percent = 0;
      const subscription = this.#project.onDidProgress((state) => {
        if (!state) return;
        const now = state.total > 0 ? (100 * state.done) / state.total : 0;
        progress.report({
          message: vscode.l10n.t('{0} of {1}', state.done.toLocaleString(), state.total.toLocaleString()),
          increment: Math.max(0, now - percent),
        });
        percent = Math.max(percent, now);
      });
      try {
        return await this.#project.request(method, params, token);
      } finally {
        subscription.dispose();
      }
    });
  }
}

function wholeNumber(text: string): number | null {
  const count = Number(text);
  return /^\s*\d+\s*$/.test(text) && count >= 1 && count <= 1_000_000 ? count : null;
}

function outcome({ kept, gated, failed, stopped }: EngineResult<'generate'>): string {
  const counts = vscode.l10n.t('{0} samples kept, {1} held back by a gate, {2} failed', kept, gated, failed);
  return stopped === null ? counts : `${counts}: ${stopped}`;
}

function tell(message: string): void {
  void vscode.window.showInformationMessage(message);
}
