import * as vscode from 'vscode';
import { viewIds } from '../ids.ts';
import type { Project } from '../project.ts';
import { corpusTree } from './corpus-tree.ts';
import type { FileRow, FolderRow } from './corpus-tree.ts';
import { countsText, readingText } from './texts.ts';
import type { MoreRow } from './tree.ts';
import { ProjectTree } from './tree.ts';
import type { ListedFile, ProjectStatus } from '../../protocol/results.ts';

type CorpusEntry = ListedFile & { readonly pending: number };
/** The last row: what of the folder is not read. */
interface NotReadRow {
  readonly kind: 'notRead';
  readonly notRead: ProjectStatus['notRead'];
}

type CorpusRow = FolderRow<CorpusEntry> | FileRow<CorpusEntry> | NotReadRow;

/** Rows carry URIs of this scheme, so that their badges stay out of the Explorer. */
const decorationScheme = 'concept-loom-corpus';
const page = 500;
const maxBadge = 99;
/** Folders of more files are folded at first. */
const unfoldedFiles = 100;

/** Folders and files of the corpus, with what waits for review and what could not be read. */
export class CorpusView extends ProjectTree<CorpusRow> implements vscode.FileDecorationProvider {
  readonly #onDidChangeFileDecorations = new vscode.EventEmitter<undefined>();
  readonly onDidChangeFileDecorations = this.#onDidChangeFileDecorations.event;
  readonly #registrations: vscode.Disposable;
  #files = new Map<string, CorpusEntry>();
  /** Stands above the rows while nothing is being read. */
  #standing = '';

  constructor(project: Project) {
    super(viewIds.corpus, project);
    this.#registrations = vscode.Disposable.from(
      vscode.window.registerFileDecorationProvider(this),
      project.onDidRead((reading) => {
        this.say(reading ? readingText(reading) : this.#standing);
      }),
    );
  }

  provideFileDecoration(uri: vscode.Uri): vscode.FileDecoration | undefined {
    if (uri.scheme !== decorationScheme) return undefined;
    const entry = this.#files.get(uri.path.slice(1));
    if (!entry) return undefined;
    if (entry.problems.length > 0) {
      const decoration = new vscode.FileDecoration('!', problemsText(entry), new vscode.ThemeColor('list.warningForeground'));
      decoration.propagate = true;
      return decoration;
    }
    if (entry.pending === 0) return undefined;
    return new vscode.FileDecoration(
      entry.pending > maxBadge ? '…' : String(entry.pending),
      vscode.l10n.t('{0} to review', entry.pending.toLocaleString()),
    );
  }

  override dispose(): void {
    this.#registrations.dispose();
    this.#onDidChangeFileDecorations.dispose();
    super.dispose();
  }

