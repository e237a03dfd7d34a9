import { setImmediate } from 'node:timers/promises';
import type { ChatModel, ChatReply, ChatRequest } from '../../../src/engine/models/chat-model.ts';
import { reasonOf } from '../../../src/engine/models/clock.ts';
import { ModelError } from '../../../src/engine/models/model-error.ts';

export const promptText = 'Explain to a first-year student why the harmonic oscillator conserves its energy.';

export function request(more: Partial<ChatRequest> = {}): ChatRequest {
  return {
    messages: [{ role: 'user', content: promptText }],
    origin: { method: 'answer', question: 'why?', references: [] },
    seed: 7,
    ...more,
  };
}

/** What a promise is rejected with; fails when that is no ModelError. */
export async function modelErrorOf(promise: Promise<unknown>): Promise<ModelError> {
  const error: unknown = await promise.then(
    () => new Error('it did not fail'),
    (reason: unknown) => reason,
  );
  if (error instanceof ModelError) return error;
  throw error;
}

export const never = new AbortController().signal;

/** A question of its own for each number. */
export const question = (n: number, more: Partial<ChatRequest> = {}): ChatRequest =>
  request({ messages: [{ role: 'user', content: `Question ${n}` }], ...more });

export const replyOf = (text: string, promptTokens = 10, completionTokens = 5): ChatReply => ({
  text,
  usage: { promptTokens, completionTokens, estimated: false },
});

export interface HeldCall {
  readonly request: ChatRequest;
  readonly signal: AbortSignal;
  readonly reply: (reply?: ChatReply) => void;
  readonly fail: (error: Error) => void;
}

/** A model that replies when the test says so. */
export class HeldModel implements ChatModel {
  readonly id = 'm1';
  readonly calls: HeldCall[] = [];

  chat(asked: ChatRequest, signal: AbortSignal): Promise<ChatReply> {
    return new Promise((resolve, reject) => {
      signal.addEventListener('abort', () => {
        reject(reasonOf(signal));
      });
      const reply = (given = replyOf(`reply ${this.calls.length}`)): void => {
        resolve(given);
      };
      this.calls.push({ request: asked, signal, reply, fail: reject });
    });
  }

  /** The messages of the calls so far. */
  get asked(): string[] {
    return this.calls.map((call) => call.request.messages.map(({ content }) => content).join());
  }
}

/** A model that answers, or fails, at once with what comes next. */
export function scripted(...outcomes: readonly (ChatReply | Error)[]): ChatModel & { readonly calls: ChatRequest[] } {
  const calls: ChatRequest[] = [];
  return {
    id: 'm1',
    calls,
    chat(asked) {
      const outcome = outcomes[Math.min(calls.length, outcomes.length - 1)]!;
      calls.push(asked);
      return outcome instanceof Error ? Promise.reject(outcome) : Promise.resolve(outcome);
    },
  };
}

/** Lets everything that needs no time come to rest. */
export async function atRest(): Promise<void> {
  for (let turn = 0; turn < 4; turn += 1) await setImmediate();
}

/** Waits until `condition` holds, one turn of the event loop after the other. */
export async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await setImmediate();
}
