import { EventEmitter } from 'node:events';
import type { Disposable } from '../disposables.ts';

/** Subscription to an event: `listener` is called until what it returns is disposed. */
export type Event<T> = (listener: (value: T) => void) => Disposable;

/**
 * Event and what fires it, in the form of VS Code's own emitter, for modules that run in tests without VS Code. That of
 * `vscode-jsonrpc` comes with the whole library, which is not loaded for a window to be put up.
 */
export class Emitter<T> implements Disposable {
  readonly #emitter = new EventEmitter<{ fired: [T] }>();
  readonly event: Event<T> = (listener) => {
    this.#emitter.on('fired', listener);
    return { dispose: () => this.#emitter.off('fired', listener) };
  };

  fire(value: T): void {
    this.#emitter.emit('fired', value);
  }

  dispose(): void {
    this.#emitter.removeAllListeners();
  }
}
