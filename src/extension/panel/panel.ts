import * as vscode from 'vscode';
import type { EngineParams, EngineResult, PanelEngineMethod } from '../../protocol/engine.ts';
import type { PanelFocus } from '../../protocol/focus.ts';
import type { HostMessage, HostNotifications, PanelWork } from '../../protocol/webview.ts';
import { DisposableStore } from '../disposables.ts';
import { panelViewType } from '../ids.ts';
import type { Project } from '../project.ts';
import type { EngineRequester, HostHandlers } from './channel.ts';
import { panelHtml } from './html.ts';
import { workOf } from './work-of.ts';

interface PanelServices {
  /** Shows the span beside the panel; false when the text is not there any more. */
  readonly reveal: (file: string, start: number, end: number, panelColumn: vscode.ViewColumn | undefined) => Promise<boolean>;
  /** Asks before these samples are drawn again, where that may cost something; null where it is left. */
  readonly askRegeneration: EngineRequester['askRegeneration'];
}

/** The panel *Loom*: at most one, beside the corpus file. It keeps what it shows; this keeps where it should look. */
export class PanelWindow implements vscode.WebviewPanelSerializer, vscode.Disposable {
  readonly #project: Project;
  readonly #services: PanelServices;
  readonly #root: vscode.Uri;
  readonly #disposables = new DisposableStore();
  readonly #onDidClose = this.#disposables.add(new vscode.EventEmitter<void>());
  readonly onDidClose = this.#onDidClose.event;
  #panel: vscode.WebviewPanel | null = null;
  #focus: PanelFocus = { kind: 'all' };
  #revision = 0;
  #wasClosed = false;
  readonly #underWay = new Map<vscode.CancellationTokenSource, PanelWork>();

