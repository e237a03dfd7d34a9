import * as vscode from 'vscode';
import { EngineStopped } from '../engine/errors.ts';
import { DisposableStore } from '../disposables.ts';
import type { Project } from '../project.ts';
import { RowCache } from './row-cache.ts';

/** The last row of a long list: choosing it shows the next page. */
export class MoreRow {
  readonly kind = 'more';
  readonly parentId: string;
  readonly remaining: number;
  readonly show: () => void;

  constructor(parentId: string, remaining: number, show: () => void) {
    this.parentId = parentId;
    this.remaining = remaining;
    this.show = show;
  }
}

/**
 * A tree over the engine: rows are fetched when they are unfolded, fetched again when the project changed (stable ids
 * keep what is unfolded so), and long lists come a page at a time.
 */
export abstract class ProjectTree<Row extends object> implements vscode.TreeDataProvider<Row | MoreRow>, vscode.Disposable {
  readonly view: vscode.TreeView<Row | MoreRow>;
  readonly #onDidChangeTreeData = new vscode.EventEmitter<Row | MoreRow | undefined>();
  readonly onDidChangeTreeData = this.#onDidChangeTreeData.event;
  readonly #shown = new Map<string, number>();
  readonly #disposables = new DisposableStore();
  readonly #cache: RowCache<Row | MoreRow>;
  /** Stands above the rows while they can be fetched. */
  #message = '';
  #renewing = false;
  #stale = false;
  protected readonly project: Project;

  constructor(id: string, project: Project, options: { readonly canSelectMany?: boolean } = {}) {
    this.project = project;
    this.#cache = new RowCache<Row | MoreRow>(
      (row) => (row instanceof MoreRow ? Promise.resolve([]) : this.rows(row)),
      (row) => (row instanceof MoreRow ? `${row.parentId}/more` : this.idOf(row)),
    );
    this.view = this.#disposables.add(vscode.window.createTreeView(id, { treeDataProvider: this, showCollapseAll: true, ...options }));
    this.#disposables.add(this.#onDidChangeTreeData);
    this.#disposables.add(
      this.view.onDidCollapseElement(({ element }) => {
        this.#cache.forget(element);
      }),
    );
    this.#disposables.add(
      project.onDidChange(() => {
        void this.refresh();
      }),
    );
  }

  /** @param row undefined: the roots */
  protected abstract rows(row: Row | undefined): Promise<(Row | MoreRow)[]>;
  protected abstract item(row: Row): vscode.TreeItem;
  /** Unique within the view, and the same for the same thing after it was fetched again. */
  protected abstract idOf(row: Row): string;

  /** Fetches again what is shown, once at a time however often it is asked for. */
  async refresh(): Promise<void> {
    this.#stale = true;
    if (this.#renewing) return;
    this.#renewing = true;
    while (this.#stale) {
      this.#stale = false;
      try {
        if (this.view.visible && !(await this.#cache.renew())) continue;
        if (!this.view.visible) this.#cache.clear();
      } catch {
        // Fetching it again in the open, below, says what is wrong.
        this.#cache.clear();
      }
      this.#onDidChangeTreeData.fire(undefined);
    }
    this.#renewing = false;
  }

  async getChildren(row?: Row | MoreRow): Promise<(Row | MoreRow)[]> {
    try {
      const rows = await this.#cache.rowsOf(row);
      this.view.message = this.#message || undefined;
      return [...rows];
    } catch (error) {
      // Without an engine the view is empty, and its welcome content says what to do.
      if (!(error instanceof EngineStopped)) this.view.message = error instanceof Error ? error.message : String(error);
      return [];
    }
  }

  getTreeItem(row: Row | MoreRow): vscode.TreeItem {
    if (!(row instanceof MoreRow)) {
      const item = this.item(row);
      item.id = this.idOf(row);
      return item;
    }
    const item = new vscode.TreeItem(vscode.l10n.t('Show more ({0} left)', row.remaining.toLocaleString()));
    item.id = `${row.parentId}/more`;
    item.iconPath = new vscode.ThemeIcon('ellipsis');
    item.command = { command: 'conceptLoom.showMore', title: vscode.l10n.t('Show More'), arguments: [row] };
    return item;
  }

  dispose(): void {
    this.#disposables.dispose();
  }

  /** @param message what to say above the rows; empty for nothing */
  protected say(message: string): void {
    this.#message = message;
    this.view.message = message || undefined;
  }

  /** Number of a list's rows that are shown now. */
  protected shown(parentId: string, page: number): number {
    return this.#shown.get(parentId) ?? page;
  }

  /** The rows with, at the end, one that shows the next page when some are left. */
  protected withMore<R extends Row>(rows: R[], total: number, parentId: string, page: number): (R | MoreRow)[] {
    if (rows.length >= total || rows.length === 0) return rows;
    const show = (): void => {
      this.#shown.set(parentId, rows.length + page);
      void this.refresh();
    };
    return [...rows, new MoreRow(parentId, total - rows.length, show)];
  }
}

/** The contract answers at most 1,000 rows at once. */
const maxPageRows = 1000;

/** Fetches the first `wanted` rows of a list, in as many requests as it takes. */
export async function fetchPages<T>(
  wanted: number,
  fetch: (offset: number, limit: number) => Promise<{ readonly total: number; readonly rows: readonly T[] }>,
): Promise<{ readonly total: number; readonly rows: T[] }> {
  const rows: T[] = [];
  let total = 0;
  while (rows.length < wanted) {
    const page = await fetch(rows.length, Math.min(maxPageRows, wanted - rows.length));
    total = page.total;
    for (const row of page.rows) rows.push(row);
    if (page.rows.length === 0 || rows.length >= total) break;
  }
  return { total, rows };
}
