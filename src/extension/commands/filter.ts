import * as vscode from 'vscode';
import type { EngineResult } from '../../protocol/engine.ts';
import { modelName } from '../models/model-names.ts';
import type { Project } from '../project.ts';
import type { MakingCommands } from './making.ts';

type Documents = EngineResult<'documents/list'>;

interface FilterChoice extends vscode.QuickPickItem {
  readonly act?: () => unknown;
}

const barWidth = 24;
/** Documents rated at a time. */
const ratedAtOnce = 50;

/** The document filter: rating, the threshold over the histogram of scores, and files decided on by hand. */
export class FilterCommands {
  readonly #project: Project;
  readonly #making: MakingCommands;

  constructor(project: Project, making: MakingCommands) {
    this.#project = project;
    this.#making = making;
  }

  async filterDocuments(): Promise<void> {
    const documents = await this.#project.request('documents/list', {});
    const chosen = await vscode.window.showQuickPick(this.#choices(documents), {
      title: vscode.l10n.t('Filter Documents'),
      placeHolder: placeholder(documents),
    });
    await chosen?.act?.();
  }

  /** @param file one of the corpus */
  async decide(file: string, decision: 'keep' | 'drop' | 'clear'): Promise<void> {
    await this.#project.request('documents/filter', { [decision]: [file] });
  }

  #choices(documents: Documents): FilterChoice[] {
    const { enabled, threshold, histogram, rated, embeddings } = documents;
    const set = (change: { enabled?: boolean; threshold?: number }) => () => this.#project.request('documents/filter', change);
    const most = histogram.reduce((highest, bin) => Math.max(highest, bin.documents), 1);
    const scores = documents.documents.flatMap(({ score }) => (score === null ? [] : [score]));
    const toggle: FilterChoice = {
      label: enabled ? `$(check) ${vscode.l10n.t('The filter is on')}` : `$(circle-slash) ${vscode.l10n.t('The filter is off')}`,
      description: enabled
        ? vscode.l10n.t('Take all documents in')
        : vscode.l10n.t('Leave documents below {0} out of graph and generation', threshold),
      act: set({ enabled: !enabled }),
    };
    const rate: FilterChoice = {
      label: `$(beaker) ${vscode.l10n.t('Rate {0} more documents…', Math.min(ratedAtOnce, documents.documents.length - rated))}`,
      description: vscode.l10n.t('by the model chosen for judging'),
      act: () => this.#making.rateDocuments(ratedAtOnce),
    };
    const embed = embeddings === null || embeddings.missing === 0 ? [] : [this.#embedding(embeddings)];
    const bins = histogram.map(({ from, documents: count }): FilterChoice => {
      const kept = scores.filter((score) => score >= from).length;
      return {
        label: `${from === threshold ? '$(arrow-right)' : '$(blank)'} ${from.toFixed(1)}`,
        description: [
          '█'.repeat(Math.ceil((barWidth * count) / most)),
          count === 0 ? '' : count.toLocaleString(),
          `· ${vscode.l10n.t('keeps {0}', kept.toLocaleString())}`,
        ]
          .filter(Boolean)
          .join(' '),
        act: set({ threshold: from, enabled: true }),
      };
    });
    const heading: FilterChoice = { label: vscode.l10n.t('Keep documents from this score on'), kind: vscode.QuickPickItemKind.Separator };
    return [toggle, ...(rated < documents.documents.length ? [rate] : []), ...embed, ...(scores.length > 0 ? [heading, ...bins] : [])];
  }

  #embedding({ model, missing }: NonNullable<Documents['embeddings']>): FilterChoice {
    return {
      label: `$(symbol-array) ${vscode.l10n.t('Embed {0} documents…', missing.toLocaleString())}`,
      description: vscode.l10n.t('by {0}; until then, scores are predicted from words', modelName(model)),
      act: () => this.#making.rateDocuments(0),
    };
  }
}

function placeholder({ rated, documents, r2, features }: Documents): string {
  const counts = vscode.l10n.t('{0} of {1} documents rated', rated.toLocaleString(), documents.length.toLocaleString());
  if (rated === documents.length) return counts;
  const quality =
    r2 === null
      ? vscode.l10n.t('too few to predict the others')
      : r2 <= 0
        ? vscode.l10n.t('the others not predicted: no better than by the mean (R² {0})', r2.toFixed(2))
        : features === 'words'
          ? vscode.l10n.t('the others predicted from words, R² {0} on held-out ratings', r2.toFixed(2))
          : vscode.l10n.t('the others predicted from embeddings of {1}, R² {0} on held-out ratings', r2.toFixed(2), modelName(features));
  return `${counts} · ${quality}`;
}
