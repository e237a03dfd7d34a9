import * as vscode from 'vscode';
import type { EngineNotifications } from '../../protocol/engine.ts';
import { DisposableStore } from '../disposables.ts';
import { viewIds } from '../ids.ts';
import { modelName } from '../models/model-names.ts';
import type { Project } from '../project.ts';
import { doneText, paceText, usageLines, usageText, waitText } from '../runs/texts.ts';
import { contextOf, waitOf } from '../runs/wait.ts';
import { oneLine } from './texts.ts';
import type { MoreRow } from './tree.ts';
import { ProjectTree } from './tree.ts';
import type { ListedRun } from '../../protocol/results.ts';

export interface RunRow {
  readonly kind: 'run';
  readonly run: ListedRun;
  /** Title of the run's method. */
  readonly method: string;
}

const page = 100;

interface Look {
  readonly icon: string;
  readonly color?: string;
  readonly text: () => string;
}

const looks: Record<ListedRun['outcome'], Look> = {
  running: { icon: 'sync~spin', text: () => vscode.l10n.t('running') },
  done: { icon: 'pass', color: 'charts.green', text: () => vscode.l10n.t('done') },
  paused: { icon: 'debug-pause', color: 'charts.blue', text: () => vscode.l10n.t('paused') },
  stopped: { icon: 'shield', color: 'list.warningForeground', text: () => vscode.l10n.t('stopped') },
  cancelled: { icon: 'circle-slash', text: () => vscode.l10n.t('cancelled') },
  failed: { icon: 'error', color: 'list.errorForeground', text: () => vscode.l10n.t('failed') },
  interrupted: { icon: 'warning', color: 'list.warningForeground', text: () => vscode.l10n.t('interrupted') },
};

/** View of the runs: method, time, outcome and cost; the newest first. */
export class RunsView extends ProjectTree<RunRow> {
  readonly #subscriptions = new DisposableStore();

  constructor(project: Project) {
    super(viewIds.runs, project);
    this.#subscriptions.add(
      project.onDidProgress((progress) => {
        this.#show(progress);
      }),
    );
  }

  override dispose(): void {
    this.#subscriptions.dispose();
    super.dispose();
  }

  protected async rows(row: RunRow | undefined): Promise<(RunRow | MoreRow)[]> {
    if (row) return [];
    const [{ runs }, titles] = await Promise.all([this.project.request('runs/list', {}), this.project.methodTitles()]);
    const newest = runs.map(atRest).toSorted((a, b) => b.startedAt.localeCompare(a.startedAt));
    const rows = newest
      .slice(0, this.shown('runs', page))
      .map((run): RunRow => ({ kind: 'run', run, method: titles.get(run.method) ?? run.method }));
    return this.withMore(rows, newest.length, 'runs', page);
  }

  protected idOf({ run }: RunRow): string {
    return run.run;
  }

  protected item(row: RunRow): vscode.TreeItem {
    const { run } = row;
    const look = lookOf(run);
    const item = new vscode.TreeItem(titleOf(row));
    item.iconPath = new vscode.ThemeIcon(look.icon, look.color === undefined ? undefined : new vscode.ThemeColor(look.color));
    item.contextValue = contextOf(run);
    item.description = run.outcome === 'running' ? look.text() : endOf(run, look.text());
    item.tooltip = tooltipOf(row, look.text());
    return item;
  }

  /** In the title and above the rows, not in the run's row: a row that is drawn anew again and again takes no click on its button. */
  #show(progress: EngineNotifications['progress'] | null): void {
    this.view.description = progress ? doneText(progress) : '';
    this.say(progress ? paceText(progress) : '');
  }
}

/** Figures that change with every reply stand above the rows; in the row of a run under way they would have it drawn anew all the time. */
function atRest(run: ListedRun): ListedRun {
  return run.outcome === 'running' ? { ...run, kept: 0, gated: 0, failed: 0, usage: { ...run.usage, ...nothing } } : run;
}
const noBudget = { tokens: null, cost: null };
const nothing = { calls: 0, cached: 0, retried: 0, tokens: { prompt: 0, completion: 0 }, cost: 0 };

/** One that nobody ended and that waits for its batch is as it should be, whatever became of its process. */
function lookOf(run: ListedRun): Look {
  const wait = waitOf(run);
  const look = looks[run.outcome];
  if (wait === null) return look;
  const isAsIntended = run.outcome === 'stopped' || run.outcome === 'interrupted';
  return isAsIntended
    ? { icon: 'watch', color: 'charts.blue', text: () => waitText(wait) }
    : { ...look, text: () => `${look.text()} · ${waitText(wait)}` };
}

function endOf(run: ListedRun, outcome: string): string {
  if (run.outcome === 'done') return [outcome, countsOf(run), usageText(run.usage, noBudget)].filter(Boolean).join(' · ');
  // Nearness to its budget says more of a run that was stopped than the samples it made so far.
  const reason = run.reason === null || waitOf(run) !== null ? '' : oneLine(run.reason, 80);
  return [outcome, usageText(run.usage, run.budget), countsOf(run), reason].filter(Boolean).join(' · ');
}

function tooltipOf(row: RunRow, outcome: string): string {
  const { run } = row;
  const started = new Date(run.startedAt);
  return [
    `${titleOf(row)} · ${outcome}`,
    ...(run.reason === null ? [] : [run.reason]),
    ...(run.outcome === 'running' ? [] : [countsOf(run), ...usageLines(run.usage, run.budget)]),
    run.answerModel === null || run.answerModel === run.model
      ? vscode.l10n.t('Model: {0}', modelName(run.model))
      : vscode.l10n.t('Models: {0} for questions, {1} for answers', modelName(run.model), modelName(run.answerModel)),
    ...(run.seed === null ? [] : [vscode.l10n.t('Seed: {0}', run.seed)]),
    vscode.l10n.t('Started {0} by {1}', started.toLocaleString(), run.by),
    run.run,
  ].join('\n');
}

function titleOf({ run, method }: RunRow): string {
  switch (run.kind) {
    case 'extract':
      return vscode.l10n.t('Extract concepts');
    case 'generate':
      return vscode.l10n.t('Generate {0} ({1})', run.planned.toLocaleString(), method);
    case 'regenerate':
      return vscode.l10n.t('Regenerate {0}', run.planned.toLocaleString());
    case 'judge':
      return vscode.l10n.t('Judge {0}', run.planned.toLocaleString());
    case 'rate':
      return run.planned === 0 ? vscode.l10n.t('Embed documents') : vscode.l10n.t('Rate {0} documents', run.planned.toLocaleString());
    case 'personas':
      return vscode.l10n.t('Write {0} personas', run.planned.toLocaleString());
    case 'diversity':
      return vscode.l10n.t('Measure diversity in {0} rounds', run.planned.toLocaleString());
    case 'embed':
      return vscode.l10n.t('Embed {0} samples', run.planned.toLocaleString());
  }
}

function countsOf(run: ListedRun): string {
  const parts = [
    vscode.l10n.t('{0} kept', run.kept.toLocaleString()),
    run.gated > 0 ? vscode.l10n.t('{0} held back', run.gated.toLocaleString()) : '',
    run.failed > 0 ? vscode.l10n.t('{0} failed', run.failed.toLocaleString()) : '',
  ];
  return parts.filter(Boolean).join(' · ');
}
