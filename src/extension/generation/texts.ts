import * as vscode from 'vscode';
import { modelName } from '../models/model-names.ts';
import { oneLine } from '../views/texts.ts';
import type { Extra, Lack, Means, ListedSampleMethod, Target } from './plan.ts';

/** Subject of a run, as the title of its questions. */
export function targetTitle(target: Target): string {
  switch (target.kind) {
    case 'corpus':
      return vscode.l10n.t('Generate Samples');
    case 'file':
      return vscode.l10n.t('Generate Samples from {0}', target.file);
    case 'selection':
      return vscode.l10n.t('Generate Samples from the Selection in {0}', target.file);
    case 'concept':
      return vscode.l10n.t('Generate Samples on “{0}”', oneLine(target.concept.label, 60));
  }
}

/** Needs of a method, as far as a reader has to care. */
export function needsText({ needs }: Pick<ListedSampleMethod, 'needs'>): string {
  const words: Readonly<Record<ListedSampleMethod['needs'][number], string>> = {
    graph: vscode.l10n.t('concept graph'),
    references: vscode.l10n.t('reference passages'),
    answers: vscode.l10n.t('model for answers'),
    judge: vscode.l10n.t('model for judging'),
    personas: vscode.l10n.t('personas'),
  };
  return needs.length === 0 ? '' : vscode.l10n.t('needs: {0}', needs.map((need) => words[need]).join(', '));
}

/** Reason, in a few words, that a method cannot be used yet. */
export const lackText = (lack: Lack): string =>
  lack === 'model' ? vscode.l10n.t('needs a language model') : vscode.l10n.t('needs concepts; none were extracted yet');

/** The same, in full. */
export const lackExplained = (lack: Lack, title: string): string =>
  lack === 'model'
    ? vscode.l10n.t('{0}: needs a language model, and the offline model, which is chosen, is none', title)
    : vscode.l10n.t('{0}: needs concepts, and none were extracted yet', title);

export const mendText = (lack: Lack): vscode.QuickPickItem =>
  lack === 'model'
    ? { label: `$(hubot) ${vscode.l10n.t('Choose Model…')}`, description: vscode.l10n.t('and go on') }
    : { label: `$(type-hierarchy) ${vscode.l10n.t('Extract Concepts')}`, description: vscode.l10n.t('and go on') };

export function styleText(style: string): string {
  switch (style) {
    case 'hq':
      return vscode.l10n.t('encyclopaedic prose');
    case 'qa':
      return vscode.l10n.t('a conversation of questions and answers');
    case 'academic':
      return vscode.l10n.t('a chapter for students of the subject');
    case 'narrative':
      return vscode.l10n.t('told as a story');
    case 'blog':
      return vscode.l10n.t('a post for curious readers');
    case 'how-to':
      return vscode.l10n.t('step by step');
    default:
      return '';
  }
}

export const extraTexts: Readonly<Record<Extra, (means: Means) => { readonly label: string; readonly description: string }>> = {
  answer: ({ models }) => ({
    label: vscode.l10n.t('An answer'),
    description: vscode.l10n.t('by {0}, with the sentences it rests on', modelName(models.answers)),
  }),
  judge: ({ models }) => ({
    label: vscode.l10n.t('A judge’s scores'),
    description: vscode.l10n.t('by {0}: relevance, clarity, correctness, difficulty, grounding', modelName(models.judge)),
  }),
};