  constructor(project: Project, extension: vscode.Uri, services: PanelServices) {
    this.#project = project;
    this.#services = services;
    this.#root = vscode.Uri.joinPath(extension, 'dist', 'webview');
    this.#disposables.add(vscode.window.registerWebviewPanelSerializer(panelViewType, this));
    this.#disposables.add(
      project.onDidChange((revision) => {
        this.#changed(revision);
      }),
    );
    this.#disposables.add(
      project.onDidProgress((progress) => {
        this.#notify('progress', progress && { run: progress.run, label: progress.label, done: progress.done, total: progress.total });
      }),
    );
    this.#disposables.add(
      vscode.workspace.onDidGrantWorkspaceTrust(() => {
        this.#notify('trust', { trusted: true });
      }),
    );
  }

  get isOpen(): boolean {
    return this.#panel !== null;
  }

  get column(): vscode.ViewColumn | undefined {
    return this.#panel?.viewColumn;
  }

  /** Closed by somebody, and not asked for since: it opens by itself no more. */
  get wasClosed(): boolean {
    return this.#wasClosed;
  }

  /** Opens the panel beside the active editor, or brings it to the front where it is; the keyboard stays where it was unless the panel is to have it. */
  show(focus?: PanelFocus, { keyboard = false }: { readonly keyboard?: boolean } = {}): void {
    this.#wasClosed = false;
    if (focus) this.#focus = focus;
    if (this.#panel) {
      if (keyboard || !this.#panel.visible) this.#panel.reveal(undefined, !keyboard);
      if (focus) this.#notify('focus', focus);
      return;
    }
    // Without an editor "beside" would be the only group, and the next file opened would cover the panel.
    const isEmpty = vscode.window.tabGroups.all.every((group) => group.tabs.length === 0);
    const column = { viewColumn: isEmpty ? vscode.ViewColumn.Two : vscode.ViewColumn.Beside, preserveFocus: !keyboard };
    this.#adopt(vscode.window.createWebviewPanel(panelViewType, vscode.l10n.t('Loom'), column, this.#options()));
  }

  /** Turns an open panel to something else, without bringing it to the front. */
  focus(focus: PanelFocus): void {
    this.#focus = focus;
    this.#notify('focus', focus);
  }

  async deserializeWebviewPanel(panel: vscode.WebviewPanel, state: unknown): Promise<void> {
    const { storedFocus } = await import('./stored-focus.ts');
    this.#focus = storedFocus(state) ?? this.#focus;
    this.#panel?.dispose();
    panel.webview.options = this.#options();
    this.#adopt(panel);
  }

  dispose(): void {
    const panel = this.#panel;
    this.#panel = null;
    panel?.dispose();
    this.#disposables.dispose();
  }

  #options(): vscode.WebviewOptions {
    return { enableScripts: true, enableForms: false, enableCommandUris: false, localResourceRoots: [this.#root] };
  }

  #adopt(panel: vscode.WebviewPanel): void {
    this.#panel = panel;
    const media = vscode.Uri.joinPath(this.#root, '..', '..', 'media');
    panel.iconPath = { light: vscode.Uri.joinPath(media, 'loom-light.svg'), dark: vscode.Uri.joinPath(media, 'loom-dark.svg') };
    panel.onDidDispose(() => {
      if (this.#panel !== panel) return;
      this.#panel = null;
      this.#wasClosed = true;
      this.#onDidClose.fire();
    });
    panel.webview.onDidReceiveMessage(async (message: unknown) => {
      const { answerPanel } = await import('./channel.ts');
      const answer = await answerPanel(message, this.#handlers(panel), {
        request: (method, params) => this.#request(method, params),
        askRegeneration: this.#services.askRegeneration,
      });
      if (answer) await post(panel, answer);
    });
    this.#load(panel);
  }

  #handlers(panel: vscode.WebviewPanel): HostHandlers {
    return {
      ready: () => Promise.resolve({ focus: this.#focus, trusted: vscode.workspace.isTrusted, revision: this.#project.revision }),
      reveal: async ({ file, start, end }) => ({ revealed: await this.#services.reveal(file, start, end, panel.viewColumn) }),
      cancel: ({ what }) => {
        for (const [source, work] of this.#underWay) if (work === what) source.cancel();
        return Promise.resolve({});
      },
      saveAs: async (file) => {
        const { saveAs } = await import('./save-as.ts');
        return { saved: await saveAs(this.#project.folder, file) };
      },
      openCsv: async () => {
        const { openCsv } = await import('./open-csv.ts');
        return { opened: await openCsv(this.#project.folder) };
      },
      command: async ({ command, ...about }) => {
        await vscode.commands.executeCommand(command, ...(Object.keys(about).length === 0 ? [] : [about]));
        return {};
      },
    };
  }

  async #request<M extends PanelEngineMethod>(method: M, params: EngineParams<M>): Promise<EngineResult<M>> {
    const work = workOf(method);
    if (work === undefined) return this.#project.request(method, params);
    const source = new vscode.CancellationTokenSource();
    this.#underWay.set(source, work);
    try {
      return await this.#project.request(method, params, source.token);
    } finally {
      this.#underWay.delete(source);
      source.dispose();
    }
  }

  #changed(revision: number): void {
    const startedAnew = revision < this.#revision;
    this.#revision = revision;
    if (!this.#panel) return;
    // The panel takes a lower revision for one it has seen: after the index was made anew it has to begin again too.
    if (startedAnew) this.#load(this.#panel);
    else this.#notify('changed', { revision });
  }

  #load({ webview }: vscode.WebviewPanel): void {
    const asset = (name: string): string => webview.asWebviewUri(vscode.Uri.joinPath(this.#root, name)).toString();
    webview.html = panelHtml({ script: asset('panel.js'), style: asset('panel.css'), cspSource: webview.cspSource });
  }

  #notify<N extends keyof HostNotifications>(notification: N, params: HostNotifications[N]): void {
    if (this.#panel) void post(this.#panel, { notification, params });
  }
}

/** A panel that was closed while an answer was under way takes no message; there is nobody left to tell. */
async function post(panel: vscode.WebviewPanel, message: HostMessage): Promise<void> {
  try {
    await panel.webview.postMessage(message);
  } catch (error) {
    if (!(error instanceof Error && /disposed/i.test(error.message))) throw error;
  }
}
