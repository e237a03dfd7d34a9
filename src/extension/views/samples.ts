import * as vscode from 'vscode';
import { viewIds } from '../ids.ts';
import type { Project } from '../project.ts';
import { hover, readable } from './sample-texts.ts';
import { oneLine, statuses, statusTitles } from './texts.ts';
import type { MoreRow } from './tree.ts';
import { fetchPages, ProjectTree } from './tree.ts';
import type { ListedSample, SampleStatus } from '../../protocol/results.ts';

interface GroupRow {
  readonly kind: 'group';
  readonly status: SampleStatus;
  readonly count: number;
}
export interface SampleRow {
  readonly kind: 'sample';
  readonly sample: ListedSample;
  /** Text of its label, with formulas in characters. */
  readonly text: string;
  /** Title of the sample's method. */
  readonly method: string;
}
type SamplesRow = GroupRow | SampleRow;

const page = 100;

const looks: Record<SampleStatus, { readonly icon: string; readonly color: string }> = {
  pending: { icon: 'circle-outline', color: 'charts.yellow' },
  accepted: { icon: 'pass', color: 'charts.green' },
  rejected: { icon: 'circle-slash', color: 'charts.red' },
  gated: { icon: 'filter', color: 'descriptionForeground' },
};

/** All samples by status. */
export class SamplesView extends ProjectTree<SamplesRow> {
  constructor(project: Project) {
    super(viewIds.samples, project, { canSelectMany: true });
  }

  /** The samples selected in the tree, for commands that come without an argument (a key). */
  get selected(): readonly SampleRow[] {
    return this.view.selection.filter((row) => row.kind === 'sample');
  }

  protected async rows(row: SamplesRow | undefined): Promise<(SamplesRow | MoreRow)[]> {
    if (row?.kind === 'sample') return [];
    if (row) return this.#samples(row.status);
    const { counts } = await this.project.request('samples/list', { filter: {}, limit: 1 });
    this.view.badge =
      counts.pending > 0
        ? { value: counts.pending, tooltip: vscode.l10n.t('{0} samples to review', counts.pending.toLocaleString()) }
        : undefined;
    return statuses.filter((status) => counts[status] > 0).map((status) => ({ kind: 'group', status, count: counts[status] }));
  }

  protected idOf(row: SamplesRow): string {
    return row.kind === 'group' ? `group:${row.status}` : row.sample.id;
  }

  protected item(row: SamplesRow): vscode.TreeItem {
    return row.kind === 'group' ? groupItem(row) : sampleItem(row);
  }

  async #samples(status: SampleStatus): Promise<(SampleRow | MoreRow)[]> {
    const { total, rows } = await fetchPages(this.shown(status, page), async (offset, limit) => {
      const answer = await this.project.request('samples/list', { filter: { status: [status] }, offset, limit });
      return { total: answer.total, rows: answer.samples };
    });
    const titles = await this.project.methodTitles();
    const texts = await readable(rows.map(({ label }) => label));
    return this.withMore(
      rows.map((sample, at): SampleRow => ({
        kind: 'sample',
        sample,
        text: texts[at]!,
        method: titles.get(sample.method) ?? sample.methodTitle,
      })),
      total,
      status,
      page,
    );
  }
}

function groupItem({ status, count }: GroupRow): vscode.TreeItem {
  const unfolded = status === 'pending' ? vscode.TreeItemCollapsibleState.Expanded : vscode.TreeItemCollapsibleState.Collapsed;
  const item = new vscode.TreeItem(statusTitles[status](), unfolded);
  item.description = count.toLocaleString();
  item.contextValue = `group.${status}`;
  return item;
}

function sampleItem(row: SampleRow): vscode.TreeItem {
  const { sample, text, method } = row;
  const look = looks[sample.status];
  const item = new vscode.TreeItem(oneLine(text));
  item.iconPath = new vscode.ThemeIcon(look.icon, new vscode.ThemeColor(look.color));
  item.contextValue = `sample.${sample.status}`;
  const judge = sample.judge === null ? null : vscode.l10n.t('judge {0}', sample.judge.toFixed(1));
  const details = [judge, sample.note, sample.edited ? vscode.l10n.t('edited') : null, sample.files[0]?.split('/').at(-1) ?? null];
  item.description = oneLine(details.filter((detail) => detail !== null).join(' · '));
  const facts = [statusTitles[sample.status](), method, judge].filter((fact) => fact !== null);
  item.tooltip = hover(text, [facts.join(' · '), ...sample.files]);
  item.command = { command: 'conceptLoom.openSample', title: vscode.l10n.t('Open Sample'), arguments: [row] };
  return item;
}
