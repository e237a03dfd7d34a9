import { createHash } from 'node:crypto';
import type { ChatModel, ChatReply, ChatRequest } from '../chat-model.ts';
import { SharedWorks } from '../shared-work.ts';
import { BudgetExceeded } from './budget.ts';
import type { ResponseStore } from './response-store.ts';

interface ReplyCacheOptions {
  /** Endpoint that answers, without any key. */
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
  readonly #inFlight = new SharedWorks<ChatReply>();

  constructor(store: ResponseStore) {
    this.#store = store;
  }

  around(model: ChatModel, { endpoint, onCached }: ReplyCacheOptions): ChatModel {
    return {
      id: model.id,
      chat: async (request, signal) => {
        signal.throwIfAborted();
        const key = requestKey(endpoint, model.id, request);
        for (;;) {
          const stored = this.#store.get(key);
          const isUnderWay = this.#inFlight.has(key);
          const call = (): Promise<ChatReply> => this.#inFlight.join(key, signal, (shared) => this.#pay(key, model, request, shared));
          // Not awaited: what waits for hours is to hold no frame.
          if (!stored && !isUnderWay) return call();
          const reply = stored ?? (await call().catch(unlessStopped));
          // The run that asked had reached its budget; this one may not have.
          if (!reply) continue;
          onCached?.();
          return { ...reply, cached: true };
        }
      },
    };
  }

  #pay(key: string, model: ChatModel, request: ChatRequest, signal: AbortSignal): Promise<ChatReply> {
    let kept: Promise<void> | undefined;
    const keep = (reply: ChatReply): Promise<void> => (kept ??= this.#store.put(key, model.id, reply));
    return model.chat({ ...request, keep }, signal).then(async (reply) => {
      await keep(reply);
      return reply;
    });
  }
}

function unlessStopped(error: unknown): undefined {
  if (!(error instanceof BudgetExceeded)) throw error;
}

/**
 * Key that is the same for equal requests. The seed counts only where the reply is drawn at random; a server's default
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
    schema === undefined ? null : { ...schema, messages: schema.messages?.map(({ role, content }) => [role, content]) },
    ordinal,
    drawn,
  ];
  // JSON has no undefined: what is not set becomes null, which no option can be.
  return createHash('sha256').update(JSON.stringify(parts)).digest('base64url');
}
