import * as z from 'zod';
import { engineRequests, type PanelEngineMethod } from '../../src/protocol/engine.ts';
import {
  hostMessage,
  hostNotifications,
  hostRequests,
  type HostMessage,
  type HostMethod,
  type HostNotifications,
  type PanelRequest,
} from '../../src/protocol/webview.ts';

/** Transport of messages: `acquireVsCodeApi` in VS Code, a fake host in a plain browser page. */
export interface HostPort {
  post(message: PanelRequest): void;
  /** Returns the function that stops listening. */
  listen(receive: (message: unknown) => void): () => void;
}

const contract = { ...engineRequests, ...hostRequests };
export type PanelMethod = PanelEngineMethod | HostMethod;
export type PanelParams<M extends PanelMethod> = z.input<(typeof contract)[M]['params']>;
export type PanelResult<M extends PanelMethod> = z.output<(typeof contract)[M]['result']>;

// Mapped over the method, so that indexing with a generic method keeps parameters and result of that one method together.
const shapes: { readonly [M in PanelMethod]: { readonly params: z.ZodType; readonly result: z.ZodType<PanelResult<M>> } } = contract;
const notificationShapes: { readonly [N in keyof HostNotifications]: z.ZodType<HostNotifications[N]> } = hostNotifications;

interface Pending {
  readonly method: string;
  readonly settle: (result: unknown) => void;
  readonly fail: (error: Error) => void;
}

/** The host said no, or the answer is not what the contract says. The message is fit to be shown. */
export class HostError extends Error {
  override readonly name = 'HostError';
}

type ChannelListeners = { [N in keyof HostNotifications]: Set<(params: HostNotifications[N]) => void> };

/**
 * The panel's end of the wire. Every request is settled: by the host's answer, by an answer that breaks the contract,
 * or by `dispose`.
 */
export class HostChannel {
  readonly #port: HostPort;
  readonly #pending = new Map<number, Pending>();
  readonly #handlers: ChannelListeners = { changed: new Set(), focus: new Set(), trust: new Set(), progress: new Set() };
  readonly #stop: () => void;
  readonly #report: (problem: string) => void;
  #lastId = 0;
  #disposed = false;

  /** `report` hears of notifications that break the contract: nobody else is waiting for them. */
  constructor(port: HostPort, report: (problem: string) => void) {
    this.#port = port;
    this.#report = report;
    this.#stop = port.listen((message) => {
      this.#receive(message);
    });
  }

  /** Rejects with a `HostError`. */
  async request<M extends PanelMethod>(method: M, params: PanelParams<M>): Promise<PanelResult<M>> {
    if (this.#disposed) throw new HostError(`${method}: the panel was closed.`);
    const shape = shapes[method];
    const id = ++this.#lastId;
    const raw = await new Promise<unknown>((settle, fail) => {
      this.#pending.set(id, { method, settle, fail });
      this.#port.post({ id, method, params });
    });
    const result = shape.result.safeParse(raw);
    if (!result.success) throw new HostError(`${method}: the answer does not fit the contract. ${z.prettifyError(result.error)}`);
    return result.data;
  }

  /** Returns the function that stops listening. */
  on<N extends keyof HostNotifications>(notification: N, handler: (params: HostNotifications[N]) => void): () => void {
    const handlers: Set<(params: HostNotifications[N]) => void> = this.#handlers[notification];
    handlers.add(handler);
    return () => {
      handlers.delete(handler);
    };
  }

  dispose(): void {
    this.#disposed = true;
    this.#stop();
    for (const { method, fail } of this.#pending.values()) fail(new HostError(`${method}: the panel was closed.`));
    this.#pending.clear();
  }

  #receive(raw: unknown): void {
    const message = hostMessage.safeParse(raw);
    // A window receives messages of others too (developer tools, extensions of the browser): what has another shape is theirs.
    if (!message.success) return;
    if ('notification' in message.data) this.#notify(message.data.notification, message.data.params);
    else this.#answer(message.data);
  }

  #answer(message: Exclude<HostMessage, { notification: unknown }>): void {
    const pending = this.#pending.get(message.id);
    if (pending === undefined) return;
    this.#pending.delete(message.id);
    if ('error' in message) pending.fail(new HostError(message.error));
    else pending.settle(message.result);
  }

  // The type parameter is what keeps a notification's shape and its handlers together.
  // eslint-disable-next-line @typescript-eslint/no-unnecessary-type-parameters
  #notify<N extends keyof HostNotifications>(notification: N, raw: unknown): void {
    const params = notificationShapes[notification].safeParse(raw);
    if (!params.success) {
      this.#report(`The host sent a “${notification}” that does not fit the contract. ${z.prettifyError(params.error)}`);
      return;
    }
    const handlers: Set<(params: HostNotifications[N]) => void> = this.#handlers[notification];
    for (const handler of handlers) handler(params.data);
  }
}
