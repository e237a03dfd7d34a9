import * as vscode from 'vscode';
import type { Step } from '../models/inputs.ts';
import { pickOne } from './picks.ts';
import { lacksOf, styleOf } from './plan.ts';
import type { Choices, Means, ListedSampleMethod } from './plan.ts';
import { lackText, needsText, styleText } from './texts.ts';
import type { ListedMethod } from '../../protocol/results.ts';

interface MethodQuestion<M> {
  readonly title: string;
  readonly methods: readonly M[];
  /** The id of the one chosen before. */
  readonly chosen: string;
  /** Those that lack something are marked with it; null where nothing is to be run. */
  readonly means: Means | null;
}

/** By what comes out of them: what makes samples first. */
const groups = ['questions', 'text', 'other'] as const;
type MethodGroup = (typeof groups)[number];

const groupOf = ({ samples, needs }: ListedMethod): MethodGroup =>
  samples === null ? 'other' : needs.includes('answers') ? 'questions' : 'text';

const icons: Readonly<Record<MethodGroup, string>> = { questions: 'comment-discussion', text: 'book', other: 'checklist' };

/** Asks for one of the methods there are to choose from. */
export function askMethod<M extends ListedMethod>({ title, methods, chosen, means }: MethodQuestion<M>): Promise<Step<M>> {
  const names: Readonly<Record<MethodGroup, string>> = {
    questions: vscode.l10n.t('questions and answers'),
    text: vscode.l10n.t('texts to train on'),
    other: vscode.l10n.t('about documents and samples'),
  };
  const rows = groups.flatMap((group) => {
    const members = methods.filter((method) => groupOf(method) === group).map((method) => rowOf(method, means));
    return members.length === 0 ? [] : [{ label: names[group], kind: vscode.QuickPickItemKind.Separator }, ...members];
  });
  const active = methods.find(({ id }) => id === chosen);
  return pickOne({
    title,
    placeholder: vscode.l10n.t('Which method?'),
    rows,
    canGoBack: false,
    ...(active === undefined ? {} : { active }),
  });
}

function rowOf<M extends ListedMethod>(method: M, means: Means | null) {
  const [lack] = means === null ? [] : lacksOf(method, means);
  return {
    label: `$(${icons[groupOf(method)]}) ${method.title}`,
    description: lack === undefined ? needsText(method) : `$(warning) ${lackText(lack)}`,
    detail: method.summary,
    value: method,
  };
}

/** Asks for one of a method's styles. */
export function askStyle(title: string, method: ListedSampleMethod, choices: Pick<Choices, 'styles'>): Promise<Step<string>> {
  const active = styleOf(choices, method);
  return pickOne({
    title,
    placeholder: vscode.l10n.t('{0}: in which style?', method.title),
    rows: method.samples.styles.map((style) => ({ label: style, description: styleText(style), value: style })),
    canGoBack: true,
    ...(active === null ? {} : { active }),
  });
}
