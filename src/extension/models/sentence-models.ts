import * as vscode from 'vscode';
import type { EngineResult } from '../../protocol/engine.ts';
import { pickOne } from '../generation/picks.ts';
import type { Project } from '../project.ts';
import { withProgress } from '../runs/progress.ts';

/** A sentence model that can be downloaded. */
export type PublishedEntry = EngineResult<'models/published'>['models'][number];

/** `21.2 MB`. */
export const megabytes = (bytes: number): string => vscode.l10n.t('{0} MB', (bytes / 1e6).toFixed(1));

/**
 * Downloads a sentence model, after its user was told what comes from where, and agreed.
 * @param name of the model; without one it is asked for, where there are several
 * @returns its id; null when that was left
 */
export async function downloadSentenceModel(project: Project, name: string | null): Promise<string | null> {
  const offered = await project.request('models/published', {});
  const model = name === null ? await askWhich(offered.models) : offered.models.find((each) => each.name === name);
  if (!model || !(await agrees(model, offered))) return null;
  const title = vscode.l10n.t('Downloading {0} (megabytes)', model.name);
  await withProgress(project, title, (token) => project.request('models/download', { name: model.name }, token));
  return model.id;
}

async function askWhich(models: readonly PublishedEntry[]): Promise<PublishedEntry | null> {
  const [only, ...others] = models;
  if (only && others.length === 0) return only;
  const step = await pickOne({
    title: vscode.l10n.t('Download Sentence Model'),
    placeholder: vscode.l10n.t('Which model?'),
    rows: models.map((model) => ({
      label: model.name,
      description: `${megabytes(model.bytes)} · ${model.licence}`,
      detail: model.about,
      value: model,
    })),
    canGoBack: false,
  });
  return step.kind === 'value' ? step.value : null;
}

async function agrees(model: PublishedEntry, { host, into }: EngineResult<'models/published'>): Promise<boolean> {
  const download = vscode.l10n.t('Download');
  const detail = [
    vscode.l10n.t('{0}. Licence: {1}.', model.about, model.licence),
    into === null ? '' : vscode.l10n.t('From {0} into {1}, where every project and the command line find it.', host, into),
    vscode.l10n.t(
      'Each file is checked by its published SHA-256 before it is put there. The model runs on this machine’s processor: no text is sent anywhere.',
    ),
    model.isThere ? vscode.l10n.t('It is there already, and comes again only where its files are not whole.') : '',
  ];
  const message = vscode.l10n.t('Download the sentence model {0} ({1})?', model.name, megabytes(model.bytes));
  const options = { modal: true, detail: detail.filter(Boolean).join('\n\n') };
  return (await vscode.window.showInformationMessage(message, options, download)) === download;
}
