import * as vscode from 'vscode';
import type { SampleChoice } from '../../protocol/engine/samples.ts';
import type { Project } from '../project.ts';
import { checkTrust } from './making.ts';
import type { MakingCommands } from './making.ts';
import type { ModelCommands } from './models.ts';
import { countChosen } from './samples-chosen.ts';

/** Embeddings of samples, by which those that say the same in other words are found. */
export class EmbeddingCommands {
  readonly #project: Project;
  readonly #making: MakingCommands;
  readonly #models: ModelCommands;

  constructor(project: Project, making: MakingCommands, models: ModelCommands) {
    this.#project = project;
    this.#making = making;
    this.#models = models;
  }

  /** @param choice null: all to review and accepted, whose likeness is measured; those that have an embedding are not asked for again */
  async embedSamples(choice: SampleChoice | null): Promise<void> {
    checkTrust();
    const chosen = choice ?? { filter: { status: ['pending', 'accepted'] } };
    const count = await countChosen(this.#project, chosen);
    if (count === 0) void vscode.window.showInformationMessage(vscode.l10n.t('There are no samples to embed.'));
    else if (await this.#hasModel()) await this.#making.embedSamples(chosen, count);
  }

  /** Has a model chosen, or downloaded, where there is none; false when that was left. */
  async #hasModel(): Promise<boolean> {
    const isChosen = async (): Promise<boolean> => (await this.#project.status()).models.embeddings !== null;
    if (await isChosen()) return true;
    await this.#models.chooseEmbeddings(vscode.l10n.t('Embed Samples: Choose a Model That Embeds'));
    return isChosen();
  }
}
