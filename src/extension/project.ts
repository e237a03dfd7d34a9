import * as vscode from 'vscode';
import type { EngineHostHandlers } from './engine/host-requests.ts';
import { inspectOptions } from './engine/launch.ts';
import { loadWire } from './engine/load-wire.ts';
import { EngineSupervisor } from './engine/supervisor.ts';
import { CorpusFiles } from './corpus-files.ts';
import { DisposableStore } from './disposables.ts';
import { setting } from './settings.ts';
import { contextKeys } from './ids.ts';
import type { ContextKey } from './ids.ts';
import type { EngineParams, EngineResult, WireMethod } from '../protocol/engine.ts';
import type { CorpusReading, ListedFile, ListedMethod, ProjectStatus, RunProgress } from '../protocol/results.ts';
import { readDiskText } from './reveal/disk-text.ts';
import { pathOfText, textPathOf, textScheme } from './text-uri.ts';

/** Milliseconds for which changes are collected before views fetch again. */
const refreshMs = { making: 1000, atRest: 100 };
const progressMs = 500;

/** The opened folder as the extension sees it: its engine, what changed in it, and what is going on. */
export class Project implements vscode.Disposable {
  readonly folder: vscode.Uri;
  readonly engine: EngineSupervisor;
  readonly #disposables = new DisposableStore();
  readonly #onDidChange = this.#disposables.add(new vscode.EventEmitter<number>());
  readonly #onDidProgress = this.#disposables.add(new vscode.EventEmitter<RunProgress | null>());
  readonly #onDidRead = this.#disposables.add(new vscode.EventEmitter<CorpusReading | null>());
  /** Something the engine knows has changed, or its state has: what is shown must be fetched again. Coalesced. */
  readonly onDidChange = this.#onDidChange.event;
  /** Null when nothing is under way any more. */
  readonly onDidProgress = this.#onDidProgress.event;
  /** Progress of the reading of the corpus, where it takes long; null when it is over. */
  readonly onDidRead = this.#onDidRead.event;
  #revision = 0;
  #making = 0;
  #refresh: NodeJS.Timeout | null = null;
  #progress: RunProgress | null = null;
  #reading: CorpusReading | null = null;
  #progressDue: NodeJS.Timeout | null = null;
  #methods: Promise<readonly ListedMethod[]> | null = null;
  #corpusFiles: { readonly revision: number; readonly files: Promise<readonly ListedFile[]> } | null = null;
  #fetched = new CorpusFiles();
  readonly #chosenModels = new Set<string>();
  #known: { readonly dataset: string; readonly files: readonly ListedFile[] } = { dataset: 'dataset', files: [] };

