import * as vscode from 'vscode';
import type { EngineParams, EngineResult, WireMethod } from '../../protocol/engine.ts';
import type { SampleChoice } from '../../protocol/engine/samples.ts';
import type { Generation, ModelUse, Target } from '../generation/plan.ts';
import type { AskedRun } from '../generation/wizard.ts';
import { isFree } from '../models/model-ids.ts';
import { modelName } from '../models/model-names.ts';
import type { Project } from '../project.ts';
import type { Start, StartQuestion } from '../runs/ask-start.ts';
import { lessUsed } from '../runs/budget.ts';
import { inAll } from '../runs/in-all.ts';
import { withProgress, withRunProgress } from '../runs/progress.ts';
import { resultText } from '../runs/texts.ts';
import { setting } from '../settings.ts';
import { oneLine } from '../views/texts.ts';
import { embeddedText, embedTitle, judgedText, judgeTitle, reasonOf } from './making-texts.ts';
import type { RunEstimate } from '../../protocol/results.ts';

type Making = Extract<
  WireMethod,
  'extract' | 'generate' | 'rate' | 'personas/generate' | 'samples/judge' | 'samples/embed' | 'diversity/measure' | 'review/regenerate'
>;

interface MakingParts {
  readonly project: Project;
  readonly question: StartQuestion;
  /** Asks what samples to make; null when that was left. */
  readonly askGeneration: (target: Target) => Promise<AskedRun | null>;
  /** Shows what was just made. */
  readonly showSamples: (target: Target) => Promise<void>;
  /** Says why a run ended short, and offers to go on with it. */
  readonly tellResumable: (run: string, message: string) => Promise<void>;
}

/** The commands that call a model: the main job and its parts. */
export class MakingCommands {
  readonly #project: Project;
  readonly #question: StartQuestion;
  readonly #askGeneration: MakingParts['askGeneration'];
  readonly #showSamples: MakingParts['showSamples'];
  readonly #tellResumable: MakingParts['tellResumable'];

  constructor({ project, question, askGeneration, showSamples, tellResumable }: MakingParts) {
    this.#project = project;
    this.#question = question;
    this.#askGeneration = askGeneration;
    this.#showSamples = showSamples;
    this.#tellResumable = tellResumable;
  }

  /** The main job: concepts from the corpus, samples from the concepts, and the panel to review them in. */
  async weaveSamples(): Promise<void> {
    const extracted = await this.#extract();
    if (!extracted || extracted.cancelled) return;
    if (extracted.outcome !== 'done') {
      await this.#tellResumable(extracted.run, reasonOf(extracted));
      return;
    }
    if (extracted.topics === 0) {
      tell(
        vscode.l10n.t(
          'No concepts were found: the corpus has {0} passages. The Corpus view tells what could not be read.',
          extracted.passages,
        ),
      );
      return;
    }
    const generated = await this.#generate({ method: 'level3', count: setting('samplesPerRun') }, ['questions', 'answers']);
    if (!generated) return;
    if (generated.kept > 0) await this.#showSamples({ kind: 'corpus' });
    if (!generated.cancelled && (generated.outcome !== 'done' || generated.kept === 0)) await this.#tellGenerated(generated);
  }

  async extractConcepts(): Promise<void> {
    const left = await this.#extract();
    const answer = left?.planned === 0 && left.passages > 0 ? await this.#extractAgain() : left;
    if (!answer) return;
    if (!answer.cancelled && answer.outcome !== 'done') {
      await this.#tellResumable(answer.run, reasonOf(answer));
      return;
    }
    const failures = answer.failures.length > 0 ? ` · ${vscode.l10n.t('{0} failed', answer.failures.length)}` : '';
    vscode.window.setStatusBarMessage(vscode.l10n.t('{0} topics, {1} concepts', answer.topics, answer.concepts) + failures, 8000);
  }

  async generateSamples(target: Target): Promise<void> {
    checkTrust();
    const asked = await this.#askGeneration(target);
    if (!asked) return;
    const answer = await this.#generate(asked.plan, asked.uses);
    if (!answer) return;
    if (answer.kept > 0) await this.#showSamples(target);
    if (answer.kept < asked.plan.count && !answer.cancelled) await this.#tellGenerated(answer);
  }

