import * as vscode from 'vscode';
import { viewIds } from '../ids.ts';
import type { Project } from '../project.ts';
import { oneLine } from './texts.ts';
import type { MoreRow } from './tree.ts';
import { fetchPages, ProjectTree } from './tree.ts';
import type { ListedConcept } from '../../protocol/results.ts';

export interface ConceptRow {
  readonly kind: 'concept';
  readonly concept: ListedConcept;
  /** The topic it stands below; null for a topic. */
  readonly under: string | null;
}

const topicPage = 200;
const conceptPage = 50;

/** Topics, the most frequent first; below each the concepts most strongly tied to it. */
export class ConceptsView extends ProjectTree<ConceptRow> {
  constructor(project: Project) {
    super(viewIds.concepts, project);
  }

  protected async rows(row: ConceptRow | undefined): Promise<(ConceptRow | MoreRow)[]> {
    const under = row?.concept.id ?? null;
    const listId = under ?? '';
    const size = under === null ? topicPage : conceptPage;
    const list = under === null ? ({ kind: 'topic' } as const) : ({ kind: 'concept', near: under } as const);
    const { total, rows } = await fetchPages(this.shown(listId, size), async (offset, limit) => {
      const answer = await this.project.request('concepts/list', { ...list, offset, limit });
      return { total: answer.total, rows: answer.concepts };
    });
    return this.withMore(
      rows.map((concept): ConceptRow => ({ kind: 'concept', concept, under })),
      total,
      listId,
      size,
    );
  }

  protected idOf({ concept, under }: ConceptRow): string {
    return under === null ? concept.id : `${under}/${concept.id}`;
  }

  protected item({ concept, under }: ConceptRow): vscode.TreeItem {
    const isTopic = under === null;
    const item = new vscode.TreeItem(
      oneLine(concept.label),
      isTopic ? vscode.TreeItemCollapsibleState.Collapsed : vscode.TreeItemCollapsibleState.None,
    );
    item.contextValue = 'concept';
    item.description = concept.frequency.toLocaleString();
    item.iconPath = isTopic
      ? new vscode.ThemeIcon('primitive-square', new vscode.ThemeColor('charts.yellow'))
      : new vscode.ThemeIcon('circle-filled', new vscode.ThemeColor('charts.blue'));
    item.tooltip = [
      concept.label,
      vscode.l10n.t('in {0} passages', concept.frequency.toLocaleString()),
      vscode.l10n.t('in {0} samples', concept.samples.toLocaleString()),
    ].join('\n');
    item.command = {
      command: 'conceptLoom.focusConcept',
      title: vscode.l10n.t('Show in Graph'),
      arguments: [{ kind: 'concept', concept, under }],
    };
    return item;
  }
}