  protected async rows(row: CorpusRow | undefined): Promise<(CorpusRow | MoreRow)[]> {
    if (row?.kind === 'file' || row?.kind === 'notRead') return [];
    if (row !== undefined) return this.#childrenOf(row);
    const [folder, { notRead, noDocuments }] = await Promise.all([this.#load(), this.project.status()]);
    // Without documents the view says what to do about it; of what lies there and is not read, it says more than the welcome does.
    this.#standing = noDocuments === null || notRead.length === 0 ? '' : noDocuments;
    this.say(this.#standing);
    const rows = this.#childrenOf(folder);
    return notRead.length === 0 || folder.children.length === 0 ? rows : [...rows, { kind: 'notRead', notRead }];
  }

  #childrenOf(folder: FolderRow<CorpusEntry>): (CorpusRow | MoreRow)[] {
    const shown = this.shown(folder.path, page);
    return this.withMore(folder.children.slice(0, shown), folder.children.length, folder.path, page);
  }

  protected idOf(row: CorpusRow): string {
    if (row.kind === 'notRead') return 'notRead';
    return row.kind === 'folder' ? `folder:${row.path}` : `file:${row.file.file}`;
  }

  protected item(row: CorpusRow): vscode.TreeItem {
    if (row.kind === 'notRead') return notReadItem(row);
    return row.kind === 'folder' ? folderItem(row) : fileItem(row);
  }

  async #load(): Promise<FolderRow<CorpusEntry>> {
    const files = (await this.project.corpusFiles()).map((file): CorpusEntry => ({ ...file, pending: file.samples.pending }));
    this.#files = new Map(files.map((file) => [file.file, file]));
    this.#onDidChangeFileDecorations.fire(undefined);
    return corpusTree(files);
  }
}

function folderItem(row: FolderRow<CorpusEntry>): vscode.TreeItem {
  const { Collapsed, Expanded } = vscode.TreeItemCollapsibleState;
  const item = new vscode.TreeItem(row.name, row.files > unfoldedFiles ? Collapsed : Expanded);
  item.resourceUri = vscode.Uri.from({ scheme: decorationScheme, path: `/${row.path}` });
  item.iconPath = vscode.ThemeIcon.Folder;
  item.description = row.files === 1 ? vscode.l10n.t('1 file') : vscode.l10n.t('{0} files', row.files.toLocaleString());
  item.contextValue = 'folder';
  return item;
}

function notReadItem({ notRead }: NotReadRow): vscode.TreeItem {
  const total = notRead.reduce((sum, { count }) => sum + count, 0);
  const item = new vscode.TreeItem(vscode.l10n.t('{0} not read', total.toLocaleString()));
  item.iconPath = new vscode.ThemeIcon('circle-slash');
  item.description = notRead.map(({ count, what }) => `${count.toLocaleString()} ${what}`).join(' · ');
  item.tooltip = notRead.map(({ count, what, examples }) => `${count.toLocaleString()} ${what}: ${examples.join(', ')}`).join('\n');
  item.contextValue = 'notRead';
  return item;
}

function fileItem(row: FileRow<CorpusEntry>): vscode.TreeItem {
  const { file } = row;
  const item = new vscode.TreeItem(row.name);
  item.resourceUri = vscode.Uri.from({ scheme: decorationScheme, path: `/${file.file}` });
  item.iconPath = vscode.ThemeIcon.File;
  // Samples to review are counted in the badge.
  item.description = [file.filter.leftOut ? vscode.l10n.t('left out') : '', countsText({ ...file.samples, pending: 0 })]
    .filter(Boolean)
    .join(' · ');
  item.contextValue = file.filter.byHand ? 'file.decided' : 'file';
  item.tooltip = [
    file.title === row.name ? file.file : `${file.title}\n${file.file}`,
    countsText(file.samples),
    vscode.l10n.t('{0} of {1} passages extracted', file.extracted.toLocaleString(), file.passages.toLocaleString()),
    filterText(file),
    problemsText(file),
    omissionsText(file),
  ]
    .filter(Boolean)
    .join('\n');
  item.command = { command: 'conceptLoom.openCorpusFile', title: vscode.l10n.t('Open File'), arguments: [row] };
  return item;
}

function filterText({ filter: { score, leftOut, byHand } }: ListedFile): string {
  const parts = [
    score === null ? '' : vscode.l10n.t('score {0}', score.toFixed(1)),
    leftOut ? vscode.l10n.t('left out of graph and generation') : '',
    byHand ? vscode.l10n.t('decided by hand') : '',
  ];
  return parts.filter(Boolean).join(' · ');
}

function omissionsText({ omissions }: ListedFile): string {
  return omissions
    .map(({ what, count, line }) =>
      line === undefined
        ? `${count.toLocaleString()} ${what}`
        : vscode.l10n.t('{0} {1}, first in line {2}', count.toLocaleString(), what, line),
    )
    .join('\n');
}

function problemsText(file: ListedFile): string {
  return file.problems.map(({ line, reason }) => (line === undefined ? reason : vscode.l10n.t('Line {0}: {1}', line, reason))).join('\n');
}
