import type { ChatModel, Reply, Sampling } from '../chat-model.ts';
import { type Clock, systemClock } from '../clock.ts';
import type { Embedder } from '../embedder.ts';
import type { OpenedEmbedder, OpenedModel } from '../opened-model.ts';
import type { RateLimiter } from './rate-limiter.ts';
import type { BudgetGuard } from './budget.ts';
import type { UsageCounter } from './usage-counter.ts';
import type { ReplyCache } from './reply-cache.ts';
import { withReplyLimit } from './reply-limit.ts';
import { withoutLoops } from './loops.ts';
import { withCircuitBreaker } from './circuit-breaker.ts';
import { defaultRetries, withRetries } from './retries.ts';
import { type Timeouts, withTimeouts } from './timeouts.ts';

/** Generous, since local models load for a minute and reasoning models think for several. */
const defaultTimeouts: Timeouts = { connectMs: 15_000, firstTokenMs: 300_000, idleMs: 120_000 };

const free = { prompt: 0, completion: 0 };

export interface Composition {
  /** Shared by every run of a project. */
  readonly cache: ReplyCache;
  /** Of the run; the budget is held against the usage. */
  readonly budget: BudgetGuard;
  readonly usage: UsageCounter;
  /** Puts the usage on the disk. */
  readonly recordUsage?: () => Promise<void>;
  /** Models that were heard thinking, shared by every run of a project. */
  readonly thinkers?: Set<string>;
  /** Of the endpoint, shared by every run of the process. */
  readonly rateLimiter: RateLimiter;
  /**
   * Stands below the budget in place of rate limiter, timeouts and model: what sends requests in another way, as a batch. It alone
   * knows what leaves and what is only waited for, and has it counted as usage.
   */
  readonly below?: ChatModel;
  readonly clock?: Clock;
  /** Uniform in [0, 1). */
  readonly random?: () => number;
}

/**
 * A model as runs ask it: sampling defaults → reply cache → circuit breaker → retries → reply limit → budget → rate limiter → timeouts → loop
 * detector → model, whose reply the cache is handed before its place is free again. Retries
 * stand outside the budget and the rate limiter: every attempt is charged and has to keep the endpoint's pace, and a
 * request that waits to be put again holds neither money nor a place. A model that is not remote gets the budget alone.
 */
export function composeModel(opened: OpenedModel, composition: Composition): ChatModel {
  const { model, remote, endpoint } = opened;
  const { cache, budget, usage, recordUsage, thinkers = new Set(), clock = systemClock, random = Math.random } = composition;
  if (!remote) return withDefaults(opened, budget.around(counted(model, usage), { price: opened.price ?? free }));
  const below = composition.below ?? paced(keeping(withoutLoops(model, opened)), opened, composition);
  const onRetry = (): void => {
    usage.retried();
  };
  const onCached = (): void => {
    usage.cached();
  };
  const limited = withReplyLimit(budget.around(below, { price: opened.price, recordUsage }), opened, thinkers);
  const retried = withRetries(limited, { ...defaultRetries, clock, random, onRetry });
  return withDefaults(opened, cache.around(withCircuitBreaker(retried), { endpoint, onCached }));
}

/** The same for a model that embeds, but for the cache: vectors are kept by their text, whatever other texts were asked with it. */
export function composeEmbedder(opened: OpenedEmbedder, composition: Omit<Composition, 'cache' | 'below'>): Embedder {
  const { budget, usage, recordUsage, clock = systemClock, random = Math.random } = composition;
  if (!opened.remote) return budget.around(counted(opened.embedder, usage), { price: opened.price ?? free });
  const onRetry = (): void => {
    usage.retried();
  };
  const budgeted = budget.around(paced(opened.embedder, opened, composition), { price: opened.price, recordUsage });
  // A batch of texts that is refused is asked for in parts: refusals are how the text at fault is found.
  return withCircuitBreaker(withRetries(budgeted, { ...defaultRetries, clock, random, onRetry }), { countsRefusals: false });
}

/**
 * Stands within the rate limiter: a reply holds its place until it is on the disk, so that a process that is killed loses no
 * more than what was in flight.
 */
function keeping(model: ChatModel): ChatModel {
  return {
    id: model.id,
    async chat(request, signal) {
      const reply = await model.chat(request, signal);
      // One that may have been broken off is not kept before that is known.
      if (reply.isUnmarked !== true) await request.keep?.(reply);
      return reply;
    },
  };
}

function paced<R extends Reply>(
  model: ChatModel<R>,
  { name, timeouts = defaultTimeouts }: Pick<OpenedModel, 'name' | 'timeouts'>,
  { rateLimiter, usage, clock = systemClock }: Omit<Composition, 'cache'>,
): ChatModel<R> {
  return rateLimiter.around(counted(withTimeouts(model, { ...timeouts, clock, name, patience: rateLimiter.patience }), usage));
}

function counted<R extends Reply>(model: ChatModel<R>, usage: UsageCounter): ChatModel<R> {
  return {
    id: model.id,
    chat: (request, signal) => {
      usage.called();
      return model.chat(request, signal);
    },
  };
}

/** Outermost, since the cache tells requests apart by their sampling. */
function withDefaults({ temperature, maxReplyTokens }: OpenedModel, model: ChatModel): ChatModel {
  const defaults: Sampling = {
    ...(temperature === undefined ? {} : { temperature }),
    ...(maxReplyTokens === undefined ? {} : { maxTokens: maxReplyTokens }),
  };
  return {
    id: model.id,
    chat: (request, signal) => model.chat({ ...request, sampling: { ...defaults, ...request.sampling } }, signal),
  };
}
