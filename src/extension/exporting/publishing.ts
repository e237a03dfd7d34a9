import * as vscode from 'vscode';
import type { EngineResult } from '../../protocol/engine.ts';
import { checkTrust } from '../commands/making.ts';
import { exists, type Project } from '../project.ts';
import { withProgress } from '../runs/progress.ts';
import type { HubToken } from './hub-token.ts';

type Publication = EngineResult<'publish/plan'>;

const rememberedName = 'hubRepository';

/** Sends an exported folder to the Hugging Face Hub, once it was seen what that would send. */
export class PublishCommands {
  readonly #project: Project;
  readonly #token: HubToken;
  readonly #memento: vscode.Memento;

  constructor(project: Project, token: HubToken, memento: vscode.Memento) {
    this.#project = project;
    this.#token = token;
    this.#memento = memento;
  }

  async setToken(): Promise<void> {
    await this.#token.ask();
  }

  async publishDataset(): Promise<void> {
    checkTrust();
    const title = vscode.l10n.t('Publish Dataset');
    const folder = await this.#askFolder(title);
    if (folder === undefined) return;
    const repository = await this.#askRepository(title);
    if (repository === undefined) return;
    const token = await this.#token.get();
    if (token === undefined) return;
    const target = { directory: folder.fsPath, repository, token };
    const plan = await withProgress(this.#project, vscode.l10n.t('Looking at {0}', repository), (cancel) =>
      this.#project.request('publish/plan', target, cancel),
    );
    await this.#memento.update(rememberedName, repository);
    const agreed = await agree(plan);
    if (agreed === undefined) return;
    const published = await withProgress(this.#project, vscode.l10n.t('Publishing {0}', repository), (cancel) =>
      this.#project.request('publish', { ...target, private: agreed === 'private' }, cancel),
    );
    const open = vscode.l10n.t('Open');
    const said = vscode.l10n.t('{0} rows published as {1}', published.rows.toLocaleString(), repository);
    if ((await vscode.window.showInformationMessage(said, open)) === open)
      await vscode.env.openExternal(vscode.Uri.parse(published.commit ?? published.url));
  }

  /** A folder of `exports` that has a manifest, or any other. */
  async #askFolder(title: string): Promise<vscode.Uri | undefined> {
    const exports = vscode.Uri.joinPath(this.#project.folder, 'exports');
    const entries = (await exists(exports)) ? await vscode.workspace.fs.readDirectory(exports) : [];
    const folders: string[] = [];
    for (const [name] of entries) if (await exists(vscode.Uri.joinPath(exports, name, 'manifest.json'))) folders.push(name);
    const other = { label: vscode.l10n.t('Other Folder…') };
    const items = [...folders.map((name) => ({ label: `exports/${name}` })), other];
    const placeHolder = folders.length === 0 ? vscode.l10n.t('Folder of an export; Export Dataset writes one') : vscode.l10n.t('Export');
    const chosen = await vscode.window.showQuickPick(items, { title, placeHolder });
    if (chosen === undefined) return undefined;
    if (chosen !== other) return vscode.Uri.joinPath(this.#project.folder, ...chosen.label.split('/'));
    const opened = await vscode.window.showOpenDialog({
      title,
      canSelectFiles: false,
      canSelectFolders: true,
      defaultUri: this.#project.folder,
    });
    return opened?.[0];
  }

  async #askRepository(title: string): Promise<string | undefined> {
    return vscode.window.showInputBox({
      title,
      prompt: vscode.l10n.t('Dataset on the Hub, as OWNER/NAME'),
      value: this.#memento.get<string>(rememberedName) ?? '',
      ignoreFocusOut: true,
      validateInput: (text) => (/^\w[\w.-]*\/\w[\w.-]*$/.test(text) ? undefined : vscode.l10n.t('A dataset is named OWNER/NAME.')),
    });
  }
}

/** Shows what would be sent, and asks. @returns undefined when it was left */
async function agree(plan: Publication): Promise<'private' | 'public' | undefined> {
  const changed = plan.files.filter(({ change }) => change !== 'same');
  if (changed.length + plan.removed.length === 0) {
    void vscode.window.showInformationMessage(vscode.l10n.t('{0} has all of it already.', plan.repository));
    return undefined;
  }
  const detail = [
    vscode.l10n.t('{0} rows; {1} to send as {2}, to {3}.', plan.rows.toLocaleString(), sizeText(plan.bytes), plan.user ?? '', plan.url),
    ...changed.slice(0, shownFiles).map(({ path, change }) => `${change === 'new' ? '+' : '~'} ${path}`),
    ...(changed.length > shownFiles ? [vscode.l10n.t('and {0} more', changed.length - shownFiles)] : []),
    ...plan.removed.slice(0, shownFiles).map((path) => `− ${path}`),
    ...(plan.license === null ? [vscode.l10n.t('No licence is named in its card.')] : []),
  ].join('\n');
  const update = vscode.l10n.t('Publish');
  const [hidden, open] = [vscode.l10n.t('Publish as Private'), vscode.l10n.t('Publish as Public')];
  const question = plan.isThere
    ? vscode.l10n.t('Publish to {0}?', plan.repository)
    : vscode.l10n.t('Make the dataset {0} and publish to it?', plan.repository);
  const answer = await vscode.window.showInformationMessage(
    question,
    { modal: true, detail },
    ...(plan.isThere ? [update] : [hidden, open]),
  );
  if (answer === undefined) return undefined;
  return answer === open ? 'public' : 'private';
}

const shownFiles = 12;

const sizeText = (bytes: number): string =>
  bytes < 1e6
    ? `${Math.ceil(bytes / 1000).toLocaleString()} kB`
    : `${(bytes / 1e6).toLocaleString(undefined, { maximumFractionDigits: 1 })} MB`;
