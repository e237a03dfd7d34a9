import type { ChatModel, Reply, ReplyObserver } from '../chat-model.ts';
import { type Clock, reasonOf } from '../clock.ts';
import { ModelError } from '../model-error.ts';
import { BothTold } from './observers.ts';
import type { Patience } from './patience.ts';

/** In milliseconds. */
export interface Timeouts {
  /** Until there is a connection. Only for models that report one: others do not get past it. */
  readonly connectMs?: number;
  /** From then on until the first piece of the reply or of the reasoning; for a reply that comes whole, until it is there. */
  readonly firstTokenMs: number;
  /** Between two pieces. */
  readonly idleMs: number;
}

interface TimeoutOptions extends Timeouts {
  readonly clock: Clock;
  /** What messages call the model. */
  readonly name: string;
  /** Of its endpoint. */
  readonly patience?: Patience;
}

/** Gives up on a model that stalls, as a `ModelError` that may be tried again. */
export function withTimeouts<R extends Reply>(model: ChatModel<R>, options: TimeoutOptions): ChatModel<R> {
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
        const reply = await model.chat({ ...request, observer: new BothTold(steps, request.observer) }, deadline.signal);
        deadline.moved();
        return reply;
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
  readonly #options: TimeoutOptions;
  readonly #controller = new AbortController();
  #phase: Phase;
  /** Time at which the present phase runs out, on the clock. */
  #due: number;
  /** Since when the first piece is waited for. */
  #since: number;
  /** Time at which the timer fires, at or before `#due`. */
  #armed = 0;
  #cancel: () => void;

  constructor(options: TimeoutOptions) {
    this.#options = options;
    this.#since = options.clock.now();
    this.#phase = options.connectMs === undefined ? 'timeout-first-token' : 'timeout-connect';
    this.#due = options.clock.now() + this.#limit();
    this.#cancel = this.#arm();
  }

  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  connected(): void {
    this.#since = this.#options.clock.now();
    this.#enter('timeout-first-token');
  }

  moved(): void {
    if (this.#phase !== 'timeout-idle') this.#options.patience?.began(this.#options.clock.now() - this.#since);
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
    const { connectMs = 0, firstTokenMs: most, idleMs, patience } = this.#options;
    const firstTokenMs = this.#phase === 'timeout-first-token' ? (patience?.limit(most) ?? most) : most;
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
