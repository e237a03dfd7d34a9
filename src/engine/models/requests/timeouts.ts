import type { ChatModel, Reply, ReplyObserver } from '../chat-model.ts';
import { type Clock, reasonOf } from '../clock.ts';
import { ModelError } from '../model-error.ts';
import { BothTold } from './observers.ts';

/** In milliseconds. */
export interface Timeouts {
  /** Until there is a connection. Only for models that report one: others do not get past it. */
  readonly connectMs?: number;
  /** From then on until the first piece of the reply or of the reasoning; for a reply that comes whole, until it is there. */
  readonly firstTokenMs: number;
  /** Between two pieces. */
  readonly idleMs: number;
}

/** Gives up on a model that stalls, as a `ModelError` that may be tried again. `name` is how messages call the model. */
export function withTimeouts<R extends Reply>(
  model: ChatModel<R>,
  options: Timeouts & { readonly clock: Clock; readonly name: string },
): ChatModel<R> {
  return {
    id: model.id,
    async chat(request, signal) {
      const deadline = new Deadline(options);
      const stop = (): void => {
        deadline.abort(reasonOf(signal));
      };
      signal.throwIfAborted();
      signal.addEventListener('abort', stop, { once: true });
      const steps: ReplyObserver = {
        connected: () => {
          deadline.connected();
        },
        text: () => {
          deadline.moved();
        },
        reasoning: () => {
          deadline.moved();
        },
      };
      try {
        return await model.chat({ ...request, observer: new BothTold(steps, request.observer) }, deadline.signal);
      } finally {
        deadline.end();
        signal.removeEventListener('abort', stop);
      }
    },
  };
}

type Phase = 'timeout-connect' | 'timeout-first-token' | 'timeout-idle';

/** One deadline at a time: each step forward replaces it by the next. */
class Deadline {
  readonly #options: Timeouts & { readonly clock: Clock; readonly name: string };
  readonly #controller = new AbortController();
  #phase: Phase;
  /** Time at which the present phase runs out, on the clock. */
  #due: number;
  /** Time at which the timer fires, at or before `#due`. */
  #armed = 0;
  #cancel: () => void;

  constructor(options: Timeouts & { readonly clock: Clock; readonly name: string }) {
    this.#options = options;
    this.#phase = options.connectMs === undefined ? 'timeout-first-token' : 'timeout-connect';
    this.#due = options.clock.now() + this.#limit();
    this.#cancel = this.#arm();
  }

  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  connected(): void {
    this.#enter('timeout-first-token');
  }

  moved(): void {
    this.#enter('timeout-idle');
  }

  abort(reason: Error): void {
    this.end();
    this.#controller.abort(reason);
  }

  end(): void {
    this.#cancel();
  }

  #enter(phase: Phase): void {
    this.#phase = phase;
    this.#postpone();
  }

  #postpone(): void {
    this.#due = this.#options.clock.now() + this.#limit();
    // A timer a token would cost more than the token: one that is set earlier looks at the new deadline when it fires.
    if (this.#armed <= this.#due) return;
    this.#cancel();
    this.#cancel = this.#arm();
  }

  #arm(): () => void {
    const { clock } = this.#options;
    this.#armed = this.#due;
    return clock.after(this.#due - clock.now(), () => {
      // Timers may fire up to a millisecond early.
      if (this.#due - clock.now() > 1) this.#cancel = this.#arm();
      else this.#controller.abort(this.#error());
    });
  }

  #limit(): number {
    const { connectMs = 0, firstTokenMs, idleMs } = this.#options;
    return { 'timeout-connect': connectMs, 'timeout-first-token': firstTokenMs, 'timeout-idle': idleMs }[this.#phase];
  }

  #error(): ModelError {
    return new ModelError(this.#phase, `${this.#options.name} ${words[this.#phase](`${this.#limit() / 1000} s`)}`);
  }
}

const words: Readonly<Record<Phase, (time: string) => string>> = {
  'timeout-connect': (time) => `did not take the connection within ${time}. Check the URL and the network.`,
  'timeout-first-token': (time) =>
    `sent nothing for ${time} after it was asked. Give the model more time, or choose one that answers sooner.`,
  'timeout-idle': (time) => `fell silent in mid-reply for ${time}. The request can be tried again.`,
};
