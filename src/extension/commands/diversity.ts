import * as vscode from 'vscode';
import { paperMeasure, smallMeasure } from '../../protocol/diversity-sizes.ts';
import type { EngineParams } from '../../protocol/engine.ts';
import type { SampleChoice } from '../../protocol/engine/samples.ts';
import { pickOne } from '../generation/picks.ts';
import type { Project } from '../project.ts';
import { hasJudge } from './has-judge.ts';
import { checkTrust } from './making.ts';
import type { MakingCommands } from './making.ts';

type Measuring = EngineParams<'diversity/measure'>;

/** How diverse samples are, as a model sees it that groups some of them again and again. */
export class DiversityCommands {
  readonly #project: Project;
  readonly #making: MakingCommands;
  readonly #chooseModel: () => Promise<void>;

  constructor(project: Project, making: MakingCommands, chooseModel: () => Promise<void>) {
    this.#project = project;
    this.#making = making;
    this.#chooseModel = chooseModel;
  }

  /** @param choice null: all to review and accepted */
  async measureDiversity(choice: SampleChoice | null): Promise<void> {
    checkTrust();
    const title = vscode.l10n.t('Measure Diversity');
    if (!(await hasJudge(this.#project, this.#chooseModel, title, vscode.l10n.t('Measuring diversity')))) return;
    const sizes = await askSizes(title, (await this.#project.status()).diversity);
    if (sizes) await this.#making.measureDiversity({ filter: filterOf(choice), ...sizes });
  }
}

const filterOf = (choice: SampleChoice | null): NonNullable<Measuring['filter']> => {
  if (choice === null) return {};
  return 'samples' in choice ? { id: choice.samples } : choice.filter;
};

const isSame = (a: typeof smallMeasure, b: typeof smallMeasure): boolean => JSON.stringify(sorted(a)) === JSON.stringify(sorted(b));
const sorted = (sizes: typeof smallMeasure): (string | number)[][] => Object.entries(sizes).sort(([a], [b]) => (a < b ? -1 : 1));

/** Asks how large the measurement is to be; null when that was left. @param own the sizes that the project's settings say */
async function askSizes(title: string, own: typeof smallMeasure): Promise<typeof smallMeasure | null> {
  const told = ({ draws, rounds, size }: typeof smallMeasure): string =>
    vscode.l10n.t('{0} draws for criteria, {1} rounds of {2} samples', draws.toLocaleString(), rounds.toLocaleString(), size);
  const step = await pickOne({
    title,
    placeholder: vscode.l10n.t('How large? What it would take is shown before it starts.'),
    rows: [
      ...([smallMeasure, paperMeasure].some((each) => isSame(each, own))
        ? []
        : [{ label: vscode.l10n.t('As the Project’s Settings Say'), description: told(own), value: own }]),
      { label: vscode.l10n.t('A First Look'), description: told(smallMeasure), value: smallMeasure },
      { label: vscode.l10n.t('As in the Paper'), description: told(paperMeasure), value: paperMeasure },
    ],
    canGoBack: false,
  });
  return step.kind === 'value' ? step.value : null;
}