  /** @param loadHost what answers the engine's requests to this window, loaded with the first engine */
  constructor(folder: vscode.Uri, engineModule: string, loadHost: () => Promise<EngineHostHandlers>, log: vscode.LogOutputChannel) {
    this.folder = folder;
    this.engine = this.#disposables.add(
      new EngineSupervisor(async () => {
        const { EngineConnection } = await loadWire();
        const host = await loadHost();
        const trust = vscode.workspace.isTrusted ? [] : ['--untrusted'];
        const reviewer = setting('reviewer').trim();
        const by = reviewer === '' ? [] : ['--by', reviewer];
        const command = {
          node: process.execPath,
          options: inspectOptions(process.env),
          module: engineModule,
          arguments: ['--folder', folder.fsPath, ...by, ...trust],
        };
        return new EngineConnection(command, host, (line) => {
          log.info(`engine: ${line}`);
        });
      }),
    );
    this.#disposables.add(
      this.engine.onState((state) => {
        if (state.kind !== 'idle') void setContext('engine', state.kind);
        // Answers of an engine that is gone count no more.
        this.#corpusFiles = null;
        this.#fetched = new CorpusFiles();
        if (state.kind !== 'ready') this.#read(null);
        // Ready is followed by a change; a failure leaves views with what can no longer be fetched.
        if (state.kind === 'failed') this.#changed(this.#revision);
      }),
    );
    this.#disposables.add(
      this.engine.onChanged(({ revision }) => {
        this.#changed(revision);
      }),
    );
    this.#disposables.add(
      this.engine.onReading((reading) => {
        this.#read(reading.done < reading.total ? reading : null);
      }),
    );
    this.#disposables.add(
      this.engine.onProgress((progress) => {
        this.#progressed(progress);
      }),
    );
  }

  /** Places of the project as last heard of; the defaults before any were. */
  get known(): { readonly dataset: string; readonly files: readonly ListedFile[] } {
    return this.#known;
  }

  async status(token?: vscode.CancellationToken): Promise<ProjectStatus> {
    const status = await this.request('status', {}, token);
    this.#known = { ...this.#known, dataset: status.dataset.folder };
    for (const model of Object.values(status.models)) if (model !== null) this.#chosenModels.add(model);
    return status;
  }

  /** Tells whether the project's user chose this model. Once chosen it stays so: a run that began with it goes on with it. */
  async hasChosen(model: string): Promise<boolean> {
    if (!this.#chosenModels.has(model)) await this.status();
    return this.#chosenModels.has(model);
  }

  get revision(): number {
    return this.#revision;
  }

  /** Progress of the job under way; null when there is none. */
  get progress(): RunProgress | null {
    return this.#progress;
  }

  /** Progress of the reading of the corpus; null when none takes long. */
  get reading(): CorpusReading | null {
    return this.#reading;
  }

  get isMaking(): boolean {
    return this.#making > 0;
  }

  async request<M extends WireMethod>(method: M, params: EngineParams<M>, token?: vscode.CancellationToken): Promise<EngineResult<M>> {
    const { callsModels, showsProgress } = (await loadWire()).definitionOf(method);
    // What makes samples, extractions or scores takes long and may cost money.
    if (!(callsModels && showsProgress)) return this.#requestAtRest(method, params, showsProgress, token);
    if (++this.#making === 1) void setContext('running', true);
    try {
      return await this.engine.request(method, params, token);
    } finally {
      if (--this.#making === 0) {
        void setContext('running', false);
        this.#progressed(null);
      }
    }
  }

  /** Ends the progress shown for a request along with the request, unless a run goes on reporting. */
  async #requestAtRest<M extends WireMethod>(
    method: M,
    params: EngineParams<M>,
    showsProgress: boolean,
    token?: vscode.CancellationToken,
  ): Promise<EngineResult<M>> {
    try {
      return await this.engine.request(method, params, token);
    } finally {
      if (showsProgress && !this.isMaking && this.#progress) this.#progressed(null);
    }
  }

  /** The corpus's files, in the order of their names; one request a revision however many ask, for what is different since the last. */
  corpusFiles(): Promise<readonly ListedFile[]> {
    if (this.#corpusFiles?.revision !== this.#revision) {
      const fetched = this.#fetched;
      const files = this.request('corpus/files', fetched.query).then((answer) => fetched.take(answer));
      const entry = { revision: this.#revision, files };
      this.#corpusFiles = entry;
      files.then(
        (known) => (this.#known = { ...this.#known, files: known }),
        () => {
          if (this.#corpusFiles === entry) this.#corpusFiles = null;
        },
      );
    }
    return this.#corpusFiles.files;
  }

  /** Methods that can be applied to a corpus: the same for as long as the extension runs. */
  async methods(): Promise<readonly ListedMethod[]> {
    this.#methods ??= this.request('methods/list', {}).then(({ methods }) => methods);
    try {
      return await this.#methods;
    } catch (error) {
      this.#methods = null;
      throw error;
    }
  }

  /** Titles of methods, by their ids. */
  async methodTitles(): Promise<ReadonlyMap<string, string>> {
    return new Map((await this.methods()).map(({ id, title }) => [id, title]));
  }

  uriOf(file: string): vscode.Uri {
    return vscode.Uri.joinPath(this.folder, ...file.split('/'));
  }

  /** What editors open of a corpus file: itself, or a document with its text where it is none. */
  shownUri(file: string): vscode.Uri {
    const uri = this.uriOf(file);
    const path = textPathOf(uri.path);
    return path === null ? uri : uri.with({ scheme: textScheme, path });
  }

  /** The text that offsets into a corpus file count, a byte-order mark included. */
  async textOf(file: string): Promise<string> {
    if (this.shownUri(file).scheme === textScheme) return (await this.request('corpus/text', { file })).text;
    const encoding = (await this.corpusFiles()).find((each) => each.file === file)?.encoding;
    return readDiskText(this.uriOf(file), encoding);
  }

  /**
   * The path below the folder, with forward slashes, of a file or of the document that shows its text; null when the file lies
   * elsewhere.
   */
  fileOf(uri: vscode.Uri): string | null {
    const isText = uri.scheme === textScheme;
    if (!isText && uri.scheme !== this.folder.scheme) return null;
    const path = isText ? pathOfText(uri.path) : uri.path;
    const folder = this.folder.path.endsWith('/') ? this.folder.path : `${this.folder.path}/`;
    return path.startsWith(folder) ? path.slice(folder.length) : null;
  }

  dispose(): void {
    for (const timer of [this.#refresh, this.#progressDue]) if (timer) clearTimeout(timer);
    this.#disposables.dispose();
  }

  #read(reading: CorpusReading | null): void {
    this.#reading = reading;
    this.#onDidRead.fire(reading);
  }

  /** A job may report hundreds of times a second; a row that is drawn anew that often takes no click. */
  #progressed(progress: RunProgress | null): void {
    this.#progress = progress;
    if (progress) {
      this.#progressDue ??= setTimeout(() => {
        this.#progressDue = null;
        this.#onDidProgress.fire(this.#progress);
      }, progressMs);
      return;
    }
    if (this.#progressDue) clearTimeout(this.#progressDue);
    this.#progressDue = null;
    this.#onDidProgress.fire(null);
  }

  /** A run changes the project many times a second, and views fetch whole lists: they need not follow each change. */
  #changed(revision: number): void {
    this.#revision = revision;
    const delay = this.isMaking ? refreshMs.making : refreshMs.atRest;
    this.#refresh ??= setTimeout(() => {
      this.#refresh = null;
      this.#onDidChange.fire(this.#revision);
    }, delay);
  }
}

export async function setContext(key: ContextKey, value: string | boolean | readonly string[]): Promise<void> {
  await vscode.commands.executeCommand('setContext', contextKeys[key], value);
}

/** The first folder that is a project already, else the first on disk; null in a window without one. */
export async function findProjectFolder(): Promise<vscode.Uri | null> {
  const folders = (vscode.workspace.workspaceFolders ?? []).map((folder) => folder.uri).filter((uri) => uri.scheme === 'file');
  for (const folder of folders) {
    if (await exists(vscode.Uri.joinPath(folder, '.loom', 'project.yaml'))) return folder;
  }
  return folders[0] ?? null;
}

export async function exists(uri: vscode.Uri): Promise<boolean> {
  try {
    await vscode.workspace.fs.stat(uri);
    return true;
  } catch {
    return false;
  }
}
