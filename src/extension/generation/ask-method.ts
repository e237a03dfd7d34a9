import * as vscode from 'vscode';
import type { Step } from '../models/inputs.ts';
import { pickOne } from './picks.ts';
import { lacksOf, styleOf } from './plan.ts';
import type { Choices, Means, SampleMethod } from './plan.ts';
import { lackText, needsText, styleText } from './texts.ts';

interface Question {
  readonly title: string;
  readonly methods: readonly SampleMethod[];
  /** The id of the one chosen before. */
  readonly chosen: string;
  /** Those that lack something are marked with it; null where nothing is to be run. */
  readonly means: Means | null;
}

const kinds = ['questions', 'text'] as const;

/** Asks for one of the methods that make samples. */
export function askMethod({ title, methods, chosen, means }: Question): Promise<Step<SampleMethod>> {
  const rows = kinds.flatMap((kind) => [
    {
      label: kind === 'questions' ? vscode.l10n.t('questions and answers') : vscode.l10n.t('texts to train on'),
      kind: vscode.QuickPickItemKind.Separator,
    },
    ...methods.filter(({ samples }) => samples.kind === kind).map((method) => rowOf(method, means)),
  ]);
  const active = methods.find(({ id }) => id === chosen);
  return pickOne({
    title,
    placeholder: vscode.l10n.t('Which method?'),
    rows,
    canGoBack: false,
    ...(active === undefined ? {} : { active }),
  });
}

function rowOf(method: SampleMethod, means: Means | null) {
  const [lack] = means === null ? [] : lacksOf(method, means);
  return {
    label: `$(${method.samples.kind === 'questions' ? 'comment-discussion' : 'book'}) ${method.title}`,
    description: lack === undefined ? needsText(method) : `$(warning) ${lackText(lack)}`,
    detail: method.summary,
    value: method,
  };
}

/** Asks for one of a method's styles. */
export function askStyle(title: string, method: SampleMethod, choices: Pick<Choices, 'styles'>): Promise<Step<string>> {
  const active = styleOf(choices, method);
  return pickOne({
    title,
    placeholder: vscode.l10n.t('{0}: in which style?', method.title),
    rows: method.samples.styles.map((style) => ({ label: style, description: styleText(style), value: style })),
    canGoBack: true,
    ...(active === null ? {} : { active }),
  });
}
