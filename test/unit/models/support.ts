import type { ChatRequest } from '../../../src/engine/models/chat-model.ts';
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
