import * as vscode from 'vscode';
import type { Step } from '../models/inputs.ts';
import { askText } from '../models/inputs.ts';
import type { Project } from '../project.ts';
import { setting } from '../settings.ts';
import { askMethod, askStyle } from './ask-method.ts';
import { askPersonas, readPersonas } from './personas.ts';
import { pickOne, pickSome } from './picks.ts';
import { extrasOf, generationOf, recallChoices, sampleCount, sampleMethods, stepAfter, stepBefore, stepsOf, usesOf } from './plan.ts';
import type { Choices, Generation, Lack, Means, ModelUse, ListedSampleMethod, StepName, Target } from './plan.ts';
import { extraTexts, lackExplained, mendText, targetTitle } from './texts.ts';

const remembered = 'lastGeneration';

interface WizardParts {
  readonly project: Project;
  /** Keeps the last choices of this workspace. */
  readonly memento: vscode.Memento;
  /** Gets what a method lacks. */
  readonly mend: Readonly<Record<Lack, () => Promise<void>>>;
  /** Has so many personas written and shows them; false when that was left. */
  readonly writePersonas: (count: number) => Promise<boolean>;
}

/** A run as it was asked for. */
export interface AskedRun {
  readonly plan: Generation;
  /** The models it would ask. */
  readonly uses: readonly ModelUse[];
}

interface PlanDraft {
  readonly target: Target;
  readonly choices: Choices;
  means: Means;
  /** Null before the first answer. */
  method: ListedSampleMethod | null;
}

/** Asks step by step what samples a run is to make; proposes what was chosen the last time. */
export class GenerationWizard {
  readonly #project: Project;
  readonly #memento: vscode.Memento;
  readonly #mend: WizardParts['mend'];
  readonly #writePersonas: WizardParts['writePersonas'];

  constructor({ project, memento, mend, writePersonas }: WizardParts) {
    this.#project = project;
    this.#memento = memento;
    this.#mend = mend;
    this.#writePersonas = writePersonas;
  }

  /** @returns null when it was left */
  async run(target: Target): Promise<AskedRun | null> {
    const methods = sampleMethods(await this.#project.methods());
    const choices = recallChoices(this.#memento.get<unknown>(remembered), setting('samplesPerRun'));
    const draft: PlanDraft = { target, choices, means: await this.#project.status(), method: null };
    let at: StepName = 'method';
    for (;;) {
      const step = await this.#askStep(at, draft, methods);
      const { method } = draft;
      if (step.kind === 'cancelled' || method === null) return null;
      if (step.kind === 'value' && at === 'count') return this.#finish(draft, method);
      at = (step.kind === 'value' ? stepAfter : stepBefore)(at, stepsOf(method, draft.means));
    }
  }

  #askStep(at: StepName, draft: PlanDraft, methods: readonly ListedSampleMethod[]): Promise<Step<unknown>> {
    const { method } = draft;
    if (at === 'method' || method === null) return this.#askMethod(draft, methods);
    return this.#ask[at](draft, method, titleAt(draft, method, at));
  }

  async #askMethod(draft: PlanDraft, methods: readonly ListedSampleMethod[]): Promise<Step<unknown>> {
    const { target, choices, means } = draft;
    const step = await askMethod({ title: targetTitle(target), methods, chosen: choices.method, means });
    if (step.kind === 'value') {
      draft.method = step.value;
      choices.method = step.value.id;
    }
    return step;
  }

  readonly #ask: Readonly<
    Record<Exclude<StepName, 'method'>, (draft: PlanDraft, method: ListedSampleMethod, title: string) => Promise<Step<unknown>>>
  > = {
    model: (draft, method, title) => this.#askToMend('model', draft, method, title),
    concepts: (draft, method, title) => this.#askToMend('concepts', draft, method, title),
    style: async ({ choices }, method, title) =>
      keep(await askStyle(title, method, choices), (style) => (choices.styles = { ...choices.styles, [method.id]: style })),
    personas: async ({ choices }, _, title) => {
      const countOwn = async () => (await this.#project.request('personas/list', {})).count;
      const question = { title, file: choices.personas, folder: this.#project.folder, countOwn, write: this.#writePersonas };
      return keep(await askPersonas(question), (file) => (choices.personas = file));
    },
    extras: async ({ choices, means }, method, title) => {
      const extras = extrasOf(method, means);
      const step = await pickSome({
        title,
        placeholder: vscode.l10n.t('What should each sample have?'),
        rows: extras.map((extra) => ({ ...extraTexts[extra](means), value: extra })),
        chosen: extras.filter((extra) => choices[extra]),
        canGoBack: true,
      });
      return keep(step, (chosen) => {
        for (const extra of extras) choices[extra] = chosen.includes(extra);
      });
    },
    count: async ({ choices }, _, title) => {
      const step = await askText({
        title,
        prompt: vscode.l10n.t('How many samples?'),
        value: String(choices.count),
        canGoBack: true,
        check: (text) => (sampleCount(text) === null ? vscode.l10n.t('A whole number from 1 to 1,000,000') : null),
      });
      return keep(step, (text) => (choices.count = sampleCount(text) ?? choices.count));
    },
  };

  /** Says what a method lacks and offers to get it; the steps that follow find whether it is there now. */
  async #askToMend(lack: Lack, draft: PlanDraft, method: ListedSampleMethod, title: string): Promise<Step<unknown>> {
    const step = await pickOne({
      title,
      placeholder: lackExplained(lack, method.title),
      rows: [{ ...mendText(lack), value: lack }],
      canGoBack: true,
    });
    if (step.kind === 'value') {
      await this.#mend[lack]();
      draft.means = await this.#project.status();
    }
    return step;
  }

  async #finish({ target, choices, means }: PlanDraft, method: ListedSampleMethod): Promise<AskedRun> {
    await this.#memento.update(remembered, choices);
    const takesPersonas = stepsOf(method, means).includes('personas');
    const personas = takesPersonas && choices.personas !== null ? await readPersonas(choices.personas) : [];
    const plan = generationOf(choices, method, means, target, personas);
    return { plan, uses: usesOf(plan, method) };
  }
}

function titleAt({ target, means }: PlanDraft, method: ListedSampleMethod, at: StepName): string {
  const steps = stepsOf(method, means);
  return `${targetTitle(target)} (${steps.indexOf(at) + 1}/${steps.length})`;
}

function keep<T>(step: Step<T>, set: (value: T) => void): Step<T> {
  if (step.kind === 'value') set(step.value);
  return step;
}