  /**
   * Has several runs make samples, one after another under one budget; the first that does not come to its end is the last.
   * @returns samples that were kept, and whether all runs came to their end; null when it was left
   */
  async generateInTurn(
    title: string,
    runs: readonly [Generation, ...Generation[]],
  ): Promise<{ readonly kept: number; readonly isWhole: boolean } | null> {
    const estimate = async (): Promise<RunEstimate> => {
      let sum: RunEstimate | null = null;
      for (const run of runs) sum = inAll(sum, await this.#project.request('generate/estimate', run));
      return sum!;
    };
    const start = await this.#askStart(title, ['questions', 'answers'], estimate);
    if (start === null) return null;
    let left: Start = start;
    let kept = 0;
    for (const [at, run] of runs.entries()) {
      const answer = await this.#run(vscode.l10n.t('Generating samples ({0} of {1})', at + 1, runs.length), 'generate', {
        ...run,
        ...left,
      });
      kept += answer.kept;
      if (answer.kept < run.count || answer.outcome !== 'done') {
        if (!answer.cancelled) await this.#tellGenerated(answer);
        return { kept, isWhole: false };
      }
      left = lessUsed(left, answer);
    }
    return { kept, isWhole: true };
  }

  /** Has documents rated for the document filter, and embedded where a model for that is chosen; with 0, only that. */
  async rateDocuments(count: number): Promise<void> {
    checkTrust();
    const embedsOnly = count === 0;
    const title = embedsOnly ? vscode.l10n.t('Embed Documents') : vscode.l10n.t('Rate {0} Documents', count.toLocaleString());
    const uses: readonly ModelUse[] = embedsOnly ? ['embeddings'] : ['judge', 'embeddings'];
    const budget = await this.#askStart(title, uses, () => this.#project.request('rate/estimate', { count }));
    if (!budget) return;
    const running = embedsOnly ? vscode.l10n.t('Embedding documents') : vscode.l10n.t('Rating documents');
    const answer = await this.#run(running, 'rate', { count, ...budget });
    const rated = embedsOnly ? vscode.l10n.t('Documents embedded') : vscode.l10n.t('{0} documents rated', answer.kept.toLocaleString());
    if (answer.outcome === 'done') tell(oneLine(answer.reason ?? rated, 300));
    else if (!answer.cancelled) await this.#tellResumable(answer.run, reasonOf(answer));
  }

  /**
   * Has people invented for methods that write in the voice of one.
   * @returns the file they were added to, relative to the project; null when none were
   */
  async writePersonas(count: number): Promise<string | null> {
    checkTrust();
    const title = vscode.l10n.t('Write {0} Personas', count.toLocaleString());
    const budget = await this.#askStart(title, ['questions'], () => this.#project.request('personas/estimate', { count }));
    if (!budget) return null;
    const answer = await this.#run(vscode.l10n.t('Writing personas'), 'personas/generate', { count, ...budget });
    const { file, personas, failed, reason: stopped, dropped } = answer;
    if (answer.outcome === 'stopped') await this.#tellResumable(answer.run, reasonOf(answer));
    else if (personas.length < count && !answer.cancelled) {
      const reason = stopped ?? dropped[0]?.reason ?? vscode.l10n.t('The run ended before it was done.');
      const counts = vscode.l10n.t('{0} of {1} personas written, {2} calls failed', personas.length, count, failed);
      tell(`${counts}: ${oneLine(reason, 300)}`);
    }
    return personas.length > 0 ? file : null;
  }

  /**
   * Has samples that are there scored.
   * @param count how many were chosen
   */
  async judgeSamples(chosen: SampleChoice, count: number): Promise<void> {
    const budget = await this.#askStart(judgeTitle(count), ['judge'], () => this.#project.request('judge/estimate', chosen));
    if (!budget) return;
    const answer = await this.#run(vscode.l10n.t('Judging samples'), 'samples/judge', { ...chosen, ...budget });
    await this.#tellCounts(answer, judgedText(answer));
  }

  /**
   * Has samples embedded that have no embedding yet.
   * @param count how many were chosen
   */
  async embedSamples(chosen: SampleChoice, count: number): Promise<void> {
    const budget = await this.#askStart(embedTitle(count), ['embeddings'], () => this.#project.request('embed/estimate', chosen));
    if (!budget) return;
    const answer = await this.#run(vscode.l10n.t('Embedding samples'), 'samples/embed', { ...chosen, ...budget });
    await this.#tellCounts(answer, embeddedText(answer));
  }

  /** Has samples grouped by a model, again and again, to tell how diverse they are. */
  async measureDiversity(query: EngineParams<'diversity/measure'>): Promise<void> {
    const title = vscode.l10n.t('Measure Diversity');
    const budget = await this.#askStart(title, ['judge'], () => this.#project.request('diversity/estimate', query));
    if (!budget) return;
    const answer = await this.#run(vscode.l10n.t('Measuring diversity'), 'diversity/measure', { ...query, ...budget });
    const { score, standardError } = answer.measurement;
    if (answer.outcome === 'done' && score !== null) {
      const error = standardError === null ? '' : ` ± ${standardError.toFixed(3)}`;
      tell(vscode.l10n.t('Diversity D = {0}. The Loom panel shows the kinds of samples under Insights.', score.toFixed(3) + error));
    } else if (answer.outcome === 'done') tell(reasonOf(answer));
    else if (!answer.cancelled) await this.#tellResumable(answer.run, reasonOf(answer));
  }

  /** @param samples their ids */
  async regenerateSamples(samples: readonly string[]): Promise<void> {
    const instruction = await vscode.window.showInputBox({
      title: samples.length === 1 ? vscode.l10n.t('Regenerate Sample') : vscode.l10n.t('Regenerate {0} Samples', samples.length),
      prompt: vscode.l10n.t('What should be different? Leave empty to draw again.'),
    });
    if (instruction === undefined) return;
    const query = { samples: [...samples], instruction: instruction.trim() || null };
    const budget = await this.askRegeneration(query);
    if (!budget) return;
    const answer = await this.#run(vscode.l10n.t('Regenerating samples'), 'review/regenerate', { ...query, ...budget });
    const [failure] = answer.failures;
    if (answer.cancelled) return;
    if (answer.outcome !== 'done') await this.#tellResumable(answer.run, reasonOf(answer));
    else if (failure) tell(vscode.l10n.t('{0} could not be regenerated: {1}', answer.failures.length, oneLine(failure.reason)));
  }

  /**
   * Asks before samples are drawn again by a model that may cost something. A single one is drawn without a question: one reads,
   * presses a key and reads the next version.
   * @returns how to start, or null to leave it
   */
  async askRegeneration(query: EngineParams<'regenerate/estimate'>): Promise<Start | null> {
    const { length: count } = query.samples;
    if (count === 1) return {};
    const title = vscode.l10n.t('Regenerate {0} Samples', count.toLocaleString());
    return await this.#askStart(title, ['questions', 'answers'], () => this.#project.request('regenerate/estimate', query));
  }

  /** @param again also what was extracted before */
  async #extract(again = false): Promise<EngineResult<'extract'> | null> {
    const title = again ? vscode.l10n.t('Extract Concepts Again') : vscode.l10n.t('Extract Concepts');
    const budget = await this.#askStart(title, ['questions'], () => this.#project.request('extract/estimate', { again }));
    return budget && (await this.#run(vscode.l10n.t('Extracting concepts'), 'extract', { again, ...budget }));
  }

  /** Whoever asks for an extraction when there is nothing left may have changed what it is made with. */
  async #extractAgain(): Promise<EngineResult<'extract'> | null> {
    const again = vscode.l10n.t('Extract Again…');
    const message = vscode.l10n.t('Every passage is extracted. Extract them again, after a change of template or settings?');
    return (await vscode.window.showInformationMessage(message, again)) === again ? this.#extract(true) : null;
  }

  async #generate(plan: Generation, uses: readonly ModelUse[]): Promise<EngineResult<'generate'> | null> {
    const title =
      plan.count === 1 ? vscode.l10n.t('Generate 1 Sample') : vscode.l10n.t('Generate {0} Samples', plan.count.toLocaleString());
    const estimate = (): Promise<EngineResult<'generate/estimate'>> => this.#project.request('generate/estimate', plan);
    const start = await this.#askStart(title, uses, estimate);
    return start && (await this.#run(vscode.l10n.t('Generating samples'), 'generate', { ...plan, ...start }));
  }

  /** Asks about the cost of a run before it starts, unless it costs nothing. */
  async #askStart(title: string, uses: readonly ModelUse[], estimate: () => Promise<RunEstimate>): Promise<Start | null> {
    checkTrust();
    const { models } = await this.#statusInSight(title);
    const paid = [...new Set(uses.flatMap((use) => models[use] ?? []))].filter((id) => !isFree(id));
    if (paid.length === 0) return {};
    const expected = await vscode.window.withProgress(
      { location: vscode.ProgressLocation.Window, title: vscode.l10n.t('Estimating…') },
      estimate,
    );
    if (expected.calls === 0) return {};
    return this.#question.ask(vscode.l10n.t('{0} with {1}', title, paid.map(modelName).join(', ')), expected);
  }

  /** While the corpus is read the engine's answer takes long: it is waited for where it can be seen, and called off. */
  async #statusInSight(title: string): ReturnType<Project['status']> {
    if (!this.#project.reading) return this.#project.status();
    return withProgress(this.#project, title, (token) => this.#project.status(token));
  }

  async #run<M extends Making>(title: string, method: M, params: EngineParams<M>): Promise<EngineResult<M>> {
    checkTrust();
    return withRunProgress(this.#project, title, (token) => this.#project.request(method, params, token));
  }

  /** Tells what a run came to, in more than passing where something is left to be looked at or done. */
  async #tellCounts(answer: EngineResult<'runs/resume'>, counts: string): Promise<void> {
    if (answer.outcome === 'done' && answer.failed === 0) vscode.window.setStatusBarMessage(counts, 8000);
    else if (answer.outcome === 'done') tell(counts);
    else if (!answer.cancelled) await this.#tellResumable(answer.run, answer.reason === null ? counts : oneLine(answer.reason, 300));
  }

  async #tellGenerated(generated: EngineResult<'generate'>): Promise<void> {
    if (generated.outcome === 'done') tell(resultText(generated));
    else await this.#tellResumable(generated.run, resultText(generated));
  }
}

export function checkTrust(): void {
  if (vscode.workspace.isTrusted) return;
  throw new Error(
    vscode.l10n.t(
      'In Restricted Mode nothing is written and no model is called. Trust the workspace to make samples and decide on them; reading works without.',
    ),
  );
}

function tell(message: string): void {
  void vscode.window.showInformationMessage(message);
}
