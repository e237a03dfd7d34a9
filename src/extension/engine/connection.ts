import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { createInterface } from 'node:readline';
import { CancellationToken, createMessageConnection, ResponseError, StreamMessageReader, StreamMessageWriter } from 'vscode-jsonrpc/node';
import type { MessageConnection } from 'vscode-jsonrpc/node';
import type { ZodType } from 'zod';
import { engineNotifications, engineRequests, requestCancelled } from '../../protocol/engine.ts';
import type { EngineNotifications, EngineParams, EngineResult, WireMethod } from '../../protocol/engine.ts';
import { Emitter } from './emitter.ts';
import { EngineCancelled, EngineError, EngineStopped } from './errors.ts';
import type { EngineExit } from './errors.ts';
import { answerEngine } from './host-requests.ts';
import type { EngineHostHandlers } from './host-requests.ts';
import type { EngineCommand } from './launch.ts';

const keptLines = 8;
const unanswered = 'The engine stopped before it answered.';

// Mapped over the name, so that indexing with a generic name keeps schema and type of that one name together.
const results: { readonly [M in WireMethod]: { readonly result: ZodType<EngineResult<M>> } } = engineRequests;
const notifications: { readonly [N in keyof EngineNotifications]: ZodType<EngineNotifications[N]> } = engineNotifications;

/** One engine process and the JSON-RPC over its stdin and stdout. Ends with the process; a new one is a new object. */
export class EngineConnection {
  readonly #child: ChildProcess;
  readonly #rpc: MessageConnection;
  readonly #lastWords: string[] = [];
  readonly #onExit = new Emitter<EngineExit>();
  readonly #onChanged = new Emitter<EngineNotifications['changed']>();
  readonly #onProgress = new Emitter<EngineNotifications['progress']>();
  readonly #onReading = new Emitter<EngineNotifications['reading']>();
  readonly onExit = this.#onExit.event;
  readonly onChanged = this.#onChanged.event;
  readonly onProgress = this.#onProgress.event;
  readonly onReading = this.#onReading.event;
  #ended = false;

  /**
   * @param host answers what the engine asks
   * @param writeLog gets each line the engine writes to stderr, and what breaks the contract
   */
  constructor(command: EngineCommand, host: EngineHostHandlers, writeLog: (line: string) => void) {
    // Electron runs a script as plain Node only when told to; plain Node ignores the variable.
    const env = { ...process.env, ELECTRON_RUN_AS_NODE: '1' };
    this.#child = spawn(command.node, [...command.options, command.module, ...command.arguments], {
      stdio: ['pipe', 'pipe', 'pipe'],
      env,
      windowsHide: true,
    });
    const { stdin, stdout, stderr } = this.#child;
    if (!stdin || !stdout || !stderr) throw new EngineStopped('The engine was started without pipes.');
    createInterface({ input: stderr }).on('line', (line) => {
      this.#lastWords.push(line);
      if (this.#lastWords.length > keptLines) this.#lastWords.shift();
      writeLog(line);
    });
    // A write to a process that has just died fails here; its exit is reported below.
    stdin.on('error', (error) => {
      writeLog(`stdin: ${error.message}`);
    });
    this.#rpc = createMessageConnection(new StreamMessageReader(stdout), new StreamMessageWriter(stdin));
    answerEngine(this.#rpc, host);
    this.#listen(writeLog);
    this.#child.on('error', (error) => {
      this.#lastWords.push(error.message);
      this.#end(null, null);
    });
    // `close` comes after the last of stderr was read, `exit` may not.
    this.#child.on('close', (code, signal) => {
      this.#end(code, signal);
    });
  }

  hasEnded(): boolean {
    return this.#ended;
  }

  /**
   * @throws {EngineError} with the engine's own message
   * @throws {EngineCancelled} when `token` called it off in time
   * @throws {EngineStopped} when the process ends before it answers
   */
  async request<M extends WireMethod>(method: M, params: EngineParams<M>, token?: CancellationToken): Promise<EngineResult<M>> {
    if (this.hasEnded()) throw new EngineStopped(unanswered);
    let answer: unknown;
    try {
      answer = await this.#rpc.sendRequest<unknown>(method, params, token ?? CancellationToken.None);
    } catch (error) {
      if (this.hasEnded()) throw new EngineStopped(unanswered);
      const message = error instanceof Error ? error.message : String(error);
      if (error instanceof ResponseError && error.code === requestCancelled) throw new EngineCancelled(message, { cause: error });
      throw error instanceof ResponseError ? new EngineError(message, { cause: error }) : new EngineStopped(message, { cause: error });
    }
    const checked = results[method].result.safeParse(answer);
    if (!checked.success) {
      throw new EngineError(
        `The engine answered "${method}" with something unexpected: ${checked.error.issues[0]?.message ?? 'unknown shape'}`,
      );
    }
    return checked.data;
  }

  dispose(): void {
    this.#onExit.dispose();
    this.#child.kill();
    this.#end(null, null);
  }

  #listen(writeLog: (line: string) => void): void {
    const forward = <N extends keyof EngineNotifications>(name: N, emitter: Emitter<EngineNotifications[N]>): void => {
      this.#rpc.onNotification(name, (params: unknown) => {
        const checked = notifications[name].safeParse(params);
        if (checked.success) emitter.fire(checked.data);
        else writeLog(`"${name}" was sent in an unexpected shape: ${checked.error.message}`);
      });
    };
    forward('changed', this.#onChanged);
    forward('progress', this.#onProgress);
    forward('reading', this.#onReading);
    this.#rpc.onError(([error]) => {
      writeLog(`connection: ${error.message}`);
    });
    this.#rpc.listen();
  }

  #end(code: number | null, signal: string | null): void {
    if (this.#ended) return;
    this.#ended = true;
    // Rejects whatever is still waiting for an answer.
    this.#rpc.dispose();
    this.#onExit.fire({ code, signal, lastWords: this.#lastWords.join('\n') });
  }
}
