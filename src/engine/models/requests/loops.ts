import { type Loop, LoopDetector, loopsOfReplies } from '../../../core/quality/loops.ts';
import type { Usage } from '../../../core/samples/sample.ts';
import type { ChatModel, ReplyObserver } from '../chat-model.ts';
import { reasonOf } from '../clock.ts';
import { ModelError } from '../model-error.ts';
import { BothTold } from './observers.ts';

/**
 * Stops a reply that repeats itself, while it comes: a model that has lost its way goes on to its limit, and what it says is thrown
 * away. One that comes whole is refused. What it has cost, the budget counts by what was heard of it.
 */
export function withoutLoops(model: ChatModel, { name }: { readonly name: string }): ChatModel {
  return {
    id: model.id,
    async chat(request, signal) {
      signal.throwIfAborted();
      const controller = new AbortController();
      const stop = (): void => {
        controller.abort(reasonOf(signal));
      };
      signal.addEventListener('abort', stop, { once: true });
      // Made when something comes: hundreds of requests wait, and most replies have no thoughts.
      let detectors: { text?: LoopDetector; reasoning?: LoopDetector } = {};
      const ran: { into?: Loop } = {};
      const look = (part: 'text' | 'reasoning', delta: string): void => {
        if (ran.into !== undefined || signal.aborted) return;
        const found = (detectors[part] ??= new LoopDetector(loopsOfReplies)).push(delta);
        if (found === null) return;
        ran.into = found;
        controller.abort(repeating(found, name));
      };
      const observer: ReplyObserver = {
        connected: () => {
          // What is sent once more, in other words, starts over.
          detectors = {};
        },
        text: (delta) => {
          look('text', delta);
        },
        reasoning: (delta) => {
          look('reasoning', delta);
        },
      };
      try {
        const reply = await model.chat({ ...request, observer: new BothTold(observer, request.observer) }, controller.signal);
        if (ran.into !== undefined) throw repeating(ran.into, name, reply.usage);
        return reply;
      } finally {
        signal.removeEventListener('abort', stop);
      }
    },
  };
}

const maxQuote = 80;

function repeating({ unit, times }: Loop, name: string, usage?: Usage): ModelError {
  const line = unit.replace(/\s+/g, ' ');
  const quoted = line.length > maxQuote ? `${line.slice(0, maxQuote - 1)}…` : line;
  const what = quoted.trim() === '' ? 'blanks and nothing else' : `“${quoted}”`;
  const message = `the reply repeats itself: ${what} ${times} times. ${name} was stopped there; if this goes on, choose a larger model.`;
  return new ModelError('repeating', message, usage === undefined ? {} : { usage });
}
