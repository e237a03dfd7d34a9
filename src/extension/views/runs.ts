import * as vscode from 'vscode';
import type { EngineResult } from '../../protocol/engine.ts';
import { DisposableStore } from '../disposables.ts';
import { viewIds } from '../ids.ts';
import type { Project } from '../project.ts';
import type { MoreRow } from './tree.ts';
import { ProjectTree } from './tree.ts';

type Run = EngineResult<'runs/list'>['runs'][number];

export interface RunRow {
  readonly kind: 'run';
  readonly run: Run;
}

const page = 100;

const looks: Record<Run['outcome'], { readonly icon: string; readonly color?: string; readonly text: () => string }> = {
  running: { icon: 'sync~spin', text: () => vscode.l10n.t('running') },
  done: { icon: 'pass', color: 'charts.green', text: () => vscode.l10n.t('done') },
  cancelled: { icon: 'circle-slash', text: () => vscode.l10n.t('cancelled') },
  failed: { icon: 'error', color: 'list.errorForeground', text: () => vscode.l10n.t('failed') },
  interrupted: { icon: 'warning', color: 'list.warningForeground', text: () => vscode.l10n.t('interrupted') },
};

/** What was run, when, with which outcome; the newest first. */
export class RunsView extends ProjectTree<RunRow> {
  readonly #subscriptions = new DisposableStore();

  constructor(project: Project) {
    super(viewIds.runs, project);
    this.#subscriptions.add(
      project.onDidProgress((progress) => {
        // In the title, not in the run's row: a row that is drawn anew again and again takes no click on its button.
        this.view.description = progress
          ? vscode.l10n.t('{0} of {1}', progress.done.toLocaleString(), progress.total.toLocaleString())
          : '';
      }),
    );
  }

  override dispose(): void {
    this.#subscriptions.dispose();
    super.dispose();
  }

  protected async rows(row: RunRow | undefined): Promise<(RunRow | MoreRow)[]> {
    if (row) return [];
    const { runs } = await this.project.request('runs/list', {});
    const newest = runs.toSorted((a, b) => b.startedAt.localeCompare(a.startedAt));
    const rows = newest.slice(0, this.shown('runs', page)).map((run): RunRow => ({ kind: 'run', run }));
    return this.withMore(rows, newest.length, 'runs', page);
  }

  protected idOf({ run }: RunRow): string {
    return run.run;
  }

  protected item({ run }: RunRow): vscode.TreeItem {
    const look = looks[run.outcome];
    const item = new vscode.TreeItem(titleOf(run));
    item.iconPath = new vscode.ThemeIcon(look.icon, look.color === undefined ? undefined : new vscode.ThemeColor(look.color));
    item.contextValue = run.outcome === 'running' ? 'run.running' : 'run.ended';
    item.description = run.outcome === 'running' ? look.text() : `${look.text()} · ${countsOf(run)}`;
    const started = new Date(run.startedAt);
    item.tooltip = [
      `${titleOf(run)} · ${look.text()}`,
      ...(run.reason === null ? [] : [run.reason]),
      countsOf(run),
      vscode.l10n.t('Model: {0}', run.model),
      ...(run.seed === null ? [] : [vscode.l10n.t('Seed: {0}', run.seed)]),
      vscode.l10n.t('Started {0} by {1}', started.toLocaleString(), run.by),
      run.run,
    ].join('\n');
    return item;
  }
}

function titleOf(run: Run): string {
  switch (run.kind) {
    case 'extract':
      return vscode.l10n.t('Extract concepts');
    case 'generate':
      return vscode.l10n.t('Generate {0} ({1})', run.planned.toLocaleString(), run.method);
    case 'regenerate':
      return vscode.l10n.t('Regenerate {0}', run.planned.toLocaleString());
  }
}

function countsOf(run: Run): string {
  const parts = [
    vscode.l10n.t('{0} kept', run.kept.toLocaleString()),
    run.gated > 0 ? vscode.l10n.t('{0} held back', run.gated.toLocaleString()) : '',
    run.failed > 0 ? vscode.l10n.t('{0} failed', run.failed.toLocaleString()) : '',
  ];
  return parts.filter(Boolean).join(' · ');
}
