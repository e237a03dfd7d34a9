import { createHash } from 'node:crypto';
import type { ChatModel, ChatReply, ChatRequest } from '../chat-model.ts';
import { reasonOf } from '../clock.ts';
import { onAbort } from '../on-abort.ts';
import { BudgetExceeded } from './budget.ts';
import type { ResponseStore } from './response-store.ts';

interface Options {
  /** Which endpoint answers, without any key. */
  readonly endpoint: string;
  /** Told of each reply that did not have to be paid for. */
  readonly onCached?: () => void;
}

/**
 * A reply once paid for is not asked for again: it is on disk before it is handed on, and requests that are the same
 * share one call. Those who wait for another's call hear no deltas, and calling one off leaves it to the others.
 */
export class ReplyCache {
  readonly #store: ResponseStore;
  readonly #inFlight = new Map<string, Flight>();

  constructor(store: ResponseStore) {
    this.#store = store;
  }

  around(model: ChatModel, { endpoint, onCached }: Options): ChatModel {
    return {
      id: model.id,
      chat: async (request, signal) => {
        signal.throwIfAborted();
        const key = requestKey(endpoint, model.id, request);
        for (;;) {
          const stored = this.#store.get(key);
          const underWay = stored ? undefined : this.#inFlight.get(key);
          if (!stored && !underWay) return await this.#start(key, model, request).join(signal);
          const reply = stored ?? (await underWay!.join(signal).catch(unlessStopped));
          // The run that asked had reached its cap; this one may not have.
          if (!reply) continue;
          onCached?.();
          return { ...reply, cached: true };
        }
      },
    };
  }

  #start(key: string, model: ChatModel, request: ChatRequest): Flight {
    const flight = new Flight(
      async (signal) => {
        try {
          const reply = await model.chat(request, signal);
          await this.#store.put(key, model.id, reply);
          return reply;
        } finally {
          if (this.#inFlight.get(key) === flight) this.#inFlight.delete(key);
        }
      },
      () => {
        if (this.#inFlight.get(key) === flight) this.#inFlight.delete(key);
      },
    );
    this.#inFlight.set(key, flight);
    flight.start();
    return flight;
  }
}

function unlessStopped(error: unknown): undefined {
  if (!(error instanceof BudgetExceeded)) throw error;
}

/** One call that several wait for; called off when the last of them is. */
class Flight {
  readonly #controller = new AbortController();
  readonly #work: (signal: AbortSignal) => Promise<ChatReply>;
  readonly #onDeserted: () => void;
  #reply: Promise<ChatReply> | undefined;
  #waiting = 0;

  constructor(work: (signal: AbortSignal) => Promise<ChatReply>, onDeserted: () => void) {
    this.#work = work;
    this.#onDeserted = onDeserted;
  }

  start(): void {
    this.#reply = this.#work(this.#controller.signal);
    // Nobody may be left to hear of its failure.
    this.#reply.catch(() => undefined);
  }

  async join(signal: AbortSignal): Promise<ChatReply> {
    this.#waiting += 1;
    const left = Promise.withResolvers<never>();
    const leave = (): void => {
      left.reject(reasonOf(signal));
      this.#waiting -= 1;
      if (this.#waiting > 0) return;
      this.#onDeserted();
      this.#controller.abort(reasonOf(signal));
    };
    const stop = onAbort(signal, leave);
    try {
      return await Promise.race([this.#reply!, left.promise]);
    } finally {
      stop();
    }
  }
}

/**
 * What makes two requests the same. The seed counts only where the reply is drawn at random; a server's default
 * temperature is not 0.
 */
export function requestKey(endpoint: string, model: string, { messages, sampling = {}, schema, seed, ordinal = 0 }: ChatRequest): string {
  const { temperature, topP, maxTokens } = sampling;
  const drawn = temperature === 0 ? null : seed;
  const parts = [
    endpoint,
    model,
    messages.map(({ role, content }) => [role, content]),
    temperature,
    topP,
    maxTokens,
    schema ?? null,
    ordinal,
    drawn,
  ];
  // JSON has no undefined: what is not set becomes null, which no option can be.
  return createHash('sha256').update(JSON.stringify(parts)).digest('base64url');
}
