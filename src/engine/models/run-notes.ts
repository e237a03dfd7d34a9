import type { ChatModel, ChatReply } from './chat-model.ts';
import type { Embedder } from './embedder.ts';
import type { RateLimiter } from './requests/rate-limiter.ts';

/** Notes on what became known of a run's models while they were asked. */
export class RunNotes {
  readonly #onWaiting: (what: string | null) => void;
  /** Names of the models that are asked one at a time. */
  readonly #solo = new Set<string>();
  /** Prompts that were shortened, by the name of their model. */
  readonly #shortened = new Map<string, number>();
  /** Texts that were not embedded to their end, by the name of their model. */
  readonly #cut = new Map<string, number>();

  /** By the name of their model, replies that came without the log-probabilities that were wanted, and those of them that had been paid for before. */
  readonly #untold = new Map<string, { readonly replies: number; readonly cached: number }>();

  /** @param onWaiting told what the run waits for, beside replies; null when for nothing more */
  constructor(onWaiting: (what: string | null) => void) {
    this.#onWaiting = onWaiting;
  }

  get texts(): string[] {
    return [
      ...[...this.#solo].map((name) => `${name} breaks off a reply when it is asked for another: it was asked one at a time`),
      ...[...this.#shortened].map(([name, count]) => `${shortenedText(count)} into the context of ${name}`),
      ...[...this.#cut].map(
        ([name, count]) =>
          `${count} ${count === 1 ? 'text was' : 'texts were'} longer than ${name} reads: the end of each is not in its embedding`,
      ),
      ...[...this.#untold].map(([name, counts]) => untoldText(name, counts)),
    ];
  }

  /** The model, whose replies without log-probabilities that were wanted are counted. */
  aroundWriter(model: ChatModel, name: string): ChatModel {
    const count = (reply: ChatReply): ChatReply => {
      if (reply.probabilities !== undefined) return reply;
      const { replies, cached } = this.#untold.get(name) ?? { replies: 0, cached: 0 };
      this.#untold.set(name, { replies: replies + 1, cached: cached + (reply.cached === true ? 1 : 0) });
      return reply;
    };
    return {
      id: model.id,
      chat: (request, signal) => {
        // No frame of its own: in a batch, tens of thousands wait here.
        const reply = model.chat(request, signal);
        return request.logProbabilities === true ? reply.then(count) : reply;
      },
    };
  }

  /** The model, looked at each time that it has answered. */
  around(model: ChatModel, name: string, rateLimiter: RateLimiter): ChatModel {
    return {
      id: model.id,
      chat: async (request, signal) => {
        try {
          const reply = await model.chat(request, signal);
          if (request.shortening !== undefined) this.#shortened.set(name, (this.#shortened.get(name) ?? 0) + 1);
          return reply;
        } finally {
          this.#look(name, rateLimiter);
        }
      },
    };
  }

  /** A model that embeds, whose cut texts are counted. */
  aroundEmbedder(embedder: Embedder, name: string): Embedder {
    return {
      id: embedder.id,
      chat: async (request, signal) => {
        const reply = await embedder.chat(request, signal);
        const { cut = 0 } = reply;
        if (cut > 0) this.#cut.set(name, (this.#cut.get(name) ?? 0) + cut);
        return reply;
      },
    };
  }

  #look(name: string, { isSolo }: RateLimiter): void {
    if (isSolo === this.#solo.has(name)) return;
    if (isSolo) {
      this.#solo.add(name);
      this.#onWaiting('asked one at a time: the server breaks off a reply when it is asked for another');
    } else {
      this.#solo.delete(name);
      this.#onWaiting(null);
    }
  }
}

const shortenedText = (count: number): string =>
  count === 1
    ? '1 prompt was shortened (one reference, then less of it) to fit'
    : `${count} prompts were shortened (one reference, then less of it) to fit`;

function untoldText(name: string, { replies, cached }: { readonly replies: number; readonly cached: number }): string {
  const before = cached === 0 ? '' : cached === replies ? ', paid for before' : ` (${cached} of them paid for before)`;
  return replies === 1
    ? `1 reply of ${name}${before} came without log-probabilities: what it wrote has no perplexity`
    : `${replies} replies of ${name}${before} came without log-probabilities: what they wrote has no perplexity`;
}
