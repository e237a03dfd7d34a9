import * as vscode from 'vscode';
import { messageOf } from '../errors.ts';
import type { Action, OfferedModel, ModelSection } from './choices.ts';
import { OfferedModels } from './choices.ts';
import { untilDone } from './inputs.ts';

interface ModelRow extends vscode.QuickPickItem {
  readonly choice?: OfferedModel;
}

/** Fetches a section; it may be filled more than once, as more becomes known. */
export interface ModelSource {
  readonly section: ModelSection;
  load(fill: (choices: readonly OfferedModel[]) => void, signal: AbortSignal): Promise<void>;
}

const titles: Readonly<Record<ModelSection, () => string>> = {
  none: () => vscode.l10n.t('needs no key and no network'),
  builtin: () => vscode.l10n.t('needs no key and no network'),
  profile: () => vscode.l10n.t('your endpoints'),
  environment: () => vscode.l10n.t('from the environment'),
  local: () => vscode.l10n.t('servers on this machine'),
  folder: () => vscode.l10n.t('On this machine, without a server'),
  download: () => vscode.l10n.t('to download'),
  vscode: () => vscode.l10n.t('VS Code’s language models'),
  recorded: () => vscode.l10n.t('recorded replies'),
  add: () => '',
};

/** One list over all sources, shown at once and filled as they answer. */
export async function pickModel(title: string, chosen: string, sources: readonly ModelSource[]): Promise<Action | null> {
  const pick = vscode.window.createQuickPick<ModelRow>();
  const choices = new OfferedModels();
  const ended = new AbortController();
  pick.title = title;
  pick.placeholder = vscode.l10n.t('Which model? Now: {0}', chosen);
  pick.matchOnDescription = true;
  pick.matchOnDetail = true;
  pick.keepScrollPosition = true;
  const show = (): void => {
    const active = pick.activeItems[0]?.choice?.key;
    pick.items = rowsOf(choices);
    const kept = pick.items.filter(({ choice }) => choice !== undefined && choice.key === active);
    if (kept.length > 0) pick.activeItems = kept;
  };
  let waiting = sources.length;
  for (const source of sources) {
    const fill = (found: readonly OfferedModel[]): void => {
      if (ended.signal.aborted) return;
      choices.fill(source.section, found);
      show();
    };
    pick.busy = true;
    source
      .load(fill, ended.signal)
      .catch((error: unknown) => {
        fill([unlisted(source.section, error)]);
      })
      .finally(() => {
        waiting -= 1;
        if (waiting === 0 && !ended.signal.aborted) pick.busy = false;
      });
  }
  const step = await untilDone<Action>(pick, false, (done) => [
    pick.onDidAccept(() => {
      const action = pick.selectedItems[0]?.choice?.action;
      if (action && action.kind !== 'none') done(action);
    }),
  ]);
  ended.abort();
  return step.kind === 'value' ? step.value : null;
}

function rowsOf(choices: OfferedModels): ModelRow[] {
  return [...choices.sections()].flatMap(({ section, choices: found }) => [
    { label: titles[section](), kind: vscode.QuickPickItemKind.Separator },
    ...found.map((choice) => ({
      label: choice.label,
      choice,
      ...(choice.description === undefined ? {} : { description: choice.description }),
      ...(choice.detail === undefined ? {} : { detail: choice.detail }),
    })),
  ]);
}

const unlisted = (section: ModelSection, error: unknown): OfferedModel => ({
  key: `problem ${section}`,
  label: `$(warning) ${vscode.l10n.t('These could not be listed')}`,
  detail: messageOf(error),
  action: { kind: 'none' },
});
