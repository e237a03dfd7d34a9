/** What an open window asks of the engine: its views, its status bar and its panel, over the wire that they use. */
import { join } from 'node:path';
import { EngineConnection } from '../../../src/extension/engine/connection.ts';
import { CorpusFiles } from '../../../src/extension/corpus-files.ts';
import type { EngineParams, EngineResult, WireMethod } from '../../../src/protocol/engine.ts';

const engineModule = join(import.meta.dirname, '../../../src/engine/server.ts');

const noModels = (): Promise<never> => Promise.reject(new Error('this window has no models'));
const noHost = { 'host/profile': noModels, 'host/model-folder': noModels, 'host/chat': noModels };

/** A window whose trees are unfolded as they are at first, and whose panel shows the whole graph and a pending sample. */
export class OpenWindow {
  readonly #engine: EngineConnection;
  /** Milliseconds that each request took, of the last time all was fetched. */
  readonly took = new Map<string, number>();
  #selected: string | undefined;
  readonly #files = new CorpusFiles();

  constructor(folder: string) {
    this.#engine = new EngineConnection(
      { node: process.execPath, options: [], module: engineModule, arguments: ['--folder', folder, '--by', 'benchmark'] },
      noHost,
      (line) => {
        console.error(line);
      },
    );
  }

  request<M extends WireMethod>(method: M, params: EngineParams<M>): Promise<EngineResult<M>> {
    return this.#engine.request(method, params);
  }

  /** All that is fetched after the engine has said that something changed, at once, as the parts of a window do. */
  async fetchAll(): Promise<void> {
    this.took.clear();
    await Promise.all([
      this.#timed('status', {}),
      this.#timed('corpus/files', this.#files.query).then((answer) => this.#files.take(answer)),
      this.#timed('concepts/list', { kind: 'topic', offset: 0, limit: 200 }),
      this.#samplesTree(),
      this.#timed('runs/list', {}),
      this.#panel(),
    ]);
  }

  close(): void {
    this.#engine.dispose();
  }

  async #samplesTree(): Promise<void> {
    await this.#timed('samples/list', { filter: {}, limit: 1 });
    await this.#timed('samples/list', { filter: { status: ['pending'] }, offset: 0, limit: 100 });
  }

  async #panel(): Promise<void> {
    const detail = this.#selected;
    const [list] = await Promise.all([
      this.#timed('samples/list', { filter: {}, offset: 0, limit: 100, order: 'time' }),
      this.#timed('status', {}),
      this.#timed('graph/view', { focus: { kind: 'all' }, limit: 120 }),
      detail === undefined ? undefined : this.#timed('samples/get', { sample: detail }),
    ]);
    this.#selected = list.samples[0]?.id;
  }

  async #timed<M extends WireMethod>(method: M, params: EngineParams<M>): Promise<EngineResult<M>> {
    const begun = performance.now();
    const answer = await this.request(method, params);
    this.took.set(method, Math.max(this.took.get(method) ?? 0, performance.now() - begun));
    return answer;
  }
}
